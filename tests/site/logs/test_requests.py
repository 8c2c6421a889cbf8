"""Each request has an id and a line; secrets and queries are in none."""

import io
import json
import logging
from wsgiref.util import FileWrapper, setup_testing_defaults

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import OperationalError
from django.urls import URLResolver, get_resolver

from briefs.views import site
from sco_site.logs.asked import asked
from sco_site.logs.formatting import JsonFormatter, WordsFormatter
from sco_site.logs.masking import MASK, masked
from sco_site.logs.requests import with_request_log
from sco_site.page_cache.application import PageCache

OK = "200 OK"


class Lines:
    """What is logged from now on, by one formatter."""

    def __init__(self, formatter: logging.Formatter) -> None:
        self._stream = io.StringIO()
        self.handler = logging.StreamHandler(self._stream)
        self.handler.setFormatter(formatter)

    @property
    def text(self) -> str:
        return self._stream.getvalue()

    @property
    def all(self) -> list[dict]:
        return [json.loads(line) for line in self.text.splitlines()]


@pytest.fixture
def lines():
    with_json = Lines(JsonFormatter())
    logging.getLogger().addHandler(with_json.handler)
    yield with_json
    logging.getLogger().removeHandler(with_json.handler)
    asked.set(None)


def ask(application, path="/a/page/", **environ) -> tuple[str, dict[str, str], bytes]:
    environ = {"PATH_INFO": path, "QUERY_STRING": "", **environ}
    setup_testing_defaults(environ)
    said = []
    result = with_request_log(application)(environ, lambda *parts: said.append(parts))
    body = b"".join(result)
    if hasattr(result, "close"):
        result.close()
    status, headers = said[0][:2]
    return status, dict(headers), body


def says(status=OK, body=(b"words",)):
    def application(environ, start_response):
        start_response(status, [("Content-Type", "text/plain")])
        return list(body)

    return application


def test_a_request_has_one_line(lines):
    status, headers, _ = ask(says(), "/claims/", QUERY_STRING="q=somebody", REQUEST_METHOD="HEAD")
    (line,) = lines.all
    assert status == OK
    assert 0 <= line.pop("duration_ms") < 60_000
    assert line.pop("time").endswith("Z")
    assert line == {
        "level": "INFO",
        "logger": "site.requests",
        "message": "HEAD /claims/",
        "request_id": headers["X-Request-ID"],
        "method": "HEAD",
        "path": "/claims/",
        "status": 200,
    }


@pytest.mark.parametrize(
    "given", ["0123456789abcdef", "6d3a1e0c-5f6b-4a53-9d4e-0f6f3a1b2c3d", "Root=1-67891233-abcdef"]
)
def test_the_id_that_a_proxy_gave_is_kept(lines, given):
    assert ask(says(), HTTP_X_REQUEST_ID=given)[1]["X-Request-ID"] == given
    assert lines.all[0]["request_id"] == given


@pytest.mark.parametrize(
    "given", ["", "short", "a b c d e f", "<script>alert(1)", "line\r\nX: y", "é" * 20, "a" * 129]
)
def test_another_id_is_made_where_it_is_none(lines, given):
    made = {ask(says(), HTTP_X_REQUEST_ID=given)[1]["X-Request-ID"] for _ in range(3)}
    assert len(made) == 3
    assert all(len(one) == 32 and one.isalnum() for one in made)
    assert [line["request_id"] in made for line in lines.all] == [True] * 3


def secret_routes(resolver=None, before="/"):
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from secret_routes(pattern, route)
        elif "secret" in route or "token" in route:
            yield route


def test_secrets_in_addresses_are_masked(lines):
    routes = list(secret_routes())
    assert {"/preview/<str:secret>/", "/desk/calendar/<str:secret>.ics"} <= set(routes)
    for route in routes:
        path = route.replace("<str:secret>", "a-real-Secret_0")
        assert "<" not in path, "say here what stands in this address"
        ask(says("404 Not Found"), path, SCRIPT_NAME="/below")
        assert MASK in lines.all[-1]["path"]
    logging.getLogger("site").warning("Was at /preview/a-real-Secret_0/ and left.")
    assert "a-real-Secret_0" not in lines.text


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("/preview/abc", f"/preview/{MASK}"),
        ("https://example.org/preview/abc/?x=1", f"https://example.org/preview/{MASK}/?x=1"),
        ("/desk/calendar/abc.ics", f"/desk/calendar/{MASK}"),
        ("/previews/abc/ and /articles/preview/", "/previews/abc/ and /articles/preview/"),
    ],
)
def test_what_is_masked(text, without):
    assert masked(text) == without


@pytest.mark.parametrize("path", ["/a\nb", "/a\x1b[31mb", "/\xc3\xa9\xff", "/" + "x" * 5000])
def test_no_path_can_make_a_line_of_its_own(lines, path):
    ask(says("404 Not Found"), path)
    (line,) = lines.all
    assert line["path"].isascii()
    assert line["path"].isprintable()
    assert len(line["path"]) <= 500


@pytest.mark.parametrize(("status", "level"), [("404 Not Found", "INFO"), ("503 Gone", "ERROR")])
def test_our_failures_are_errors(lines, status, level):
    ask(says(status))
    assert [(line["level"], line["status"]) for line in lines.all] == [(level, int(status[:3]))]


class Stamp:
    def read(self):
        return "one"


def test_kept_pages_stay_the_same_bytes_for_all_and_have_no_line(lines):
    kept = PageCache(
        says(body=[b"words " * 200]), Stamp(), most_bytes=10**6, cookies=(), own=("/admin/",)
    )
    answers = [ask(kept, HTTP_X_REQUEST_ID=f"request-{number}") for number in range(3)]
    assert [answer[1].pop("X-Request-ID") for answer in answers] == [
        f"request-{number}" for number in range(3)
    ]
    assert answers[0] == answers[1] == answers[2]
    assert [line["request_id"] for line in lines.all] == ["request-0"]
    logging.getLogger("site.requests").setLevel("DEBUG")
    ask(kept)
    logging.getLogger("site.requests").setLevel("NOTSET")
    assert lines.all[-1]["level"] == "DEBUG"


def test_a_static_file_is_handed_on_as_it_is(lines):
    file = FileWrapper(io.BytesIO(b"x"))

    def application(environ, start_response):
        start_response(OK, [])
        return file

    environ = {"PATH_INFO": "/static/a.css", "wsgi.file_wrapper": FileWrapper}
    setup_testing_defaults(environ)
    assert with_request_log(application)(environ, lambda *parts: None) is file
    assert lines.text == ""
    ask(says("404 Not Found"), "/static/missing.css")
    assert lines.all[0]["status"] == 404


def test_what_is_sent_piece_by_piece_has_its_line_at_the_end(lines):
    seen = []

    def pieces():
        yield b"one"
        seen.append(lines.text)
        seen.append(asked.get().path)
        yield b"two"

    def application(environ, start_response):
        start_response(OK, [])
        return pieces()

    assert ask(application)[2] == b"onetwo"
    assert seen == ["", "/a/page/"]
    assert len(lines.all) == 1


def test_a_failure_outside_of_django_is_told_and_passed_on(lines):
    def application(environ, start_response):
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        ask(application)
    (line,) = lines.all
    assert (line["level"], line["exception"]["type"]) == ("ERROR", "builtins.ValueError")
    assert "request_id" in line


@pytest.mark.django_db
def test_an_exception_is_a_field(lines, monkeypatch):
    def fail(*args, **kwargs):
        try:
            raise KeyError("inner")
        except KeyError as error:
            raise RuntimeError("of /preview/abc/\nin two lines") from error

    monkeypatch.setattr(site, "render", fail)
    status, headers, _ = ask(WSGIHandler(), "/method/", HTTP_HOST="testserver")
    told, request = lines.all
    assert status.startswith("500")
    assert (told["logger"], told["request_id"]) == ("django.request", headers["X-Request-ID"])
    assert told["exception"]["type"] == "builtins.RuntimeError"
    assert told["exception"]["message"] == f"of /preview/{MASK}/\nin two lines"
    assert told["exception"]["traceback"][-1].endswith(" fail")
    assert told["exception"]["from"]["type"] == "builtins.KeyError"
    assert (request["status"], request["level"]) == (500, "ERROR")


@pytest.mark.django_db
def test_a_database_that_is_gone_is_told_with_its_words(lines, monkeypatch):
    def gone(*args, **kwargs):
        raise OperationalError("connection refused")

    monkeypatch.setattr(site, "render", gone)
    assert ask(WSGIHandler(), "/method/", HTTP_HOST="testserver")[0].startswith("503")
    assert lines.all[0]["exception"]["message"] == "connection refused"
    assert lines.all[1]["status"] == 503


@pytest.mark.django_db
def test_what_is_not_found_has_one_line(lines):
    assert ask(WSGIHandler(), "/nowhere/", HTTP_HOST="testserver")[0].startswith("404")
    assert [line["message"] for line in lines.all] == ["GET /nowhere/"]


@pytest.mark.django_db
def test_another_site_s_name_is_no_failure_of_ours(lines):
    """Whoever looks for weak servers sends thousands of these."""
    assert ask(WSGIHandler(), "/method/", HTTP_HOST="other.example")[0].startswith("400")
    assert [(line["level"], line["message"]) for line in lines.all] == [("INFO", "GET /method/")]


@pytest.mark.django_db
def test_too_much_in_an_address_is_no_failure_of_ours(lines):
    many = "&".join(f"a={number}" for number in range(1_001))
    assert ask(WSGIHandler(), "/claims/", HTTP_HOST="testserver", QUERY_STRING=many)[0].startswith(
        "400"
    )
    assert {line["level"] for line in lines.all} == {"INFO"}


def test_in_words_for_eyes():
    of_words = Lines(WordsFormatter())
    logging.getLogger().addHandler(of_words.handler)
    try:
        ask(says(), HTTP_X_REQUEST_ID="abcdefgh")
        ask(says("500 Broken"), "/preview/abc/", HTTP_X_REQUEST_ID="ijklmnop")
        try:
            raise ValueError("of /preview/abc/")
        except ValueError:
            logging.getLogger("site").exception("Failed.")
    finally:
        logging.getLogger().removeHandler(of_words.handler)
        asked.set(None)
    first, second, third, *traceback = of_words.text.splitlines()
    assert first[8:].startswith(" INFO    site.requests: GET /a/page/ → 200, ")
    assert first.endswith(" ms  [abcdefgh]")
    assert f" ERROR   site.requests: GET /preview/{MASK}/ → 500, " in second
    assert third.endswith("site: Failed.  [ijklmnop]")
    assert traceback[0] == "Traceback (most recent call last):"
    assert traceback[-1] == f"ValueError: of /preview/{MASK}/"

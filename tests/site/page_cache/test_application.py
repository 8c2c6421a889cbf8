"""What is kept, for whom, and until when; before an application of the test's own."""

import threading
from collections.abc import Iterable

import pytest
import time_machine

from sco_site.page_cache.application import LARGEST_PAGE, TRIES, PageCache
from sco_site.page_cache.stamps import NONE, StampReader

HTML = ("Content-Type", "text/html")


class Stamp(StampReader):
    value: str | None = "one"

    def read(self) -> str | None:
        return self.value


class Site:
    """Answers with how often it was asked; ``headers``, ``status`` and ``words`` can be set."""

    def __init__(self) -> None:
        self.asked: list[dict] = []
        self.status = "200 OK"
        self.headers = [HTML]
        self.words: Iterable[bytes] | None = None
        self.meanwhile = lambda: None
        self.closed = 0

    def __call__(self, environ, start_response):
        self.asked.append(environ)
        self.meanwhile()
        start_response(self.status, list(self.headers))
        return Answer(self)


class Answer:
    def __init__(self, site: Site) -> None:
        self.site = site
        self.words = site.words or [b"page ", str(len(site.asked)).encode()]

    def __iter__(self):
        return iter(self.words)

    def close(self) -> None:
        self.site.closed += 1


@pytest.fixture
def stamp():
    return Stamp()


@pytest.fixture
def site():
    return Site()


@pytest.fixture
def ask(site, stamp):
    """Called with an address and headers, gives (status, body)."""
    cache = PageCache(
        site, stamp, most_bytes=50_000, cookies=("sessionid", "messages"), own=("/admin/",)
    )

    def ask(address: str = "/", method: str = "GET", **headers: str) -> tuple[str, str]:
        path, _, query = address.partition("?")
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "HTTP_HOST": "site.example",
            "wsgi.url_scheme": "https",
            **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
        }
        told = []
        answer = cache(environ, lambda status, headers, exc_info=None: told.append(status))
        body = b"".join(answer).decode()
        if hasattr(answer, "close"):
            answer.close()
        return told[-1], body

    return ask


def test_a_page_is_made_once(ask, site):
    assert [ask(), ask(), ask()] == [("200 OK", "page 1")] * 3
    assert site.closed == 1


def test_another_stamp_makes_it_anew(ask, stamp):
    ask()
    stamp.value = "two"
    assert ask() == ("200 OK", "page 2")
    # Back from a copy of the database: the stamp stands for the same rows, but one is kept alone.
    stamp.value = "one"
    assert ask() == ("200 OK", "page 3")


def test_what_was_changed_while_it_was_made_is_made_once_more(ask, site, stamp):
    def edit():
        if len(site.asked) == 1:
            stamp.value = "edited"

    site.meanwhile = edit
    assert [ask(), ask()] == [("200 OK", "page 2")] * 2
    assert site.closed == 2


def test_what_is_changed_without_end_is_served_and_not_kept(ask, site, stamp):
    def edit():
        stamp.value = f"edited {len(site.asked)}"

    site.meanwhile = edit
    assert ask() == ("200 OK", f"page {TRIES}")
    site.meanwhile = lambda: None
    assert [ask(), ask()] == [("200 OK", f"page {TRIES + 1}")] * 2


def test_a_page_ends_with_its_day(ask):
    with time_machine.travel("2026-11-26 23:59:58+00:00", tick=False) as clock:
        ask()
        clock.move_to("2026-11-26 23:59:59+00:00")
        assert ask() == ("200 OK", "page 1")
        clock.move_to("2026-11-27 00:00:00+00:00")
        assert ask() == ("200 OK", "page 2")


def test_without_a_database_the_page_that_was_kept_is_served(ask, site, stamp):
    with time_machine.travel("2026-11-26 12:00:00+00:00", tick=False) as clock:
        ask()
        stamp.value = None
        clock.move_to("2026-11-28")
        assert ask() == ("200 OK", "page 1")
        site.status = "503 Service Unavailable"
        assert ask("/other/") == ("503 Service Unavailable", "page 2")
        stamp.value, site.status = "two", "200 OK"
        assert ask() == ("200 OK", "page 3")


def test_of_a_database_that_has_no_stamp_to_give_nothing_is_served_or_kept(ask, stamp):
    ask()
    stamp.value = NONE
    assert ask() == ("200 OK", "page 2")
    assert ask() == ("200 OK", "page 3")
    stamp.value = "one"
    assert ask() == ("200 OK", "page 1")


@pytest.mark.parametrize(
    ("address", "method", "headers"),
    [
        ("/", "POST", {}),
        ("/", "OPTIONS", {}),
        ("/admin/", "GET", {}),
        ("/", "GET", {"authorization": "Basic eDp5"}),
        ("/", "GET", {"cookie": "theme=dark; sessionid=abc"}),
        ("/", "GET", {"cookie": "messages=abc"}),
        (f"/?q={'a' * 2000}", "GET", {}),
    ],
)
def test_what_is_not_the_same_for_all_is_asked_every_time(ask, site, address, method, headers):
    ask()
    ask(address, method, **headers)
    ask(address, method, **headers)
    assert len(site.asked) == 3


def test_a_cookie_that_says_nothing_to_us_does_no_harm(ask):
    ask()
    assert ask(cookie="mysessionid=1; theme=dark") == ("200 OK", "page 1")


@pytest.mark.parametrize(
    ("status", "header"),
    [
        ("404 Not Found", HTML),
        ("302 Found", ("Location", "/")),
        ("500 Internal Server Error", HTML),
        ("200 OK", ("Set-Cookie", "a=b")),
        ("200 OK", ("Cache-Control", "max-age=0, no-store")),
        ("200 OK", ("Cache-Control", "Private")),
        ("200 OK", ("Vary", "Cookie, Accept")),
        ("200 OK", ("Content-Encoding", "gzip")),
    ],
)
def test_what_is_not_kept(ask, site, status, header):
    site.status, site.headers = status, [HTML, header]
    assert ask() == (status, "page 1")
    assert ask() == (status, "page 2")
    assert site.closed == 2


def test_a_permanent_redirection_is_kept(ask, site):
    site.status = "301 Moved Permanently"
    assert ask() == ask()
    assert len(site.asked) == 1


def test_hosts_schemes_and_queries_are_apart_and_the_order_of_names_is_not(ask, site):
    ask("/?a=1&b=2&b=1")
    assert ask("/?b=2&a=1&b=1") == ("200 OK", "page 1")
    for number, (address, headers) in enumerate(
        [
            ("/?a=1&b=1&b=2", {}),
            ("/?%61=2&a=1", {}),  # of one name written in two ways
            ("/?a=1&%61=2", {}),
            ("/", {}),
            ("/", {"host": "other.example"}),
            ("/", {"x_forwarded_proto": "http"}),
        ],
        start=2,
    ):
        assert ask(address, **headers) == ("200 OK", f"page {number}")


def test_made_up_queries_take_no_room_of_pages(ask, site):
    ask()
    for number in range(100):
        ask(f"/?made-up={number}")
    assert ask() == ("200 OK", "page 1")
    # The first of them has gone, the last is there.
    assert ask("/?made-up=99") == ("200 OK", "page 101")
    assert ask("/?made-up=0") == ("200 OK", "page 102")


def test_head_is_answered_from_the_same_page(ask, site):
    assert ask(method="HEAD") == ("200 OK", "")
    assert ask() == ("200 OK", "page 1")
    assert site.asked[0]["REQUEST_METHOD"] == "GET"
    site.status = "404 Not Found"
    assert ask("/no/", method="HEAD") == ("404 Not Found", "")


def test_the_page_is_made_whole_whatever_the_first_who_asks_has(ask, site):
    ask(if_none_match='"x"', if_modified_since="Wed, 25 Nov 2026 10:00:00 GMT", range="bytes=0-1")
    assert not {"HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE"} & set(site.asked[0])


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_what_is_not_kept_is_not_sent_again_to_whoever_has_it(ask, site, method):
    site.headers = [HTML, ("Vary", "Accept"), ("ETag", '"a"')]
    assert ask(method=method, if_none_match='"a"') == ("304 Not Modified", "")
    assert ask(method=method, if_none_match='"b"')[0] == "200 OK"
    assert (len(site.asked), site.closed) == (2, 2)
    site.status = "404 Not Found"
    assert ask(method=method, if_none_match='"a"')[0] == "404 Not Found"


def test_what_is_too_long_goes_on_as_it_comes(ask, site):
    taken = []

    def chunks():
        for number in range(5):
            taken.append(number)
            yield b"x" * (LARGEST_PAGE // 2)

    site.words = chunks()
    status, body = ask("/data.csv")
    assert (status, len(body)) == ("200 OK", 5 * (LARGEST_PAGE // 2))
    assert site.closed == 1
    site.words = None
    assert ask("/data.csv") == ("200 OK", "page 2")


def test_of_many_who_ask_at_once_one_has_it_made(site, ask):
    site.meanwhile = threading.Barrier(1).wait
    gate = threading.Event()
    site.meanwhile = gate.wait
    answers: list = []
    threads = [threading.Thread(target=lambda: answers.append(ask())) for _ in range(8)]
    for thread in threads:
        thread.start()
    gate.set()
    for thread in threads:
        thread.join()
    assert answers == [("200 OK", "page 1")] * 8


def test_a_failure_gives_the_turn_back(ask, site):
    def fail():
        raise RuntimeError

    site.meanwhile = fail
    with pytest.raises(RuntimeError):
        ask()
    site.meanwhile = lambda: None
    assert ask() == ("200 OK", "page 2")

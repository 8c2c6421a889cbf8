"""One page, answered to those who ask in different ways."""

import gzip

import brotli
import pytest

from sco_site.page_cache.pages import Page, best_encoding

BODY = b"<p>Words about the organisation.</p>" * 40
HTML = ("Content-Type", "text/html; charset=utf-8")


def ask(page: Page, method: str = "GET", **headers: str):
    """Status, headers and body of the page's answer."""
    told = {}

    def start_response(status, headers, exc_info=None):
        told["status"], told["headers"] = status, dict(headers)

    environ = {"REQUEST_METHOD": method, **{f"HTTP_{k.upper()}": v for k, v in headers.items()}}
    body = b"".join(page.answer(environ, start_response))
    return told["status"], told["headers"], body


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", "identity"),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("br;q=0, gzip;q=0.1", "gzip"),
        ("GZIP", "gzip"),
        ("*", "br"),
        ("*;q=0", "identity"),
        ("br;q=0.2, *;q=0.9", "gzip"),
        ("identity;q=1, gzip;q=0.5", "identity"),
        ("identity;q=0", "identity"),
        ("br;q=nonsense", "identity"),
        (";;,,=;q", "identity"),
    ],
)
def test_the_encoding_is_the_one_that_is_liked_best(accepted, encoding):
    assert best_encoding(accepted) == encoding


@pytest.mark.parametrize(
    ("accepted", "decode"), [("", bytes), ("gzip", gzip.decompress), ("br", brotli.decompress)]
)
def test_every_encoding_is_of_the_same_words(accepted, decode):
    status, headers, body = ask(Page("200 OK", [HTML], BODY), accept_encoding=accepted)
    assert status == "200 OK"
    assert decode(body) == BODY
    assert headers["Content-Length"] == str(len(body))
    assert headers.get("Content-Encoding", "") == accepted
    assert headers["Vary"] == "Accept-Encoding, Cookie"
    assert headers["Cache-Control"] == "no-cache"


def test_each_encoding_has_a_strong_tag_of_its_own():
    page = Page("200 OK", [HTML, ("ETag", '"of Django"'), ("Content-Length", "1")], BODY)
    tags = [ask(page, accept_encoding=name)[1]["ETag"] for name in ("", "gzip", "br")]
    assert len(set(tags)) == 3
    assert all(tag.startswith('"') for tag in tags)


def test_who_has_these_bytes_is_told_so_without_them():
    page = Page("200 OK", [HTML, ("Content-Language", "en")], BODY)
    tag = ask(page, accept_encoding="br")[1]["ETag"]
    for known in (tag, f'"other", W/{tag}', "*"):
        status, headers, body = ask(page, accept_encoding="br", if_none_match=known)
        assert (status, body) == ("304 Not Modified", b"")
        assert headers["ETag"] == tag
        assert "Content-Type" not in headers
    assert ask(page, accept_encoding="gzip", if_none_match=tag)[0] == "200 OK"
    assert ask(page, accept_encoding="br", if_none_match="rubbish")[0] == "200 OK"


def test_a_date_is_compared_where_the_page_has_one():
    modified = ("Last-Modified", "Wed, 25 Nov 2026 10:00:00 GMT")
    page = Page("200 OK", [HTML, modified], BODY)
    assert ask(page, if_modified_since=modified[1])[0] == "304 Not Modified"
    assert ask(page, if_modified_since="Wed, 25 Nov 2026 09:59:59 GMT")[0] == "200 OK"
    assert ask(page, if_modified_since="yesterday")[0] == "200 OK"
    # The tag is the sharper of the two (RFC 9110, 13.2.2).
    assert ask(page, if_none_match='"x"', if_modified_since=modified[1])[0] == "200 OK"
    assert ask(Page("200 OK", [HTML], BODY), if_modified_since=modified[1])[0] == "200 OK"


def test_head_has_everything_but_the_bytes():
    page = Page("200 OK", [HTML], BODY)
    assert ask(page, "HEAD") == ("200 OK", ask(page)[1], b"")


def test_pictures_and_short_texts_are_not_compressed():
    assert "Content-Encoding" not in ask(Page("200 OK", [HTML], b"Hi"), accept_encoding="br")[1]
    picture = Page("200 OK", [("Content-Type", "image/png")], BODY)
    assert "Content-Encoding" not in ask(picture, accept_encoding="br")[1]


def test_a_redirection_is_never_unmodified():
    moved = Page("301 Moved Permanently", [HTML, ("Location", "/new/")], b"")
    assert ask(moved, if_none_match="*")[0] == "301 Moved Permanently"

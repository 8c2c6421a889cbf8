import pytest

from briefs.outgoing import Refused
from briefs.outgoing.target import Target


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("https://Example.org", "https://example.org/"),
        ("http://example.org:80/a?b=c#d", "http://example.org/a?b=c"),
        ("https://example.org:8443/", "https://example.org:8443/"),
        ("https://example.org./a", "https://example.org/a"),
        ("https://bücher.example/ä?ö=ü", "https://xn--bcher-kva.example/%C3%A4?%C3%B6=%C3%BC"),
        ("https://example.org/a%20b", "https://example.org/a%20b"),
        ("http://[2606:4700::1]/", "http://[2606:4700::1]/"),
    ],
)
def test_an_address_is_asked_for_as_it_is_meant(url, asked):
    assert Target.parse(url).url == asked


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org",
        "//example.org/",
        "https://",
        "https:///path",
        "ftp://example.org/",
        "file:///etc/passwd",
        "gopher://example.org/",
        "javascript:alert(1)",
        "https://user@example.org/",
        "https://user:word@example.org/",
        "https://@example.org/",
        r"https://example.org\@127.0.0.1/",
        r"https://example.org\.evil.example/",
        "https://example.org/\r\nHost: other",
        "https://example.org/a b",
        "https://example.org/\0",
        "https://exa mple.org/",
        "https://example.org:port/",
        "https://example.org:99999/",
        "https://127.0.0.1%2f.example.org/",
        "https://[::1/",
        "https://[fe80::1%25eth0]/",
        "https://" + "a" * 64 + ".example/",
        "https://a..example/",
        "https://example.org/" + "a" * 4_000,
    ],
)
def test_what_is_no_plain_address_is_refused(url):
    with pytest.raises(Refused):
        Target.parse(url)

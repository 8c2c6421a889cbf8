import pytest

from briefs.sourcing import UnknownSource, is_address, known_source
from tests.factories import make_source

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    [
        "https://www.example.org/page/",
        "http://example.org/page",
        "https://EXAMPLE.org/page#part",
        " https://www.example.org/page ",
    ],
)
def test_a_page_is_found_however_its_address_is_spelt(address):
    source = make_source(url="https://www.example.org/page/")
    assert known_source(address) == source


def test_another_page_is_another_source():
    make_source(url="https://example.org/page?id=1")
    assert known_source("https://example.org/page?id=2") is None
    assert known_source("https://example.org/page") is None


def test_a_source_is_found_by_title_and_as_the_admin_writes_it():
    source = make_source(title="A report (2014)", publisher="A paper")
    assert known_source("a report (2014)") == source
    assert known_source("A report (2014) (A paper)") == source
    assert known_source("Another report") is None


def test_two_with_one_title_are_never_guessed():
    make_source(title="News", publisher="One")
    two = make_source(title="News", publisher="Two")
    with pytest.raises(UnknownSource, match="give the address"):
        known_source("News")
    assert known_source("News (Two)") == two


@pytest.mark.parametrize("words", ["http://[", "http://\u2100.com", "https://[::1", "a title"])
def test_what_looks_like_an_address_and_is_none(words):
    assert is_address(words) is False

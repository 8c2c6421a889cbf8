"""That a person who opens a feed can read it, only a browser can show."""

import pytest

from tests.factories import make_annotation, make_assessment

pytestmark = pytest.mark.django_db(transaction=True)
SHOWN = """selector => {
    const found = document.querySelector(selector);
    return found === null ? "missing" : getComputedStyle(found).display;
}"""


@pytest.mark.parametrize(("form", "item"), [("atom", "entry"), ("rss", "item")])
def test_a_feed_is_shown_in_its_style_and_leads_to_how_to_follow(page, live_server, form, item):
    make_assessment(make_annotation(summary="It will admit India."))
    page.goto(f"{live_server.url}/feed.{form}")
    assert page.evaluate(SHOWN, f"{item} > title") == "block"
    assert page.evaluate(SHOWN, "guid, id") == "none"
    assert page.evaluate("getComputedStyle(document.documentElement).maxWidth") == "704px"
    first = page.evaluate(f"document.querySelector('{item} > title').textContent")
    assert first == "Came true: It will admit India."
    page.evaluate("document.links[0].click()")
    page.wait_for_url(f"{live_server.url}/feeds/")


def test_the_words_of_an_item_are_links_in_atom(page, live_server):
    claim = make_annotation()
    make_assessment(claim)
    page.goto(f"{live_server.url}/claims/{claim.slug}/feed.atom")
    addresses = page.evaluate("[...document.links].map(link => link.href)")
    assert f"{live_server.url}{claim.get_absolute_url()}" in addresses

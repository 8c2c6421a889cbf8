"""What a screen reader is told of the marks, read from the browser's accessibility tree."""

import re
from collections.abc import Iterator

import pytest

from tests.factories import make_annotation, make_article, make_assessment

pytestmark = pytest.mark.django_db(transaction=True)

BODY = """<p>It may <em>join</em> the <a href="https://example.org/">club of states</a> next year.
It may not.</p><ul><li>One thing</li><li>Another thing</li></ul>"""
# Cut by tags, by each other and by blocks; two begin, and two end, at the same place.
QUOTES = {
    "1": "It may join the club of states next year.",
    "2": "join the club of states next year. It may not.",
    "3": "join the club",
    "4": "club of states",
    "a": "It may not.",
    "5": "One thing\nAnother thing",
}


def tree(page) -> tuple[dict[str, dict], dict]:
    """The nodes of the accessibility tree by id, and the first of them."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    return {node["nodeId"]: node for node in nodes}, nodes[0]


def heard(nodes: dict[str, dict], node: dict) -> Iterator[tuple[str, str]]:
    """Role and words of what is read out, in order; a link is one thing, whatever is in it."""
    role, name = node["role"]["value"], node.get("name", {}).get("value", "")
    is_read = not node["ignored"] and role in ("StaticText", "link", "mark")
    if is_read:
        yield role, name
    for child in () if is_read and role != "mark" else node["childIds"]:
        if child in nodes:
            yield from heard(nodes, nodes[child])


@pytest.fixture
def article():
    article = make_article(slug="a-club", body=BODY)
    for label, quote in QUOTES.items():
        kind = "note" if label == "a" else "forecast"
        claim = make_annotation(article, quote=quote, kind=kind, slug=f"claim-{label}")
        if label == "1":
            make_assessment(claim, "did-not-come-true")
    return article


@pytest.mark.parametrize("address", ["/articles/a-club/", "/articles/a-club/versions/1/"])
def test_start_and_end_of_each_claim_are_heard_once(page, live_server, article, address):
    page.goto(f"{live_server.url}{address}")
    page.evaluate(
        "document.querySelector('.key')?.remove()"
    )  # the samples of the key are no claims
    spoken = list(heard(*tree(page)))
    assert [words for role, words in spoken if role == "mark"] == []
    edges = [words for _, words in spoken if re.match(r"start of (claim|editors)|End of ", words)]
    assert edges == [
        "start of claim 1:",
        "start of claim 2 and claim 3:",
        "start of claim 4: club of states",  # the whole of it is a link
        "End of claim 3: forecast, not assessed yet",
        "End of claim 4: forecast, not assessed yet",
        "End of claim 1: forecast, did not come true",
        "start of editors’ note a:",
        "End of claim 2: forecast, not assessed yet",
        "End of editors’ note a",
        "start of claim 5:",
        "End of claim 5: forecast, not assessed yet",
    ]


def test_on_the_page_of_a_claim_its_words_are_framed_once(page, live_server, article):
    page.goto(f"{live_server.url}/claims/claim-2/")
    spoken = list(heard(*tree(page)))
    assert [words for role, words in spoken if role == "mark"] == []
    words = [words for _, words in spoken]
    start, end = words.index("start of the claim:"), words.index("(end of the claim)")
    assert "".join(words[start + 1 : end]) == QUOTES["2"]
    assert (words.count(words[start]), words.count(words[end])) == (1, 1)

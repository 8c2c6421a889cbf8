import re

import html5lib
import pytest

from briefs.models import Person, Reference
from tests.factories import (
    make_annotation,
    make_article,
    make_assessment,
    make_person,
    make_update,
)

pytestmark = pytest.mark.django_db

BODY = """
<p>It may join the “club” 🦉 next year. It may not.</p>
<h2>What then?</h2>
<ul><li>One <em>thing</em></li>
<li>Another <a href="https://example.org/">thing &amp; more</a></li></ul>
<p>Caf\u0065\u0301 &lt;b&gt; and <a data-reference="1">lost words</a> here.</p>
"""


def text_blocks(content: str) -> list[str]:
    """The ``textContent`` of each block of the article's text, read as a browser reads it."""
    document = html5lib.parse(content, namespaceHTMLElements=False)
    return ["".join(div.itertext()) for div in document.iter("div") if div.get("class") == "text"]


@pytest.fixture
def article():
    article = make_article(body=BODY, licence_name="A licence", licence_short="CC BY 4.0")
    article.authors.add(make_person(name="An Author"))
    return article


def test_marks_change_no_letter_of_the_text(client, article):
    for quote in ("It may join the “club” 🦉 next year.", "join the “club” 🦉 next year. It may"):
        make_annotation(article, quote=quote)
    make_annotation(article, quote="year. It may not.\nWhat then?\nOne thing", kind="fact")
    make_annotation(article, quote="Another thing & more", kind="causal")
    make_annotation(article, quote="Café <b> and lost words", kind="note")
    content = client.get(article.get_absolute_url()).content.decode()
    assert "\n".join(text_blocks(content)) == article.live.text


def test_each_claim_stands_beside_its_paragraph_with_its_verdict_in_words(client, article):
    claim = make_annotation(
        article, quote="It may not.", summary="It will not join.", slug="will-not-join"
    )
    make_assessment(claim, "did-not-come-true")
    make_update(bears_on=claim)
    content = client.get(article.get_absolute_url()).content.decode()
    card = re.search(r'<li id="claim-1">.*?</li>', content, re.DOTALL)[0]
    words = " ".join(re.sub(r"<[^>]+>", "", card).split())
    assert words == "1 forecast, did not come true. It will not join. 1 update"
    assert 'href="/claims/will-not-join/"' in card
    assert '<mark class="forecast failed" data-claims="1">It may not.</mark>' in content
    assert 'id="mark-1" href="#claim-1"' in content


def test_claims_are_numbered_in_the_order_of_the_text_and_notes_lettered(client, article):
    make_annotation(article, quote="Another thing", slug="third")
    make_annotation(article, quote="It may not.", slug="second")
    make_annotation(article, quote="It may join", slug="first")
    make_annotation(article, quote="One thing", slug="remark", kind="note")
    content = client.get(article.get_absolute_url()).content.decode()
    assert re.findall(r'<li id="claim-(\w+)">.*?/claims/([a-z]+)/', content) == [
        ("1", "first"),
        ("2", "second"),
        ("a", "remark"),
        ("3", "third"),
    ]


def test_sums_up_by_verdict_with_links_that_filter(client, article):
    make_assessment(make_annotation(article, quote="It may not."), "came-true")
    content = client.get(article.get_absolute_url()).content.decode()
    assert f'/claims/?article={article.slug}&amp;verdict=came-true">1 came true</a>' in content


def test_licence_author_and_original_are_named(client, article):
    article.original_url = "http://example.org/a?b=1&c=2"
    article.publisher_line = "A Network"
    article.changes_made = "page breaks joined."
    article.save()
    content = client.get(article.get_absolute_url()).content.decode()
    footer = re.sub(r"<[^>]+>", "", content[content.index('class="licence"') :])
    for said in ("An Author", "A Network", "10 October 2014", "A licence", "b=1&amp;c=2", "joined"):
        assert said in footer


def test_lost_links_are_listed_as_lost(client, article):
    Reference.objects.create(article=article, number=1, words="lost words", state="lost")
    content = client.get(article.get_absolute_url()).content.decode()
    assert "“lost words”: address lost, nothing found to replace it" in content


def test_number_of_queries_does_not_grow(client, article, django_assert_num_queries):
    quotes = ["It may join", "It may not.", "One thing", "Another", "What then?"]
    claim = make_annotation(article, quote=quotes[0])
    make_assessment(claim)
    make_update(bears_on=claim)
    with django_assert_num_queries(9):
        client.get(article.get_absolute_url())
    for quote in quotes[1:]:
        claim = make_annotation(article, quote=quote)
        make_assessment(claim)
        make_update(bears_on=claim)
    article.authors.add(*Person.objects.bulk_create([Person(slug="x", name="X")]))
    with django_assert_num_queries(8):
        client.get(article.get_absolute_url())

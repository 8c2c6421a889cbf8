import re

import html5lib
import pytest
from django.db import connection

from briefs.models import Article, Person, Reference
from tests.factories import (
    make_annotation,
    make_article,
    make_assertion,
    make_assessment,
    make_membership,
    make_organisation,
    make_person,
    make_topic,
    make_update,
)

pytestmark = pytest.mark.django_db

CHANGE = "UPDATE briefs_annotation SET summary = %s"
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
    update = make_update(bears_on=claim)
    content = client.get(article.get_absolute_url()).content.decode()
    card = re.search(r'<li id="claim-1">.*?</li>', content, re.DOTALL)[0]
    words = " ".join(re.sub(r"<[^>]+>", "", card).split())
    assert words == (
        "1 forecast, did not come true. It will not join. 1 update It happened. High confidence, "
        "23 November 2026. Sources: A paper. 9 June 2017, resolves: Headline "
        f"{update.headline.split()[-1]} The whole claim"
    )
    assert 'href="/claims/will-not-join/"' in card
    assert (
        'class="forecast failed" data-claims="1" data-begins="claim 1">It may not.</mark>'
        in content
    )
    assert 'id="mark-1" href="#claim-1"' in content


def test_claims_are_numbered_in_the_order_of_the_text_and_notes_lettered(client, article):
    make_annotation(article, quote="Another thing", slug="third")
    make_annotation(article, quote="It may not.", slug="second")
    make_annotation(article, quote="It may join", slug="first")
    make_annotation(article, quote="One thing", slug="remark", kind="note")
    content = client.get(article.get_absolute_url()).content.decode()
    found = re.findall(r'<li id="claim-(\w+)">.*?/claims/([a-z]+)/', content, re.DOTALL)
    assert found == [
        ("1", "first"),
        ("2", "second"),
        ("a", "remark"),
        ("3", "third"),
    ]


def test_sums_up_by_verdict_with_links_that_mark_only_these(client, article):
    make_assessment(make_annotation(article, quote="It may not."), "came-true")
    make_annotation(article, quote="One thing", kind="fact")
    page = client.get(article.get_absolute_url())
    assert '<a class="verdict held" href="?verdict=came-true">1 came true</a>' in page.text
    assert "something is claimed in 2." in page.text
    assert [(bar.label, bar.total, bar.open) for bar in page.context["bars"]] == [
        ("Statements", 1, 1),
        ("Forecasts", 1, 0),
    ]
    assert '<rect class="held" x="0" width="100" height="3"/>' in page.text


def options(page) -> dict[str, list[tuple[str, int]]]:
    return {
        facet.label: [(option.label, option.count) for option in facet.options]
        for facet in page.context["chosen"].facets
    }


def test_only_some_claims_are_marked_where_the_address_says_so(client, article):
    topic, body = make_topic(name="Trade"), make_organisation(name="A Body", abbreviation="AB")
    first = make_annotation(article, quote="It may join", slug="first")
    first.topics.add(topic)
    first.organisations.add(body)
    make_assessment(first, "came-true")
    make_annotation(article, quote="It may not.", slug="second")
    make_annotation(article, quote="One thing", slug="third", kind="fact").topics.add(topic)
    address = article.get_absolute_url()
    page = client.get(address)
    assert options(page) == {
        "Kind": [("forecast", 2), ("fact", 1)],
        "Verdict": [("not assessed yet", 2), ("came true", 1)],
        "Topic": [("Trade", 2)],
        "Organisation": [("AB", 1)],
    }
    page = client.get(address, {"kind": "forecast", "topic": topic.slug})
    assert re.findall(r'data-claims="([^"]*)"', page.text) == ["1"]
    assert "1 of 3 claims are marked." in page.text
    assert options(page)["Kind"] == [("fact", 1), ("forecast", 1)]
    assert "\n".join(text_blocks(page.text)) == article.live.text
    page = client.get(address, {"verdict": "none"})
    assert set(re.findall(r'data-claims="([^"]*)"', page.text)) == {"2", "3"}
    for odd in ({"kind": "nonsense"}, {"organisation": "<b>"}, {"verdict": "x" * 400}):
        page = client.get(address, odd)
        assert (page.status_code, page.context["chosen"].claims) == (200, [])


def test_the_forecasts_are_told_in_their_words_with_the_outcome(client, article):
    claim = make_annotation(article, quote="It may join the “club” 🦉 next year.")
    make_assessment(claim, "came-true-late")
    make_update(bears_on=claim, headline="It joined")
    text = client.get(article.get_absolute_url()).text
    section = text[text.index('id="forecasts"') :]
    words = " ".join(re.sub(r"<[^>]+>", "", section[: section.index("</section>")]).split())
    assert words.startswith('id="forecasts">What became of the forecasts “It may join the “club”')
    assert "came true late, as of 23 November 2026. 9 June 2017: It joined Why" in words


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
    with django_assert_num_queries(10):
        client.get(article.get_absolute_url())
    for quote in quotes[1:]:
        claim = make_annotation(article, quote=quote)
        make_assessment(claim)
        make_update(bears_on=claim)
    article.authors.add(*Person.objects.bulk_create([Person(slug="x", name="X")]))
    with django_assert_num_queries(10):
        client.get(article.get_absolute_url())


@pytest.mark.django_db(transaction=True)
def test_after_a_change_it_asks_twelve_questions(client, article, django_assert_num_queries):
    claim = make_annotation(article, quote="It may join")
    row = make_membership()
    make_assertion(claim, organisation=row.organisation, state=row.state)
    make_assessment(claim)
    make_update(bears_on=claim)
    with django_assert_num_queries(12):
        client.get(article.get_absolute_url())


@pytest.mark.django_db(transaction=True)
def test_what_was_read_is_not_read_again_until_something_changes(
    client, article, django_assert_num_queries
):
    claim = make_annotation(article, quote="It may join", summary="It will join.")
    address = article.get_absolute_url()
    client.get(address)
    for query in ("", "?kind=forecast", "?verdict=none&kind=fact"):
        with django_assert_num_queries(1):
            client.get(f"{address}{query}")
    for write, words in (
        (lambda: connection.cursor().execute(CHANGE, ["It did join."]), "It did join."),
        (lambda: make_assessment(claim, rationale="It has joined."), "It has joined."),
        (lambda: article.authors.add(make_person(name="Another Author")), "Another Author"),
        (lambda: Article.objects.update(licence_short="CC0"), "CC0"),
    ):
        assert words not in client.get(address).text
        write()
        assert words in client.get(address).text


@pytest.mark.django_db(transaction=True)
def test_another_host_has_addresses_of_its_own(client, article):
    for host in ("localhost", "127.0.0.1", "localhost"):
        page = client.get(article.get_absolute_url(), HTTP_HOST=host).text
        assert f'<link rel="canonical" href="http://{host}/articles/{article.slug}/">' in page
        assert page.count("http://localhost/") * page.count("http://127.0.0.1/") == 0


def test_no_number_leads_to_a_mark_that_is_not_there(client):
    article = make_article()
    make_assessment(make_annotation(article), "did-not-come-true")
    make_assessment(make_annotation(article, quote="It rarely meets."), "came-true")
    for query, led in (("", 2), ("?verdict=came-true", 1)):
        page = client.get(f"{article.get_absolute_url()}{query}").text
        numbers = set(re.findall(r'href="#(mark-\w+)"', page))
        assert len(numbers) == led
        assert all(f'id="{number}"' in page for number in numbers)

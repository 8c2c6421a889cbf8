"""The page of public search, and the titles suggested while one types."""

import re

import pytest
from django.db import connection
from django.urls import reverse

from briefs.models import Organisation
from briefs.publishing import withdraw
from tests.factories import (
    make_annotation,
    make_article,
    make_assessment,
    make_organisation,
    make_person,
    make_source,
    make_state,
    make_topic,
    make_update,
)

pytestmark = pytest.mark.django_db
SEARCH = "/search/"


def read(client, **asked) -> str:
    response = client.get(SEARCH, asked)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def heads(page: str) -> list[str]:
    found = re.findall(r'<p class="head"><a href="[^"]*">(.*?)</a>', page)
    return [re.sub("<[^>]+>", "", title) for title in found]


@pytest.fixture
def content():
    topic, body = (
        make_topic(slug="energy", name="Energy"),
        make_organisation(
            slug="a-bloc", name="A bloc", abbreviation="AB", summary="It talks of gas."
        ),
    )
    article = make_article(title="Gas and the bloc")
    claim = make_annotation(article, summary="Gas will flow.")
    claim.topics.add(topic)
    claim.organisations.add(body)
    make_assessment(claim, "came-true")
    update = make_update(headline="Gas flows", body="Through <b>pipes</b> & pumps.")
    update.topics.add(topic)
    other = make_update(headline="No gas", happened_on="2019-01-01")
    other.organisations.add(body)


def test_without_words_the_page_is_a_form(client):
    page = read(client)
    assert '<meta name="robots" content="noindex">' in page
    assert '<input type="search" id="q" name="q" value=""' in page
    assert heads(page) == []


def test_results_say_what_they_are_with_the_match_marked(client, content):
    page = read(client, q="pipes")
    assert "1 result." in page
    assert '<p class="meta">update · <time datetime="2017-06-09">9 June 2017</time></p>' in page
    assert 'Through &lt;b&gt;<mark class="found">pipes</mark>&lt;/b&gt; &amp; pumps.</p>' in page
    page = read(client, q="flow", noun="claim")
    assert 'claim · <span class="verdict held">came true</span>' in page


def test_facets_count_and_combine(client, content):
    def counts(page: str) -> dict[str, str]:
        facets = page[
            page.index('<nav class="filters"') : page.index("</nav>", page.index("filters"))
        ]
        return dict(re.findall(r'">([^<]+)</a> <span class="count">(\d+)</span>', facets))

    assert counts(read(client, q="gas")) == {
        **{"article": "1", "claim": "1", "update": "2", "organisation": "1"},
        **{"came true": "1", "Energy": "2", "A bloc": "3"},
        **{"2019": "1", "2017": "1", "2014": "2"},
    }
    page = read(client, q="gas", topic="energy", noun="update")
    assert heads(page) == ["Gas flows"]
    assert counts(page) == {"claim": "1", "update": "1", "Energy": "1"}  # all are of 2017
    assert 'href="?q=gas&amp;topic=energy" class="chosen">update</a>' in page
    assert '<input type="hidden" name="topic" value="energy">' in page
    assert heads(read(client, q="gas", year="2019", organisation="a-bloc")) == ["No gas"]
    assert heads(read(client, q="gas", verdict="came-true")) == ["Gas will flow."]


def test_a_hidden_organisation_is_no_filter(client, content):
    withdraw(Organisation.objects.get(slug="a-bloc"), reason="Wrong.")
    page = read(client, q="gas")
    assert "A bloc" not in page
    assert heads(read(client, q="gas", organisation="a-bloc")) == []


def test_a_misspelt_word_is_said(client):
    make_update(headline="Uzbekistan returns")
    page = read(client, q="Uzbekstan")
    assert "Nothing for “Uzbekstan”; shown for “Uzbekistan”. 1 result." in page
    assert heads(page) == ["Uzbekistan returns"]


def test_no_result_says_what_was_searched_and_offers_near_words(client):
    make_update(headline="Gas flows", body="Oil.")
    make_update(headline="Grain ships", body="Far.")

    def offered(**asked) -> list[str]:
        page = read(client, **asked)
        assert "The words of 4 published things were searched: articles, claims" in page
        return re.findall(r'<li><a href="\?q=([^"]*)">', page)

    # The query with a near word; where that finds nothing either, words that are somewhere.
    assert offered(q="gras oil ships") == ["Gas", "oil", "ships"]
    assert offered(q="grain flows") == ["grain", "flows"]
    assert offered(q="ship oil flown") == ["ship", "oil", "flows"]
    assert offered(q="zeppelin", noun="claim") == []
    assert "Nothing holds all of “grain flows”." in read(client, q="grain flows")


def test_what_the_filters_leave_out_is_said(client, content):
    page = read(client, q="gas", noun="person")
    assert "left by these filters" in page
    assert '<a href="?q=gas">all of them</a>' in page


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"q": "-gas"}, "Say what to look for"),
        ({"q": "' ("}, "There is no word in “&#x27; (” to look for."),
        ({"q": "<script>"}, "Nothing holds “script”"),
        ({"q": "gas", "noun": "x"}, "left by these filters"),
        ({"q": "gas", "year": "'"}, "left by these filters"),
        ({"q": "gas", "page": "x"}, "5 results."),
        ({"q": "gas", "page": "99"}, "5 results."),
    ],
)
def test_nothing_in_the_address_breaks_the_page(client, content, asked, said):
    page = read(client, **asked)
    assert said in page
    assert "<script>" not in page


def test_pages_of_twenty(client):
    for _ in range(21):
        make_update(headline="Gas")
    page = read(client, q="gas")
    assert "21 results, the best first." in page
    assert len(heads(page)) == 20
    assert 'rel="next" href="?q=gas&amp;page=2"' in page
    assert len(heads(read(client, q="gas", page="2"))) == 1


def test_a_search_asks_a_fixed_number_of_questions(client, django_assert_num_queries):
    # How many entries hold the word, which SQLite need not know.
    more = connection.vendor == "postgresql"
    topic, body = make_topic(), make_organisation()
    for number in (1, 29):
        for _ in range(number):
            update = make_update(headline="Gas")
            update.topics.add(topic)
            update.organisations.add(body)
        read(client, q="gas")
        with django_assert_num_queries(8 + more):
            read(client, q="gas")
        with django_assert_num_queries(3 + more):
            client.get(reverse("briefs:search-suggest"), {"q": "ga"})


def test_a_source_that_was_found_is_shown_alone(client):
    source = make_source(title="Grain statistics")
    make_assessment(make_annotation(), source=source)
    page = read(client, q="grain statistics")
    assert f'href="/sources/?source={source.pk}"' in page
    listed = client.get("/sources/", {"source": source.pk}).content.decode()
    assert re.findall(r'<li id="source-(\d+)">', listed) == [str(source.pk)]
    for unknown in ("x", "9" * 30, "²", "-1"):
        assert "Nothing is cited" in client.get("/sources/", {"source": unknown}).content.decode()


def test_titles_are_suggested(client, content):
    response = client.get(reverse("briefs:search-suggest"), {"q": "ga"})
    assert set(response.json()["titles"]) == {
        "Gas and the bloc",
        "Gas will flow.",
        "Gas flows",
        "No gas",
    }
    assert client.get(reverse("briefs:search-suggest")).json() == {"titles": []}
    assert client.get(reverse("briefs:search-suggest"), {"q": "'"}).json() == {"titles": []}


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Türkiye", ["Türkiye"]),
        ("turkey", ["Türkiye"]),
        ("TUR", ["Türkiye"]),
        ("sbc", ["A small bloc (SBC)"]),
        ("a SMALL bloc", ["A small bloc (SBC)"]),
        ("a small blok", ["A small bloc (SBC)"]),
        ("petit bloc", ["A small bloc (SBC)"]),
        ("jane doe", ["Jane Doe"]),
        ("bloc", []),
        ("turkey -gas", []),
        ("turk*", []),
        ("hidden", []),
    ],
)
def test_what_is_called_so_comes_first(client, typed, names):
    make_state(name="Türkiye", iso_a3="TUR", other_names=["Turkey"])
    make_organisation(name="A small bloc", abbreviation="SBC", other_names=["Petit Bloc"])
    make_organisation(name="Hidden", public=False)
    make_article().authors.add(make_person(name="Jane Doe"))
    page = client.get("/search/", {"q": typed})
    assert [one.name for one in page.context["called"]] == names
    for one in page.context["called"]:
        assert client.get(one.address).status_code == 200
        assert f'<a href="{one.address}">' in page.text

"""Lists of any length: counted so far and no further, narrowed by what the newest rows have."""

import json
from datetime import date

import pytest

from briefs.models import Annotation, counting
from briefs.searching import backends
from briefs.templatetags import briefs as tags
from briefs.views import filters, paging, reference, search, updates
from tests.factories import (
    make_annotation,
    make_article,
    make_person,
    make_state,
    make_topic,
    make_update,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def few(monkeypatch):
    """Two rows are many."""
    for module in (backends, counting, filters, paging, search, tags, updates):
        monkeypatch.setattr(module, "MOST", 2)


@pytest.fixture
def claims():
    """Three, the oldest with a topic that the others have not."""
    article, rare, common = make_article(), make_topic(name="Rare"), make_topic(name="Common")
    for topic in (rare, common, common):
        make_annotation(article).topics.add(topic)
    return rare, common


def test_a_list_is_counted_so_far_and_no_further(few, claims):
    page = paging.BoundedPaginator(Annotation.objects.order_by("pk"), 1).get_page(9)
    assert (page.number, page.paginator.count_words) == (2, "more than 2")
    some = [claim.pk for claim in Annotation.objects.order_by("pk")[:2]]
    short = paging.BoundedPaginator(Annotation.objects.filter(pk__in=some), 1)
    assert (short.count, short.has_more) == (2, False)


def test_it_is_said_that_there_are_more(few, claims, client):
    page = client.get("/claims/").text
    assert "More than 2 claims" in page
    assert "There are more: narrow the list to see others." in page
    assert "Counted in the newest rows alone." in page


def test_of_few_nothing_is_left_out(claims, client):
    page = client.get("/claims/").text
    assert "3 claims, in the order" in page
    assert "There are more" not in page
    assert "newest rows" not in page


def test_options_are_those_of_the_newest_rows(few, claims, client):
    rare, common = claims
    page = client.get("/claims/").text
    assert f"?topic={common.slug}" in page
    assert f"?topic={rare.slug}" not in page


def test_what_is_chosen_can_be_taken_back_where_nothing_is_left(claims, client):
    rare, _ = claims
    page = client.get("/claims/", {"topic": rare.slug, "kind": "causal"})
    assert page.context["page"].paginator.count == 0
    chosen = [o for facet in page.context["facets"] for o in facet.options if o.chosen]
    assert [(option.value, option.count) for option in chosen] == [("causal", 0), (rare.slug, 0)]
    assert f'href="?topic={rare.slug}" class="chosen"' in page.text


@pytest.mark.parametrize("code", ["kaz", "KAZ"])
def test_a_state_is_chosen_however_its_code_is_written(client, code):
    make_update().states.add(make_state(iso_a3="KAZ", name="Kazakhstan"))
    page = client.get("/updates/", {"state": code})
    facet = next(one for one in page.context["facets"] if one.label == "State")
    assert [(o.label, o.count, o.chosen) for o in facet.options] == [("Kazakhstan", 1, True)]
    assert "state" not in facet.options[0].query


def test_what_is_chosen_can_be_taken_back(few, claims, client):
    rare, _ = claims
    page = client.get("/claims/", {"topic": rare.slug})
    assert [claim.topics.get() for claim in page.context["page"]] == [rare]
    facet = next(one for one in page.context["facets"] if one.label == "Topic")
    assert [(one.value, one.count) for one in facet.options if one.chosen] == [(rare.slug, 1)]


def test_rare_options_are_left_out(claims, client, monkeypatch):
    monkeypatch.setattr(filters, "OPTIONS", 1)
    facet = next(f for f in client.get("/claims/").context["facets"] if f.label == "Topic")
    assert [(one.label, one.count) for one in facet.options] == [("Common", 2)]


def test_no_filter_doubles_a_row(client):
    update = make_update()
    article = make_article()
    for _ in range(2):
        update.bearings.create(annotation=make_annotation(article), effect="supports")
    page = client.get("/updates/", {"effect": "supports", "article": article.slug})
    assert page.context["page"].paginator.count == 1


def test_the_timeline_tells_of_the_newest_claims(few, client):
    article = make_article()
    for effect in ("contradicts", "supports", "supports"):
        make_update(bears_on=make_annotation(article), effect=effect)
    page = client.get("/timeline/")
    assert "2 developments bear on the newest 2 of the claims." in page.text
    assert page.context["told"]["contradicts"] == 0


def test_it_is_not_said_of_as_many_as_are_counted(claims, client, monkeypatch):
    monkeypatch.setattr(filters, "MOST", 3)
    monkeypatch.setattr(paging, "MOST", 3)
    assert "newest rows" not in client.get("/claims/").text


def test_the_newest_of_what_search_finds_are_put_in_order_and_its_data_are_all(few, client):
    for n in range(3):
        make_update(headline=f"Zebra {n}")
    page = client.get("/search/", {"q": "zebra"})
    assert page.context["page"].paginator.count == 2
    assert "There are more" in page.text
    data = b"".join(client.get("/search/data.json", {"q": "zebra"}).streaming_content)
    assert data.count(b'"Zebra ') == 3


def test_the_archive_goes_on_where_nobody_has_counted(few, client):
    for year in (2012, 2014, 2014, 2015):
        make_update(happened_on=date(year, 6, 1))
    archive = client.get("/updates/").context["facets"][0]
    found = [(option.label, option.count) for option in archive.options]
    assert found == [("2015", 1), ("2014", None), ("2013", None), ("2012", None)]


def test_articles_are_narrowed_by_topic_and_author(client):
    one, _ = make_article(), make_article()
    author, topic = make_person(), make_topic()
    one.authors.add(author)
    one.topics.add(topic)
    for query in (f"author={author.slug}", f"topic={topic.slug}"):
        page = client.get(f"/articles/?{query}")
        assert list(page.context["page"]) == [one]
        data = b"".join(client.get(f"/articles/data.json?{query}").streaming_content)
        assert json.loads(data)["filters"] == dict([[query.split("=")[0], [query.split("=")[1]]]])
        assert len(json.loads(data)["rows"]) == 1
    assert "No article matches" in client.get("/articles/?topic=no-such").text


def test_a_person_s_shortened_lists_lead_to_all(client, monkeypatch):
    author, article = make_person(), make_article()
    article.authors.add(author)
    make_article().authors.add(author)
    reported = [make_annotation(article, speaker=author) for _ in range(2)]
    monkeypatch.setattr(paging.some, "__defaults__", (1,))
    page = client.get(author.get_absolute_url()).text
    assert f'<a href="/articles/?author={author.slug}">All articles</a>' in page
    assert f'<a href="/claims/?speaker={author.slug}">All claims</a>' in page
    make_annotation(article)
    listed = client.get(f"/claims/?speaker={author.slug}").context["page"]
    assert {claim.pk for claim in listed} == {claim.pk for claim in reported}


def test_topics_tell_how_many_of_the_newest_they_have(claims, client, monkeypatch):
    rare, common = claims
    topics = client.get("/topics/").context["topics"]
    assert topics == [(common, 2, 0), (rare, 1, 0)]
    assert "of the newest" not in client.get("/topics/").text
    for module in (counting, reference):
        monkeypatch.setattr(module, "MOST", 2)
    make_update().topics.add(rare)
    page = client.get("/topics/")
    assert page.context["topics"] == [(common, 2, 0), (rare, 0, 1)]
    assert "how much is said about it, of the newest 2 claims and updates." in page.text


def test_a_topic_shows_its_first_claims_and_leads_to_all(claims, client, monkeypatch):
    _, common = claims
    monkeypatch.setattr(paging.some, "__defaults__", (1,))
    page = client.get(common.get_absolute_url()).text
    assert page.count("/claims/claim-") == 1
    assert f'<a href="/claims/?topic={common.slug}">All claims</a>' in page

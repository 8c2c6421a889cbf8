"""Lists of any length: counted so far and no further, narrowed by what the newest rows have."""

import pytest

from briefs.models import Annotation
from briefs.searching import backends
from briefs.views import filters, paging
from tests.factories import (
    make_annotation,
    make_article,
    make_topic,
    make_update,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def few(monkeypatch):
    """Two rows are many."""
    for module in (paging, filters):
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


def test_the_newest_of_what_search_finds_are_put_in_order(client, monkeypatch):
    monkeypatch.setattr(backends, "RANKED", 2)
    for n in range(3):
        make_update(headline=f"Zebra {n}")
    page = client.get("/search/", {"q": "zebra"})
    assert len(page.context["hits"]) == page.context["page"].paginator.count == 2


def test_a_topic_shows_its_first_claims_and_leads_to_all(claims, client, monkeypatch):
    _, common = claims
    monkeypatch.setattr(paging.some, "__defaults__", (1,))
    page = client.get(common.get_absolute_url()).text
    assert page.count("/claims/claim-") == 1
    assert f'<a href="/claims/?topic={common.slug}">All claims</a>' in page

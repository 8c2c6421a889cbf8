import re
import tracemalloc

import pytest

from briefs.models import Topic
from briefs.publishing import withdraw
from tests.factories import (
    make_annotation,
    make_article,
    make_organisation,
    make_person,
    make_state,
    make_topic,
)
from tests.feeds.rules import opml

pytestmark = pytest.mark.django_db


def test_all_feeds_by_noun_each_of_which_is_there(client):
    article = make_article(slug="a-bloc", title="A <bloc> & “more” \x07")
    article.authors.add(make_person(slug="author"))
    make_annotation(article, slug="a-claim")
    make_organisation(slug="a-body")
    make_state(iso_a3="KAZ")
    make_topic(slug="enlargement")
    make_article(public=False)
    withdraw(make_organisation(slug="gone"), reason="It was wrong.")
    response = client.get("/feeds.opml")
    assert response["Access-Control-Allow-Origin"] == "*"
    groups = dict(opml(response.getvalue()))
    things = {
        name: [outline["xmlUrl"].removeprefix("http://testserver") for outline in outlines]
        for name, outlines in groups.items()
    }
    assert len(things.pop("Everything of a sort")) == 5
    assert len(things.pop("Claims by kind and by verdict")) == 5 + 11
    assert things == {
        "Articles": ["/articles/a-bloc/feed.atom"],
        "Organisations": ["/organisations/a-body/feed.atom"],
        "States": ["/states/kaz/feed.atom"],
        "Topics": ["/topics/enlargement/feed.atom"],
        "People": ["/people/author/feed.atom"],
        "Claims": ["/claims/a-claim/feed.atom"],
    }
    assert groups["Articles"][0]["text"] == "A <bloc> & “more”"
    for outlines in groups.values():
        for outline in outlines:
            assert client.get(outline["xmlUrl"]).status_code == 200
            assert client.get(outline["htmlUrl"]).status_code == 200


@pytest.mark.parametrize("count", [1, 30])
def test_queries_do_not_grow_with_the_feeds(client, django_assert_num_queries, count):
    for _ in range(count):
        make_annotation(make_article())
        make_topic()
    with django_assert_num_queries(6):
        client.get("/feeds.opml").getvalue()


def test_it_is_written_as_it_is_read(client):
    def make(start: int, count: int) -> None:
        Topic.objects.bulk_create(
            Topic(name=f"Topic {n}", slug=f"topic-{n}") for n in range(start, start + count)
        )

    def peak() -> int:
        tracemalloc.start()
        length = sum(len(part) for part in client.get("/feeds.opml").streaming_content)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert length > 50_000
        return most

    make(0, 500)
    assert len(re.findall("xmlUrl", client.get("/feeds.opml").getvalue().decode())) > 500
    few = peak()
    make(500, 3_500)
    # Four thousand rows in memory would be some four million bytes.
    assert peak() < few + 1_000_000

"""Addresses that people hold: after any number of new slugs they lead to where the thing is."""

import pytest

from briefs.addresses import moved, moved_back, present_address, renamed
from briefs.merging import merge
from briefs.models import FormerAddress
from briefs.publishing import withdraw
from tests.factories import (
    make_annotation,
    make_article,
    make_organisation,
    make_person,
    make_topic,
    make_update,
    make_watch,
)

pytestmark = pytest.mark.django_db


def author(**fields):
    person = make_person(**fields)
    make_article().authors.add(person)
    return person


THINGS = {
    "articles": make_article,
    "claims": make_annotation,
    "updates": make_update,
    "organisations": make_organisation,
    "people": author,
    "topics": make_topic,
}


def give(thing, slug: str) -> None:
    former, thing.slug = thing.slug, slug
    thing.save()
    renamed(thing, former)


@pytest.mark.parametrize("noun", THINGS)
def test_every_old_slug_leads_to_the_newest_in_one_step(client, noun):
    thing = THINGS[noun](slug="first")
    for slug in ("second", "third", "fourth"):
        give(thing, slug)
    for slug in ("first", "second", "third"):
        answer = client.get(f"/{noun}/{slug}/?as_of=2017-06-10&x=a%26b")
        assert answer.status_code == 301
        assert answer["Location"] == f"/{noun}/fourth/?as_of=2017-06-10&x=a%26b"
    assert client.get(f"/{noun}/fourth/").status_code == 200


@pytest.mark.parametrize(
    "below",
    [
        *("versions/", "versions/1/", "changes/1..1/"),
        *("versions/1/?as_of=2026", "feed.rss", "data.json"),
    ],
)
def test_what_lies_below_moves_with_it(client, below):
    article = make_article(slug="old")
    give(article, "new")
    answer = client.get(f"/articles/old/{below}")
    assert (answer.status_code, answer["Location"]) == (301, f"/articles/new/{below}")


def test_without_its_last_stroke_it_is_found_too(client):
    give(make_article(slug="old"), "new")
    answer = client.get("/articles/old?x=1", follow=True)
    assert answer.redirect_chain[-1] == ("/articles/new/?x=1", 301)


def test_a_slug_that_comes_back_is_a_page_again(client):
    topic = make_topic(slug="first")
    give(topic, "second")
    give(topic, "first")
    assert client.get("/topics/first/").status_code == 200
    assert client.get("/topics/second/")["Location"] == "/topics/first/"
    assert FormerAddress.objects.count() == 1


def test_a_slug_that_another_takes_is_its_page(client):
    first = make_topic(slug="trade", name="Trade")
    give(first, "free-trade")
    make_topic(slug="trade", name="Barter")
    assert "Barter" in client.get("/topics/trade/").text


def test_what_is_published_at_an_old_address_is_told_when_it_is_gone(client):
    give(make_update(slug="india-joins"), "india-is-admitted")
    other = make_update(slug="india-joins", headline="India joins the bank")
    withdraw(other, reason="It did not.")
    assert client.get("/updates/india-joins/").status_code == 410


def test_what_was_never_public_leaves_no_address():
    give(make_article(public=False, slug="old"), "new")
    give(make_watch(slug="old"), "new")  # it has no page
    make_topic(slug="same")
    renamed(make_topic(slug="other"), "other")
    assert not FormerAddress.objects.exists()


def test_the_old_address_of_what_is_withdrawn_tells_so(client):
    article = make_article(slug="old", title="A club")
    give(article, "new")
    withdraw(article, reason="It was wrong.")
    answer = client.get("/articles/old/", follow=True)
    assert answer.redirect_chain == [("/articles/new/", 301)]
    assert answer.status_code == 410


def test_merged_and_renamed_it_still_leads_on():
    moved("/topics/one/", "/topics/two/")
    moved("/topics/two/", "/topics/three/")
    assert present_address("/topics/one/feed.rss") == "/topics/three/feed.rss"
    moved_back("/topics/one/")
    assert present_address("/topics/one/") is None
    assert present_address("/topics/two/x/") == "/topics/three/x/"


@pytest.mark.parametrize("path", ["/", "//", "/topics/", "/topics/a\0b/", f"/topics/{'a' * 600}/"])
def test_odd_addresses_lead_nowhere(path):
    assert present_address(path) is None


def about(**fields):
    """A topic that a public claim has."""
    topic = make_topic(**fields)
    make_annotation().topics.add(topic)
    return topic


@pytest.mark.parametrize(
    "address", ["/claims/", "/claims/data.json", "/claims/feed.rss", "/timeline/", "/search/"]
)
def test_a_list_by_a_former_slug_is_the_list_by_the_present_one(client, address):
    give(about(slug="trade"), "free-trade")
    answer = client.get(f"{address}?topic=trade&q=a%26b")
    assert answer.status_code == 301
    assert answer["Location"] == f"{address}?topic=free-trade&q=a%26b"
    assert client.get(answer["Location"]).status_code == 200


def test_of_several_things_each_is_led_on(client):
    for n in range(2):
        give(make_organisation(slug=f"old-{n}"), f"new-{n}")
    answer = client.get("/organisations/compare/?with=old-0&with=old-1&with=other")
    assert answer["Location"].endswith("?with=new-0&with=new-1&with=other")


def test_what_has_the_slug_now_is_what_is_asked_for(client):
    give(about(slug="trade", name="Trade"), "free-trade")
    about(slug="trade", name="Barter")
    assert client.get("/claims/?topic=trade").status_code == 200


@pytest.mark.parametrize("value", ["", "none", "%00", "a" * 300, "%2F", "trade%2F"])
def test_what_is_no_former_slug_is_left_as_it_is(client, value):
    give(about(slug="trade"), "free-trade")
    assert client.get(f"/claims/?topic={value}").status_code in (200, 400)


def test_what_is_merged_is_followed_on(client):
    stays, goes = about(slug="stays"), about(slug="goes")
    merge(stays, [goes], reason="The same.")
    assert client.get("/claims/feed.atom?topic=goes")["Location"] == "/claims/feed.atom?topic=stays"

"""The archives: whoever walks through them meets every event once."""

import tracemalloc
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from briefs.feeds import scopes
from briefs.feeds.documents import RECENT, SPAN, document
from briefs.models import Event
from briefs.publishing import publish_update, withdraw
from briefs.record import tag_uri
from tests.factories import make_article, make_organisation, make_update
from tests.feeds.rules import ATOM, CHECKED, HISTORY, TOMBSTONE, ids, links

pytestmark = pytest.mark.django_db


def write_events(count: int, **subjects) -> None:
    """Lines of the record in bulk."""
    rows = []
    for number in range(count):
        public_id = uuid4()
        rows.append(
            Event(
                public_id=public_id,
                tag=tag_uri(public_id),
                kind="corrected",
                headline=f"Line {number}",
                reason="Something was put right.",
                happened_on=datetime(2026, 11, 26, tzinfo=UTC).date(),
                happened_on_precision="day",
                **subjects,
            )
        )
    Event.objects.bulk_create(rows, batch_size=500)


def previous(form: str, content: bytes) -> str | None:
    found = CHECKED[form](content)
    return found.get("next_url") if form == "json" else links(found).get("prev-archive")


def walk(client, address: str, form: str, between=lambda: None) -> list[str]:
    """The ids that a reader meets, from the subscription document back to the first archive."""
    found = []
    while address:
        response = client.get(address)
        assert response.status_code == 200
        found += ids(form, response.content)
        address = previous(form, response.content)
        between()
    return found


def tags(**subjects) -> list[str]:
    return list(Event.objects.filter(**subjects).order_by("-pk").values_list("tag", flat=True))


@pytest.mark.parametrize("form", ["atom", "rss", "json"])
@pytest.mark.parametrize("count", [0, 49, 50, 51, 150, 431])
def test_a_walk_meets_every_event_once(client, count, form):
    body = make_organisation(slug="a-body")
    write_events(count, organisation=body)
    assert walk(client, f"/organisations/a-body/feed.{form}", form) == tags(organisation=body)


@pytest.mark.django_db(transaction=True)  # on PostgreSQL each has one moment
def test_an_archive_is_modified_once_something_in_it_was_withdrawn():
    """Or a reader that sends the date alone would keep what was taken back."""
    body = make_organisation(slug="a-body")
    update = make_update()
    update.organisations.add(body)
    write_events(2 * SPAN, organisation=body)
    archive = (update.events.get().pk - 1) // SPAN + 1
    before = document(scopes.organisation("a-body"), archive)
    event = withdraw(update, reason="It was wrong.")
    after = document(scopes.organisation("a-body"), archive)
    assert event.pk not in after.shown
    assert len(after.shown) == len(before.shown) - 1
    assert after.modified > before.modified


def test_a_walk_meets_every_event_once_while_others_are_added(client):
    body = make_organisation(slug="a-body")
    write_events(450, organisation=body)
    there = tags(organisation=body)
    found = walk(
        client,
        "/organisations/a-body/feed.atom",
        "atom",
        between=lambda: write_events(70, organisation=body),
    )
    assert found == there


def test_ranges_without_an_event_of_the_scope_are_passed_over(client):
    body, other = make_organisation(slug="a-body"), make_organisation()
    for _ in range(3):
        write_events(40, organisation=body)
        write_events(330, organisation=other)
    asked = []
    client_get = client.get
    client.get = lambda address: asked.append(address) or client_get(address)
    assert walk(client, "/organisations/a-body/feed.atom", "atom") == tags(organisation=body)
    assert len(asked) <= 5


def test_an_archive_stays_as_it_is(client):
    body = make_organisation(slug="a-body")
    write_events(300, organisation=body)
    address = links(CHECKED["atom"](client.get("/organisations/a-body/feed.atom").content))[
        "prev-archive"
    ]
    before = client.get(address)
    write_events(300, organisation=body)
    after = client.get(address)
    assert ids("atom", after.content) == ids("atom", before.content)
    feed = CHECKED["atom"](after.content)
    assert feed.find(f"{HISTORY}archive") is not None
    known = links(feed)
    assert known["current"] == "http://testserver/organisations/a-body/feed.atom"
    assert known["self"] == address
    following = CHECKED["atom"](client.get(known["next-archive"]).content)
    assert links(following)["prev-archive"] == address


def test_the_subscription_document_is_no_archive(client):
    body = make_organisation(slug="a-body")
    write_events(300, organisation=body)
    for form in ("atom", "rss"):
        feed = CHECKED[form](client.get(f"/organisations/a-body/feed.{form}").content)
        assert next(feed.iter(f"{HISTORY}archive"), None) is None
        assert "current" not in links(feed)


def test_documents_are_small(client):
    body = make_organisation(slug="a-body")
    write_events(431, organisation=body)
    scope = scopes.organisation_scope(body)
    recent = document(scope, None)
    assert RECENT <= len(recent.shown) < RECENT + SPAN
    number = recent.before
    while number:
        archive = document(scope, number)
        assert len(archive.shown) <= SPAN
        number = archive.before


def test_an_event_whose_transaction_ended_late_comes_to_subscribers(client):
    body = make_organisation(slug="a-body")
    write_events(RECENT - 1, organisation=body)
    # Its number is of a range that would be over: it is not, until enough events are newer.
    assert set(walk(client, "/organisations/a-body/feed.atom", "atom")) == set(
        ids("atom", client.get("/organisations/a-body/feed.atom").content)
    )


def test_a_withdrawal_leaves_its_tombstones_where_the_items_stood(client):
    update = make_update()
    body = make_organisation()
    write_events(300, organisation=body)
    tag = Event.objects.get(update=update).tag
    withdraw(update, reason="It was doubted.")
    address, found = "/feed.atom", {}
    while address:
        feed = CHECKED["atom"](client.get(address).content)
        for stone in feed.findall(f"{TOMBSTONE}deleted-entry"):
            found[stone.get("ref")] = address
        address = links(feed).get("prev-archive")
    assert list(found) == [tag]
    assert "archive=" in found[tag]
    publish_update(update)
    feed = CHECKED["atom"](client.get(found[tag]).content)
    assert tag in [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")]


def test_as_many_tombstones_make_no_long_document(client):
    article = make_article()
    write_events(700, article=article, version=article.live)
    withdraw(article, reason="All of it was wrong.")
    scope = scopes.site()
    recent = document(scope, None)
    assert len(recent.shown) + len(recent.buried) < RECENT + SPAN
    assert len(ids("rss", client.get("/feed.rss").content)) == 1


def test_ten_thousand_events_take_the_memory_of_a_thousand(client):
    body = make_organisation(slug="a-body")
    write_events(1_000, organisation=body)
    client.get("/organisations/a-body/feed.atom")  # templates and modules are loaded once

    def peak() -> int:
        tracemalloc.start()
        client.get("/organisations/a-body/feed.atom")
        client.get("/organisations/a-body/feed.atom?archive=3")
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    few = peak()
    write_events(9_000, organisation=body)
    assert peak() < few * 1.5

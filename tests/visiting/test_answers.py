"""What is told of visits: on the desk, in the admin, to readers; and what editors answer."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from briefs.desk.lists import LISTS
from briefs.desk.rows import Desk
from briefs.merging import merge
from briefs.models import Citation, Source, SourceVisit
from briefs.models.visit import VisitState
from briefs.visiting import VisitError, give_address, give_copy, note
from briefs.visiting.texts import name_of
from tests.factories import make_source, make_update

pytestmark = pytest.mark.django_db

COPY = "https://web.archive.org/web/2026/https://example.net/a"


def visited(state: str, days_ago: int = 0, *, public: bool = True, passage: str = "", **fields):
    """A source that is cited, and what was found at its page."""
    source = make_source(**fields)
    update = make_update(public=public)
    Citation.objects.create(source=source, update=update, passage=passage)
    moment = timezone.now() - timedelta(days=days_ago)
    SourceVisit.objects.create(
        source=source,
        address=source.url,
        state=state,
        since=moment,
        visited_at=timezone.now(),
        passages={name_of(passage): "lost"} if passage else {},
    )
    return source


@pytest.fixture
def editor():
    return User.objects.create_superuser("anna")


def on_desk(editor: User, **whose) -> list[str]:
    rows, _ = LISTS["visited"].look(Desk(editor, timezone.localdate(), **whose), 0, 50)
    return [f"{row.label}: {row.remark}" for row in rows]


def test_the_desk_tells_the_worst_first_and_what_is_not_reached_after_a_while(editor):
    for state in VisitState:
        visited(state, title=state.name)
    visited(VisitState.UNREACHED, 20, title="SILENT")
    assert on_desk(editor) == [
        "GONE: gone",
        "LOST: passage no longer found",
        "NOT_FOUND: passage not found",
        "CHANGED: text changed",
        "REDIRECTED: moved elsewhere",
        "SILENT: not reached",
        "UNVISITED: not to be visited",
    ]
    assert on_desk(editor, owner=editor) == []
    assert len(on_desk(editor, unowned=True)) == 7


def test_what_was_noted_is_told_again_once_something_else_is_found(editor):
    source = visited(VisitState.CHANGED, 3)
    SourceVisit.objects.update(known_text="one", seen_text="two")
    note(source, by=editor)
    assert on_desk(editor) == []
    assert SourceVisit.objects.get().known_text == "two"
    SourceVisit.objects.update(state=VisitState.GONE, since=timezone.now())
    assert len(on_desk(editor)) == 1


def test_a_new_address_ends_what_was_said_of_the_old_one(editor):
    source = visited(VisitState.GONE)
    give_address(source, "https://example.net/new", by=editor)
    assert Source.objects.get(pk=source.pk).url == "https://example.net/new"
    assert on_desk(editor) == []
    with pytest.raises(VisitError, match="another address now"):
        note(source, by=editor)
    other = visited(VisitState.GONE)
    with pytest.raises(VisitError, match="already exists"):
        give_address(other, "https://example.net/new", by=editor)


def test_an_archived_copy_settles_it(editor):
    source = visited(VisitState.GONE)
    give_copy(source, COPY, by=editor)
    assert Source.objects.get(pk=source.pk).archived_url == COPY
    assert on_desk(editor) == []


def test_answers_are_given_on_the_desk(admin_client):
    source = visited(VisitState.GONE, title="The page")
    page = admin_client.get("/admin/desk/visited/")
    assert f"/admin/desk/sources/{source.pk}/" in page.text
    where = f"/admin/desk/sources/{source.pk}/"
    missing = admin_client.post(where, {"answer": "copy"}, follow=True)
    assert "Give it first." in missing.text
    for wrong in ("javascript:alert(1)", "x" * 2000, "\0"):
        assert admin_client.post(where, {"answer": "copy", "address": wrong}).status_code == 302
    assert Source.objects.get(pk=source.pk).archived_url == ""
    done = admin_client.post(where, {"answer": "noted"}, follow=True)
    assert "Noted, it stays as it is. The page" in done.text
    assert LISTS["visited"].empty in admin_client.get("/admin/desk/visited/").text
    assert admin_client.post("/admin/desk/sources/99999/", {"answer": "noted"}).status_code == 404
    assert admin_client.get(where).status_code == 405


def test_who_may_not_change_sources_is_offered_no_answer_and_given_none(client):
    source = visited(VisitState.GONE)
    reader = User.objects.create_user("bert", is_staff=True)
    client.force_login(reader)
    answer = client.post(f"/admin/desk/sources/{source.pk}/", {"answer": "noted"}, follow=True)
    assert "You may not change" in answer.text
    assert SourceVisit.objects.get().noted_at is None


def test_the_admin_says_beside_the_source_what_was_found(admin_client):
    source = visited(VisitState.REDIRECTED)
    SourceVisit.objects.update(final_address="https://example.net/there", remark="It leads on.")
    form = admin_client.get(f"/admin/briefs/source/{source.pk}/change/")
    assert "moved elsewhere; since " in form.text
    assert 'href="https://example.net/there"' in form.text
    listed = admin_client.get("/admin/briefs/source/?visit__state=redirected")
    assert source.title in listed.text
    other = make_source(title="Never looked for")
    assert "not visited yet" in admin_client.get(f"/admin/briefs/source/{other.pk}/change/").text


def test_readers_are_told_of_what_is_gone_and_where_a_copy_is(client):
    gone = visited(VisitState.GONE, archived_url=COPY)
    SourceVisit.objects.update(
        since=timezone.datetime(2026, 11, 26, 12, tzinfo=timezone.get_current_timezone()),
        last_found=timezone.datetime(2026, 11, 20, 12, tzinfo=timezone.get_current_timezone()),
    )
    page = client.get(f"/sources/?source={gone.pk}").text
    assert "The page is gone; this site found that on" in page
    assert "26 November 2026" in page
    assert "20 November 2026" in page
    assert f'<a href="{COPY}" rel="noopener">See the archived copy.</a>' in page


@pytest.mark.parametrize("state", sorted(set(VisitState) - {VisitState.GONE, VisitState.LOST}))
def test_readers_are_told_nothing_of_what_is_for_editors(client, state):
    source = visited(state)
    page = client.get(f"/sources/?source={source.pk}").text
    assert source.title in page
    assert "this site found" not in page
    assert "missing there" not in page


def test_readers_are_told_of_lost_passages_that_are_public_alone(client):
    lost = visited(VisitState.LOST, passage="They agreed on a bank.")
    assert "found missing there" in client.get(f"/sources/?source={lost.pk}").text
    drafted = visited(VisitState.LOST, public=False, passage="Words of a draft.")
    Citation.objects.create(source=drafted, update=make_update(), passage="")
    page = client.get(f"/sources/?source={drafted.pk}").text
    assert drafted.title in page
    assert "found missing there" not in page


def test_a_source_that_got_another_address_is_told_as_not_visited(client):
    source = visited(VisitState.GONE)
    Source.objects.filter(pk=source.pk).update(url="https://example.net/elsewhere")
    assert "The page is gone" not in client.get(f"/sources/?source={source.pk}").text


def test_a_visit_stays_with_its_address_when_sources_are_merged(editor):
    stays, goes = visited(VisitState.LIVE), visited(VisitState.GONE)
    merge(stays, [goes], reason="The same page.", by=editor)
    assert SourceVisit.objects.get().source == stays

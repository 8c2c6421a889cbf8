"""The history of things in the admin: for all to read, for who may change them to restore."""

import html
import re

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from briefs.models import Change, ChangeSet, Deletion, Event, Topic, Update
from briefs.recording import recorded
from tests.factories import (
    make_annotation,
    make_article,
    make_assessment,
    make_source,
    make_topic,
    make_update,
)
from tests.test_workflow import person

pytestmark = pytest.mark.django_db


def page_of(thing, name: str = "history", *args) -> str:
    noun = f"{thing._meta.app_label}_{thing._meta.model_name}"
    return reverse(f"admin:{noun}_{name}", args=[thing.pk, *args])


def in_words(response) -> str:
    """The page's main part without markup; what came and went between signs."""
    main = response.text.split('<div id="content', 1)[1]
    for tag, sign in (("ins", "+"), ("del", "-")):
        main = re.sub(rf"<{tag}>(.*?)</{tag}>", rf"{sign}\1{sign}", main, flags=re.DOTALL)
    return html.unescape(" ".join(re.sub(r"<[^>]*>", " ", main).split()))


def change(update: Update, *, by: User, reason: str = "", **fields) -> int:
    """Change it in one go; the number of the change."""
    with recorded(by=by, reason=reason, origin="admin"):
        Update.objects.filter(pk=update.pk).update(**fields)
    return Change.objects.filter(model="briefs.update").latest("pk").pk


@pytest.fixture
def update():
    return make_update(headline="India joins", body="It joined on a Friday. It rained.")


def test_the_history_says_when_who_why_and_what(admin_client, admin_user, update):
    change(
        update,
        by=admin_user,
        reason="Two joined.",
        headline="Both join",
        body="They joined on a Friday. It rained.",
    )
    said = in_words(admin_client.get(page_of(update)))
    assert "· admin in the admin Two joined. Headline -India joins- → +Both join+" in said
    assert "Body -It -+They +joined on a Friday. It rained." in said
    assert "In the record update : India joins" in said
    assert "by SQL or a script Added" in said


def test_the_history_of_what_is_gone_can_still_be_read(admin_client):
    draft = make_update(public=False, headline="A draft")
    address = page_of(draft)
    draft.delete()
    said = in_words(admin_client.get(address))
    assert "History: A draft It was deleted." in said
    assert admin_client.get(page_of(Update(pk=10**6))).status_code == 404
    assert admin_client.get(page_of(Update(pk="no-number"))).status_code == 404


@pytest.mark.parametrize("times", [1, 15])
def test_a_page_of_history_costs_the_same_however_much_is_on_it(
    admin_client, admin_user, update, django_assert_num_queries, times
):
    Change.objects.all().delete()
    for n in range(times):
        with recorded(by=admin_user, origin="admin"):
            Update.objects.update(headline=f"Headline {n}")
            update.topics.add(make_topic())
            update.citations.create(source=make_source())
    address = page_of(update)
    admin_client.get(address)
    # Session, person, thing; count, sets, changes, people and sets; update, topics, sources.
    with django_assert_num_queries(10):
        page = admin_client.get(address)
    assert len(page.context["steps"]) == times


def test_a_long_history_is_paged(admin_client, admin_user, update):
    for n in range(25):
        change(update, by=admin_user, headline=f"Headline {n}")
    said = in_words(admin_client.get(page_of(update)))
    assert "+Headline 24+" in said
    assert "+Headline 3+" not in said
    assert "+Headline 3+" in in_words(admin_client.get(page_of(update) + "?p=2"))


def test_restoring_shows_first_what_would_change_and_asks_why(admin_client, admin_user, update):
    since = change(update, by=admin_user, headline="Both join")
    address = page_of(update, "restore", since)
    assert address in admin_client.get(page_of(update)).text
    page = admin_client.get(address)
    assert "Headline -Both join- → +India joins+" in in_words(page)
    data = {"seen": page.context["plan"].seen}
    assert "This field is required" in admin_client.post(address, data).text
    assert Update.objects.get().headline == "Both join"
    response = admin_client.post(address, {**data, "reason": "Only India did."})
    assert response.status_code == 302
    assert Update.objects.get().headline == "India joins"
    event = Event.objects.get(kind="corrected")
    assert (event.by, event.reason) == (admin_user, "Only India did.")
    changeset = ChangeSet.objects.latest("pk")
    assert (changeset.by, changeset.reason) == (admin_user, "Only India did.")


def test_what_changed_meanwhile_is_shown_before_anything_is_written(
    admin_client, admin_user, update
):
    since = change(update, by=admin_user, headline="Both join")
    address = page_of(update, "restore", since)
    seen = admin_client.get(address).context["plan"].seen
    change(update, by=admin_user, headline="Three join")
    page = admin_client.post(address, {"seen": seen, "reason": "Only India did."})
    assert "see what would change now" in page.text
    assert "Headline -Three join- → +India joins+" in in_words(page)
    seen = re.search(r'name="seen" value="(\d+)"', page.text).group(1)
    admin_client.post(address, {"seen": seen, "reason": "Only India did."})
    assert Update.objects.get().headline == "India joins"


def test_what_its_rules_refuse_is_said_on_the_page(admin_client, admin_user):
    update = make_update(public=False, slug="taken")
    since = change(update, by=admin_user, slug="other")
    make_update(slug="taken")
    address = page_of(update, "restore", since)
    page = admin_client.post(address, {"seen": admin_client.get(address).context["plan"].seen})
    assert "Update with this Slug already exists." in page.text


def test_who_may_only_look_restores_nothing(client, admin_user, update):
    since = change(update, by=admin_user, headline="Both join")
    client.force_login(person("Reviewer"))
    address = page_of(update, "restore", since)
    assert address not in client.get(page_of(update)).text
    assert client.get(address).status_code == 403
    assert client.post(address, {"seen": since, "reason": "So."}).status_code == 403


def test_a_change_of_something_else_is_not_found(admin_client, admin_user, update):
    since = change(make_update(), by=admin_user, headline="Other")
    assert admin_client.get(page_of(update, "restore", since)).status_code == 404


def test_the_page_says_what_is_never_restored_over(admin_client):
    claim = make_annotation()
    said = in_words(admin_client.get(page_of(claim.article.live)))
    assert "a published version is never changed: open a new draft" in said
    said = in_words(admin_client.get(page_of(make_assessment(claim))))
    assert "Assessments are never restored over" in said


def test_the_history_of_a_person_tells_no_secret(admin_client, admin_user):
    data = {"username": "editor", "usable_password": "true"}
    secret = dict.fromkeys(("password1", "password2"), "a long secret of hers")
    response = admin_client.post(reverse("admin:auth_user_add"), {**data, **secret})
    assert response.status_code == 302
    editor = User.objects.get(username="editor")
    said = in_words(admin_client.get(page_of(editor)))
    assert "Password not shown" in said
    assert editor.password not in said


# All changes ----------------------------------------------------------------------------------


CHANGES = reverse("admin:briefs_changeset_changelist")


def listed(client, **filters) -> list:
    return [s.reason for s in client.get(CHANGES, filters).context["cl"].result_list]


def test_recent_changes_are_filtered_by_person_noun_and_day_and_searched(
    admin_client, admin_user, update
):
    other = User.objects.create_user("other")
    change(update, by=admin_user, reason="One.", headline="Both join")
    change(update, by=other, reason="Two.", headline="All join")
    with recorded(by=other, reason="Three.", origin="load_seeds"):
        update.topics.add(make_topic(name="Trade"))
    assert listed(admin_client)[:3] == ["Three.", "Two.", "One."]
    assert listed(admin_client, by__id__exact=other.pk) == ["Three.", "Two."]
    assert "Three." not in listed(admin_client, noun="briefs.annotation")
    assert listed(admin_client, noun="briefs.topic") == ["Three."]
    assert listed(admin_client, noun="briefs.update")[:3] == ["Three.", "Two.", "One."]
    assert listed(admin_client, origin__exact="load_seeds") == ["Three."]
    assert listed(admin_client, q="Both") == ["Two.", "One."]
    assert listed(admin_client, q="other")[:2] == ["Three.", "Two."]
    day = ChangeSet.objects.latest("pk").at
    today = {"at__year": day.year, "at__month": day.month, "at__day": day.day}
    assert listed(admin_client, **today)[:3] == ["Three.", "Two.", "One."]
    assert listed(admin_client, at__year=day.year - 1) == []
    said = in_words(admin_client.get(CHANGES))
    assert "other, load_seeds topics of updates: 1 added Three." in said.replace(
        "topic “Trade” added; ", ""
    )


@pytest.mark.parametrize("times", [1, 30])
def test_the_list_of_changes_costs_the_same_however_long_it_is(
    admin_client, admin_user, update, django_assert_num_queries, times
):
    ChangeSet.objects.all().delete()
    for n in range(times):
        change(update, by=admin_user, headline=f"Headline {n}")
        with recorded(by=admin_user, origin="admin"):
            make_topic()
    admin_client.get(CHANGES)
    with django_assert_num_queries(10):
        admin_client.get(CHANGES)


def test_a_change_set_is_shown_thing_by_thing(admin_client, admin_user, update):
    with recorded(by=admin_user, reason="In one go.", origin="admin"):
        Update.objects.update(headline="Both join")
        update.topics.add(Topic.objects.create(name="Trade", slug="trade"))
    changeset = ChangeSet.objects.get(reason="In one go.")
    said = in_words(admin_client.get(page_of(changeset, "change")))
    assert "Update Both join Headline -India joins- → +Both join+ Topics ++ Trade+" in said
    assert "Topic Trade Added Name Trade Slug trade" in said


def test_the_history_is_for_staff_alone(client, update):
    client.force_login(User.objects.create_user("reader"))
    for address in (CHANGES, page_of(update), reverse("admin:briefs_deletion_changelist")):
        assert client.get(address).status_code == 302


# What was deleted -----------------------------------------------------------------------------


def test_what_was_deleted_is_listed_and_brought_back(admin_client, admin_user):
    draft = make_update(public=False, headline="A draft")
    topic = make_topic()
    draft.topics.add(topic)
    admin_client.post(page_of(draft, "delete"), {"post": "yes"})
    assert not Update.objects.exists()
    page = admin_client.get(reverse("admin:briefs_deletion_changelist"))
    assert [(d.name, d.changeset.by) for d in page.context["cl"].result_list] == [
        ("A draft", admin_user)
    ]
    address = page_of(Deletion.objects.get(model="briefs.update", operation="delete"), "change")
    assert f"Topics ++ {topic}+" in in_words(admin_client.get(address))
    assert admin_client.post(address, {"reason": "It was mine."}).status_code == 302
    assert list(Update.objects.get().topics.all()) == [topic]
    assert ChangeSet.objects.latest("pk").reason == "It was mine."
    assert "It is there again." in admin_client.get(address).text


def test_who_may_not_add_such_a_thing_is_not_offered_it(client):
    draft = make_article(public=False)
    with recorded(origin="test"):
        draft.versions.all().delete()
        draft.delete()
    address = page_of(Deletion.objects.get(model="briefs.article", operation="delete"), "change")
    client.force_login(person("Reviewer"))
    assert "Bring it back" not in client.get(address).text
    assert client.post(address).status_code == 403


@pytest.mark.parametrize("times", [1, 30])
def test_the_list_of_deletions_costs_the_same_however_long_it_is(
    admin_client, django_assert_num_queries, times
):
    for _ in range(times):
        make_topic().delete()
        make_update(public=False).delete()
    address = reverse("admin:briefs_deletion_changelist")
    admin_client.get(address)
    with django_assert_num_queries(4):
        admin_client.get(address)

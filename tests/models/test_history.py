"""Whatever writes a row, its history is written too: the same on both databases."""

from datetime import date
from io import StringIO

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from briefs.models import (
    Bearing,
    Change,
    ChangeOf,
    ChangeSet,
    Event,
    Recording,
    SearchPending,
    Topic,
    Update,
)
from briefs.models.history import (
    HIDDEN,
    IGNORED,
    NOT_RECORDED,
    PART_OF,
    owners_of,
    recorded_models,
)
from briefs.models.history_triggers import install_history, installed
from briefs.publishing import publish_update
from briefs.recording import one_change, recorded
from tests.factories import (
    make_annotation,
    make_organisation,
    make_source,
    make_state,
    make_topic,
    make_update,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def since():
    """Called, gives the changes since it was called last: (model, operation, before, after)."""
    seen = [0]

    def changes():
        found = list(Change.objects.filter(pk__gt=seen[0]).order_by("pk"))
        if found:
            seen[0] = found[-1].pk
        return [(c.model.removeprefix("briefs."), c.operation, c.before, c.after) for c in found]

    changes()
    return changes


@pytest.fixture
def update(since):
    made = make_update(public=False, headline="India joins")
    since()
    return made


class Failure(Exception):
    pass


def fail_after(write, **fields):
    write(**fields)
    raise Failure


@pytest.fixture
def editor():
    return User.objects.create_user("editor")


# Which tables ---------------------------------------------------------------------------------


def test_every_table_has_its_triggers_or_a_reason_to_have_none():
    tables = {
        model._meta.db_table: model._meta.label_lower
        for model in apps.get_models(include_auto_created=True)
        if not model._meta.proxy
    }
    watched = {table for table, _ in installed(connection)}
    assert {label for table, label in tables.items() if table not in watched} == set(NOT_RECORDED)
    assert watched == {model._meta.db_table for model in recorded_models()}


def test_what_is_said_of_tables_is_of_tables_and_columns_that_are_there():
    labels = {model._meta.label_lower: model for model in recorded_models()}
    for said in (HIDDEN, IGNORED, PART_OF):
        for label, names in said.items():
            assert {name for name in names if labels[label]._meta.get_field(name)} == set(names)


def test_every_row_is_shown_on_a_page_of_its_own_or_with_what_it_is_part_of():
    lost = [
        model._meta.label_lower
        for model in recorded_models()
        if model not in admin.site._registry and not list(owners_of(model))
    ]
    assert lost == []


# What writes ----------------------------------------------------------------------------------


def test_save_is_recorded_with_the_columns_that_changed(update, since):
    update.headline = "India and Pakistan join"
    update.save()
    assert since() == [
        (
            "update",
            "update",
            {"headline": "India joins"},
            {"headline": "India and Pakistan join"},
        )
    ]
    update.save()
    assert since() == []


def test_a_new_row_is_recorded_whole(since):
    state = make_state(name="Kazakhstan", iso_a3="KAZ", other_names=["Qazaqstan"], capital="Astana")
    ((model, operation, before, after),) = since()
    assert (model, operation, before) == ("state", "insert", {})
    assert after == {
        "iso_a3": "KAZ",
        "iso_a2": "",
        "name": "Kazakhstan",
        "other_names": ["Qazaqstan"],
        "capital": "Astana",
        "latitude": None,
        "longitude": None,
        "ended_on": None,
        "note": "",
        "note_verified": True,
    }
    assert Change.objects.latest("pk").object_id == state.pk


def test_values_come_back_as_they_were(since):
    make_update(happened_on=date(2017, 6, 9), verified=False)
    columns = {f.column: f for f in Update._meta.concrete_fields if not f.primary_key}
    inserted = Change.objects.get(model="briefs.update", operation="insert").after
    published = Change.objects.get(model="briefs.update", operation="update").after
    stored = {
        name: columns[name].to_python(value) for name, value in (inserted | published).items()
    }
    assert stored == {f.column: getattr(Update.objects.get(), f.attname) for f in columns.values()}


def test_update_of_a_queryset_is_recorded_row_by_row(update, since):
    make_update(public=False, headline="India joins")
    since()
    Update.objects.update(verified=False)
    assert since() == [("update", "update", {"verified": True}, {"verified": False})] * 2


def test_bulk_writes_are_recorded(update, since):
    Topic.objects.bulk_create(Topic(name=f"T{n}", slug=f"t{n}") for n in range(3))
    assert [(model, operation) for model, operation, *_ in since()] == [("topic", "insert")] * 3
    topics = list(Topic.objects.order_by("pk"))
    for topic in topics[:2]:
        topic.definition = "Defined."
    Topic.objects.bulk_update(topics, ["definition"])
    assert since() == [("topic", "update", {"definition": ""}, {"definition": "Defined."})] * 2


def test_a_deletion_is_recorded_with_all_that_went(since):
    claim = make_annotation(public=False)
    claim.organisations.add(make_organisation())
    claim.topics.add(make_topic())
    since()
    summary = claim.summary
    claim.delete()
    went = since()
    assert sorted((model, operation) for model, operation, *_ in went) == [
        ("anchor", "delete"),
        ("annotation", "delete"),
        ("annotation_organisations", "delete"),
        ("taggedannotation", "delete"),
    ]
    assert next(before for model, _, before, _ in went if model == "annotation")["summary"] == (
        summary
    )


def test_many_to_many_rows_are_recorded(update, since):
    one, two = make_state(), make_state()
    since()
    update.states.set([one])
    update.states.set([two])
    ours = {"update_id": update.pk}
    assert since() == [
        ("update_states", "insert", {}, ours | {"state_id": one.pk}),
        ("update_states", "delete", ours | {"state_id": one.pk}, {}),
        ("update_states", "insert", {}, ours | {"state_id": two.pk}),
    ]


def test_tags_are_recorded(update, since):
    one, two = make_topic(), make_topic()
    since()
    update.topics.add(one, two)
    update.topics.remove(one)
    ours = {"content_object_id": update.pk}
    assert since() == [
        ("taggedupdate", "insert", {}, ours | {"tag_id": one.pk}),
        ("taggedupdate", "insert", {}, ours | {"tag_id": two.pk}),
        ("taggedupdate", "delete", ours | {"tag_id": one.pk}, {}),
    ]


def test_sql_is_recorded(update, since):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE briefs_update SET headline = %s", ["By hand"])
        cursor.execute("DELETE FROM briefs_citation")
    assert [(model, operation) for model, operation, *_ in since()] == [
        ("update", "update"),
        ("citation", "delete"),
    ]
    assert last_set()[:3] == (None, "", "")


def test_what_is_rolled_back_leaves_nothing(update, since, editor):
    since()
    sets = ChangeSet.objects.count()
    with pytest.raises(Failure), recorded(by=editor, origin="test"):
        fail_after(Update.objects.update, verified=False)
    with recorded(by=editor, origin="test"):
        Update.objects.update(verified=False)
        transaction.set_rollback(True)
    assert (since(), ChangeSet.objects.count()) == ([], sets)
    assert not Recording.objects.exists()


def test_passwords_are_not_told_and_logins_are_no_change(since):
    user = User.objects.create_user("editor", "editor@example.org", "secret one")
    ((_, _, _, after),) = since()
    assert (after["username"], after["password"], after["email"]) == ("editor", "…", "…")
    assert "last_login" not in after
    user.set_password("secret two")
    user.save()
    assert since() == [("auth.user", "update", {"password": "…"}, {"password": "…"})]
    User.objects.update(last_login="2026-01-01T00:00:00Z")
    assert since() == []
    user.groups.add(Group.objects.get(name="Editor"))
    assert [(model, operation) for model, operation, *_ in since()] == [
        ("auth.user_groups", "insert")
    ]


# Who and why ----------------------------------------------------------------------------------


def last_set() -> tuple:
    changeset = Change.objects.latest("pk").changeset
    return changeset.by, changeset.reason, changeset.origin, changeset.changes.count()


def test_what_is_written_in_one_go_is_one_change_set(update, editor):
    with recorded(by=editor, reason="Because.", origin="script"):
        Update.objects.update(verified=False)
        update.topics.add(make_topic())
    assert last_set() == (editor, "Because.", "script", 3)
    Update.objects.update(verified=True)
    assert last_set()[:3] == (None, "", "")


def test_an_undertaking_that_changes_nothing_leaves_nothing(update, editor):
    sets = ChangeSet.objects.count()
    with recorded(by=editor, origin="script"):
        update.save()
    assert ChangeSet.objects.count() == sets


def test_what_is_called_within_joins_and_says_what_the_outer_one_does_not(update, editor):
    @one_change
    def inner(*, by, reason):
        Update.objects.update(happened_on=date(2017, 6, 10))

    with recorded(origin="outer"):
        Update.objects.update(verified=False)
        inner(by=editor, reason="First.")
        inner(by=User.objects.create_user("other"), reason="Second.")
    assert last_set()[:3] == (editor, "First.", "outer")


def test_a_reason_that_was_rolled_back_does_not_count(update, editor):
    with recorded(by=editor, origin="outer"):
        Update.objects.update(verified=False)
        with pytest.raises(Failure), recorded(reason="First.", origin="inner"):
            fail_after(Update.objects.update, headline="Other")
        with recorded(reason="Second.", origin="inner"):
            Update.objects.update(happened_on=date(2017, 6, 10))
    assert last_set() == (editor, "Second.", "outer", 2)


def test_a_function_of_the_newsroom_says_who_and_why(update):
    chief = User.objects.create_superuser("chief")
    publish_update(update, by=chief, reason="It is sure.")
    assert last_set() == (chief, "It is sure.", "publish_update", 2)
    assert Event.objects.get().pk == Change.objects.get(model="briefs.event").object_id


def test_the_forms_of_the_admin_are_recorded_with_their_rows(admin_client, admin_user):
    claim, source, topic = make_annotation(), make_source(), make_topic()
    data = {
        "headline": "India joins",
        "slug": "india-joins",
        "happened_on": "2017-06-09",
        "happened_on_precision": "day",
        "body": "It did.",
        "bearings-0-annotation": claim.pk,
        "bearings-0-effect": "resolves",
        "tagged_topics-0-tag": topic.pk,
        "citations-0-source": source.pk,
        "citations-0-position": 1,
    }
    for prefix in ("bearings", "tagged_topics", "citations"):
        data |= {f"{prefix}-TOTAL_FORMS": 1, f"{prefix}-INITIAL_FORMS": 0}
    sets = ChangeSet.objects.count()
    response = admin_client.post(reverse("admin:briefs_update_add"), data)
    assert response.status_code == 302
    assert ChangeSet.objects.count() == sets + 1
    changeset = ChangeSet.objects.latest("pk")
    assert (changeset.by, changeset.origin) == (admin_user, "admin")
    assert sorted(changeset.changes.values_list("model", "operation")) == [
        ("briefs.bearing", "insert"),
        ("briefs.citation", "insert"),
        ("briefs.taggedupdate", "insert"),
        ("briefs.update", "insert"),
    ]


def test_the_reason_given_in_a_form_of_the_admin_is_the_reason(admin_client, admin_user):
    update = make_update()
    admin_client.post(
        reverse("admin:briefs_update_changelist"),
        {
            **{"action": "withdraw_selected", "_selected_action": [update.pk]},
            **{"reason": "Wrong.", "look": "take"},
        },
    )
    assert last_set() == (admin_user, "Wrong.", "admin", 2)


def test_a_form_that_is_refused_leaves_no_change_set(admin_client):
    make_update(slug="taken")
    sets = ChangeSet.objects.count()
    response = admin_client.post(reverse("admin:briefs_update_add"), {"slug": "taken"})
    assert (response.status_code, ChangeSet.objects.count()) == (200, sets)


# Which things ---------------------------------------------------------------------------------


def things_of(change: Change) -> set:
    return {(thing.model.removeprefix("briefs."), thing.object_id) for thing in change.things.all()}


def test_a_row_is_part_of_the_history_of_what_it_belongs_to():
    claim = make_annotation()
    update, other = make_update(bears_on=claim), make_update()
    bearing = Bearing.objects.get()
    made = Change.objects.get(model="briefs.bearing")
    assert things_of(made) == {
        ("bearing", bearing.pk),
        ("update", update.pk),
        ("annotation", claim.pk),
    }
    Bearing.objects.update(update=other)
    moved = Change.objects.filter(model="briefs.bearing").latest("pk")
    assert things_of(moved) == things_of(made) | {("update", other.pk)}


def test_a_many_to_many_row_is_part_of_the_thing_that_has_the_field():
    old, new = make_state(), make_state()
    old.successors.add(new)
    made = Change.objects.get(model="briefs.state_successors")
    assert things_of(made) == {("state_successors", made.object_id), ("state", old.pk)}


# The history itself ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE briefs_change SET before = '{}'",
        "UPDATE briefs_changeset SET origin = 'elsewhere'",
        "UPDATE briefs_changeset SET reason = 'Another.'",
        "UPDATE briefs_changeset SET by_id = NULL",
    ],
)
def test_the_history_is_never_changed(update, editor, sql):
    with recorded(by=editor, reason="One.", origin="script"):
        Update.objects.update(verified=False)
    with pytest.raises(DatabaseError, match="is_immutable"), transaction.atomic():
        connection.cursor().execute(sql)


def test_installing_again_changes_nothing(since):
    before = installed(connection)
    install_history(using="default")
    assert installed(connection) == before


@pytest.mark.django_db(transaction=True)
def test_triggers_are_there_after_the_tables_were_made_anew():
    try:
        call_command("migrate", "briefs", "0006", verbosity=0)
        assert installed(connection) == {}
        make_state()
    finally:
        call_command("migrate", verbosity=0)
    state = make_state()
    assert Change.objects.filter(model="briefs.state", object_id=state.pk).count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("last", ["change", "changeof", "changeset", "searchpending"])
def test_after_a_flush_there_is_no_history_of_what_was(monkeypatch, last):
    """Whichever table is emptied after all others."""
    tables = sorted(connection.introspection.django_table_names(), key=f"briefs_{last}".__eq__)
    monkeypatch.setattr(connection.introspection, "django_table_names", lambda **_: tables)
    make_update(public=False).delete()
    call_command("flush", interactive=False, verbosity=0)
    assert not Change.objects.filter(model="briefs.update").exists()
    assert not Change.objects.filter(operation="delete").exists()
    assert not ChangeSet.objects.filter(changes=None).exists()
    for model in (ChangeOf, SearchPending):
        assert not model.objects.exclude(change__in=Change.objects.all()).exists()


@pytest.mark.django_db(transaction=True)
def test_a_flush_that_is_not_confirmed_leaves_the_history(monkeypatch):
    make_topic().delete()
    monkeypatch.setattr("builtins.input", lambda asked: "no")
    call_command("flush", stdout=StringIO())
    assert Change.objects.filter(model="briefs.topic").count() == 2

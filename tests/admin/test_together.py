"""Two editors of one thing: each is told of the other, and neither overwrites unknowingly."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone

from briefs.assessing import look_over
from briefs.models import Organisation, Presence, TaggedUpdate, Update
from briefs.workflow import submit
from tests.factories import (
    make_annotation,
    make_article,
    make_membership,
    make_organisation,
    make_person,
    make_source,
    make_state,
    make_topic,
    make_update,
    make_watch,
)
from tests.forms import form_data
from tests.test_workflow import person

pytestmark = pytest.mark.django_db


def page(thing, name: str = "change") -> str:
    return reverse(f"admin:briefs_{thing._meta.model_name}_{name}", args=[thing.pk])


@pytest.fixture
def other(client):
    client.force_login(get_user_model().objects.create_superuser("other", password="pw"))
    return client


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: make_update(public=False), "headline"),
        (lambda: make_organisation(public=False), "name"),
        (lambda: make_annotation(public=False), "summary"),
        (lambda: make_membership(public=False), "note"),
        (lambda: make_watch(public=False), "what"),
        (make_person, "name"),
        (make_state, "name"),
        (make_source, "title"),
        (make_topic, "name"),
    ],
)
def test_the_second_to_save_is_told_and_overwrites_nothing(admin_client, other, make, field):
    thing = make()
    address = page(thing)
    mine = {**form_data(admin_client.get(address)), field: "Mine"}
    theirs = {**form_data(other.get(address)), field: "Theirs"}
    assert other.post(address, theirs).status_code == 302

    refused = admin_client.post(address, mine)
    assert "Changed by other since you opened it" in refused.text
    assert "Theirs" in refused.text
    form = refused.context["adminform"].form
    assert form[field].value() == "Mine"
    thing.refresh_from_db()
    assert getattr(thing, field) == "Theirs"

    again = {**mine, "seen": form.seen}
    assert admin_client.post(address, again).status_code == 302
    thing.refresh_from_db()
    assert getattr(thing, field) == "Mine"


def test_rows_and_tags_count_too(admin_client):
    update = make_update(public=False)
    data = form_data(admin_client.get(page(update)))
    TaggedUpdate.objects.create(content_object=update, tag=make_topic(name="Trade"))
    refused = admin_client.post(page(update), {**data, "headline": "Mine"})
    assert "Changed by somebody since you opened it" in refused.text
    assert "Trade" in refused.text
    assert Update.objects.get().headline != "Mine"


def test_what_is_only_told_in_the_record_is_no_conflict(admin_client):
    claim = make_annotation()
    look_over(claim, by=None)
    data = form_data(admin_client.get(page(claim)))
    look_over(claim, by=None)  # the same next day: a line of the record alone
    saved = admin_client.post(page(claim), {**data, "summary": "Mine", "reason": "Better."})
    assert saved.status_code == 302


def test_one_thing_after_another_by_one_editor(admin_client):
    organisation = make_organisation(public=False)
    for name in ("One", "Two"):
        data = form_data(admin_client.get(page(organisation)))
        assert admin_client.post(page(organisation), {**data, "name": name}).status_code == 302
    assert Organisation.objects.get().name == "Two"


@pytest.mark.parametrize("seen", ["x", "-1", "9" * 40, "\0"])
def test_odd_numbers_ask_for_no_check(admin_client, seen):
    update = make_update(public=False)
    data = form_data(admin_client.get(page(update)))
    answer = admin_client.post(page(update), {**data, "headline": "Mine", "seen": seen})
    assert answer.status_code == 302


@pytest.mark.parametrize("make", [make_update, make_article])
def test_what_was_typed_is_kept_when_it_was_submitted_meanwhile(client, make):
    author, editor = person("Author"), person("Editor")
    thing = make(public=False, created_by=author)
    shown = thing.versions.get() if make is make_article else thing
    client.force_login(author)
    data = form_data(client.get(page(shown)))
    submit(thing, by=editor)
    field = "title" if make is make_article else "headline"
    answer = client.post(page(shown), {**data, field: "All <b>my</b> words"})
    assert answer.status_code == 403
    assert "is in review now, submitted by editor" in answer.text
    assert "All &lt;b&gt;my&lt;/b&gt; words" in answer.text
    assert "csrfmiddlewaretoken" not in str(answer.context["typed"])
    thing.refresh_from_db()
    assert thing.status == "in-review"


def test_what_was_typed_is_kept_when_it_was_deleted_meanwhile(admin_client):
    update = make_update(public=False)
    data = form_data(admin_client.get(page(update)))
    update.delete()
    answer = admin_client.post(page(update), {**data, "headline": "All my words"})
    assert answer.status_code == 404
    assert "All my words" in answer.text


def test_who_else_has_it_open_is_said(admin_client, other):
    update = make_update()
    assert "has this open too" not in other.get(page(update)).text
    assert "other has this open too." in admin_client.get(page(update)).text
    said = other.post(page(update, "presence")).json()
    assert said == {"words": "admin has this open too."}
    assert admin_client.post(page(update, "presence"), {"leave": "1"}).status_code == 204
    assert other.post(page(update, "presence")).json() == {"words": ""}


def test_a_page_that_says_nothing_is_gone(admin_client, other):
    update = make_update()
    other.get(page(update))
    Presence.objects.update(seen_at=timezone.now() - timedelta(minutes=2))
    assert "has this open too" not in admin_client.get(page(update)).text
    assert Presence.objects.count() == 2


def test_who_only_looks_is_not_named(admin_client, client):
    update = make_update()
    client.force_login(person("Reviewer"))
    assert client.get(page(update)).status_code == 200
    assert client.post(page(update, "presence")).status_code == 403
    assert "has this open too" not in admin_client.get(page(update)).text
    assert admin_client.get(page(update, "presence")).status_code == 405

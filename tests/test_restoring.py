"""Bringing back what was: earlier states, and what was deleted."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.core.exceptions import ValidationError
from django.utils import timezone

from briefs.history import key_of
from briefs.merging import merge
from briefs.models import (
    Anchor,
    Annotation,
    Assertion,
    Bearing,
    Change,
    ChangeSet,
    Citation,
    Event,
    Membership,
    Mention,
    Organisation,
    Topic,
    Update,
    Version,
)
from briefs.publishing import publish_organisation, withdraw
from briefs.recording import recorded
from briefs.restoring import (
    RestoreError,
    bring_back,
    plan_restore,
    plan_return,
    restore,
    why_it_stays,
)
from briefs.rights import NotAllowed
from briefs.versioning import Content, open_draft, save_draft
from briefs.workflow import approve, submit
from tests.factories import (
    make_annotation,
    make_article,
    make_assertion,
    make_assessment,
    make_membership,
    make_organisation,
    make_person,
    make_source,
    make_state,
    make_topic,
    make_update,
)
from tests.test_workflow import person

pytestmark = pytest.mark.django_db


def changed(thing, write) -> int:
    """Write in one go; the number of the thing's first change in it."""
    label, number = key_of(thing)
    own = Change.objects.filter(things__model=label, things__object_id=number)
    last = max(own.values_list("pk", flat=True), default=0)
    with recorded(origin="test"):
        write()
    return own.filter(pk__gt=last).earliest("pk").pk


def restored(thing, since: int, **kwargs) -> None:
    restore(thing, since, seen=plan_restore(thing, since).seen, **kwargs)


def rows_of(update: Update) -> dict:
    return {
        "headline": Update.objects.get(pk=update.pk).headline,
        "bearings": list(update.bearings.values_list("annotation", "effect").order_by("pk")),
        "citations": list(update.citations.values_list("pk", "source", "supports").order_by("pk")),
        "topics": sorted(topic.pk for topic in update.topics.all()),
        "organisations": sorted(body.pk for body in update.organisations.all()),
    }


@pytest.fixture
def update():
    made = make_update(public=False, bears_on=make_annotation(), headline="One")
    made.topics.add(make_topic())
    made.organisations.add(make_organisation())
    return made


def upset(update: Update) -> None:
    """Change a field, and of each kind of row: one away, one new, one other."""
    Update.objects.filter(pk=update.pk).update(headline="Two")
    update.bearings.update(effect="context")
    Bearing.objects.create(update=update, annotation=make_annotation(), effect="supports")
    update.citations.all().delete()
    Citation.objects.create(update=update, source=make_source())
    update.topics.set([make_topic()])
    update.organisations.set([make_organisation()])


def test_a_thing_is_restored_with_its_rows(update):
    before = rows_of(update)
    since = changed(update, lambda: upset(update))
    changed(update, lambda: Update.objects.update(headline="Three"))
    restored(update, since)
    assert rows_of(update) == before
    changeset = ChangeSet.objects.latest("pk")
    assert (changeset.origin, changeset.reason[:29]) == ("restore", "Restored to how it was before")


def test_restoring_is_a_change_like_any_other(update):
    since = changed(update, lambda: upset(update))
    after = rows_of(update)
    back = changed(update, lambda: restored(update, since))
    restored(update, back)
    assert {**rows_of(update), "citations": 0} == {**after, "citations": 0}


def test_the_plan_says_what_would_change_and_writes_nothing(update):
    before_plan = Change.objects.count()
    since = changed(update, lambda: Update.objects.update(headline="Two"))
    plan = plan_restore(Update.objects.get(), since)
    assert [(f.label, f.before, f.after) for f in plan.difference().fields] == [
        ("headline", "Two", "One")
    ]
    assert Change.objects.count() == before_plan + 1


def test_a_row_made_anew_as_it_was_is_left_alone(update):
    topic = update.topics.get()
    since = changed(update, lambda: update.topics.remove(topic))
    update.topics.add(topic)
    plan = plan_restore(update, since)
    assert (plan.changes, plan.stays) == ([], [])
    with pytest.raises(RestoreError, match="Nothing would change"):
        restore(update, since, seen=plan.seen)


def test_what_is_public_is_restored_by_a_correction_with_its_reason():
    update = make_update(headline="One")
    topic = make_topic(name="Trade")

    def write():
        Update.objects.update(headline="Two")
        update.topics.add(topic)

    since = changed(update, write)
    update.refresh_from_db()
    with pytest.raises(RestoreError, match="say why"):
        restored(update, since)
    chief = User.objects.create_superuser("chief")
    restored(update, since, reason="It was right.", by=chief)
    event = Event.objects.get(kind="corrected")
    assert (event.before, event.after, event.reason, event.by) == (
        {"headline": "Two", "topics": "Trade"},
        {"headline": "One", "topics": ""},
        "It was right.",
        chief,
    )


def test_a_membership_is_restored_as_a_change_of_membership():
    membership = make_membership(role="observer", note="Old.")
    end = {"end": date(2017, 6, 9), "end_precision": "day", "note": "New."}
    since = changed(membership, lambda: Membership.objects.update(**end))
    membership.refresh_from_db()
    restored(membership, since, reason="It has not ended.")
    membership.refresh_from_db()
    assert (membership.end, membership.note) == (None, "Old.")
    told = [(e.kind, e.before, e.after) for e in Event.objects.order_by("-pk")[:2]]
    assert sorted(told) == [
        ("corrected", {"note": "New."}, {"note": "Old."}),
        ("membership-changed", {"end": "2017-06-09"}, {"end": ""}),
    ]


def test_a_draft_version_is_restored_through_its_gate():
    article = make_article()
    claim = make_annotation(article, quote="It rarely meets.")
    draft = open_draft(article)
    body = draft.body
    gone = Content(title="Another", body="<p>Nothing of the kind.</p>")
    since = changed(draft, lambda: save_draft(draft, gone, revision=1))
    assert claim.anchors.get(version=draft).state == "lost"
    restored(Version.objects.get(pk=draft.pk), since)
    draft.refresh_from_db()
    assert (draft.body, draft.title, draft.revision) == (body, article.live.title, 3)
    assert claim.anchors.get(version=draft).state == "kept"


def test_what_was_approved_is_read_again_once_it_was_restored(update):
    since = changed(update, lambda: Update.objects.update(headline="Two"))
    submit(update, by=person("Editor"))
    approve(update, by=person("Reviewer"))
    restored(Update.objects.get(), since)
    assert Update.objects.get().approved_by is None


@pytest.mark.parametrize("noun", ["assessment", "anchor", "event", "version"])
def test_what_never_changes_is_never_restored_over(noun):
    claim = make_annotation()
    things = {
        "assessment": make_assessment(claim),
        "anchor": Anchor.objects.get(),
        "event": Event.objects.first(),
        "version": claim.article.live,
    }
    thing = things[noun]
    assert why_it_stays(thing)
    with pytest.raises(RestoreError):
        plan_restore(thing, Change.objects.filter(model=f"briefs.{noun}").first().pk)


def test_what_is_not_changed_by_hand_stays_and_is_named():
    claim = make_annotation()
    look = {"summary": "Another.", "verdict": "pending"}
    since = changed(claim, lambda: Annotation.objects.update(**look))
    make_assessment(claim)
    claim.refresh_from_db()
    plan = plan_restore(claim, since)
    restored(claim, since, reason="It was right.")
    claim.refresh_from_db()
    assert (claim.summary != "Another.", claim.verdict) == (True, "came-true")
    assert plan.stays == [
        "Verdict: not changed by hand, so not restored either.",
        "Assessments are never restored over: a later one follows an earlier one.",
        "The lines of the record stay; restoring adds one.",
    ]


def test_what_it_named_and_is_gone_is_left_out_and_said(update):
    topic, body = make_topic(), make_organisation(public=False)
    update.topics.add(topic)
    update.organisations.add(body)

    def write():
        update.topics.clear()
        update.organisations.clear()
        Update.objects.update(headline="Two")

    since = changed(update, write)
    topic.delete()
    body.delete()
    assert len(plan_restore(update, since).stays) == 2
    restored(Update.objects.get(), since)
    assert (update.topics.count(), update.organisations.count()) == (1, 1)


def test_an_address_that_people_hold_stays():
    body = make_organisation(public=False, slug="old")
    since = changed(body, lambda: Organisation.objects.update(slug="new", name="New"))
    body.refresh_from_db()
    publish_organisation(body)
    restored(body, since, reason="The old name.")
    body.refresh_from_db()
    assert (body.slug, body.name != "New") == ("new", True)


def test_an_address_that_is_restored_leaves_one_that_leads_there(client):
    topic = make_topic(slug="old")
    since = changed(topic, lambda: Topic.objects.update(slug="new"))
    restored(topic, since)
    assert client.get("/topics/new/")["Location"] == "/topics/old/"
    assert client.get("/topics/old/").status_code == 200


def test_its_own_rules_refuse_how_it_was():
    state, body = make_state(), make_organisation()
    dates = {"start": date(2001, 1, 1), "end": date(2002, 1, 1)}
    first = make_membership(organisation=body, state=state, **dates)
    later = {"start": date(2011, 1, 1), "end": date(2012, 1, 1)}
    since = changed(first, lambda: Membership.objects.update(**later))
    make_membership(organisation=body, state=state, role="observer", **dates)
    first.refresh_from_db()
    with pytest.raises(ValidationError, match="these roles never overlap"):
        restored(first, since, reason="It was right.")
    first.refresh_from_db()
    assert first.start == later["start"]


def test_a_change_since_it_was_looked_at_is_not_written_over(update):
    since = changed(update, lambda: Update.objects.update(headline="Two"))
    seen = plan_restore(update, since).seen
    Update.objects.update(verified=False)
    with pytest.raises(RestoreError, match="changed since you looked"):
        restore(update, since, seen=seen)


def test_who_may_not_change_it_may_not_restore_it(update):
    since = changed(update, lambda: upset(update))
    with pytest.raises(NotAllowed):
        restored(update, since, by=person("Reviewer"))


def test_rights_to_the_rows_are_asked_for(update):
    since = changed(update, lambda: upset(update))
    writer = User.objects.create_user("writer")
    update.created_by = writer
    update.save()
    rights = person("Author").groups.get().permissions.exclude(codename__contains="bearing")
    writer.user_permissions.set(rights)
    with pytest.raises(NotAllowed, match="bearings"):
        restored(update, since, by=writer)


def test_the_change_of_another_thing_is_no_change_of_this_one(update):
    other = make_update()
    since = changed(other, lambda: Update.objects.filter(pk=other.pk).update(headline="Two"))
    with pytest.raises(RestoreError):
        plan_restore(update, since)


def test_an_article_is_restored_with_authors_and_mentions_and_its_text_stays():
    article = make_article(byline="By one")
    one, two = make_person(), make_person()
    article.authorships.create(person=one, position=1)
    body = make_organisation()
    mention = Mention.objects.create(article=article, organisation=body, words="the bloc")

    def write():
        article.authorships.all().delete()
        article.authorships.create(person=two)
        mention.delete()
        type(article).objects.update(byline="By two")
        open_draft(article)

    since = changed(article, write)
    article.refresh_from_db()
    plan = plan_restore(article, since)
    restored(article, since, reason="The first author wrote it.")
    article.refresh_from_db()
    assert (article.byline, list(article.authors.all())) == ("By one", [one])
    assert Mention.objects.get().words == "the bloc"
    assert "A version has a history of its own; a published one is never changed." in plan.stays


# What was deleted -----------------------------------------------------------------------------


def deletion_of(thing) -> Change:
    label, number = key_of(thing)
    with recorded(origin="test"):
        thing.delete()
    own = Change.objects.filter(model=label, object_id=number, operation="delete")
    return own.latest("pk")


def test_a_draft_comes_back_with_its_rows(update):
    before, number = rows_of(update), update.pk
    deletion = deletion_of(update)
    assert bring_back(deletion).pk == number
    assert rows_of(Update.objects.get(pk=number)) == before
    assert ChangeSet.objects.latest("pk").reason == "Brought back: update “One”."


def test_a_claim_comes_back_on_its_words_unless_the_text_has_changed():
    article = make_article(public=False)
    kept = make_annotation(article, public=False)
    deletion = deletion_of(kept)
    claim = bring_back(deletion)
    anchor = claim.anchors.get()
    assert article.versions.get().text[anchor.start : anchor.end] == anchor.exact
    deletion = deletion_of(claim)
    assert plan_return(deletion).stays == []
    Version.objects.update(text="Another text.")
    (said,) = plan_return(deletion).stays
    assert said.startswith("Its place in the text, “The bloc will admit India next year.”")
    assert not bring_back(deletion).anchors.exists()


def test_a_draft_version_comes_back_with_the_places_of_its_claims():
    article = make_article()
    make_annotation(article)
    draft = open_draft(article)
    deletion = deletion_of(draft)
    assert bring_back(deletion).anchors.get().state == "kept"


def test_what_was_scheduled_comes_back_as_a_draft():
    update = make_update(public=False)
    moment = timezone.now() + timedelta(days=1)
    Update.objects.update(status="scheduled", scheduled_for=moment)
    back = bring_back(deletion_of(Update.objects.get()))
    assert (back.status, back.scheduled_for, back.slug) == ("draft", None, update.slug)


def test_what_stands_in_the_way_is_said():
    update = make_update(public=False, slug="taken")
    deletion = deletion_of(update)
    make_update(slug="taken")
    with pytest.raises(RestoreError, match="Slug already exists"):
        bring_back(deletion)
    assert Update.objects.count() == 1


def test_what_it_named_has_to_be_there():
    membership = make_membership(public=False)
    state = membership.state
    deletion = deletion_of(membership)
    state.delete()
    with pytest.raises(RestoreError, match="names something that is not there any more"):
        bring_back(deletion)


def test_nothing_comes_back_twice():
    deletion = deletion_of(make_topic())
    bring_back(deletion)
    with pytest.raises(RestoreError, match="It is there again"):
        bring_back(deletion)


def test_what_was_merged_is_taken_apart_instead():
    stays, goes = make_topic(), make_topic()
    merge(stays, [goes], reason="The same.")
    deletion = Change.objects.get(model="briefs.topic", operation="delete")
    with pytest.raises(RestoreError, match="Bulk changes"):
        bring_back(deletion)
    assert Topic.objects.count() == 1


def test_a_mere_row_comes_back_with_what_it_was_part_of():
    update = make_update(public=False)
    update.citations.all().delete()
    deletion = Change.objects.get(model="briefs.citation", operation="delete")
    with pytest.raises(RestoreError):
        plan_return(deletion)


def test_who_may_not_add_such_a_thing_does_not_bring_it_back():
    deletion = deletion_of(make_topic())
    with pytest.raises(NotAllowed):
        bring_back(deletion, by=person("Author"))


def test_an_author_brings_back_her_own_drafts_alone():
    author = person("Author")
    own = deletion_of(make_update(public=False, created_by=author))
    other = deletion_of(make_update(public=False, created_by=person("Author", name="other")))
    with pytest.raises(NotAllowed):
        bring_back(other, by=author)
    assert bring_back(own, by=author).created_by == author


def test_rows_come_back_by_whoever_may_write_them():
    deletion = deletion_of(make_update(public=False))
    by = person()
    rights = Permission.objects.filter(codename__in=["add_update", "change_update"])
    by.user_permissions.set(rights)
    with pytest.raises(NotAllowed, match="citations"):
        bring_back(deletion, by=by)
    assert not Update.objects.exists()


def test_a_withdrawn_thing_is_not_brought_back_to_readers():
    update = make_update(headline="One")
    since = changed(update, lambda: Update.objects.update(headline="Two"))
    update.refresh_from_db()
    withdraw(update, reason="Wrong.")
    restored(update, since)
    assert Update.objects.get().status == "withdrawn"


def test_what_a_claim_asserts_is_restored_with_it():
    claim = make_annotation(public=False, kind="fact")
    china = make_state(name="China")
    one = make_assertion(claim, members_of=make_organisation(), excepted=[china.iso_a3])
    was = Assertion.objects.values().get()

    def write() -> None:
        Assertion.objects.filter(pk=one.pk).update(excepted=[], negated=True)

    restored(claim, changed(claim, write))
    assert Assertion.objects.values().get() == was
    restored(claim, changed(claim, one.delete))
    assert [row | {"id": 0} for row in Assertion.objects.values()] == [was | {"id": 0}]

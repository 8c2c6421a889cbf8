"""Rules that data must never break, kept by the database whoever writes."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.db.utils import DatabaseError
from django.utils import timezone

from briefs.assessing import assess
from briefs.models import (
    Annotation,
    Assessment,
    Citation,
    Event,
    Membership,
    Mention,
    Reference,
    SourceVisit,
    Update,
)
from tests.factories import (
    make_annotation,
    make_article,
    make_assertion,
    make_assessment,
    make_judgement,
    make_membership,
    make_organisation,
    make_person,
    make_source,
    make_state,
    make_topic,
    make_update,
    make_version,
    make_watch,
)

pytestmark = pytest.mark.django_db


def refused(name: str, write) -> None:
    """``write`` breaks the constraint or guard of that name."""
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        write()
    assert name in str(caught.value) or "UNIQUE constraint failed" in str(caught.value)


def set_(thing, **fields):
    return lambda: type(thing)._base_manager.filter(pk=thing.pk).update(**fields)


def test_status_is_listed():
    refused("article_status_is_listed", set_(make_article(), status="public"))


def test_published_has_its_moment():
    refused("article_published_has_moment", set_(make_article(), published_at=None))


def test_withdrawn_has_its_reason():
    refused("article_withdrawn_has_reason", set_(make_article(), status="withdrawn"))


def test_what_is_scheduled_has_its_moment_and_nothing_else_has_one():
    article = make_article(public=False)
    refused("article_scheduled_has_moment", set_(article, status="scheduled"))
    refused("article_scheduled_has_moment", set_(article, scheduled_for=timezone.now()))


def test_a_version_is_never_taken_back():
    version = make_article(public=False).versions.get()
    refused(
        "version_published_is_not_taken_back",
        set_(version, status="withdrawn", published_at=timezone.now()),
    )
    refused("version_published_is_not_taken_back", set_(version, published_at=timezone.now()))


def test_an_open_claim_that_is_public_is_due_some_day():
    claim = make_annotation()
    refused("annotation_unresolved_has_look_again", set_(claim, look_again_on=None))
    make_assessment(claim)
    assert Annotation.objects.get().look_again_on is None


def test_a_waiting_verdict_is_let_through_as_it_is(settings):
    settings.SECOND_PERSON_FOR_VERDICTS = True
    one, other = (User.objects.create_superuser(name) for name in ("one", "other"))
    claim = make_annotation()
    waiting = assess(claim, claim.article.live, make_judgement(), by=one)
    moment = timezone.now()
    refused("assessment_is_immutable", raw_update(waiting, published_at=moment, verdict="pending"))
    refused("assessment_is_immutable", raw_update(waiting, rationale="Other."))
    refused(
        "assessment_second_person_is_another",
        raw_update(waiting, published_at=moment, approved_by=one),
    )
    raw_update(waiting, published_at=moment, approved_by=other)()
    refused("assessment_is_immutable", raw_update(waiting, approved_by=None))


def raw_update(thing, **fields):
    """Past the queryset of its own, which refuses to update."""
    return lambda: QuerySet(type(thing)).filter(pk=thing.pk).update(**fields)


def test_published_article_has_a_live_version():
    refused("article_published_has_live_version", set_(make_article(), live=None))


def test_a_date_has_a_precision_and_a_precision_a_date():
    article = make_article()
    refused("article_originally_on_has_precision", set_(article, originally_on_precision=""))
    refused("article_originally_on_has_precision", set_(article, originally_on=None))


def test_one_draft_version_an_article():
    article = make_article(public=False)
    refused("version_one_draft", lambda: make_version(article))


def test_version_numbers_are_unique():
    article = make_article()
    refused("version_number_once", lambda: make_version(article, number=1))


def test_anchor_has_a_span_or_is_lost():
    anchor = make_annotation().anchors.get()
    refused("anchor_has_span_or_is_lost", set_(anchor, start=None))
    refused("anchor_has_span_or_is_lost", set_(anchor, end=anchor.start))
    refused("anchor_has_span_or_is_lost", set_(anchor, state="lost"))


def test_annotation_is_anchored_once_a_version():
    anchor = make_annotation().anchors.get()
    anchor.pk = None
    refused("anchor_once_a_version", lambda: anchor.save(force_insert=True))


def test_only_forecasts_foresee():
    claim = make_annotation(kind="fact")
    refused("annotation_only_forecasts_foresee", set_(claim, criterion="It is seen."))


@pytest.mark.parametrize(("low", "high"), [(60, 50), (50, 101), (50, None), (None, 50)])
def test_probability_is_a_range(low, high):
    claim = make_annotation()
    refused(
        "annotation_probability_is_a_range",
        set_(claim, probability_low=low, probability_high=high),
    )


def test_a_note_judges_nothing():
    note = make_annotation(kind="note")
    refused("annotation_note_has_no_verdict", set_(note, verdict="accurate"))


def test_only_notes_concern_a_claim():
    claim = make_annotation()
    refused("annotation_only_notes_concern_a_claim", set_(claim, concerns=make_annotation()))


def test_assessments_are_never_edited():
    assessment = make_assessment(make_annotation())
    with pytest.raises(TypeError, match="never edited"):
        assessment.save()
    with pytest.raises(TypeError, match="never edited"):
        Assessment.objects.update(rationale="Something else.")
    refused("assessment_is_immutable", set_(assessment, rationale="Something else."))


def test_events_are_never_changed():
    make_article()
    event = Event.objects.get()
    with pytest.raises(TypeError, match="never changed"):
        event.save()
    with pytest.raises(TypeError, match="never changed"):
        Event.objects.update(headline="Something else.")
    with pytest.raises(TypeError, match="never deleted"):
        event.delete()
    with pytest.raises(TypeError, match="never deleted"):
        Event.objects.all().delete()
    with pytest.raises(DatabaseError, match="event_is_immutable"), transaction.atomic():
        connection.cursor().execute("UPDATE briefs_event SET headline = 'Something else.'")


def test_citation_has_exactly_one_subject():
    update, organisation = make_update(), make_organisation()
    source = make_source()
    refused("citation_has_one_subject", lambda: Citation.objects.create(source=source))
    refused(
        "citation_has_one_subject",
        lambda: Citation.objects.create(source=source, update=update, organisation=organisation),
    )


def test_visit_state_is_listed():
    visit = SourceVisit(source=make_source(), address="https://example.org/", state="fine")
    visit.since = visit.visited_at = timezone.now()
    refused("sourcevisit_state_is_listed", visit.save)


def test_a_source_is_cited_once_by_a_thing():
    update, source = make_update(), make_source()
    Citation.objects.create(source=source, update=update)
    refused(
        "citation_once_for_update", lambda: Citation.objects.create(source=source, update=update)
    )


def test_mention_is_of_an_organisation_or_of_a_state():
    article = make_article()
    refused(
        "mention_of_organisation_or_state",
        lambda: Mention.objects.create(article=article, words="the bloc"),
    )


def test_live_reference_has_its_address():
    article = make_article()
    refused(
        "reference_live_has_address",
        lambda: Reference.objects.create(article=article, number=1, words="here", state="live"),
    )


def test_membership_ends_after_it_starts():
    membership = make_membership(end=date(2002, 1, 1))
    refused("membership_end_after_start", set_(membership, end=membership.start))


def test_membership_role_is_listed():
    refused("membership_role_is_listed", set_(make_membership(), role="friend"))


def main_role(first, **fields):
    return lambda: make_membership(organisation=first.organisation, state=first.state, **fields)


def test_main_roles_never_overlap():
    first = make_membership(role="observer", start=date(2005, 7, 5), end=date(2017, 6, 9))
    name = "membership_main_roles_never_overlap"
    refused(name, main_role(first, role="member", start=date(2017, 6, 8)))
    refused(name, main_role(first, role="member", start=date(2000, 1, 1)))
    refused(name, main_role(first, role="partner", start=date(2006, 1, 1), end=date(2007, 1, 1)))
    second = main_role(first, role="member", start=date(2017, 6, 9))()
    refused(name, set_(second, start=date(2016, 1, 1)))


def test_other_roles_overlap_on_purpose():
    first = make_membership(role="observer", start=date(2005, 7, 5))
    main_role(first, role="acceding", start=date(2015, 7, 10))()
    assert Membership.objects.count() == 2


def test_withdrawn_membership_blocks_nothing():
    first = make_membership(start=date(2005, 7, 5))
    set_(first, status="withdrawn", withdrawn_reason="Wrong state.")()
    main_role(first, start=date(2005, 7, 5))()
    assert Membership.objects.published().count() == 1


def test_overlap_is_told_to_the_editor():
    first = make_membership(role="observer", start=date(2005, 7, 5), end=date(2017, 6, 9))
    second = Membership(
        organisation=first.organisation,
        state=first.state,
        role="member",
        start=date(2016, 1, 1),
        start_precision="day",
    )
    with pytest.raises(ValidationError, match="already is observer from 5 July 2005 to 9 June"):
        second.full_clean()


def test_organisation_is_not_its_own_relative():
    body = make_organisation()
    refused("organisation_is_not_its_own_relative", set_(body, parent=body))


def test_organisation_ends_after_it_begins():
    body = make_organisation(founded_on=date(2001, 6, 15), founded_on_precision="day")
    refused(
        "organisation_dissolved_after_founded",
        set_(body, dissolved_on=date(2000, 1, 1), dissolved_on_precision="day"),
    )


def test_slugs_are_unique():
    for thing in (make_article(), make_annotation(), make_update(), make_organisation()):
        thing.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            thing.save(force_insert=True)


def test_what_was_published_cannot_be_deleted():
    update = make_update()
    with pytest.raises(IntegrityError), transaction.atomic():
        update.delete()
    assert Update.objects.count() == 1


def test_state_has_both_coordinates_or_none():
    refused("state_latitude_with_longitude", set_(make_state(), latitude=1.0))


def test_an_assertion_has_one_subject():
    one = make_assertion()
    refused("assertion_has_one_subject", set_(one, state=None))
    refused("assertion_has_one_subject", set_(one, members_of=make_organisation()))


def test_exceptions_are_from_the_members_of_a_body():
    refused("assertion_excepts_from_members", set_(make_assertion(), excepted=["CHN"]))
    set_(make_assertion(members_of=make_organisation()), excepted=["CHN"])()


def test_nothing_is_asserted_of_the_members_of_a_body_in_that_body():
    one = make_assertion(members_of=make_organisation())
    refused("assertion_is_of_another_body", set_(one, members_of=one.organisation))


def test_values_of_an_assertion_are_listed_and_dated():
    one = make_assertion()
    refused("assertion_role_is_listed", set_(one, role="friend"))
    refused("assertion_on_has_precision", set_(one, on=date(2014, 10, 10)))
    moment = timezone.now()
    refused("assertion_seen_outcome_is_listed", set_(one, seen_outcome="so", seen_at=moment))
    refused("assertion_noted_verdict_is_listed", set_(one, noted_verdict="so"))
    refused("assertion_seen_has_moment", set_(one, seen_outcome="holds"))
    refused("assertion_seen_has_moment", set_(one, seen_at=moment))


@pytest.mark.parametrize("slug", ["", "a/b", "a b", "ü", "a\n", "a.b", "-%-"])
@pytest.mark.parametrize(
    ("model", "make"),
    [
        ("annotation", make_annotation),
        ("article", make_article),
        ("organisation", make_organisation),
        ("person", make_person),
        ("topic", make_topic),
        ("update", make_update),
        ("watch", make_watch),
    ],
)
def test_a_slug_fits_an_address(model, make, slug):
    refused(f"{model}_slug_fits_an_address", set_(make(), slug=slug))


def test_a_slug_is_what_an_address_takes():
    article = make_article()
    set_(article, slug="A-z_09")()
    article.refresh_from_db()
    assert article.get_absolute_url() == "/articles/A-z_09/"


@pytest.mark.parametrize("code", ["", "KA", "kaz", "K/Z", "KÄZ", "K Z"])
def test_a_state_has_a_code_of_three_letters(code):
    refused("state_iso_a3_is_a_code", set_(make_state(), iso_a3=code))


@pytest.mark.parametrize("code", ["K", "kz", "K1", "К2"])
def test_a_short_code_is_of_two_letters_or_not_there(code):
    state = make_state()
    refused("state_iso_a2_is_a_code", set_(state, iso_a2=code))
    for fitting in ("KZ", ""):
        set_(state, iso_a2=fitting)()

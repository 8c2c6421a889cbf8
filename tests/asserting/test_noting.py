"""What is due when the rows say something else; verdicts stay."""

from datetime import date

import pytest
from django.db import connection

from briefs.asserting.noting import due, note, see, see_new
from briefs.desk.lists import LISTS
from briefs.desk.rows import Desk
from briefs.models import Annotation, Assertion, Event, Membership
from briefs.publishing import PublishingError, withdraw
from briefs.rights import NotAllowed
from tests.factories import make_annotation, make_assertion, make_assessment, make_membership
from tests.test_workflow import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def row():
    return make_membership()


@pytest.fixture
def claim(row):
    """A claim that holds by the row, and was seen to."""
    one = make_assertion(organisation=row.organisation, state=row.state)
    see_new()
    return one.annotation


@pytest.fixture
def editor():
    return person("anna", "Editor")


NOW_CONTRADICTED = "the record now says otherwise: was holds, now contradicted"


def end_it(row) -> None:
    """As nobody's function does it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE briefs_membership SET end_precision = 'day', "
            "\"end\" = '2012-12-19' WHERE id = %s",
            [row.pk],
        )


def test_what_was_seen_is_not_due(claim):
    assert due() == {}


def test_a_changed_row_is_due_whoever_wrote_it_and_changes_no_verdict(claim, row):
    make_assessment(claim, "accurate")
    before = list(Annotation.objects.values())
    end_it(row)
    assert due() == {claim.pk: NOW_CONTRADICTED}
    assert list(Annotation.objects.values()) == before
    Membership.objects.filter(pk=row.pk).update(end=None, end_precision="")
    assert due() == {}


def test_it_is_noted_with_its_line_in_the_newsrooms_record(claim, row, editor):
    make_assessment(claim, "accurate")
    end_it(row)
    event = note(claim, NOW_CONTRADICTED, by=editor, reason="The row is being looked into.")
    assert due() == {}
    claim.refresh_from_db()
    assert claim.verdict == "accurate"
    assert (event.by, event.reason, event.annotation) == (
        editor,
        "The row is being looked into.",
        claim,
    )
    assert (event.before, event.after) == (
        {"outcomes": "holds"},
        {"outcomes": "contradicted", "verdict": "accurate"},
    )
    assert event not in Event.objects.published()
    one = Assertion.objects.get()
    assert (one.seen_outcome, one.seen_by, one.noted_verdict) == (
        "contradicted",
        editor,
        "accurate",
    )


def test_an_outcome_that_does_not_fit_the_verdict_is_due_until_noted_for_that_verdict(
    claim, editor
):
    make_assessment(claim, "inaccurate", assessed_on=date(2020, 1, 1))
    words = "by the record holds, and judged inaccurate"
    assert due() == {claim.pk: words}
    note(claim, words, by=editor)
    assert due() == {}
    make_assessment(claim, "mixed", assessed_on=date(2021, 1, 1))
    assert due() == {}
    make_assessment(claim, "inaccurate", assessed_on=date(2022, 1, 1))
    assert due() == {}  # the same that was noted


@pytest.mark.parametrize(
    ("outcome", "verdict", "is_due"),
    [
        ("holds", "inaccurate", True),
        ("holds", "accurate", False),
        ("holds", "mixed", False),
        ("contradicted", "accurate", True),
        ("contradicted", "mostly-accurate", True),
        ("contradicted", "inaccurate", False),
        ("contradicted", "unverifiable", False),
        ("undecided", "accurate", False),
        ("undecided", "inaccurate", False),
    ],
)
def test_which_outcome_does_not_fit_which_verdict(claim, row, outcome, verdict, is_due):
    if outcome == "contradicted":
        end_it(row)
    if outcome == "undecided":
        Membership.objects.update(verified=False)
    see(Assertion.objects.all())
    make_assessment(claim, verdict)
    assert bool(due()) == is_due


def test_what_was_written_past_everybody_is_due_as_not_seen(row):
    one = make_assertion(organisation=row.organisation, state=row.state)
    assert due() == {one.annotation_id: "not seen yet: holds"}


def test_one_task_for_all_that_a_claim_asserts(claim, row):
    end_it(row)
    make_assertion(claim, organisation=row.organisation)
    assert due() == {claim.pk: f"{NOW_CONTRADICTED}; not seen yet: cannot be decided"}


def test_only_public_claims_are_due(row):
    make_assertion(make_annotation(kind="fact", public=False), organisation=row.organisation)
    withdraw(make_assertion(organisation=row.organisation).annotation, reason="Wrong.")
    assert due() == {}


def test_nothing_is_noted_that_was_not_on_the_page(claim, row, editor):
    with pytest.raises(PublishingError, match="nothing to note"):
        note(claim, NOW_CONTRADICTED, by=editor)
    end_it(row)
    with pytest.raises(PublishingError, match="It has changed since"):
        note(claim, "not seen yet: holds", by=editor)
    assert due()


def test_who_may_not_change_it_notes_nothing(claim, row):
    end_it(row)
    with pytest.raises(NotAllowed):
        note(claim, NOW_CONTRADICTED, by=person("bert", "Publisher"))


def test_a_fixed_number_of_questions(row, django_assert_num_queries):
    for _ in range(2):
        make_assertion(organisation=row.organisation)
        make_assertion(organisation=row.organisation, members_of=make_membership().organisation)
        with django_assert_num_queries(2):
            due()


def test_it_stands_on_the_desk(claim, row, editor):
    desk = Desk(editor, date.today())
    assert LISTS["record"].look(desk, 0, 10) == ([], 0)
    end_it(row)
    (shown,), count = LISTS["record"].look(desk, 0, 10)
    assert (count, shown.label, shown.claim, shown.remark) == (
        1,
        claim.summary,
        claim.pk,
        NOW_CONTRADICTED,
    )
    assert LISTS["record"].look(Desk(editor, date.today(), owner=editor), 0, 10) == ([], 0)

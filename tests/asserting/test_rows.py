"""Which rows an assertion is held against."""

from datetime import date

import pytest
from django.utils import timezone

from briefs.asserting.rows import check
from briefs.models import Article, Assertion, Membership
from briefs.models.vocabulary import Role
from briefs.publishing import record_membership, withdraw
from tests.factories import (
    make_annotation,
    make_assertion,
    make_membership,
    make_organisation,
    make_state,
)

pytestmark = pytest.mark.django_db

NAMES = Assertion.objects.with_names


@pytest.fixture
def one():
    """That a state was a member on 10 October 2014."""
    return make_assertion(organisation=make_organisation(), state=make_state())


def outcome(day: date | None = None) -> str:
    (checked,) = check(NAMES(), day)
    return checked.outcome


def row(one: Assertion, **fields) -> Membership:
    return make_membership(organisation=one.organisation, state=one.state, **fields)


def test_it_follows_the_rows_as_they_are(one):
    assert outcome() == "undecided"
    held = row(one)
    assert outcome() == "holds"
    Membership.objects.filter(pk=held.pk).update(end=date(2012, 12, 19), end_precision="day")
    assert outcome() == "contradicted"
    Membership.objects.filter(pk=held.pk).update(verified=False)
    assert outcome() == "undecided"


def test_only_what_is_published_counts(one):
    held = row(one, public=False)
    assert outcome() == "undecided"
    record_membership(held)
    assert outcome() == "holds"
    withdraw(held, reason="Wrong.")
    assert outcome() == "undecided"


def test_a_body_taken_back_has_no_rows(one):
    row(one)
    withdraw(one.organisation, reason="Wrong.")
    assert outcome() == "undecided"


def test_rows_of_other_states_and_bodies_say_nothing(one):
    make_membership(organisation=one.organisation)
    make_membership(state=one.state)
    assert outcome() == "undecided"


def test_its_own_day_comes_before_that_of_the_article(one):
    row(one, start=date(2015, 1, 1))
    assert outcome() == "contradicted"
    Assertion.objects.update(on=date(2016, 1, 1), on_precision="year")
    assert outcome() == "holds"
    Assertion.objects.update(on=None, on_precision="")
    Article.objects.update(originally_on=None, originally_on_precision="")
    assert outcome() == "undecided"


def test_on_a_day_rows_are_as_they_could_be_known(one):
    row(one, role="observer", end=date(2017, 6, 9))
    row(one, start=date(2017, 6, 9))
    assert outcome() == outcome(date(2015, 1, 1)) == "contradicted"
    (checked,) = check(NAMES(), date(2015, 1, 1))
    assert [(known.role, known.ended) for known in checked.deciding_rows] == [("observer", None)]
    withdraw(Membership.objects.get(role=Role.OBSERVER), reason="Wrong.")
    # The later role alone says that it was none before; in 2015 nobody knew of it.
    assert (outcome(), outcome(date(2015, 1, 1))) == ("contradicted", "undecided")


def test_what_speaks_of_a_later_day_is_left_out(one):
    Assertion.objects.update(on=date(2016, 1, 1), on_precision="day")
    assert check(NAMES(), date(2015, 1, 1)) == []
    assert len(check(NAMES(), date(2016, 1, 1))) == 1


def test_public_are_those_of_public_claims_about_public_bodies():
    shown = make_assertion()
    make_assertion(make_annotation(kind="fact", public=False))
    make_assertion(make_annotation(kind="note"))
    make_assertion(organisation=make_organisation(public=False))
    make_assertion(members_of=make_organisation(public=False))
    withdraw(make_assertion().annotation.article, reason="Wrong.")
    assert list(Assertion.objects.published()) == [shown]


def test_one_question_however_many_there_are(django_assert_num_queries):
    for _ in range(2):
        one = make_assertion(members_of=make_organisation())
        for _ in range(3):
            state = make_state()
            make_membership(organisation=one.members_of, state=state)
            make_membership(organisation=one.organisation, state=state)
        many = list(NAMES())
        with django_assert_num_queries(1):
            assert [found.outcome for found in check(many)] == ["holds"] * len(many)
    with django_assert_num_queries(0):
        assert check([]) == []


def test_nothing_is_written_by_asking(one):
    row(one, end=date(2017, 6, 9))
    before = list(Membership.objects.values())
    check(NAMES(), timezone.localdate())
    check(NAMES(), date(2015, 1, 1))
    assert list(Membership.objects.values()) == before

"""What readers are told of an assertion."""

from datetime import date

import pytest

from briefs.asserting.words import told_of
from briefs.models import Article, Assertion
from tests.factories import make_assertion, make_membership, make_organisation, make_state

pytestmark = pytest.mark.django_db


@pytest.fixture
def sco():
    return make_organisation(name="Shanghai Cooperation Organisation", abbreviation="SCO")


@pytest.fixture
def csto():
    return make_organisation(name="Collective Security Treaty Organisation", abbreviation="CSTO")


def told():
    (one,) = told_of(Assertion.objects.with_names())
    return one


def member(body, name: str, **fields):
    known = Assertion.state.field.related_model.objects.filter(name=name).first()
    return make_membership(organisation=body, state=known or make_state(name=name), **fields)


def test_all_members_but_one_contradicted(sco, csto):
    for name in ("Kazakhstan", "Uzbekistan", "China"):
        member(sco, name)
    member(csto, "Kazakhstan", start=date(2003, 9, 18))
    member(csto, "Uzbekistan", start=date(2006, 8, 16), end=date(2012, 12, 19))
    china = sco.memberships.get(state__name="China").state
    make_assertion(members_of=sco, organisation=csto, excepted=[china.iso_a3])
    one = told()
    assert (
        one.said == "Every member of SCO, China left out, was a member of CSTO on 10 October 2014."
    )
    assert one.lead == "contradicted by 1 row"
    assert one.because == (
        "Uzbekistan was not a member of CSTO on 10 October 2014 "
        "(member from 16 August 2006 until 19 December 2012)."
    )
    assert one.others == [("holds", "Kazakhstan")]
    assert one.left_out == "China"
    (line,) = one.lines
    assert (line.state, line.url) == ("Uzbekistan", one.lines[0].rows[0].state.get_absolute_url())
    assert [row.organisation for row in (*line.meant_by, *line.rows)] == [sco, csto]


def test_all_members_of_which_it_holds(sco, csto):
    for name in ("Kazakhstan", "Russia", "Tajikistan"):
        member(sco, name), member(csto, name)
    make_assertion(members_of=sco, organisation=csto)
    assert told().brief == (
        "Every member of SCO was a member of CSTO on 10 October 2014: holds by 3 rows."
    )
    assert told().because == "It is so of Kazakhstan, Russia and Tajikistan."


def test_many_states_are_counted(sco, csto):
    for name in "ABCDE":
        member(sco, name), member(csto, name, end=date(2010, 1, 1))
    make_assertion(members_of=sco, organisation=csto)
    assert told().because.startswith("A was not a member of CSTO")
    assert told().because.endswith(" 2 more.")
    assert len(told().lines) == 5


@pytest.mark.parametrize(
    ("role", "negated", "said"),
    [
        ("member", True, "India was not a member of SCO on 10 October 2014."),
        ("observer", False, "India was an observer of SCO on 10 October 2014."),
        ("any", False, "India was a member, observer or partner of SCO on 10 October 2014."),
        ("acceding", False, "India was acceding to SCO on 10 October 2014."),
    ],
)
def test_what_is_said(sco, role, negated, said):
    state = make_state(name="India")
    make_assertion(state=state, organisation=sco, role=role, negated=negated)
    assert told().said == said


def test_what_is_denied_and_so(sco):
    row = member(sco, "India", role="observer", start=date(2005, 7, 5))
    make_assertion(state=row.state, organisation=sco, negated=True)
    assert told().brief == "India was not a member of SCO on 10 October 2014: holds by 1 row."
    Assertion.objects.update(role="observer")
    assert told().brief == (
        "contradicted by 1 row. India was an observer of SCO on 10 October 2014 "
        "(observer from 5 July 2005)."
    )


@pytest.mark.parametrize(
    ("row", "because"),
    [
        (None, "No row says whether India was a member of SCO on 10 October 2014."),
        (
            {"verified": False},
            "A row that is marked as unverified leaves open whether India was a member of SCO on "
            "10 October 2014.",
        ),
        (
            {"start": date(2014, 1, 1), "start_precision": "year"},
            "The dates are not known exactly enough to say whether India was a member of SCO on "
            "10 October 2014.",
        ),
    ],
)
def test_why_it_cannot_be_decided(sco, row, because):
    state = make_state(name="India")
    if row is not None:
        make_membership(organisation=sco, state=state, **row)
    make_assertion(state=state, organisation=sco)
    assert (told().lead, told().because) == ("cannot be decided", because)
    assert told().has_rows == (row is not None)


def test_a_body_without_members_and_a_claim_without_a_day(sco, csto):
    make_assertion(members_of=sco, organisation=csto)
    assert told().because == ("No row says for sure who was a member of SCO on 10 October 2014.")
    Article.objects.update(originally_on=None, originally_on_precision="")
    assert told().because == "Nothing says which day it speaks of."
    assert told().said == "Every member of SCO was a member of CSTO."

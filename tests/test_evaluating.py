"""What rows say of an assertion, tried against every reading of their dates."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.dates import PartialDate, Precision
from briefs.evaluating import ANY, Asserted, Held, Outcome, Why, evaluate

MAIN = ("member", "observer", "dialogue-partner", "partner")
CSTO, SCO = 1, 2
HOLDS, CONTRADICTED, UNDECIDED = Outcome.HOLDS, Outcome.CONTRADICTED, Outcome.UNDECIDED


def day(written: str) -> PartialDate:
    if written.startswith("<"):
        return PartialDate(date.fromisoformat(written[1:]), Precision.NOT_LATER_THAN)
    return PartialDate.parse(written)


def row(state="UZB", body=CSTO, role="member", start="2006", end="", verified=True, key=0) -> Held:
    return Held(key, state, body, role, day(start), day(end) if end else None, verified)


def outcome(*rows, on="2014-10-10", role="member", **said):
    asserted = Asserted(CSTO, role, day(on), **({"state": "UZB"} | said))
    found = evaluate(asserted, rows, MAIN)
    return found.outcome


CASES = [
    # A role that began before and was not ended.
    ([row()], {}, HOLDS),
    ([row(end="2012-12-19")], {}, CONTRADICTED),
    ([row(start="2017-06-09")], {}, CONTRADICTED),
    # The end is the first day without the role.
    ([row(end="2014-10-10")], {}, CONTRADICTED),
    ([row(end="2014-10-11")], {}, HOLDS),
    ([row(start="2014-10-10")], {}, HOLDS),
    # A date known to the year or month that the day lies in.
    ([row(start="2014")], {}, UNDECIDED),
    ([row(start="2014-10")], {}, UNDECIDED),
    ([row(start="2014-09")], {}, HOLDS),
    ([row(end="2014")], {}, UNDECIDED),
    ([row(start="<2014-12-31")], {}, UNDECIDED),
    ([row(start="<2014-10-10")], {}, HOLDS),
    # It may have ended at any time before.
    ([row(end="<2014-12-31")], {}, UNDECIDED),
    ([row(end="<2014-10-10")], {}, CONTRADICTED),
    # The day asked for is not known exactly.
    ([row(start="2014-06-01")], {"on": "2014"}, UNDECIDED),
    ([row(start="2013-06-01")], {"on": "2014"}, HOLDS),
    ([row(end="2013-06-01")], {"on": "2014"}, CONTRADICTED),
    # What no row says is not known.
    ([], {}, UNDECIDED),
    ([row(role="suspended")], {}, UNDECIDED),
    ([row(role="observer", end="2010")], {}, UNDECIDED),
    ([row(state="KAZ")], {}, UNDECIDED),
    ([row(body=SCO)], {}, UNDECIDED),
    # One of the main roles leaves no room for another.
    ([row(role="observer")], {}, CONTRADICTED),
    ([row(role="observer"), row(end="2014")], {}, CONTRADICTED),
    ([row(role="observer"), row()], {}, UNDECIDED),
    ([row(role="observer")], {"role": ANY}, HOLDS),
    ([row(role="observer", end="2014-10-05"), row(start="2014-10-05")],
     {"role": ANY, "on": "2014-10"}, HOLDS),
    ([row(role="suspended")], {"role": ANY}, UNDECIDED),
    # An overlapping role excludes none, and none excludes it.
    ([row(role="observer")], {"role": "applicant"}, UNDECIDED),
    ([row(role="applicant", start="2014-09"), row(role="observer")],
     {"role": "applicant"}, HOLDS),
    # An unverified row decides nothing and leaves nothing decided.
    ([row(verified=False)], {}, UNDECIDED),
    ([row(end="2010", verified=False)], {}, UNDECIDED),
    ([row(role="observer", verified=False)], {}, UNDECIDED),
    ([row(), row(end="2005", verified=False)], {}, HOLDS),
    # The same denied.
    ([row()], {"negated": True}, CONTRADICTED),
    ([row(end="2010")], {"negated": True}, HOLDS),
    ([], {"negated": True}, UNDECIDED),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "said", "expected"), CASES)
def test_one_state(rows, said, expected):
    assert outcome(*rows, **said) is expected


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([], Why.NO_ROW),
        ([row(role="suspended")], Why.NO_ROW),
        ([row(verified=False)], Why.UNVERIFIED),
        ([row(start="2014")], Why.DATES),
        ([row(), row(role="observer")], Why.CLASH),
    ],
)
def test_why_nothing_is_decided(rows, why):
    (case,) = evaluate(Asserted(CSTO, "member", day("2014-10-10"), "UZB"), rows, MAIN).cases
    assert (case.outcome, case.why) == (UNDECIDED, why)


def test_without_a_day_nothing_is_decided():
    found = evaluate(Asserted(CSTO, "member", None, "UZB"), [row()], MAIN)
    assert (found.outcome, found.cases, found.why) == (UNDECIDED, (), Why.NO_DATE)


def test_the_deciding_row_is_the_one_that_excludes_or_comes_closest():
    def deciding(*rows):
        (case,) = evaluate(Asserted(CSTO, "member", day("2014-10-10"), "UZB"), rows, MAIN).cases
        return [row.key for row in case.rows]

    first, second = row(end="2001", start="1999", key=1), row(end="2012-12-19", key=2)
    later = row(start="2020", key=3)
    assert deciding(first, later, second) == [2]
    assert deciding(later) == [3]
    assert deciding(second, row(role="observer", start="2013", key=4)) == [4]


# All members of a body ----------------------------------------------------------------------


def all_members(*rows, excepted=(), **said):
    asserted = Asserted(
        CSTO,
        "member",
        day("2014-10-10"),
        members_of=SCO,
        excepted=frozenset(excepted),
        **said,
    )
    return evaluate(asserted, rows, MAIN)


def both(state: str, **fields) -> list[Held]:
    """A member of the one body, and of the other as ``fields`` say."""
    return [row(state, SCO, start="2001-06-15"), row(state, CSTO, **fields)]


def test_one_state_that_fails_contradicts_it():
    found = all_members(
        *both("KAZ"), *both("UZB", end="2012-12-19"), row("CHN", SCO), excepted=["CHN"]
    )
    assert found.outcome is CONTRADICTED
    assert [(case.state, case.rows) for case in found.deciding] == [
        ("UZB", (row("UZB", end="2012-12-19"),))
    ]
    assert [case.state for case in found.of(HOLDS)] == ["KAZ"]


def test_it_holds_where_it_holds_for_each():
    found = all_members(*both("KAZ"), *both("RUS"))
    assert (found.outcome, [case.state for case in found.deciding]) == (HOLDS, ["KAZ", "RUS"])


def test_one_state_without_a_row_leaves_it_undecided_and_an_exception_does_not():
    rows = [*both("KAZ"), row("CHN", SCO)]
    assert all_members(*rows).outcome is UNDECIDED
    assert [case.why for case in all_members(*rows).deciding] == [Why.NO_ROW]
    assert all_members(*rows, excepted=["CHN"]).outcome is HOLDS


def test_who_was_no_member_then_is_not_meant():
    rows = [*both("KAZ"), row("IND", SCO, role="observer"), row("AFG", SCO, start="2017")]
    assert all_members(*rows).outcome is HOLDS


def test_who_may_have_been_a_member_counts_only_for_it():
    rows = [*both("KAZ"), row("UZB", SCO, start="2014")]
    assert all_members(*rows, row("UZB", CSTO)).outcome is HOLDS
    found = all_members(*rows, row("UZB", CSTO, end="2012"))
    assert (found.outcome, [case.why for case in found.deciding]) == (UNDECIDED, [Why.SUBJECT])


@pytest.mark.parametrize("rows", [[], [row("UZB")], [row("UZB", SCO, start="2014")]])
def test_a_body_without_known_members_decides_nothing(rows):
    assert (all_members(*rows).outcome, all_members(*rows).why) == (UNDECIDED, Why.NO_MEMBERS)


# Every reading of the dates -----------------------------------------------------------------

ORIGIN = date(2013, 12, 28)
SPAN = 8  # days, over the turn of a year and a month


def _moment(offset: int) -> date:
    return ORIGIN + timedelta(days=offset)


@st.composite
def dates(draw) -> PartialDate:
    precision = draw(st.sampled_from(list(Precision)))
    return PartialDate(_moment(draw(st.integers(0, SPAN))), precision)


@st.composite
def held(draw) -> Held | None:
    start, end = draw(dates()), draw(st.none() | dates())
    if end is not None and end.date <= start.date:
        end = None
    return Held(0, "UZB", CSTO, draw(st.sampled_from(["member", "observer"])), start, end)


def readings(known: PartialDate | None) -> list[date]:
    """Every day it can be, as far as it makes a difference here; one beyond for what is unknown."""
    around = [_moment(offset) for offset in range(-2, SPAN + 3)]
    if known is None:
        return [date.max]
    first, last = known.earliest, known.last
    inside = {found for found in around if first <= found <= last}
    return sorted(inside | ({last} if last not in inside else set()) | ({first} - {date.min}))


def spans(one: Held) -> list[tuple[date, date]]:
    """Every pair of days on which the role can have begun and ended."""
    pairs = product(readings(one.start), readings(one.end))
    return [(start, end) for start, end in pairs if start < end]


@given(st.lists(held(), min_size=1, max_size=3), dates())
def test_an_answer_is_given_just_where_every_reading_gives_it(rows, on):
    answers = set()
    for moment in readings(on):
        was = [{start <= moment < end for start, end in spans(one)} for one in rows]
        # One that has two main roles at once is impossible, and says nothing.
        of_moment = {_by_reading(rows, chosen) for chosen in product(*was)}
        answers |= (of_moment - {None}) or {UNDECIDED}
    found = evaluate(Asserted(CSTO, "member", on, "UZB"), rows, MAIN).outcome
    assert found is (answers.pop() if len(answers) == 1 else UNDECIDED)


def _by_reading(rows, was) -> Outcome | None:
    roles = {one.role for one, held in zip(rows, was, strict=True) if held}
    if len(roles) == 2:
        return None
    if "member" in roles:
        return HOLDS
    if roles or any(one.role == "member" for one in rows):
        return CONTRADICTED
    return UNDECIDED


@given(st.lists(held(), max_size=3), dates())
def test_denied_it_comes_out_the_other_way(rows, on):
    turned = {HOLDS: CONTRADICTED, CONTRADICTED: HOLDS, UNDECIDED: UNDECIDED}
    said, denied = (
        evaluate(Asserted(CSTO, "member", on, "UZB", negated=negated), rows, MAIN).outcome
        for negated in (False, True)
    )
    assert denied is turned[said]


@given(st.lists(held(), max_size=3), dates())
def test_one_member_is_all_members(rows, on):
    """What is said of all members of a body with one is what is said of that one."""
    of_all = Asserted(CSTO, "member", on, members_of=SCO)
    member = row("UZB", SCO, start="2001")
    alone = evaluate(Asserted(CSTO, "member", on, "UZB"), rows, MAIN)
    known = on.precision is not Precision.NOT_LATER_THAN
    expected = alone.outcome if known else UNDECIDED
    assert evaluate(of_all, [member, *rows], MAIN).outcome is expected

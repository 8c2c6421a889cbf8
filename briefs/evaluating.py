"""An assertion about membership, held against dated rows: it holds, is contradicted, or neither.

Three-valued throughout (Kleene). A row surely speaks for the days on which its role was held
whatever the unknown parts of its dates are, and possibly for those on which some reading of them
has it so. What has no row is not known: nobody says that the rows are all there were.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import reduce

from briefs.dates import PartialDate

ANY = "any"
"""In the place of a role: one of those that a state has one of at a time."""
MEMBER = "member"
DAY = timedelta(days=1)


class Outcome(StrEnum):
    HOLDS = "holds"
    CONTRADICTED = "contradicted"
    UNDECIDED = "undecided"


class Why(StrEnum):
    """Why nothing is decided."""

    NO_DATE = "no-date"  # nobody knows which day is spoken of
    NO_MEMBERS = "no-members"  # of the body whose members are meant, none is sure to have been one
    NO_ROW = "no-row"
    UNVERIFIED = "unverified"
    DATES = "dates"  # not known exactly enough
    CLASH = "clash"  # rows that exclude one another
    SUBJECT = "subject"  # whether it was one of the members that are meant


@dataclass(frozen=True, slots=True)
class Held:
    """One row: a role of a state in a body, from ``start`` up to, not including, ``end``."""

    key: int
    state: str
    organisation: int
    role: str
    start: PartialDate
    end: PartialDate | None = None
    verified: bool = True

    @property
    def surely(self) -> tuple[date, date]:
        """The days on which it was held whatever its dates are; the second is the first without."""
        first, end = self.possibly
        begun, over = self.start.last, self.end.earliest if self.end else date.max
        # It ended after it began, which says more of either date than the date itself.
        return min(begun, end - DAY), max(over, first + DAY)

    @property
    def possibly(self) -> tuple[date, date]:
        return self.start.earliest, self.end.last if self.end else date.max

    def surely_on(self, day: date) -> bool:
        first, end = self.surely
        return self.verified and first <= day < end

    def possibly_on(self, day: date) -> bool:
        first, end = self.possibly
        return not self.verified or first <= day < end


@dataclass(frozen=True, slots=True)
class Asserted:
    """That ``state``, or each member of ``members_of`` but ``excepted``, had the role, or not."""

    organisation: int
    role: str
    on: PartialDate | None
    state: str | None = None
    members_of: int | None = None
    excepted: frozenset[str] = frozenset()
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """What the rows say of one state: ``rows`` are those that decide, or fail to."""

    state: str
    outcome: Outcome
    rows: tuple[Held, ...] = ()
    why: Why | None = None
    meant_by: tuple[Held, ...] = ()  # the rows that make it one of the members that are meant


@dataclass(frozen=True, slots=True)
class Evaluation:
    outcome: Outcome
    cases: tuple[Case, ...] = ()
    why: Why | None = None  # where it is of no one state

    def of(self, outcome: Outcome) -> tuple[Case, ...]:
        return tuple(case for case in self.cases if case.outcome is outcome)

    @property
    def deciding(self) -> tuple[Case, ...]:
        """One contradiction is enough; to hold it takes them all."""
        return self.of(self.outcome)


def evaluate(asserted: Asserted, rows: Iterable[Held], main_roles: Sequence[str]) -> Evaluation:
    """Hold an assertion against rows; those of other bodies and states are passed over.

    ``main_roles`` are those of which a state has one at a time in a body: to have one is to have
    none of the others.
    """
    if asserted.on is None:
        return Evaluation(Outcome.UNDECIDED, why=Why.NO_DATE)
    by_pair: dict[tuple[str, int], list[Held]] = defaultdict(list)
    for row in rows:
        by_pair[row.state, row.organisation].append(row)

    def had(state: str, organisation: int, role: str) -> Case:
        assert asserted.on is not None
        return _had(state, by_pair[state, organisation], role, asserted.on, main_roles)

    def said_of(state: str) -> Case:
        case = had(state, asserted.organisation, asserted.role)
        return replace(case, outcome=_NOT[case.outcome]) if asserted.negated else case

    if asserted.members_of is None:
        cases = [said_of(asserted.state or "")]
    else:
        states = sorted(state for state, body in by_pair if body == asserted.members_of)
        members = [
            had(state, asserted.members_of, MEMBER)
            for state in states
            if state not in asserted.excepted
        ]
        if not any(case.outcome is Outcome.HOLDS for case in members):
            return Evaluation(Outcome.UNDECIDED, why=Why.NO_MEMBERS)
        cases = [_if_meant(case, said_of(case.state)) for case in members if _is_meant(case)]
    return Evaluation(reduce(_both, (case.outcome for case in cases)), tuple(cases))


def _is_meant(case: Case) -> bool:
    """Whether it was a member, or may have been; a state that no row calls a member was none."""
    if case.outcome is Outcome.UNDECIDED:
        return any(row.role == MEMBER for row in case.rows)
    return case.outcome is Outcome.HOLDS


_NOT = {
    Outcome.HOLDS: Outcome.CONTRADICTED,
    Outcome.CONTRADICTED: Outcome.HOLDS,
    Outcome.UNDECIDED: Outcome.UNDECIDED,
}


def _if_meant(meant: Case, case: Case) -> Case:
    """If it was a member, then so and so: of one that may not have been, only what holds counts."""
    if meant.outcome is Outcome.HOLDS or case.outcome is Outcome.HOLDS:
        return replace(case, meant_by=meant.rows)
    return replace(case, outcome=Outcome.UNDECIDED, why=Why.SUBJECT, meant_by=meant.rows)


def _both(one: Outcome, other: Outcome) -> Outcome:
    for outcome in (Outcome.CONTRADICTED, Outcome.UNDECIDED):
        if outcome in (one, other):
            return outcome
    return Outcome.HOLDS


# One state in one body ----------------------------------------------------------------------


def _had(
    state: str, rows: Sequence[Held], role: str, on: PartialDate, main_roles: Sequence[str]
) -> Case:
    """Whether the state had the role on every day that ``on`` may be, or on none of them."""
    of_role = [row for row in rows if row.role == role or (role == ANY and row.role in main_roles)]
    excluding = main_roles if role in main_roles else ()
    others = [row for row in rows if row.role in excluding and row.role != role]
    days = sorted({on.earliest, *_turns([*of_role, *others], on)})
    answers = {_had_on(day, of_role, others) for day in days}
    if answers == {Outcome.HOLDS}:
        deciding = [row for row in of_role if any(map(row.surely_on, days))]
        return Case(state, Outcome.HOLDS, tuple(deciding))
    if answers == {Outcome.CONTRADICTED}:
        instead = [row for row in others if any(map(row.surely_on, days))]
        return Case(state, Outcome.CONTRADICTED, tuple(instead or [_nearest(of_role, on)]))
    return Case(state, Outcome.UNDECIDED, tuple(of_role or others), _why(of_role, others, days))


def _turns(rows: Iterable[Held], on: PartialDate) -> Iterable[date]:
    """The days of ``on`` on which the answer may become another."""
    for row in rows:
        yield from (day for day in (*row.surely, *row.possibly) if on.earliest < day <= on.last)


def _had_on(day: date, of_role: Sequence[Held], others: Sequence[Held]) -> Outcome:
    held = any(row.surely_on(day) for row in of_role)
    excluded = any(row.surely_on(day) for row in others)
    if held:
        return Outcome.UNDECIDED if excluded else Outcome.HOLDS
    # Rows of the role that leave the day out say that it was not had then; no row says nothing.
    left_out = bool(of_role) and not any(row.possibly_on(day) for row in of_role)
    return Outcome.CONTRADICTED if excluded or left_out else Outcome.UNDECIDED


def _nearest(rows: Sequence[Held], on: PartialDate) -> Held:
    """The row of the role that comes closest to the day: the last before, or the first after."""
    before = [row for row in rows if row.possibly[1] <= on.earliest]
    if before:
        return max(before, key=lambda row: row.possibly[1])
    return min(rows, key=lambda row: row.possibly[0])


def _why(of_role: Sequence[Held], others: Sequence[Held], days: Sequence[date]) -> Why:
    held = {day for day in days if any(row.surely_on(day) for row in of_role)}
    excluded = {day for day in days if any(row.surely_on(day) for row in others)}
    if not of_role and not excluded:
        return Why.NO_ROW
    if held & excluded:
        return Why.CLASH
    if any(not row.verified for row in of_role):
        return Why.UNVERIFIED
    return Why.DATES

"""What the rows say of an assertion, in words, as readers and editors are told it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Prefetch, prefetch_related_objects

from briefs.asserting.rows import Checked, check
from briefs.dates import Precision
from briefs.evaluating import Case, Why
from briefs.evaluating import Outcome as Plain
from briefs.models import Assertion, Citation, Membership
from briefs.models.assertion import AssertionQuerySet
from briefs.models.vocabulary import AssertedRole, Outcome

TOLD = 3
"""So many states are told of in one breath; of the others, how many they are."""

_OF_A_BODY = ("slug", "name", "abbreviation")
_IN_A_ROLE = {
    AssertedRole.MEMBER: "a member of",
    AssertedRole.ACCEDING: "acceding to",
    AssertedRole.APPLICANT: "an applicant to",
    AssertedRole.OBSERVER: "an observer of",
    AssertedRole.DIALOGUE_PARTNER: "a dialogue partner of",
    AssertedRole.PARTNER: "a partner of",
    AssertedRole.SUSPENDED: "suspended in",
    AssertedRole.ANY: "a member, observer or partner of",
}
_ON = {
    Precision.DAY: "on",
    Precision.MONTH: "in",
    Precision.YEAR: "in",
    Precision.NOT_LATER_THAN: "on a day",
}


@dataclass(frozen=True)
class Line:
    """One state, as the table of an assertion has it."""

    state: str
    url: str  # empty for a state of which there is no row
    meant_by: list[Membership]
    rows: list[Membership]
    words: str


class Told:
    """A checked assertion in words. Asks the database nothing."""

    def __init__(self, checked: Checked) -> None:
        self.checked = checked
        self.assertion, self.outcome = checked.assertion, checked.outcome

    @property
    def said(self) -> str:
        """What the claim asserts, as one sentence."""
        one = self.assertion
        if one.members_of is None:
            subject, verb = str(one.state), "was not" if one.negated else "was"
        else:
            each = "No member" if one.negated else "Every member"
            but = f", {_listed(map(self._name, one.excepted))} left out," if one.excepted else ""
            subject, verb = f"{each} of {one.members_of.short_name}{but}", "was"
        return f"{subject} {verb} {self._role} {self._on}.".replace(" .", ".")

    @property
    def _role(self) -> str:
        one = self.assertion
        return f"{_IN_A_ROLE[AssertedRole(one.role)]} {one.organisation.short_name}"

    @cached_property
    def _on(self) -> str:
        day = self.assertion.day
        return f"{_ON[Precision(day.precision)]} {day}" if day else ""

    @property
    def lead(self) -> str:
        """The outcome, with how many rows decide it."""
        count = len(self.checked.deciding_rows)
        rows = f"{count} row{'' if count == 1 else 's'}"
        match self.outcome:
            case Outcome.HOLDS:
                return f"holds by {rows}"
            case Outcome.CONTRADICTED:
                return f"contradicted by {rows}"
            case _:
                return "cannot be decided"

    @property
    def brief(self) -> str:
        """All in one or two sentences, for where nothing else says what is claimed."""
        if self.outcome is Outcome.HOLDS:
            return f"{self.said.removesuffix('.')}: {self.lead}."
        return f"{self.lead}. {self.because}"

    @property
    def because(self) -> str:
        """Why it does not hold, in a few sentences; whom it holds for, where many are meant."""
        cases = self.checked.evaluation.deciding
        if self.outcome is Outcome.HOLDS:
            names = [self._name(case.state) for case in cases]
            return f"It is so of {_listed(names)}." if self.assertion.members_of_id else ""
        told = [self._sentence(case) for case in cases[:TOLD]]
        if len(cases) > TOLD:
            told.append(f"{len(cases) - TOLD} more.")
        return " ".join(told) or self._why_not

    @property
    def _why_not(self) -> str:
        one = self.assertion
        if one.members_of and self.checked.evaluation.why is Why.NO_MEMBERS:
            return (
                f"No row says for sure who was a member of {one.members_of.short_name} {self._on}."
            )
        return "Nothing says which day it speaks of."

    def _sentence(self, case: Case) -> str:
        name, one = self._name(case.state), self.assertion
        if case.outcome is not Plain.UNDECIDED:
            was = (case.outcome is Plain.HOLDS) is not one.negated
            rows = "; ".join(map(spell, self.checked.rows_of(case.rows)))
            return f"{name} was {'' if was else 'not '}{self._role} {self._on} ({rows})."
        whether = f"whether {name} was {self._role} {self._on}"
        match case.why:
            case Why.NO_ROW:
                return f"No row says {whether}."
            case Why.UNVERIFIED:
                return f"A row that is marked as unverified leaves open {whether}."
            case Why.CLASH:
                return f"Rows that exclude one another leave open {whether}."
            case Why.SUBJECT if one.members_of:
                return f"Whether {name} was a member of {one.members_of.short_name} then is open."
            case _:
                return f"The dates are not known exactly enough to say {whether}."

    def _name(self, code: str) -> str:
        state = self.checked.states.get(code)
        return state.name if state else code

    # The table ------------------------------------------------------------------------------

    @cached_property
    def lines(self) -> list[Line]:
        """The states that decide."""
        return [self._line(case) for case in self.checked.evaluation.deciding]

    @property
    def has_rows(self) -> bool:
        """Whether the table would show anything but that there is no row."""
        return any(line.rows or line.meant_by for line in self.lines)

    def _line(self, case: Case) -> Line:
        state = self.checked.states.get(case.state)
        return Line(
            state=self._name(case.state),
            url=state.get_absolute_url() if state else "",
            meant_by=self.checked.rows_of(case.meant_by),
            rows=self.checked.rows_of(case.rows),
            words=self._sentence(case),
        )

    @property
    def others(self) -> list[tuple[str, str]]:
        """What is said of the states that do not decide, each outcome with their names."""
        found = []
        for outcome in Outcome:
            cases = self.checked.evaluation.of(Plain(outcome.value))
            if outcome != self.outcome and cases:
                found.append((outcome.label, _listed([self._name(case.state) for case in cases])))
        return found

    @property
    def left_out(self) -> str:
        return _listed(map(self._name, self.assertion.excepted))


def spell(row: Membership) -> str:
    """A row's role and its time."""
    end = f" until {row.ended}" if row.ended else ""
    verified = "" if row.verified else ", unverified"
    return f"{row.get_role_display()} from {row.started}{end}{verified}"


def _listed(names: Iterable[str]) -> str:
    *first, last = [*names] or [""]
    return f"{', '.join(first)} and {last}" if first else last


def told_of(assertions: Iterable[Assertion], day: date | None = None) -> list[Told]:
    """Each in words; two queries for all of them. The assertions come ``with_names``."""
    return [Told(one) for one in check(assertions, day)]


_NAMED = (
    *("annotation_id", "excepted", "negated", "role", "on", "on_precision"),
    *("state__iso_a3", "state__name"),
    *(f"{body}__{name}" for body in ("organisation", "members_of") for name in _OF_A_BODY),
    *(f"annotation__article__{name}" for name in ("originally_on", "originally_on_precision")),
)
"""Columns that a sentence on an assertion tells."""


def told_by_claim(claims: Collection[int], day: date | None = None) -> dict[int, list[Told]]:
    """What public claims assert, by claim; two or three queries, one where they assert nothing."""
    return _by_claim(_asserted_by(claims), day)


def said_by_claim(claims: Collection[int], day: date | None = None) -> dict[int, list[str]]:
    """The same, each in one or two sentences; of the rows no more is read than these tell."""
    found = _by_claim(_asserted_by(claims).only(*_NAMED), day)
    return {claim: [told.brief for told in asserted] for claim, asserted in found.items()}


def _asserted_by(claims: Collection[int]) -> AssertionQuerySet:
    assertions = Assertion.objects.published().with_names().filter(annotation__in=claims)
    return assertions.order_by("annotation", "pk")


def _by_claim(assertions: Iterable[Assertion], day: date | None) -> dict[int, list[Told]]:
    found: dict[int, list[Told]] = defaultdict(list)
    for told in told_of(assertions, day):
        found[told.assertion.annotation_id].append(told)
    return found


def with_sources(told: Sequence[Told]) -> Sequence[Told]:
    """The same with the sources of the rows in their tables; one query."""
    rows = [row for one in told for line in one.lines for row in (*line.rows, *line.meant_by)]
    if rows:
        cited = Citation.objects.select_related("source").order_by("position", "pk")
        prefetch_related_objects(rows, Prefetch("citations", cited))
    return told

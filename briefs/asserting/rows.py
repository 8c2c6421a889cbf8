"""Assertions held against the membership rows that readers can see, as they are now."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from briefs.evaluating import Asserted, Case, Evaluation, Held, evaluate
from briefs.models import Assertion, Membership, State
from briefs.models.partly import partly
from briefs.models.vocabulary import MAIN_ROLES, Outcome

_MAIN = tuple(role.value for role in MAIN_ROLES)


@dataclass(frozen=True)
class Checked:
    """An assertion with what the rows say of it.

    ``rows`` are by the keys that its cases name, ``states`` by the codes that it and they name.
    """

    assertion: Assertion
    evaluation: Evaluation
    rows: dict[int, Membership]
    states: dict[str, State]

    @property
    def outcome(self) -> Outcome:
        return Outcome(self.evaluation.outcome.value)

    def rows_of(self, held: Iterable[Held]) -> list[Membership]:
        return [self.rows[row.key] for row in held]

    @property
    def deciding_rows(self) -> list[Membership]:
        """The rows of the cases that decide, each once."""
        cases: Sequence[Case] = self.evaluation.deciding
        return self.rows_of({row.key: row for case in cases for row in case.rows}.values())


def check(assertions: Iterable[Assertion], day: date | None = None) -> list[Checked]:
    """Each with its outcome; one or two queries for all of them, none where there are none.

    The assertions come ``with_names``. With ``day``, by the rows that had begun then, of which an
    end to come was not known; what speaks of a later day is left out.
    """
    asked = [one for one in assertions if day is None or one.day is None or one.day.first <= day]
    if not asked:
        return []
    rows = {row.pk: row for row in _known(_rows_for(asked), day)}
    states = _name(rows.values(), asked)
    held = _Held(map(_held, rows.values()))
    return [
        Checked(one, evaluate(_asserted(one), held.about(one), _MAIN), rows, states)
        for one in asked
    ]


class _Held:
    """The rows by what they are about: each assertion is held against its own alone."""

    def __init__(self, rows: Iterable[Held]) -> None:
        self._of_body: dict[int, list[Held]] = defaultdict(list)
        self._of_state: dict[tuple[int, str], list[Held]] = defaultdict(list)
        for row in rows:
            self._of_body[row.organisation].append(row)
            self._of_state[row.organisation, row.state].append(row)

    def about(self, one: Assertion) -> list[Held]:
        if one.state:
            return self._of_state.get((one.organisation_id, one.state.iso_a3), [])
        bodies = [body for body in (one.organisation_id, one.members_of_id) if body]
        return [row for body in bodies for row in self._of_body.get(body, ())]


def _name(rows: Collection[Any], assertions: Iterable[Assertion]) -> dict[str, State]:
    """Give the rows their states and organisations, one instance of each; the states by code.

    One query where something is excepted of which there is no row.
    """
    bodies = {
        body.pk: body for one in assertions for body in (one.organisation, one.members_of) if body
    }
    states = {one.state.iso_a3: one.state for one in assertions if one.state}
    for row in rows:
        if row.code not in states:
            states[row.code] = partly(
                State, row._state.db, id=row.state_id, iso_a3=row.code, name=row.state_name
            )
    others = {code for one in assertions for code in one.excepted} - states.keys()
    if others:
        states |= {state.iso_a3: state for state in State.objects.filter(iso_a3__in=others)}
    for row in rows:
        row.state, row.organisation = states[row.code], bodies[row.organisation_id]
    return states


def _rows_for(assertions: Iterable[Assertion]) -> "QuerySet[Membership]":
    wanted = Q(pk__in=())
    of_all = {body for one in assertions if one.members_of_id for body in _bodies(one)}
    if of_all:
        wanted |= Q(organisation__in=of_all)
    states = {one.state_id for one in assertions if one.state_id}
    if states:
        bodies = {one.organisation_id for one in assertions if one.state_id}
        wanted |= Q(organisation__in=bodies, state__in=states)
    rows = Membership.objects.published().filter(wanted).order_by("start", "pk")
    return rows.annotate(code=F("state__iso_a3"), state_name=F("state__name"))


def _bodies(assertion: Assertion) -> set[int | None]:
    return {assertion.organisation_id, assertion.members_of_id}


def _known(rows: Iterable[Membership], day: date | None) -> Iterator[Membership]:
    """The rows as they could be known on that day; they are not saved."""
    for row in rows:
        if day is not None and row.end is not None and row.end > day:
            row.end, row.end_precision, row.end_basis = None, "", ""
        if day is None or row.start <= day:
            yield row


def _held(row: Membership) -> Held:
    return Held(
        key=row.pk,
        state=row.state.iso_a3,
        organisation=row.organisation_id,
        role=row.role,
        start=row.started,
        end=row.ended,
        verified=row.verified,
    )


def _asserted(one: Assertion) -> Asserted:
    return Asserted(
        organisation=one.organisation_id,
        role=one.role,
        on=one.day,
        state=one.state.iso_a3 if one.state else None,
        members_of=one.members_of_id,
        excepted=frozenset(one.excepted),
        negated=one.negated,
    )

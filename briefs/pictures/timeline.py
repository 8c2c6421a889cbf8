"""Membership over time: a row a state or an organisation, a bar a role."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from briefs.dates import PartialDate, Precision
from briefs.models import Membership, Organisation
from briefs.models.vocabulary import MAIN_ROLES, Role

MOST_TICKS = 7
STEPS = (1, 2, 5, 10, 20, 50, 100)
YEARS_AHEAD = 10
# A month is thinner than a line on a scale of decades: what is hatched is at least this wide.
LEAST_HATCHED = 0.012
LONGEST_NAME = 27  # letters of a name that fit beside the bars


@dataclass(frozen=True)
class Scale:
    """The years of a timeline, from 1 January of the first to 1 January of the last."""

    first: int
    last: int

    @classmethod
    def over(cls, days: Iterable[date], today: date) -> "Scale":
        """Whole years that hold ``today`` and all of ``days``, but for those far ahead."""
        days = [today, *days]
        return cls(min(days).year, min(max(days).year, today.year + YEARS_AHEAD) + 1)

    def at(self, day: date) -> float:
        """Where a day lies, 0 to 1; 1 for what is beyond."""
        start, end = date(self.first, 1, 1).toordinal(), date(self.last, 1, 1).toordinal()
        return min((day.toordinal() - start) / (end - start), 1.0)

    def ticks(self) -> list[tuple[int, float]]:
        """Round years, few enough to be read on a narrow screen, each with its place."""
        years = self.last - self.first
        step = next((step for step in STEPS if years / step <= MOST_TICKS), STEPS[-1])
        rounded = range(-(-self.first // step) * step, self.last, step)
        return [(year, self.at(date(year, 1, 1))) for year in rounded]


@dataclass(frozen=True)
class Span:
    """A part of the scale, in fractions of it."""

    start: float
    end: float

    @property
    def length(self) -> float:
        return self.end - self.start


@dataclass(frozen=True)
class Bar(Span):
    """One role: ``hatched`` are the parts of the bar in which it began or ended, day unknown."""

    role: Role
    words: str
    hatched: tuple[Span, ...] = ()

    @property
    def is_main(self) -> bool:
        """Whether it is a role of which there is one at a time; the others lie beneath it."""
        return self.role in MAIN_ROLES

    @property
    def clear(self) -> Span:
        """What is left between the hatched parts."""
        begun = (part.end for part in self.hatched if part.start == self.start)
        ending = (part.start for part in self.hatched if part.start != self.start)
        return Span(max(begun, default=self.start), min(ending, default=self.end))


@dataclass(frozen=True)
class Row:
    name: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Timeline:
    rows: tuple[Row, ...]
    ticks: list[tuple[int, float]]
    today: date
    today_at: float
    first: int
    members: int  # in how many rows there is a member today

    @property
    def roles(self) -> list[Role]:
        """The roles that are in the picture, in the order of the closed list."""
        drawn = {bar.role for row in self.rows for bar in row.bars}
        return [role for role in Role if role in drawn]

    @property
    def is_hatched(self) -> bool:
        return any(bar.hatched for row in self.rows for bar in row.bars)


def by_state(memberships: Iterable[Membership], today: date) -> Timeline | None:
    """An organisation's timeline: who has a role today first, members before all others.

    None where there is nothing to draw, here and below.
    """
    order = list(MAIN_ROLES)

    def rank(rows: list[Membership]) -> tuple[int, date, str]:
        held = [order.index(Role(row.role)) for row in rows if _is_main(row) and row.held_on(today)]
        return min(held, default=len(order)), rows[0].start, rows[0].state.name

    groups = sorted(_grouped(memberships, lambda row: row.state_id), key=rank)
    return _timeline([(rows[0].state.name, rows) for rows in groups], today)


def by_organisation(memberships: Iterable[Membership], today: date) -> Timeline | None:
    """A state's timeline: a row an organisation, in the order in which the roles began."""

    def rank(rows: list[Membership]) -> tuple[date, str]:
        return rows[0].start, rows[0].organisation.name

    groups = sorted(_grouped(memberships, lambda row: row.organisation_id), key=rank)
    return _timeline([(_name(rows[0].organisation), rows) for rows in groups], today)


def _name(organisation: Organisation) -> str:
    name = organisation.name
    return name if len(name) <= LONGEST_NAME else organisation.short_name


def _is_main(row: Membership) -> bool:
    return row.role in MAIN_ROLES


def _grouped(
    memberships: Iterable[Membership], key: Callable[[Membership], int]
) -> list[list[Membership]]:
    """The rows that have the same key, the earliest first."""
    grouped: dict[int, list[Membership]] = {}
    for row in sorted(memberships, key=lambda row: row.start):
        grouped.setdefault(key(row), []).append(row)
    return list(grouped.values())


def _timeline(groups: list[tuple[str, list[Membership]]], today: date) -> Timeline | None:
    if not groups:
        return None
    starts = [row.start for _, rows in groups for row in rows]
    ends = [row.end for _, rows in groups for row in rows if row.end]
    scale = Scale.over([*starts, *ends], today)
    return Timeline(
        rows=tuple(
            Row(name, tuple(_bar(row, name, scale, today) for row in rows)) for name, rows in groups
        ),
        ticks=scale.ticks(),
        today=today,
        today_at=scale.at(today),
        first=min(starts).year,
        members=sum(
            any(row.role == Role.MEMBER and row.held_on(today) for row in rows)
            for _, rows in groups
        ),
    )


def _bar(row: Membership, name: str, scale: Scale, today: date) -> Bar:
    """A role that is still held ends at today's line."""
    ended = row.ended
    until = _after(ended) if ended else max(today, _after(row.started))
    start, end = scale.at(row.start), scale.at(until)
    hatched = []
    if row.started.precision != Precision.DAY or not row.verified:
        known = scale.at(_after(row.started)) if row.started.precision != Precision.DAY else start
        hatched.append(Span(start, min(max(known, start + LEAST_HATCHED), end)))
    if ended and ended.precision != Precision.DAY:
        hatched.append(Span(max(min(scale.at(ended.date), end - LEAST_HATCHED), start), end))
    words = f"{name}: {row.get_role_display()} from {row.started}"
    if ended:
        words += f" to {ended}"
    if not row.verified:
        words += ", unverified"
    return Bar(start, end, Role(row.role), words, tuple(hatched))


def _after(known: PartialDate) -> date:
    """The first day by which it has certainly happened: that of a known day is the day itself."""
    if known.precision in (Precision.MONTH, Precision.YEAR):
        return date.fromordinal(min(known.last.toordinal() + 1, date.max.toordinal()))
    return known.date

"""Developments against claims: for each claim a strip of time with what happened to it.

Places along a strip are fractions of it; its height is counted in lanes, so that two marks never
lie on each other however narrow the page is.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from briefs.dates import PartialDate, Precision
from briefs.models import Annotation, Assessment, Bearing, Watch
from briefs.models.vocabulary import Effect, Verdict
from briefs.pictures.timeline import Scale, Span

MOST_MARKS = 40
"""Updates of one claim that are drawn, the newest; its page lists all of them."""
MARK = 0.045  # the part of a strip that a mark takes where the page is narrowest
LANE, EDGE, VERDICTS = 17, 4, 16  # pixels: a lane of marks, above and below them, the verdicts
HATCH = 12  # pixels that it is high
DUE = "due"
DEADLINE = "deadline"


@dataclass(frozen=True)
class Mark:
    """Something dated that bears on a claim; ``hatched`` where its day is not known."""

    shape: str  # the value of an effect, or DUE
    happened: PartialDate
    does: str  # "contradicts"
    told: str
    url: str
    verified: bool
    at: float
    hatched: Span | None
    lane: int

    @property
    def is_deadline(self) -> bool:
        return self.shape == DUE and self.does == DEADLINE

    @property
    def y(self) -> int:
        """Its middle, in pixels."""
        return EDGE + self.lane * LANE + LANE // 2

    @property
    def top(self) -> int:
        """Of what is hatched."""
        return self.y - HATCH // 2

    @property
    def words(self) -> str:
        unverified = "" if self.verified else ", unverified"
        return f"{self.happened}, {self.does}: {self.told}{unverified}"


@dataclass(frozen=True)
class Judged(Span):
    """A verdict, from the day it was given to the next one or to today."""

    verdict: Verdict
    assessment: Assessment

    @property
    def words(self) -> str:
        day = PartialDate(self.assessment.assessed_on)
        return f"Judged “{self.verdict.label}” on {day}"


@dataclass(frozen=True)
class Strip:
    claim: Annotation
    marks: tuple[Mark, ...]
    verdicts: tuple[Judged, ...]  # the earliest first
    article_at: float | None
    is_cut: bool

    @property
    def lanes(self) -> int:
        return max((mark.lane for mark in self.marks), default=0) + 1

    @property
    def height(self) -> int:
        return 2 * EDGE + self.lanes * LANE + (VERDICTS if self.verdicts else 0)

    @property
    def verdict_y(self) -> int:
        return self.height - EDGE - VERDICTS // 2

    @property
    def rows(self) -> int:
        """What there is to tell of it, one by one."""
        return len(self.marks) + len(self.verdicts)

    @property
    def counts(self) -> list[tuple[Effect, int]]:
        """How many updates do what to the claim, in the order of the closed list."""
        found = Counter(mark.shape for mark in self.marks)
        return [(effect, found[effect]) for effect in Effect if found[effect]]

    @property
    def due(self) -> list[Mark]:
        return [mark for mark in self.marks if mark.shape == DUE]


@dataclass(frozen=True)
class Strips:
    strips: list[Strip]
    ticks: list[tuple[int, float]]
    today: date
    today_at: float

    @property
    def is_hatched(self) -> bool:
        return any(mark.hatched for strip in self.strips for mark in strip.marks)

    @property
    def has_due(self) -> bool:
        return any(strip.due for strip in self.strips)


@dataclass(frozen=True)
class Followed:
    """A claim with what happened to it, from rows already fetched.

    ``bearings`` come with their updates, the newest first, and one more than MOST_MARKS at the
    most; ``assessments`` the newest first.
    """

    claim: Annotation
    bearings: Sequence[Bearing]
    assessments: Sequence[Assessment]
    watches: Sequence[Watch]

    @property
    def is_cut(self) -> bool:
        return len(self.bearings) > MOST_MARKS

    @property
    def drawn(self) -> Sequence[Bearing]:
        return self.bearings[:MOST_MARKS]

    @property
    def days(self) -> list[date]:
        """All that has to lie on the scale."""
        dated = [bearing.update.happened for bearing in self.drawn]
        dated += [known for known in (self.claim.due, *(one.due for one in self.watches)) if known]
        days = [day for known in dated for day in (known.first, known.last)]
        days += [assessment.assessed_on for assessment in self.assessments]
        published = self.claim.article.originally_on
        return [*days, published] if published else days


def strips(followed: Sequence[Followed], today: date) -> Strips | None:
    """A strip a claim, in their order; None where there is none."""
    if not followed:
        return None
    scale = Scale.over((day for one in followed for day in one.days), today)
    return Strips(
        [_strip(one, scale, today) for one in followed], scale.ticks(), today, scale.at(today)
    )


def _strip(followed: Followed, scale: Scale, today: date) -> Strip:
    published = followed.claim.article.originally_on
    return Strip(
        followed.claim,
        _marks(followed, scale),
        _verdicts(followed.assessments, scale, today),
        scale.at(published) if published else None,
        followed.is_cut,
    )


@dataclass(frozen=True)
class _Happening:
    """What a mark says, before it has its place."""

    shape: str
    happened: PartialDate
    does: str
    told: str
    url: str
    verified: bool = True


def _happenings(followed: Followed) -> list[_Happening]:
    """The earliest first."""
    claim = followed.claim
    url = claim.get_absolute_url()
    found = [
        _Happening(
            bearing.effect,
            bearing.update.happened,
            bearing.get_effect_display(),
            bearing.update.headline,
            bearing.update.get_absolute_url(),
            bearing.update.verified,
        )
        for bearing in followed.drawn
    ]
    if claim.due:
        told = claim.event or claim.summary
        found.append(_Happening(DUE, claim.due, DEADLINE, told, url))
    for watch in followed.watches:
        if watch.due:
            does = f"watched, expected {watch.expected}"
            found.append(_Happening(DUE, watch.due, does, watch.what, f"{url}#watched", False))
    return sorted(found, key=lambda one: (one.happened.first, one.told))


def _marks(followed: Followed, scale: Scale) -> tuple[Mark, ...]:
    """Each in the first lane in which it lies on no other."""
    marks: list[Mark] = []
    ends: list[float] = []  # of what lies in each lane so far
    for one in _happenings(followed):
        at, hatched = _place(one.happened, scale)
        start, end = at - MARK / 2, at + MARK / 2
        if hatched:
            start, end = min(start, hatched.start), max(end, hatched.end)
        lane = next((n for n, taken in enumerate(ends) if taken <= start), len(ends))
        ends[lane:] = [end, *ends[lane + 1 :]]
        marks.append(
            Mark(
                *(one.shape, one.happened, one.does, one.told, one.url, one.verified),
                at=at,
                hatched=hatched,
                lane=lane,
            )
        )
    return tuple(marks)


def _place(known: PartialDate, scale: Scale) -> tuple[float, Span | None]:
    """Where its mark lies, and what is hatched: all the time in which it can have been.

    Of “not later than” only the end is known: what is hatched before it is no measure.
    """
    if known.precision == Precision.DAY:
        return scale.at(known.date), None
    if known.precision == Precision.NOT_LATER_THAN:
        at = scale.at(known.date)
        return at, Span(max(at - MARK, 0), at)
    start, end = scale.at(known.first), scale.at(known.last)
    middle = (start + end) / 2
    return middle, Span(min(start, middle - MARK / 2), max(end, middle + MARK / 2))


def _verdicts(given: Sequence[Assessment], scale: Scale, today: date) -> tuple[Judged, ...]:
    """Only where the verdict changes; the first of two alike is the one that counts."""
    changes: list[Assessment] = []
    for assessment in reversed(given):
        if not changes or changes[-1].verdict != assessment.verdict:
            changes.append(assessment)
    ends = [scale.at(later.assessed_on) for later in changes[1:]]
    ends.append(max(scale.at(today), scale.at(changes[-1].assessed_on)) if changes else 0)
    return tuple(
        Judged(scale.at(one.assessed_on), end, Verdict(one.verdict), one)
        for one, end in zip(changes, ends, strict=bool(changes))
    )

"""How the claims of an author fared: every number with what it is a number of."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from briefs.models import Annotation, Person
from briefs.models.vocabulary import FACT_SCALE, FORECAST_SCALE, Kind, Verdict

LEAST = 10
"""Judged claims below which a share in per cent would say more than is known."""
_CANNOT_BE_JUDGED = (Verdict.UNVERIFIABLE, Verdict.OVERTAKEN)
_OPEN = ("", Verdict.PENDING)


@dataclass(frozen=True)
class Line:
    """One verdict of a scale: how many of the judged claims; ``share`` in whole per cent."""

    verdict: Verdict
    count: int
    share: int | None  # None where too few are judged


@dataclass(frozen=True)
class Record:
    """The claims of one scale. ``judged``, ``open`` and ``undecidable`` add up to ``total``."""

    label: str
    judged: int
    open: int
    undecidable: int
    lines: list[Line]

    @property
    def total(self) -> int:
        return self.judged + self.open + self.undecidable


def track_record(author: Person) -> list[Record]:
    """A record for each scale that the author's public articles have claims of. One query.

    Claims that cannot be judged, or were overtaken by events, count for nothing and against
    nothing: they are told beside the judged ones.
    """
    claims = Annotation.objects.published().claims().filter(article__authors=author)
    counted = claims.order_by().values_list("kind", "verdict").annotate(count=Count("pk"))
    statements: Counter[str] = Counter()
    forecasts: Counter[str] = Counter()
    for kind, verdict, count in counted:
        (forecasts if kind == Kind.FORECAST else statements)[verdict] += count
    records = [
        _record("Statements", statements, FACT_SCALE),
        _record("Forecasts", forecasts, FORECAST_SCALE),
    ]
    return [record for record in records if record.total]


def _record(label: str, counts: Counter[str], scale: tuple[Verdict, ...]) -> Record:
    decided = [verdict for verdict in scale if verdict not in (*_CANNOT_BE_JUDGED, *_OPEN)]
    judged = sum(counts[verdict] for verdict in decided)
    lines = [
        Line(
            verdict,
            counts[verdict],
            round(100 * counts[verdict] / judged) if judged >= LEAST else None,
        )
        for verdict in decided
        if counts[verdict]
    ]
    return Record(
        label,
        judged,
        sum(counts[verdict] for verdict in _OPEN),
        sum(counts[verdict] for verdict in _CANNOT_BE_JUDGED),
        lines,
    )

"""An article's published texts."""

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import FilteredRelation, Q

from briefs.models import Article
from briefs.models.vocabulary import EventKind


class Correction(NamedTuple):
    """Why a text replaced another one, as it was recorded."""

    recorded_at: datetime
    reason: str
    before: int  # the numbers of the versions
    after: int


class Editions(NamedTuple):
    """The published texts of an article, by number, and how they were corrected; newest first."""

    published_at: dict[int, datetime]
    corrections: tuple[Correction, ...]


def editions_of(article: Article) -> Editions:
    """One query."""
    told = FilteredRelation("events", condition=Q(events__kind=EventKind.CORRECTED))
    rows: Any = (
        article.versions.filter(published_at__isnull=False)
        .annotate(told=told)
        .order_by("-number", "-told__recorded_at", "-told__pk")
        .values_list(
            "number",
            "published_at",
            "told__recorded_at",
            "told__reason",
            "told__before",
            "told__after",
        )
    )
    published_at: dict[int, datetime] = {}
    corrections = []
    for number, moment, recorded_at, reason, before, after in rows:
        published_at[number] = moment
        if recorded_at is not None:
            corrections.append(Correction(recorded_at, reason, before["version"], after["version"]))
    corrections.sort(key=lambda correction: correction.recorded_at, reverse=True)
    return Editions(published_at, tuple(corrections))

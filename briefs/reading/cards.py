"""The annotations as they stand beside the text."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from briefs.models import Anchor, Annotation, Assessment, Event, Version
from briefs.models.annotation import AnnotationQuerySet
from briefs.models.vocabulary import EventKind, Kind, Status, Verdict


@dataclass(frozen=True)
class Card:
    """An annotation as it stands beside the text."""

    id: int
    label: str  # "12" for a claim, "b" for an editor's note: its order in the text
    slug: str
    kind: Kind
    verdict: Verdict | None
    summary: str
    start: int
    end: int
    reworded: bool  # since the latest assessment of it
    status: Status
    overdue_since: date | None
    checked_on: date | None  # and nothing changed, since the latest assessment of it

    @property
    def anchor(self) -> str:
        return f"claim-{self.label}"

    @property
    def is_claim(self) -> bool:
        return self.kind != Kind.NOTE

    @property
    def is_public(self) -> bool:
        return self.status == Status.PUBLISHED

    @property
    def url(self) -> str:
        return reverse("briefs:claim-detail", args=[self.slug])

    @property
    def family(self) -> str:
        return self.verdict.family if self.verdict else "note" if not self.is_claim else "open"

    @property
    def verdict_words(self) -> str:
        return self.verdict.label if self.verdict else "not assessed yet"


def letters(number: int) -> str:
    """1 → a, 26 → z, 27 → aa."""
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("a") + rest) + name
    return name


def cards(version: Version, day: date | None = None) -> list[Card]:
    """The published annotations that have a place in ``version``, in the order of the text.

    With ``day``, how they were judged then, and what had happened. One query, however many
    there are.
    """
    return _cards(version, Annotation.objects.published(), day)


def editors_cards(version: Version) -> list[Card]:
    """The same with those that readers do not see yet: for editors alone."""
    return _cards(version, Annotation.objects.exclude(status=Status.WITHDRAWN))


def _cards(version: Version, shown: AnnotationQuerySet, day: date | None = None) -> list[Card]:
    today = timezone.localdate()
    found: list[Card] = []
    numbers: Counter[bool] = Counter()
    for row in _placed(version, shown, day):
        kind = Kind(row.annotation__kind)
        is_claim = kind != Kind.NOTE
        numbers[is_claim] += 1
        number = numbers[is_claim]
        due = row.annotation__look_again_on if is_claim and day is None else None
        found.append(
            Card(
                id=row.annotation_id,
                label=str(number) if is_claim else letters(number),
                slug=row.annotation__slug,
                kind=kind,
                verdict=Verdict(row.verdict) if row.verdict else None,
                summary=row.annotation__summary,
                start=row.start,
                end=row.end,
                reworded=row.judged is not None and row.judged != row.exact,
                status=Status(row.annotation__status),
                overdue_since=due if due and due < today else None,
                checked_on=row.looked_on if row.looked == EventKind.CHECKED else None,
            )
        )
    return found


def _placed(version: Version, shown: AnnotationQuerySet, day: date | None) -> Iterable[Any]:
    """The anchors with a place, and what was said of their annotations last; one query."""
    judged = Assessment.objects.published().filter(annotation=OuterRef("annotation"))
    looked = looked_at(OuterRef("annotation"))
    if day is not None:
        judged = judged.filter(assessed_on__lte=day)
        looked = looked.filter(happened_on__lte=day)
    newest = judged.newest_first()
    return (
        Anchor.objects.placed()
        .filter(version=version, annotation__in=shown)
        .annotate(
            judged=Subquery(newest.values("words")[:1]),
            verdict=Subquery(newest.values("verdict")[:1]) if day else F("annotation__verdict"),
            looked=Subquery(looked.values("kind")[:1]),
            looked_on=Subquery(looked.values("happened_on")[:1]),
        )
        .order_by("start", "-end", "annotation_id")
        .values_list(
            *("annotation_id", "start", "end", "exact", "judged", "verdict", "looked", "looked_on"),
            *(f"annotation__{name}" for name in ("kind", "slug", "summary", "status")),
            "annotation__look_again_on",
            named=True,
        )
    )


def looked_at(claim: int | OuterRef) -> QuerySet[Event]:
    """The lines of the record on a claim's being judged or checked, the newest first."""
    kinds = (EventKind.CHECKED, EventKind.ASSESSED)
    return Event.objects.filter(annotation=claim, kind__in=kinds).newest_first()

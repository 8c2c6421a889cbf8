"""What an opened card tells beside its line."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.urls import reverse

from briefs.asserting.words import said_by_claim
from briefs.dates import PartialDate
from briefs.models import Assessment, Bearing
from briefs.models.dates import partial
from briefs.models.vocabulary import Confidence, Effect, Status
from briefs.reading.cards import Card
from briefs.reading.sources import CITED, IN_ORDER, SourceLine
from briefs.reading.subjects import ClaimSubjects, Named, subjects_of_claims


class Judged(NamedTuple):
    """An assessment."""

    rationale: str
    confidence: str  # in words
    verified: bool
    assessed_on: date
    sources: tuple[SourceLine, ...]


class BearingLine(NamedTuple):
    """An update, and what it does to the claim."""

    effect: str  # in words
    update: int
    slug: str
    headline: str
    happened_on: date
    precision: str
    verified: bool

    def get_absolute_url(self) -> str:
        """Of the update."""
        return reverse("briefs:update-detail", args=[self.slug])

    @property
    def happened(self) -> PartialDate:
        return partial(self.happened_on, self.precision)


class Details(NamedTuple):
    """What is behind a card."""

    judged: Judged | None
    bearings: tuple[BearingLine, ...]  # the latest first
    topics: tuple[Named, ...]
    organisations: tuple[Named, ...]
    asserted: tuple[str, ...]  # held against the membership rows, each in one or two sentences


def details_of(
    cards: Iterable[Card],
    day: date | None = None,
    subjects: Mapping[int, ClaimSubjects] | None = None,
) -> dict[int, Details]:
    """What is behind each card, by its annotation; with ``day``, what was known then.

    Five queries, four where nothing is asserted; one less where their ``subjects`` are known.
    """
    keys = [card.id for card in cards]
    said = said_by_claim(keys, day)
    judged = _judged(keys, day)
    bearings = _bearings(keys, day)
    if subjects is None:
        subjects = subjects_of_claims(keys)
    return {
        key: Details(
            judged.get(key),
            tuple(bearings.get(key, ())),
            *subjects.get(key, ClaimSubjects()),
            tuple(said.get(key, ())),
        )
        for key in keys
    }


def _judged(annotations: Collection[int], day: date | None) -> dict[int, Judged]:
    """The latest assessment of each."""
    given = Assessment.objects.published().filter(annotation__in=annotations)
    if day is not None:
        given = given.filter(assessed_on__lte=day)
    latest: dict[int, tuple[int, tuple[Any, ...], list[SourceLine]]] = {}
    rows = given.newest_first(*IN_ORDER).values_list(
        "annotation_id", "pk", "rationale", "confidence", "verified", "assessed_on", *CITED
    )
    for claim, key, rationale, confidence, verified, assessed_on, *cited in rows:
        told = (rationale, Confidence(confidence).label, verified, assessed_on)
        standing, _, sources = latest.setdefault(claim, (key, told, []))
        if key == standing and cited[0] is not None:
            sources.append(SourceLine(*cited))
    return {
        claim: Judged._make((*told, tuple(sources))) for claim, (_, told, sources) in latest.items()
    }


def _bearings(annotations: Collection[int], day: date | None) -> dict[int, list[BearingLine]]:
    """What public updates do to each, the latest first."""
    rows = Bearing.objects.filter(annotation__in=annotations, update__status=Status.PUBLISHED)
    if day is not None:
        rows = rows.filter(update__happened_on__lte=day)
    found: dict[int, list[BearingLine]] = defaultdict(list)
    for claim, effect, *update in rows.order_by("-update__happened_on", "-update").values_list(
        "annotation_id",
        "effect",
        "update_id",
        "update__slug",
        "update__headline",
        "update__happened_on",
        "update__happened_on_precision",
        "update__verified",
    ):
        found[claim].append(BearingLine._make((Effect(effect).label, *update)))
    return found

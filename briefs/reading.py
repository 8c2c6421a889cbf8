"""What the reading pages show, read with few flat queries and grouped here."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from django.db.models import (
    BooleanField,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse
from django.utils import timezone

from briefs.asserting.words import Told, told_by_claim
from briefs.models import (
    Anchor,
    Annotation,
    Article,
    Assessment,
    Bearing,
    Citation,
    Event,
    TaggedAnnotation,
    Version,
)
from briefs.models.annotation import AnnotationQuerySet
from briefs.models.vocabulary import AnchorState, EventKind, Kind, Status, Verdict


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


@dataclass(frozen=True)
class Named:
    """A topic or an organisation, as a card names it."""

    slug: str
    name: str


@dataclass
class Details:
    """What an opened card tells beside its line."""

    assessment: Assessment | None = None
    bearings: list[Bearing] = field(default_factory=list)
    topics: list[Named] = field(default_factory=list)
    organisations: list[Named] = field(default_factory=list)
    asserted: list[Told] = field(default_factory=list)  # held against the membership rows


def details_of(cards: Iterable[Card], day: date | None = None) -> dict[int, Details]:
    """What is behind each card, by its annotation; with ``day``, what was known then.

    Seven queries; one less where nothing is assessed, and two where nothing is asserted.
    """
    found = {card.id: Details() for card in cards}
    for claim, told in told_by_claim(found, day).items():
        found[claim].asserted = told
    given = Assessment.objects.published().filter(annotation__in=found)
    bearings = Bearing.objects.filter(annotation__in=found, update__status=Status.PUBLISHED)
    if day is not None:
        given = given.filter(assessed_on__lte=day)
        bearings = bearings.filter(update__happened_on__lte=day)
    for assessment in given.newest_first().prefetch_related(
        Prefetch("citations", Citation.objects.select_related("source"))
    ):
        details = found[assessment.annotation_id]
        details.assessment = details.assessment or assessment
    for bearing in bearings.select_related("update").order_by("-update__happened_on", "-update"):
        found[bearing.annotation_id].bearings.append(bearing)
    for pk, is_topic, slug, name in _named(found):
        details = found[pk]
        (details.topics if is_topic else details.organisations).append(Named(slug, name))
    return found


def _named(annotations: Iterable[int]) -> Iterator[tuple[int, bool, str, str]]:
    """Topics and public organisations of the annotations: the key, which of both, slug, name."""
    topics = TaggedAnnotation.objects.filter(content_object__in=annotations).values_list(
        "content_object_id", Value(True, BooleanField()), "tag__slug", "tag__name"
    )
    name = Coalesce(NullIf("organisation__abbreviation", Value("")), "organisation__name")
    bodies = Annotation.organisations.through.objects.filter(
        annotation__in=annotations, organisation__status=Status.PUBLISHED
    ).values_list("annotation_id", Value(False, BooleanField()), "organisation__slug", name)
    named: Any = topics.order_by().union(bodies.order_by(), all=True).order_by("tag__name")
    return iter(named)


def judged_on(claims: AnnotationQuerySet, day: date) -> AnnotationQuerySet:
    """Adds ``then``: the verdict that each had on that day, empty before the first."""
    given = Assessment.objects.published().filter(annotation=OuterRef("pk"), assessed_on__lte=day)
    newest = Subquery(given.newest_first().values("verdict")[:1])
    return claims.annotate(then=Coalesce(newest, Value(""))).filter(
        Q(article__originally_on__isnull=True) | Q(article__originally_on__lte=day)
    )


def as_judged(claims: Iterable[Annotation]) -> list[Annotation]:
    """The claims of ``judged_on`` with the verdict of that day as theirs; they are not saved."""
    found = list(claims)
    for claim in found:
        claim.verdict = claim.then  # type: ignore[attr-defined]
    return found


def claims_on(claims: AnnotationQuerySet, day: date | None) -> AnnotationQuerySet:
    """The claims with the verdict that they had on that day, or have now, as ``then``."""
    return claims.annotate(then=F("verdict")) if day is None else judged_on(claims, day)


def version_on(article: Article, day: date) -> Version | None:
    """The text that readers had on that day: the first one from when the article appeared."""
    found = None
    for version in article.versions.filter(published_at__isnull=False).order_by("number"):
        appeared = timezone.localdate(version.published_at)
        if found is None and article.originally_on:
            appeared = min(appeared, article.originally_on)
        if appeared <= day:
            found = version
    return found


def _cards(version: Version, shown: AnnotationQuerySet, day: date | None = None) -> list[Card]:
    today = timezone.localdate()
    found: list[Card] = []
    numbers: Counter[bool] = Counter()
    for row in _placed(version, shown, day):
        claim = row.annotation
        numbers[claim.is_claim] += 1
        number = numbers[claim.is_claim]
        due = claim.look_again_on if claim.is_claim and day is None else None
        found.append(
            Card(
                id=claim.pk,
                label=str(number) if claim.is_claim else letters(number),
                slug=claim.slug,
                kind=Kind(claim.kind),
                verdict=Verdict(row.verdict) if row.verdict else None,
                summary=claim.summary,
                start=cast(int, row.start),
                end=cast(int, row.end),
                reworded=row.judged is not None and row.judged != row.exact,
                status=Status(claim.status),
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
        .select_related("annotation")
        .annotate(
            judged=Subquery(newest.values("words")[:1]),
            verdict=Subquery(newest.values("verdict")[:1]) if day else F("annotation__verdict"),
            looked=Subquery(looked.values("kind")[:1]),
            looked_on=Subquery(looked.values("happened_on")[:1]),
        )
        .order_by("start", "-end", "annotation_id")
    )


def looked_at(claim: int | OuterRef) -> QuerySet[Event]:
    """The lines of the record on a claim's being judged or checked, the newest first."""
    kinds = (EventKind.CHECKED, EventKind.ASSESSED)
    return Event.objects.filter(annotation=claim, kind__in=kinds).newest_first()


FATES = ("retired", "edited", "new", "shifted", "kept")


@dataclass(frozen=True)
class Fate:
    """What became of one annotation between two versions."""

    anchor: Anchor
    was: Anchor | None

    @property
    def name(self) -> str:
        """One of FATES."""
        if self.anchor.state == AnchorState.RETIRED:
            return "retired"
        if self.was is None:
            return "new"
        if self.anchor.exact != self.was.exact:
            return "edited"
        return "kept" if self.anchor.start == self.was.start else "shifted"


def fates(old: Version, new: Version) -> dict[str, list[Fate]]:
    """What became of each published annotation of ``new``, by name, in the order of the text.

    What was retired in ``old`` already is left out. Two queries.
    """
    public = Annotation.objects.published()
    before = {anchor.annotation_id: anchor for anchor in old.anchors.filter(annotation__in=public)}
    now = new.anchors.filter(annotation__in=public).select_related("annotation")
    found = [Fate(anchor, before.get(anchor.annotation_id)) for anchor in now]
    by_name: dict[str, list[Fate]] = {name: [] for name in FATES}
    for fate in found:
        if fate.name != "retired" or not fate.was or fate.was.state != AnchorState.RETIRED:
            by_name[fate.name].append(fate)
    return {name: group for name, group in by_name.items() if group}


@dataclass(frozen=True)
class Tally:
    """How many of some claims came to which verdict."""

    value: str
    label: str
    family: str
    count: int


def tally(counts: Mapping[str, int], scale: Sequence[Verdict]) -> list[Tally]:
    """Counts by verdict, in the order of the scale, empty ones left out."""
    return [
        Tally(verdict.value, verdict.label, verdict.family, counts[verdict])
        for verdict in scale
        if counts.get(verdict)
    ]

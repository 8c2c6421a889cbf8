"""Published annotations as the W3C Web Annotation Data Model (2017) has them.

The words are cited out of the plain text of a version, which never changes: in it
``text[start:end] == exact`` in code points (4.2.4, 4.2.5). A retired annotation is cited out of the
last version that held it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Prefetch, Subquery
from django.urls import reverse
from django.utils import timezone

from briefs.dates import PartialDate
from briefs.models import (
    Anchor,
    Annotation,
    Assessment,
    Authorship,
    Event,
    TaggedAnnotation,
    Version,
)
from briefs.models.annotation import AnnotationQuerySet
from briefs.models.vocabulary import Kind, Status

Json = dict[str, Any]

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
LANGUAGE = "en-GB"
"""Of what the editors write, as on the pages; the words keep the language of their article."""


@dataclass(frozen=True)
class Site:
    """Where the addresses of the site begin, as ``https://example.org``, and what it is called."""

    address: str
    name: str

    def at(self, path: str) -> str:
        return self.address + path

    @property
    def editors(self) -> Json:
        return {"id": self.at("/"), "type": "Organization", "name": self.name}


def citable(annotations: AnnotationQuerySet) -> AnnotationQuerySet:
    """Those of them that readers see and whose words can be cited, in the order of reading."""
    held = Anchor.objects.placed().filter(
        annotation=OuterRef("pk"), version__published_at__isnull=False
    )
    live = Anchor.objects.filter(annotation=OuterRef("pk"), version=OuterRef("article__live"))
    authors = Authorship.objects.select_related("person")
    return (
        annotations.published()
        .filter(Exists(held))
        .annotate(place=Subquery(live.values("start")[:1]))
        .order_by("article", F("place").asc(nulls_last=True), "pk")
        .select_related("article", "speaker")
        .prefetch_related(Prefetch("article__authorships", authors))
    )


def address_of(annotation: Annotation, site: Site) -> str:
    """Its IRI. By the public id: a slug tells what the claim says, and may have to be put right."""
    return site.at(reverse("briefs:annotation-detail", args=[annotation.public_id]))


def described(annotations: Iterable[Annotation], site: Site) -> list[Json]:
    """Rows of ``citable()`` in their order, without context. Five queries, however many."""
    rows = list(annotations)
    known = _Known.about(rows)
    return [_described(row, known, site) for row in rows]


def alone(annotation: Annotation, site: Site) -> Json:
    """One annotation as a document of its own."""
    return {"@context": CONTEXT, **described([annotation], site)[0]}


# What is read for all of them at once -------------------------------------------------------


@dataclass(frozen=True)
class _Known:
    """What belongs to some annotations, each by the annotation's key."""

    anchors: dict[int, Anchor]
    assessments: dict[int, Assessment]
    topics: dict[int, list[Any]]
    organisations: dict[int, list[Any]]
    changed: dict[int, datetime]

    @classmethod
    def about(cls, rows: Sequence[Annotation]) -> "_Known":
        keys = [row.pk for row in rows]
        tagged = TaggedAnnotation.objects.filter(content_object__in=keys).select_related("tag")
        bodies = Annotation.organisations.through.objects.filter(
            annotation__in=keys, organisation__status=Status.PUBLISHED
        ).select_related("organisation")
        told = Event.objects.published().filter(annotation__in=keys).order_by()
        return cls(
            anchors=_last_places(keys),
            assessments={
                given.annotation_id: given
                for given in Assessment.objects.standing().filter(annotation__in=keys)
            },
            topics=_grouped(
                (row.content_object_id, row.tag) for row in tagged.order_by("tag__name")
            ),
            organisations=_grouped(
                (row.annotation_id, row.organisation)
                for row in bodies.order_by("organisation__name")
            ),
            changed=dict(told.values_list("annotation").annotate(last=Max("recorded_at"))),
        )


def _grouped(pairs: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for key, thing in pairs:
        found[key].append(thing)
    return found


def _last_places(annotations: Sequence[int]) -> dict[int, Anchor]:
    """Where each stands in the last published version that holds it.

    Each version has ``until``: when the next one took its place, None of the live one.
    """
    later = Version.objects.filter(
        article=OuterRef("version__article"),
        number__gt=OuterRef("version__number"),
        published_at__isnull=False,
    ).order_by("number")
    anchors = (
        Anchor.objects.placed()
        .filter(annotation__in=annotations, version__published_at__isnull=False)
        .annotate(until=Subquery(later.values("published_at")[:1]))
        .select_related("version")
        .defer("version__body", "version__text", "version__end_note", "version__author_note")
        .order_by("version__number")
    )
    return {anchor.annotation_id: anchor for anchor in anchors}


# One annotation ------------------------------------------------------------------------------


def _described(annotation: Annotation, known: _Known, site: Site) -> Json:
    anchor = known.anchors[annotation.pk]
    assessment = known.assessments.get(annotation.pk)
    created = annotation.published_at or annotation.recorded_at
    changes = [created, known.changed.get(annotation.pk), anchor.version.published_at]
    return {
        "id": address_of(annotation, site),
        "type": "Annotation",
        "canonical": f"urn:uuid:{annotation.public_id}",
        "motivation": _motivation(annotation, assessment),
        "creator": site.editors,
        "created": _moment(created),
        "modified": _moment(max(filter(None, changes))),
        "body": [
            _text("describing", annotation.summary),
            _text("classifying", Kind(annotation.kind).label),
            *(_judged(assessment, site) if assessment else ()),
            *_speaker(annotation, site),
            *(_named("identifying", body, site) for body in known.organisations[annotation.pk]),
            *(_named("tagging", topic, site) for topic in known.topics[annotation.pk]),
        ],
        "target": _target(annotation, anchor, site),
    }


def _motivation(annotation: Annotation, assessment: Assessment | None) -> str:
    """Why it was made, in the words of the model (3.3.5)."""
    if annotation.kind == Kind.NOTE:
        return "commenting"
    return "assessing" if assessment else "describing"


def _text(purpose: str, value: str, language: str = LANGUAGE) -> Json:
    return {
        "type": "TextualBody",
        "purpose": purpose,
        "value": value,
        "format": "text/plain",
        "language": language,
    }


def _judged(assessment: Assessment, site: Site) -> list[Json]:
    """The verdict by itself, so that it can be counted, and what it rests on."""
    given = {
        "creator": site.editors,
        "created": _moment(assessment.published_at or assessment.recorded_at),
    }
    day = PartialDate(assessment.assessed_on)
    reasons = (
        f"As of {day}, {assessment.get_confidence_display()} confidence: {assessment.rationale}"
    )
    return [
        _text("assessing", assessment.get_verdict_display()) | given,
        _text("commenting", reasons) | given,
    ]


def _speaker(annotation: Annotation, site: Site) -> list[Json]:
    """Whose words or views are reported, if not the author's."""
    speaker = annotation.speaker
    if speaker is None:
        return []
    agent = {"id": site.at(speaker.get_absolute_url()), "type": "Person", "name": speaker.name}
    return [{"type": "SpecificResource", "purpose": "identifying", "source": agent}]


def _named(purpose: str, thing: Any, site: Site) -> Json:
    """An organisation or a topic, by its page."""
    page = {"id": site.at(thing.get_absolute_url()), "format": "text/html", "label": thing.name}
    return {"type": "SpecificResource", "purpose": purpose, "source": page}


def _target(annotation: Annotation, anchor: Anchor, site: Site) -> Json:
    article = annotation.article
    text = reverse("briefs:version-text", args=[article.slug, anchor.version.number])
    authors = [row.person for row in article.authorships.all()]
    creators = [
        {"id": site.at(person.get_absolute_url()), "type": "Person", "name": person.name}
        for person in authors
    ]
    return {
        "type": "SpecificResource",
        "source": {
            "id": site.at(text),
            "type": "Text",
            "format": "text/plain",
            "language": article.language,
            **({"creator": creators} if creators else {}),
        },
        # The page on which readers meet the words.
        "scope": site.at(article.get_absolute_url()),
        "selector": _selectors(anchor),
        "state": _state(anchor),
        **({"rights": article.licence_url} if article.licence_url else {}),
    }


def _selectors(anchor: Anchor) -> list[Json]:
    quote = {"type": "TextQuoteSelector", "exact": anchor.exact}
    around = {"prefix": anchor.prefix, "suffix": anchor.suffix}
    return [
        quote | {name: words for name, words in around.items() if words},
        {"type": "TextPositionSelector", "start": anchor.start, "end": anchor.end},
    ]


def _state(anchor: Any) -> Json:
    """When the words stood before readers: since a moment, or from one to another (4.3.1)."""
    since = _moment(anchor.version.published_at)
    if anchor.until is None:
        return {"type": "TimeState", "sourceDate": since}
    return {
        "type": "TimeState",
        "sourceDateStart": since,
        "sourceDateEnd": _moment(anchor.until),
    }


def _moment(moment: datetime) -> str:
    """As the model asks for it: xsd:dateTime in UTC, with a Z."""
    return timezone.localtime(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

from collections.abc import Iterator
from typing import Any

from django.db.models import F, Prefetch

from briefs.models import (
    Anchor,
    Assessment,
    Bearing,
    Citation,
    Organisation,
    TaggedAnnotation,
)
from briefs.models.vocabulary import Status
from briefs.twins.shape import (
    Asked,
    Column,
    Table,
    Value,
    field,
    listing,
    page,
    partial_date,
    public_id,
    sources_of,
)


def _prepare(claims: Any, asked: Asked) -> Any:
    """Eight queries a lot, however many claims it has."""
    places = Anchor.objects.placed()
    if asked.version is None:
        places = places.filter(version=F("annotation__article__live"))
    else:
        places = places.filter(version=asked.version)
    given = Assessment.objects.published()
    bearings = Bearing.objects.filter(update__status=Status.PUBLISHED)
    if asked.day is not None:
        given = given.filter(assessed_on__lte=asked.day)
        bearings = bearings.filter(update__happened_on__lte=asked.day)
    cited = Citation.objects.select_related("source")
    topics = TaggedAnnotation.objects.select_related("tag").order_by("tag__name", "pk")
    newest_last = ("update__happened_on", "update_id")
    return claims.select_related("article", "speaker").prefetch_related(
        Prefetch("anchors", places.only("annotation", "start", "end", "exact"), to_attr="places"),
        Prefetch("assessments", given.newest_first(), to_attr="given"),
        Prefetch("given__citations", cited),
        Prefetch("organisations", Organisation.objects.published(), to_attr="bodies"),
        "states",
        Prefetch("tagged_topics", topics),
        Prefetch(
            "bearings",
            bearings.select_related("update").only("annotation", "effect", "update__slug")
            .order_by(*newest_last),
            to_attr="known_bearings",
        ),
    )  # fmt: skip


def _placed(name: str, about: str, **more: str) -> Column:
    """A field of where it stands in the text; empty where the text does not make it any more."""

    def value(claim: Any, asked: Asked) -> Value:
        return getattr(claim.places[0], name) if claim.places else None

    return Column("quote" if name == "exact" else name, about, value, **more)


def _judged(name: str, about: str, type: str = "string") -> Column:
    """A field of the latest assessment, or of the latest on that day."""

    def value(claim: Any, asked: Asked) -> Value:
        return getattr(claim.given[0], name) if claim.given else None

    return Column(name, about, value, type)


def _verdict(claim: Any, asked: Asked) -> Value:
    if asked.day is None:
        return str(claim.verdict)
    return str(claim.given[0].verdict) if claim.given else None


def _sources(claim: Any, asked: Asked) -> Iterator[str]:
    return sources_of(claim.given[0]) if claim.given else iter(())


CLAIMS = Table(
    "claims",
    "Claims",
    "What the articles claim, the words that claim it, and how it was judged last.",
    ("slug",),
    (
        public_id(),
        field("slug", "Its name in addresses."),
        page(),
        field("article", "The article that makes it, by its slug.", "article.slug"),
        _placed("exact", "The words that make it, letter by letter, under the article’s licence."),
        _placed(
            "start", "Where the words begin in the text.", type="integer", unit="code points from 0"
        ),
        _placed(
            "end",
            "Where they end; this character is not one of them.",
            type="integer",
            unit="code points from 0",
        ),
        field("kind", "What it is: see the kinds on the method page."),
        field("summary", "The claim in one sentence, in the editors’ words."),
        field("speaker", "Whose words or views it reports, if not the author’s.", "speaker.name"),
        field("event", "Forecasts: what is said to happen."),
        *partial_date("deadline", "Forecasts: by when.", "due", may_lie_ahead=True),
        field("criterion", "Forecasts: what would have to be seen to call it come true."),
        field(
            "probability_low",
            "Forecasts: the probability in the words, at the least.",
            type="integer",
            unit="per cent",
        ),
        field(
            "probability_high",
            "Forecasts: the probability in the words, at the most.",
            type="integer",
            unit="per cent",
        ),
        Column("verdict", "How it was judged; empty before the first time.", _verdict),
        _judged("assessed_on", "As of which day that holds.", "date"),
        _judged("confidence", "How sure the editors are: high, medium or low."),
        _judged("rationale", "Why, on which evidence."),
        _judged("still_holds", "Would it hold, written on that day?"),
        Column(
            "direct_evidence",
            "Whether a source supports the verdict directly.",
            lambda claim, asked: claim.given[0].verified if claim.given else None,
            "boolean",
        ),
        _judged("not_confirmed", "Points looked for and not confirmed, one a line."),
        listing(
            "sources",
            "Addresses of the sources of the verdict; a title where a source is not linked.",
            _sources,
        ),
        listing(
            "updates",
            "What happened since and bears on it, the earliest first: slugs of updates.",
            lambda claim, asked: (bearing.update.slug for bearing in claim.known_bearings),
        ),
        listing(
            "effects",
            "What each of these updates does to it, in the same order.",
            lambda claim, asked: (bearing.effect for bearing in claim.known_bearings),
        ),
        listing(
            "organisations",
            "The organisations it is about, by their slugs.",
            lambda claim, asked: (body.slug for body in claim.bodies),
        ),
        listing(
            "states",
            "The states it is about, by ISO 3166-1 alpha-3.",
            lambda claim, asked: (state.iso_a3 for state in claim.states.all()),
        ),
        listing(
            "topics",
            "Its topics, by their slugs.",
            lambda claim, asked: (tagged.tag.slug for tagged in claim.tagged_topics.all()),
        ),
        field("published_at", "When it was published here.", type="datetime", unit="UTC"),
    ),
    _prepare,
)

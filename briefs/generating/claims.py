"""Claims with their places, verdicts and sources, and the updates that bear on them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from briefs.anchoring import Span, describe
from briefs.generating.amounts import favourite
from briefs.generating.bodies import Shared
from briefs.generating.lines import line, public
from briefs.generating.texts import Text
from briefs.generating.words import sentence
from briefs.generating.writing import Write
from briefs.models import (
    Anchor,
    Annotation,
    Assertion,
    Assessment,
    Bearing,
    Citation,
    Event,
    TaggedAnnotation,
    TaggedUpdate,
    Update,
    Version,
)
from briefs.models.annotation import UNRESOLVED
from briefs.models.vocabulary import (
    FACT_SCALE,
    FORECAST_SCALE,
    AnchorState,
    Effect,
    EventKind,
    Kind,
    Precision,
)

KINDS = [kind for kind in Kind if kind != Kind.NOTE]
FOLLOWED, ASSERTING = 20, 50
"""One claim of so many has an update; one says something of membership."""


@dataclass(frozen=True)
class Placed:
    claim: Annotation
    text: Text
    number: int  # of the claim in its text
    words: str


def claims(made: list[Text], rng: Random, known: Shared, write: Write) -> list[Placed]:
    found = [
        Placed(_claim(text, number, words, rng, known), text, number, words)
        for text in made
        for number, words in enumerate(text.claimed, start=1)
    ]
    write(one.claim for one in found)
    write(anchor for one in found for anchor in _anchors(one))
    _tie(found, rng, known, write)
    return found


def _claim(text: Text, number: int, words: str, rng: Random, known: Shared) -> Annotation:
    kind, today = rng.choice(KINDS), known.now.date()
    is_forecast = kind == Kind.FORECAST
    verdict = rng.choice([*(FORECAST_SCALE if is_forecast else FACT_SCALE), ""])
    look_again = today + timedelta(days=rng.randrange(-90, 180))
    deadline = today + timedelta(days=rng.randrange(-1000, 1000))
    return Annotation(
        article=text.article,
        slug=f"generated-claim-{text.number}-{number}",
        kind=kind,
        summary=words,
        speaker=rng.choice(known.people) if kind == Kind.ATTRIBUTION else None,
        verdict=verdict,
        look_again_on=look_again if verdict in UNRESOLVED else None,
        deadline=deadline if is_forecast else None,
        deadline_precision=Precision.DAY if is_forecast else "",
        criterion=sentence(rng, number) if is_forecast else "",
        **public(rng, text.article.recorded_at + timedelta(minutes=number)),
    )


def _anchors(placed: Placed) -> Iterator[Anchor]:
    """In each version; the second begins as the first."""
    for version in placed.text.versions:
        start = version.text.index(placed.words)
        yield _anchor(placed.claim, version, Span(start, start + len(placed.words)))


def _anchor(claim: Annotation, version: Version, span: Span) -> Anchor:
    quote = describe(version.text, span)
    return Anchor(
        annotation=claim,
        version=version,
        start=span.start,
        end=span.end,
        exact=quote.exact,
        prefix=quote.prefix,
        suffix=quote.suffix,
        state=AnchorState.PLACED if version.number == 1 else AnchorState.KEPT,
    )


def _tie(found: list[Placed], rng: Random, known: Shared, write: Write) -> None:
    """Topics, organisations and states of each claim, and what some say of these two."""
    rows = [one.claim for one in found]
    topics, bodies, states = known.topics, known.organisations, known.states
    write(TaggedAnnotation(content_object=claim, tag=favourite(rng, topics)) for claim in rows)
    write(_through(Annotation, "states", rows, states, rng))
    if not bodies:
        return
    write(_through(Annotation, "organisations", rows, bodies, rng))
    write(
        Assertion(annotation=claim, state=rng.choice(states), organisation=favourite(rng, bodies))
        for claim in rows[::ASSERTING]
    )


def _through(
    model: type[Any], name: str, rows: list[Any], others: list[Any], rng: Random
) -> Iterator[Any]:
    """The rows of a many-to-many table: one other for each."""
    field = model._meta.get_field(name)
    through: Any = field.remote_field.through
    own, other = field.m2m_column_name(), field.m2m_reverse_name()
    for row in rows:
        yield through(**{own: row.pk, other: favourite(rng, others).pk})


def assessments(found: list[Placed], rng: Random, known: Shared, write: Write) -> list[Assessment]:
    """The one on which each verdict rests, some days after the claim was marked."""
    judged = [
        Assessment(
            annotation=one.claim,
            version=one.text.versions[0],
            words=one.words,
            verdict=one.claim.verdict,
            confidence="medium",
            rationale=sentence(rng, one.number),
            assessed_on=at.date(),
            recorded_at=at,
            published_at=at,
            verified=rng.random() > 0.05,
        )
        for one in found
        if one.claim.verdict
        for at in (_later(one, rng),)
    ]
    write(judged)
    write(Citation(assessment=one, source=rng.choice(known.sources), position=1) for one in judged)
    return judged


def _later(placed: Placed, rng: Random) -> datetime:
    return placed.claim.recorded_at + timedelta(days=rng.randrange(1, 60))


def updates(found: list[Placed], rng: Random, known: Shared, write: Write) -> list[Update]:
    """One for twenty claims, bearing on two."""
    rows = [one.claim for one in found]
    made = [
        Update(
            slug=f"generated-update-{one.text.number}-{one.number}",
            headline=sentence(rng, one.number),
            body=sentence(rng, one.number),
            happened_on=date(2010, 1, 1) + timedelta(days=rng.randrange(5000)),
            happened_on_precision=Precision.DAY,
            verified=rng.random() > 0.05,
            **public(rng, _later(one, rng)),
        )
        for one in found[::FOLLOWED]
    ]
    write(made)
    write(
        Bearing(update=update, annotation=claim, effect=rng.choice(Effect.values))
        for update in made
        for claim in rng.sample(rows, min(2, len(rows)))
    )
    write(TaggedUpdate(content_object=one, tag=favourite(rng, known.topics)) for one in made)
    write(Citation(update=one, source=rng.choice(known.sources), position=1) for one in made)
    write(_through(Update, "states", made, known.states, rng))
    if known.organisations:
        write(_through(Update, "organisations", made, known.organisations, rng))
    return made


def told(
    rng: Random, found: list[Placed], judged: list[Assessment], since: list[Update]
) -> Iterator[Event]:
    for claim in (one.claim for one in found):
        about: dict[str, Any] = {
            "article": claim.article,
            "annotation": claim,
            "after": {"kind": claim.kind},
        }
        yield line(rng, EventKind.CLAIM_PUBLISHED, claim.summary, claim.recorded_at, **about)
    for one in judged:
        yield line(
            rng,
            EventKind.ASSESSED,
            one.annotation.summary,
            one.recorded_at,
            article=one.annotation.article,
            annotation=one.annotation,
            assessment=one,
            after={"verdict": one.verdict},
        )
    for update in since:
        day, at = update.happened_on, update.recorded_at
        yield line(rng, EventKind.UPDATED, update.headline, at, day, update=update)

"""Rows in bulk: everything the site's functions would have written, without calling them."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from itertools import islice
from random import Random
from typing import Any

from django.db import models
from django.utils import timezone

from briefs.anchoring import Span, describe
from briefs.generating.words import paragraphs, sentence
from briefs.models import (
    Anchor,
    Annotation,
    Article,
    Assessment,
    Authorship,
    Bearing,
    Citation,
    Event,
    Membership,
    Organisation,
    Person,
    Source,
    State,
    TaggedAnnotation,
    TaggedArticle,
    TaggedUpdate,
    Topic,
    Update,
    Version,
)
from briefs.models.annotation import UNRESOLVED
from briefs.models.vocabulary import (
    FACT_SCALE,
    FORECAST_SCALE,
    EventKind,
    Kind,
    OrganisationKind,
    Precision,
    Status,
)
from briefs.record import tag_uri
from briefs.recording import recorded

BATCH = 200
"""Articles, or bodies, written in one transaction."""
ORIGIN = "generate_content"
MEMBERS = 20
"""Memberships of each body."""


@dataclass(frozen=True)
class Amounts:
    articles: int = 100
    annotations: int = 2_000
    memberships: int = 400
    events: int = 5_000

    @property
    def each(self) -> int:
        """Annotations of one article."""
        return max(1, self.annotations // max(1, self.articles))

    @property
    def bodies(self) -> int:
        return -(-self.memberships // MEMBERS)


Progress = Callable[[str, int, int], None]
"""Called with what is written, how many are, and how many there will be."""


class NotEmpty(ValueError):
    """There is generated content already; a second lot would not be what was asked for."""


def generate(amounts: Amounts, *, seed: int = 1, progress: Progress = lambda *_: None) -> None:
    """Fill the database; the same numbers and seed give the same content.

    Each batch is one transaction. Raise NotEmpty if generated content is there.
    """
    if Article.objects.filter(slug__startswith="generated-").exists():
        raise NotEmpty("There is generated content in this database already.")
    rng = Random(seed)
    shared = _shared(amounts, rng)
    for done in _bodies(amounts, rng, shared):
        progress("organisations", done, amounts.bodies)
    for done in _articles(amounts, rng, shared):
        progress("articles", done, amounts.articles)
    for done in _events(amounts, rng):
        progress("events", done, amounts.events)


@dataclass(frozen=True)
class Shared:
    """Rows that the others name."""

    moment: datetime
    states: list[State]
    topics: list[Topic]
    people: list[Person]
    sources: list[Source]
    organisations: list[Organisation]


def _uuid(rng: Random) -> uuid.UUID:
    return uuid.UUID(int=rng.getrandbits(128), version=4)


def _public(rng: Random, moment: datetime) -> dict[str, Any]:
    return {"status": Status.PUBLISHED, "published_at": moment, "public_id": _uuid(rng)}


@recorded(origin=ORIGIN)
def _shared(amounts: Amounts, rng: Random) -> Shared:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    known = set(State.objects.values_list("iso_a3", flat=True))
    codes = (f"X{a}{b}" for a in letters for b in letters)
    free = islice((code for code in codes if code not in known), 100)
    states = [State(iso_a3=code, name=f"Generated state {code}") for code in free]
    topics = [
        Topic(slug=f"generated-topic-{n}", name=f"Generated topic {n}", definition="Means nothing.")
        for n in range(1, 201)
    ]
    people = [
        Person(slug=f"generated-person-{n}", name=f"Generated Person {n}")
        for n in range(1, amounts.articles // 20 + 2)
    ]
    sources = [
        Source(
            url=f"https://example.org/generated/{n}",
            title=f"Generated page {n}",
            publisher=f"Generated paper {n % 50}",
            weak=n % 11 == 0,
        )
        for n in range(1, amounts.annotations // 5 + 2)
    ]
    for rows in (states, topics, people, sources):
        rows[0]._meta.model._base_manager.bulk_create(rows, batch_size=1000)
    return Shared(timezone.now(), states, topics, people, sources, [])


def _batches(total: int) -> Iterator[range]:
    for start in range(1, total + 1, BATCH):
        yield range(start, min(start + BATCH, total + 1))


def _bodies(amounts: Amounts, rng: Random, shared: Shared) -> Iterator[int]:
    for numbers in _batches(amounts.bodies):
        with recorded(origin=ORIGIN):
            bodies = [
                Organisation(
                    slug=f"generated-body-{n}",
                    name=f"Generated body {n}",
                    abbreviation=f"GB{n}",
                    kind=rng.choice(OrganisationKind.values),
                    summary=sentence(rng, n),
                    founded_on=date(1950 + n % 60, 1, 1),
                    founded_on_precision=Precision.YEAR,
                    **_public(rng, shared.moment),
                )
                for n in numbers
            ]
            Organisation.objects.bulk_create(bodies)
            memberships = [
                Membership(
                    organisation=body,
                    state=state,
                    role="member",
                    start=date(1990 + rng.randrange(30), 1, 1),
                    start_precision=Precision.YEAR,
                    verified=rng.random() > 0.05,
                    **_public(rng, shared.moment),
                )
                for body in bodies
                for state in rng.sample(shared.states, MEMBERS)
            ]
            Membership.objects.bulk_create(memberships, batch_size=500)
        shared.organisations.extend(bodies)
        yield numbers.stop - 1


def _articles(amounts: Amounts, rng: Random, shared: Shared) -> Iterator[int]:
    for numbers in _batches(amounts.articles):
        with recorded(origin=ORIGIN):
            _write_articles(numbers, amounts, rng, shared)
        yield numbers.stop - 1


def _write_articles(numbers: range, amounts: Amounts, rng: Random, shared: Shared) -> None:
    articles = [
        Article(
            slug=f"generated-article-{n}",
            originally_on=date(2000 + n % 25, 1 + n % 12, 1 + n % 28),
            originally_on_precision=Precision.DAY,
            public_id=_uuid(rng),
        )
        for n in numbers
    ]
    Article.objects.bulk_create(articles)
    versions, sentences = [], []
    for article, n in zip(articles, numbers, strict=True):
        text = paragraphs(rng, amounts.each + 5)
        sentences.append([said for paragraph in text for said in paragraph])
        versions.append(
            Version(
                article=article,
                number=1,
                title=f"Generated article {n}",
                standfirst=sentence(rng, n),
                body="\n".join(f"<p>{' '.join(paragraph)}</p>" for paragraph in text),
                text="\n".join(" ".join(paragraph) for paragraph in text),
                status=Status.PUBLISHED,
                published_at=shared.moment,
            )
        )
    Version.objects.bulk_create(versions)
    for article, version in zip(articles, versions, strict=True):
        article.live, article.status = version, Status.PUBLISHED
        article.published_at = shared.moment
    Article.objects.bulk_update(articles, ["live", "status", "published_at"])
    Authorship.objects.bulk_create(
        Authorship(article=article, person=rng.choice(shared.people)) for article in articles
    )
    TaggedArticle.objects.bulk_create(
        TaggedArticle(content_object=article, tag=rng.choice(shared.topics)) for article in articles
    )
    claims = _write_claims(versions, sentences, amounts, rng, shared)
    _write_updates(claims, rng, shared)


def _write_claims(
    versions: list[Version],
    sentences: list[list[str]],
    amounts: Amounts,
    rng: Random,
    shared: Shared,
) -> list[Annotation]:
    today = timezone.localdate()
    claims, spans = [], []
    for version, said in zip(versions, sentences, strict=True):
        for number, words in enumerate(said[: amounts.each], start=1):
            kind = rng.choice([kind for kind in Kind if kind != Kind.NOTE])
            scale = FORECAST_SCALE if kind == Kind.FORECAST else FACT_SCALE
            verdict = rng.choice([*scale, ""])
            claims.append(
                Annotation(
                    article=version.article,
                    slug=f"generated-claim-{version.article_id}-{number}",
                    kind=kind,
                    summary=words,
                    verdict=verdict,
                    look_again_on=today + timedelta(days=rng.randrange(-90, 180))
                    if verdict in UNRESOLVED
                    else None,
                    **_public(rng, shared.moment),
                )
            )
            start = version.text.index(words)
            spans.append((version, Span(start, start + len(words))))
    Annotation.objects.bulk_create(claims, batch_size=500)
    Anchor.objects.bulk_create(
        (_anchor(claim, *placed) for claim, placed in zip(claims, spans, strict=True)),
        batch_size=500,
    )
    _tie(claims, rng, shared)
    _assess(claims, [version for version, _ in spans], today, rng, shared)
    return claims


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
    )


def _tie(claims: list[Annotation], rng: Random, shared: Shared) -> None:
    """Topics, organisations and states of each claim."""
    TaggedAnnotation.objects.bulk_create(
        (TaggedAnnotation(content_object=claim, tag=rng.choice(shared.topics)) for claim in claims),
        batch_size=1000,
    )
    for name, things in (("organisations", shared.organisations), ("states", shared.states)):
        through: Any = getattr(Annotation, name).through
        other = Annotation._meta.get_field(name).related_model
        assert isinstance(other, type)
        key = f"{other._meta.model_name}_id"
        rows = (
            through(annotation_id=claim.pk, **{key: rng.choice(things).pk})
            for claim in claims
            if things
        )
        through.objects.bulk_create(rows, batch_size=1000)


def _assess(
    claims: list[Annotation], versions: list[Version], today: date, rng: Random, shared: Shared
) -> None:
    judged = [
        Assessment(
            annotation=claim,
            version=version,
            words=claim.summary,
            verdict=claim.verdict,
            confidence="medium",
            rationale=sentence(rng, claim.pk),
            assessed_on=today - timedelta(days=rng.randrange(1, 400)),
            published_at=shared.moment,
            verified=rng.random() > 0.05,
        )
        for claim, version in zip(claims, versions, strict=True)
        if claim.verdict
    ]
    Assessment.objects.bulk_create(judged, batch_size=500)
    Citation.objects.bulk_create(
        (Citation(assessment=one, source=rng.choice(shared.sources), position=1) for one in judged),
        batch_size=500,
    )


def _write_updates(claims: list[Annotation], rng: Random, shared: Shared) -> None:
    """One for twenty claims, bearing on two."""
    chosen = claims[::20]
    updates = [
        Update(
            slug=f"generated-update-{claim.pk}",
            headline=sentence(rng, claim.pk),
            body=sentence(rng, claim.pk),
            happened_on=date(2010, 1, 1) + timedelta(days=rng.randrange(5000)),
            happened_on_precision=Precision.DAY,
            verified=rng.random() > 0.05,
            **_public(rng, shared.moment),
        )
        for claim in chosen
    ]
    Update.objects.bulk_create(updates)
    Bearing.objects.bulk_create(
        Bearing(update=update, annotation=claim, effect="supports")
        for update in updates
        for claim in rng.sample(claims, min(2, len(claims)))
    )
    TaggedUpdate.objects.bulk_create(
        TaggedUpdate(content_object=update, tag=rng.choice(shared.topics)) for update in updates
    )
    Citation.objects.bulk_create(
        Citation(update=update, source=rng.choice(shared.sources), position=1) for update in updates
    )


def _events(amounts: Amounts, rng: Random) -> Iterator[int]:
    """The record of it all, the checks of claims filling it up to the number asked for."""
    now = timezone.now()
    kinds: list[tuple[EventKind, str, models.QuerySet[Any], Callable[[Any], str]]] = [
        (EventKind.ARTICLE_PUBLISHED, "article", Article.objects.all(), str),
        (EventKind.UPDATED, "update", Update.objects.all(), str),
        (EventKind.ORGANISATION_PUBLISHED, "organisation", Organisation.objects.all(), str),
        (EventKind.CLAIM_PUBLISHED, "annotation", Annotation.objects.all(), lambda a: a.summary),
        (EventKind.ASSESSED, "annotation", Annotation.objects.all(), lambda a: a.summary),
        (EventKind.CHECKED, "annotation", Annotation.objects.all(), lambda a: a.summary),
    ]
    written = 0
    while written < amounts.events:
        before = written
        for kind, subject, things, headline in kinds:
            ours = things.filter(slug__startswith="generated-").order_by("pk")
            for chunk in _chunks(ours.iterator(chunk_size=2000), 2000):
                chunk = chunk[: amounts.events - written]
                rows = [_event(kind, subject, thing, headline(thing), now, rng) for thing in chunk]
                with recorded(origin=ORIGIN):
                    Event.objects.bulk_create(rows, batch_size=500)
                written += len(chunk)
                yield written
                if written == amounts.events:
                    return
        kinds = kinds[-1:]
        if written == before:
            return


def _chunks(rows: Iterator[Any], size: int) -> Iterator[list[Any]]:
    while chunk := list(islice(rows, size)):
        yield chunk


def _event(
    kind: EventKind, subject: str, thing: Any, headline: str, now: datetime, rng: Random
) -> Event:
    public_id = _uuid(rng)
    moment = now - timedelta(seconds=rng.randrange(10 * 365 * 24 * 3600))
    article = {"article_id": thing.article_id} if subject == "annotation" else {}
    return Event(
        public_id=public_id,
        tag=tag_uri(public_id),
        kind=kind,
        headline=headline[:500],
        happened_on=moment.date(),
        happened_on_precision=Precision.DAY,
        recorded_at=moment,
        **{subject: thing},
        **article,
    )


AMOUNTS = [field.name for field in fields(Amounts)]

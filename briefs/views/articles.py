from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from briefs.citing import Citation, authors_of, of_article, of_version
from briefs.dates import PartialDate
from briefs.models import (
    Annotation,
    Article,
    Assessment,
    Person,
    Topic,
    Update,
    Version,
)
from briefs.models.kept import read_once
from briefs.models.publishing import PublishableQuerySet
from briefs.models.vocabulary import Kind
from briefs.reading import (
    BearingLine,
    Card,
    Correction,
    Details,
    Editions,
    ReferenceLine,
    cards,
    details_of,
    editions_of,
    references_of,
    subjects_of,
    version_on,
)
from briefs.rendering import contents, marked_blocks, plain
from briefs.views import described
from briefs.views.article_claims import bars, chosen_claims, sentences_claimed
from briefs.views.dates import AsOf, asked_date, dates_in, moments_of
from briefs.views.embed import discovery
from briefs.views.filters import Filter, filtered
from briefs.views.gate import public_or_gone
from briefs.views.origin import origin
from briefs.views.paging import BoundedPaginator

A_PAGE = 100
FILTERS = [
    Filter("topic", "topics__slug", "Topic", "topics__name"),
    Filter("author", "authors__slug", "Author", "authors__name"),
]
SHOWN = 8
"""Updates that the article page lists."""


@dataclass(frozen=True)
class Passage:
    """A paragraph with its marks, and the annotations that begin in it."""

    html: SafeString
    cards: tuple[tuple[Card, Details], ...]


@dataclass(frozen=True)
class Forecast:
    """What was foreseen, in the words of the article, and what is behind its verdict."""

    card: Card
    details: Details
    words: str
    is_marked: bool


def listed(day: date | None) -> PublishableQuerySet[Article]:
    """The articles that had appeared on that day, or all."""
    articles = Article.objects.published()
    if day is None:
        return articles
    return articles.filter(
        Q(originally_on__lte=day) | Q(originally_on__isnull=True, published_at__date__lte=day)
    )


def with_names(articles: PublishableQuerySet[Article]) -> PublishableQuerySet[Article]:
    """With what a list tells of them, and without their texts. Two queries."""
    texts = ("live__body", "live__text", "live__end_note", "live__author_note")
    return articles.select_related("live").defer(*texts).prefetch_related("authors")


@require_safe
def article_list(request: HttpRequest) -> HttpResponse:
    as_of = asked_date(request)
    narrowed = filtered(listed(as_of.day), request.GET, FILTERS)
    paginator = BoundedPaginator(with_names(narrowed.rows), A_PAGE, narrowed.newest)
    return render(
        request,
        "briefs/article_list.html",
        {
            "page": paginator.get_page(request.GET.get("page")),
            "facets": narrowed.facets,
            "as_of": as_of,
        },
    )


def changes(article: Article, editions: Editions) -> list[PartialDate | None]:
    """When something about the article changed. One query."""
    claims = Annotation.objects.published().filter(article=article)
    given = Assessment.objects.published().filter(annotation__in=claims)
    updates = Update.objects.published().filter(claims__in=claims)
    return [
        article.originally,
        *(PartialDate(timezone.localdate(day)) for day in editions.published_at.values()),
        *moments_of(
            dates_in(given, "assessed_on"),
            dates_in(updates, "happened_on", "happened_on_precision"),
        ),
    ]


def latest_updates(details: Iterable[Details]) -> tuple[BearingLine, ...]:
    """The updates that bear on any of the claims, each by one of its bearings, the latest first."""
    found = {bearing.update: bearing for known in details for bearing in known.bearings}
    latest = sorted(found.values(), key=lambda one: (one.happened_on, one.update), reverse=True)
    return tuple(latest[:SHOWN])


def text_on(article: Article, as_of: AsOf) -> tuple[AsOf, Version]:
    """The text that readers had on that day; before the first the day is refused."""
    if as_of.day is None:
        return as_of, article.live
    then = version_on(article, as_of.day)
    return (as_of if then else before_the_first(article, as_of)), then or article.live


def before_the_first(article: Article, as_of: AsOf) -> AsOf:
    first = article.originally_on or timezone.localdate(article.published_at)
    return as_of.since(first, "The article appeared on")


@dataclass(frozen=True)
class Read:
    """What its page tells of an article, as it is now or as it was on a day."""

    article: Article
    day: date | None  # None for one before there was a text, too
    version: Version
    authors: list[Person]
    citation: Citation
    corrections: tuple[Correction, ...]
    changes: list[PartialDate | None]
    cards: list[Card]
    details: dict[int, Details]
    sentences: tuple[int, int]  # all of them, and those in which something is claimed
    topics: list[Topic]
    references: tuple[ReferenceLine, ...]
    claims: dict[str, Any]  # as ``_claims`` tells them to who asks for no selection
    described: described.Described | None  # None for a day


def read(slug: str, day: date | None, start: str) -> Read:
    """Eleven queries, and one more for a day. ``start`` begins every address.

    Raise Gone and Http404 as ``public_or_gone`` does.
    """
    article = public_or_gone(Article.objects.select_related("live", "publisher"), slug=slug)
    as_of, version = text_on(article, AsOf(day))
    day = as_of.day
    editions = editions_of(article)
    authors = authors_of(article)
    cite = of_article if version == article.live else of_version
    citation = cite(article, version, authors, start)
    found = cards(version, day)
    topics, mentioned, of_claims = subjects_of(article, [card.id for card in found])
    details = details_of(found, day, of_claims)
    references = references_of(article)
    description = None
    if day is None:
        description = described.of_article(
            start,
            article,
            citation,
            authors,
            editions.published_at,
            corrections=editions.corrections,
            references=references,
            topics=topics,
            mentioned=mentioned,
        )
    return Read(
        article=article,
        day=day,
        version=version,
        authors=authors,
        citation=citation,
        corrections=editions.corrections,
        changes=changes(article, editions),
        cards=found,
        details=details,
        sentences=sentences_claimed(version.text, [card for card in found if card.is_claim]),
        topics=topics,
        references=references,
        claims=_claims(version, found, details, QueryDict()),
        described=description,
    )


@require_safe
def article_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The article as readers have it now, or as they could have read it on a day."""
    asked = asked_date(request)
    known = read_once(read, slug, asked.day, origin(request))
    article, version, as_of = known.article, known.version, asked.with_changes(known.changes)
    if known.day is None:
        as_of = before_the_first(article, as_of)
    claims = known.claims
    if request.GET:
        claims = _claims(version, known.cards, known.details, request.GET)
    return described.respond(
        request,
        "briefs/article_detail.html",
        {
            "article": article,
            "as_of": as_of,
            "version": version,
            "authors": known.authors,
            "citation": known.citation,
            "contents": contents(version),
            "end_note": plain(version.end_note),
            "author_note": plain(version.author_note),
            "references": known.references,
            "updates": latest_updates(known.details.values()),
            "topics": known.topics,
            "sentences": known.sentences,
            "corrections": known.corrections,
            "oembed": discovery(request, article),
            **claims,
        },
        known.described,
    )


def _claims(
    version: Version, found: list[Card], details: Mapping[int, Details], asked: QueryDict
) -> dict[str, Any]:
    """What the page tells of the claims: those that are asked for marked, all of them counted."""
    claims = [card for card in found if card.is_claim]
    chosen = chosen_claims(claims, details, asked)
    shown = chosen.claims if chosen.is_narrowed else found
    marked = {card.id for card in shown}
    return {
        "claims": claims,
        "chosen": chosen,
        "passages": [
            Passage(
                html,
                tuple((card, details[card.id]) for card in shown if start <= card.start < end),
            )
            for html, start, end in marked_blocks(version, shown)
        ],
        "forecasts": [
            Forecast(card, details[card.id], version.text[card.start : card.end], card.id in marked)
            for card in claims
            if card.kind == Kind.FORECAST
        ],
        "bars": bars(Counter((card.kind, card.verdict or "") for card in claims)),
    }

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet
from django.db.models.functions import TruncDate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from briefs.citing import authors_of, of_article, of_version
from briefs.dates import PartialDate
from briefs.models import Annotation, Article, Assessment, Citation, Organisation, Update, Version
from briefs.models.publishing import PublishableQuerySet
from briefs.models.vocabulary import Kind
from briefs.reading import Card, Details, cards, details_of, version_on
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
    cards: list[Card]


@dataclass(frozen=True)
class Forecast:
    """What was foreseen, in the words of the article, and what is behind its verdict."""

    card: Card
    words: str
    details: Details
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
    narrowed, facets = filtered(listed(as_of.day), request.GET, FILTERS)
    page = BoundedPaginator(with_names(narrowed), A_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "briefs/article_list.html", {"page": page, "facets": facets, "as_of": as_of}
    )


def changes(article: Article) -> list[PartialDate | None]:
    """When something about the article changed. One query."""
    claims = Annotation.objects.published().filter(article=article)
    given = Assessment.objects.published().filter(annotation__in=claims)
    updates = Update.objects.published().filter(claims__in=claims)
    versions = article.versions.filter(published_at__isnull=False)
    return [
        article.originally,
        *moments_of(
            dates_in(versions.annotate(day=TruncDate("published_at")), "day"),
            dates_in(given, "assessed_on"),
            dates_in(updates, "happened_on", "happened_on_precision"),
        ),
    ]


def latest_updates(details: Iterable[Details]) -> list[Update]:
    """The updates that bear on any of the claims, the latest first."""
    found = {bearing.update for known in details for bearing in known.bearings}
    return sorted(found, key=lambda update: (update.happened_on, update.pk), reverse=True)[:SHOWN]


def named_in(article: Article) -> QuerySet[Organisation]:
    """The public bodies that its words name."""
    named = article.mentions.filter(indirect=False, organisation__isnull=False)
    return Organisation.objects.published().filter(pk__in=named.values("organisation"))


def text_on(article: Article, as_of: AsOf) -> tuple[AsOf, Version]:
    """The text that readers had on that day; before the first the day is refused."""
    if as_of.day is None:
        return as_of, article.live
    then = version_on(article, as_of.day)
    first = article.originally_on or timezone.localdate(article.published_at)
    return (as_of if then else as_of.since(first, "The article appeared on")), then or article.live


@require_safe
def article_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The article as readers have it now, or as they could have read it on a day."""
    article = public_or_gone(Article.objects.select_related("live", "publisher"), slug=slug)
    as_of, version = text_on(article, asked_date(request).with_changes(changes(article)))
    found = cards(version, as_of.day)
    claims = [card for card in found if card.is_claim]
    details = details_of(found, as_of.day)
    chosen = chosen_claims(claims, details, request.GET)
    shown = [card for card in found if card in chosen.claims] if chosen.is_narrowed else found
    authors = authors_of(article)
    cite = of_article if version == article.live else of_version
    citation = cite(article, version, authors, origin(request))
    references = article.references.prefetch_related(
        Prefetch("citations", Citation.objects.select_related("source"))
    )
    topics = article.topics.all()
    corrections = article.events.filter(version__isnull=False).corrections()
    description = None
    if as_of.day is None:
        description = described.of_article(
            request,
            article,
            citation,
            authors,
            corrections=corrections,
            references=references,
            topics=topics,
            mentioned=named_in(article),
        )
    passages = [
        Passage(html, [card for card in shown if start <= card.start < end])
        for html, start, end in marked_blocks(version, shown)
    ]
    return described.respond(
        request,
        "briefs/article_detail.html",
        {
            "article": article,
            "as_of": as_of,
            "version": version,
            "authors": authors,
            "citation": citation,
            "passages": passages,
            "details": details,
            "contents": contents(version),
            "end_note": plain(version.end_note),
            "author_note": plain(version.author_note),
            "claims": claims,
            "chosen": chosen,
            "notes": [card for card in found if not card.is_claim],
            "forecasts": [
                Forecast(card, version.text[card.start : card.end], details[card.id], card in shown)
                for card in claims
                if card.kind == Kind.FORECAST
            ],
            "bars": bars(Counter((card.kind, card.verdict or "") for card in claims)),
            "sentences": sentences_claimed(version.text, claims),
            "references": references,
            "updates": latest_updates(details.values()),
            "topics": topics,
            "corrections": corrections,
            "oembed": discovery(request, article),
        },
        description,
    )

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from briefs.models import Article, Update
from briefs.models.vocabulary import FACT_SCALE, FORECAST_SCALE, Kind
from briefs.reading import Card, cards, tally
from briefs.rendering import contents, marked_blocks, plain
from briefs.views.gate import public_or_gone


@dataclass(frozen=True)
class Passage:
    """A paragraph with its marks, and the annotations that begin in it."""

    html: SafeString
    cards: list[Card]


@require_safe
def article_list(request: HttpRequest) -> HttpResponse:
    articles = Article.objects.published().select_related("live").prefetch_related("authors")
    return render(request, "briefs/article_list.html", {"articles": articles})


@require_safe
def article_detail(request: HttpRequest, slug: str) -> HttpResponse:
    article = public_or_gone(Article.objects.select_related("live", "publisher"), slug=slug)
    version = article.live
    found = cards(version)
    claims = [card for card in found if card.is_claim]
    passages = [
        Passage(html, [card for card in found if start <= card.start < end])
        for html, start, end in marked_blocks(version, found)
    ]
    return render(
        request,
        "briefs/article_detail.html",
        {
            "article": article,
            "version": version,
            "authors": article.authors.select_related("affiliation").order_by(
                "authorships__position"
            ),
            "passages": passages,
            "contents": contents(version),
            "end_note": plain(version.end_note),
            "author_note": plain(version.author_note),
            "claims": claims,
            "notes": [card for card in found if not card.is_claim],
            "forecasts": [card for card in claims if card.kind == Kind.FORECAST],
            "tallies": [
                ("Facts, assessments, attributions and causal claims", tally(claims, FACT_SCALE)),
                ("Forecasts", tally(claims, FORECAST_SCALE)),
            ],
            "references": article.references.prefetch_related("citations__source"),
            "updates": Update.objects.published()
            .filter(claims__article=article)
            .distinct()
            .newest_first()[:8],
            "topics": article.topics.all(),
            "corrections": article.events.filter(version__isnull=False).corrections(),
        },
    )

"""The public history of an article's text."""

from itertools import zip_longest

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from briefs.citing import authors_of, of_version
from briefs.models import Article, Version
from briefs.reading import cards, details_of, fates
from briefs.rendering import compared, marked_text
from briefs.views import described
from briefs.views.for_tools import for_tools
from briefs.views.gate import public_or_gone
from briefs.views.origin import origin


def _article(slug: str) -> Article:
    return public_or_gone(Article.objects.select_related("live", "publisher"), slug=slug)


def published_version(article: Article, number: int) -> Version:
    version = article.versions.filter(number=number, published_at__isnull=False).first()
    if version is None:
        raise Http404(f"No version {number} of this article was published.")
    return version


@require_safe
def version_list(request: HttpRequest, slug: str) -> HttpResponse:
    article = _article(slug)
    versions = list(article.versions.filter(published_at__isnull=False).order_by("-number"))
    return render(
        request,
        "briefs/version_list.html",
        {"article": article, "versions": list(zip_longest(versions, versions[1:]))},
    )


@require_safe
def version_detail(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    article = _article(slug)
    version = published_version(article, number)
    found = cards(version)
    details = details_of(found)
    authors = authors_of(article)
    citation = of_version(article, version, authors, origin(request))
    return described.respond(
        request,
        "briefs/version_detail.html",
        {
            "article": article,
            "version": version,
            "citation": citation,
            "text": marked_text(version, found),
            "cards": [(card, details[card.id]) for card in found],
        },
        described.of_version(origin(request), article, version, citation, authors),
    )


@for_tools
def version_text(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The plain text in which annotations are counted; it never changes."""
    article = _article(slug)
    version = published_version(article, number)
    response = HttpResponse(version.text, content_type="text/plain; charset=utf-8")
    response["Content-Language"] = article.language
    return response


@require_safe
def version_changes(request: HttpRequest, slug: str, old: int, new: int) -> HttpResponse:
    article = _article(slug)
    before, after = published_version(article, old), published_version(article, new)
    return render(
        request,
        "briefs/version_changes.html",
        {
            "article": article,
            "before": before,
            "after": after,
            "title": compared(before.title, after.title),
            "standfirst": compared(before.standfirst, after.standfirst),
            "paragraphs": compared(before.text, after.text),
            "fates": fates(before, after),
        },
    )

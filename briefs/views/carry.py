"""An article to carry away: one file that needs nothing else, and tells what it is a copy of."""

from collections.abc import Iterable

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from briefs.models import Article, Citation, Update
from briefs.reading import Details, cards, details_of, references_of
from briefs.rendering import marked_text, plain, with_origin
from briefs.views.elsewhere import own_policy
from briefs.views.gate import public_or_gone
from briefs.views.origin import origin
from sco_site.csp import policy


def _updates(details: Iterable[Details]) -> list[Update]:
    """Every update that bears on a claim, with its sources, the latest first. Two queries."""
    keys = {bearing.update for known in details for bearing in known.bearings}
    cited = Prefetch("citations", Citation.objects.select_related("source"))
    return list(
        Update.objects.published().filter(pk__in=keys).newest_first().prefetch_related(cited)
    )


@require_safe
def article_carry(request: HttpRequest, slug: str) -> HttpResponse:
    """The live version with its marks, claims, sources and attribution; the same bytes as long as
    nothing of that changes.
    """
    article = public_or_gone(Article.objects.select_related("live", "publisher"), slug=slug)
    version = article.live
    found = cards(version)
    details = details_of(found)
    home = origin(request)
    directives = own_policy("briefs/carry.css")
    given = [known.judged.assessed_on for known in details.values() if known.judged]
    response = render(
        request,
        "briefs/article_carry.html",
        {
            "article": article,
            "version": version,
            "origin": home,
            "policy": policy(directives),
            "authors": article.authors.order_by("authorships__position"),
            "text": with_origin(marked_text(version, found), home),
            "end_note": with_origin(plain(version.end_note), home),
            "author_note": with_origin(plain(version.author_note), home),
            "cards": found,
            "details": details,
            "judged_until": max(given, default=None),
            "updates": _updates(details.values()),
            "references": references_of(article),
        },
    )
    response.headers["Content-Security-Policy"] = policy(
        directives | {"frame-ancestors": ["'none'"]}
    )
    name = f"{article.slug}-version-{version.number}.html"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

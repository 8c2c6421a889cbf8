from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Count, F, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from briefs.models import Annotation, Article, Organisation, Watch
from briefs.models.counting import MOST
from briefs.models.kept import kept
from briefs.models.vocabulary import Status
from briefs.views.article_claims import Bar, bars
from briefs.views.lately import lately
from briefs.views.paging import BoundedPaginator

ARTICLES, DUE, BODIES = 3, 6, 10
"""How many of each the front page has."""


@dataclass(frozen=True)
class SummedUp:
    article: Article
    bars: list[Bar]


@dataclass(frozen=True)
class Due:
    """A forecast whose deadline lies ahead, or a development that is watched."""

    day: date | None  # the last one on which it can be; None where no date is known
    what: str
    url: str
    expected: str = ""  # in words, of what is watched
    claim: Annotation | None = None  # whose deadline it is
    is_past: bool = False


def summed_up() -> list[SummedUp]:
    """The newest articles with how their claims held up. Three queries."""
    articles = list(
        Article.objects.published()
        .select_related("live")
        .prefetch_related("authors")
        .order_by("-published_at", "-pk")[:ARTICLES]
    )
    counted: dict[int, Counter[tuple[str, str]]] = {article.pk: Counter() for article in articles}
    claims = Annotation.objects.published().claims().filter(article__in=counted)
    rows = claims.order_by().values_list("article", "kind", "verdict")
    for article, kind, verdict, count in rows.annotate(count=Count("pk")):
        counted[article][kind, verdict] = count
    return [SummedUp(article, bars(counted[article.pk])) for article in articles]


def due_next(today: date) -> list[Due]:
    """What is to be looked for, the nearest first; last what was due and is not confirmed.

    Three queries.
    """
    forecasts = Annotation.objects.published().unresolved().filter(deadline__gte=today)
    watches = (
        Watch.objects.published()
        .prefetch_related(Prefetch("claims", Annotation.objects.published()))
        .order_by(F("expected_on").desc(nulls_last=True), "slug")
    )
    found = [
        Due(claim.due.last, claim.event or claim.summary, claim.get_absolute_url(), claim=claim)
        for claim in forecasts.order_by("deadline", "slug")[:DUE]
    ]
    found += [watched(watch) for watch in watches[:DUE]]
    return sorted(found, key=lambda due: (due.is_past, due.day or date.max))[:DUE]


def watched(watch: Watch) -> Due:
    day = watch.due.last if watch.due else None
    url = next((f"{claim.get_absolute_url()}#watched" for claim in watch.claims.all()), "")
    return Due(day, watch.what, url, watch.expected, is_past=watch.is_past)


def written_about() -> list[Organisation]:
    """The bodies that most of the newest claims are about, the most frequent first. Two queries."""
    newest = Annotation.objects.published().order_by("-pk").values("pk")[:MOST]
    about = Annotation.organisations.through.objects.filter(
        annotation__in=newest, organisation__status=Status.PUBLISHED
    )
    counted = about.values_list("organisation").annotate(claims=Count("pk"))
    most = counted.order_by("-claims", "organisation__name")[:BODIES]
    keys = [key for key, _ in kept(most, tuple)]
    bodies = Organisation.objects.in_bulk(keys)
    return [bodies[key] for key in keys if key in bodies]


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What this is, what changed lately, how the newest articles held up, what is due."""
    return render(
        request,
        "briefs/front.html",
        {
            "tagline": settings.SITE_TAGLINE,
            "judged": BoundedPaginator(
                Annotation.objects.published().claims().exclude(verdict=""), MOST
            ),
            "days": lately(),
            "articles": summed_up(),
            "due": due_next(timezone.localdate()),
            "organisations": written_about(),
        },
    )

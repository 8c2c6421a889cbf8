from django.conf import settings
from django.db.models import F, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from briefs.models import Annotation, Article, Event, Organisation, Update, Watch
from briefs.models.vocabulary import EventKind

# Loaded or typed in by the hundred, they would drown the rest of the front page.
QUIET = (
    EventKind.MEMBERSHIP_RECORDED,
    EventKind.ORGANISATION_PUBLISHED,
    EventKind.CLAIM_PUBLISHED,
    EventKind.WATCH_OPENED,
    EventKind.CHECKED,
)


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What changed, first; then the articles."""
    verdicts = (
        Annotation.objects.published()
        .claims()
        .exclude(verdict="")
        .order_by()
        .values_list("verdict", flat=True)
    )
    return render(
        request,
        "briefs/front.html",
        {
            "updates": Update.objects.published().newest_first()[:6],
            "articles": Article.objects.published()
            .select_related("live")
            .prefetch_related("authors")[:5],
            "events": Event.objects.published()
            .exclude(kind__in=QUIET)
            .exclude(kind=EventKind.UPDATED)
            .select_related("article__live", "annotation", "organisation")
            .newest_first()[:5],
            "watches": Watch.objects.published()
            .prefetch_related(Prefetch("claims", Annotation.objects.published()))
            .order_by(F("expected_on").asc(nulls_last=True), "slug")[:6],
            "organisations": Organisation.objects.published()
            .with_claim_count()
            .filter(claim_count__gt=0)
            .order_by("-claim_count", "name")[:10],
            "judged": len(verdicts),
            "tagline": settings.SITE_TAGLINE,
        },
    )

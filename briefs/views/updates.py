from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from briefs.models import Annotation, Bearing, Update
from briefs.models.vocabulary import Effect, Status
from briefs.views.dates import asked_date
from briefs.views.filters import Filter, filtered
from briefs.views.gate import public_or_gone

FILTERS = [
    Filter("topic", "topics__slug", "Topic", "topics__name"),
    Filter(
        "organisation",
        "organisations__slug",
        "Organisation",
        "organisations__name",
        gate={"organisations__status": Status.PUBLISHED},
    ),
    Filter(
        "effect",
        "bearings__effect",
        "What it does to a claim",
        dict(Effect.choices),
        gate={
            "bearings__annotation__status": Status.PUBLISHED,
            "bearings__annotation__article__status": Status.PUBLISHED,
        },
    ),
    Filter("state", "states__iso_a3"),
]


@require_safe
def update_list(request: HttpRequest) -> HttpResponse:
    as_of = asked_date(request)
    updates = Update.objects.published()
    if as_of.day:
        updates = updates.filter(happened_on__lte=as_of.day)
    narrowed, facets = filtered(updates, request.GET, FILTERS)
    page = Paginator(narrowed.newest_first(), 50).get_page(request.GET.get("page"))
    return render(
        request, "briefs/update_list.html", {"page": page, "facets": facets, "as_of": as_of}
    )


@require_safe
def update_detail(request: HttpRequest, slug: str) -> HttpResponse:
    update = public_or_gone(Update.objects, slug=slug)
    bearings = (
        Bearing.objects.filter(update=update, annotation__in=Annotation.objects.published())
        .select_related("annotation")
        .order_by("id")
    )
    return render(
        request,
        "briefs/update_detail.html",
        {
            "update": update,
            "bearings": bearings,
            "citations": update.citations.select_related("source"),
            "organisations": update.organisations.published(),
            "states": update.states.all(),
            "topics": update.topics.all(),
            "corrections": update.events.corrections(),
            "event": update.events.published().first(),
        },
    )

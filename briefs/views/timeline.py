"""What happened since, drawn against the claims that it bears on."""

from datetime import date

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from briefs.models import Annotation, Assessment, Bearing, Watch
from briefs.models.annotation import AnnotationQuerySet
from briefs.models.kept import kept
from briefs.models.vocabulary import Effect, Status
from briefs.pictures.strips import MOST_MARKS, Followed, strips
from briefs.views.dates import asked_date
from briefs.views.filters import Filter, filtered
from briefs.views.paging import BoundedPaginator

SHOWN = 25
"""Claims of one page: more are no picture."""
FILTERS = [
    Filter("article", "article__slug", "Article", "article__live__title"),
    Filter("topic", "topics__slug", "Topic", "topics__name"),
    Filter(
        "organisation",
        "organisations__slug",
        "Organisation",
        "organisations__name",
        gate={"organisations__status": Status.PUBLISHED},
    ),
]


def public_bearings(day: date | None) -> QuerySet[Bearing]:
    """What public updates do to claims; with ``day``, those that had happened."""
    found = Bearing.objects.filter(update__status=Status.PUBLISHED)
    return found.filter(update__happened_on__lte=day) if day else found


def watched(day: date | None) -> QuerySet[Watch]:
    """What is expected; nobody recorded since when, so that a day in the past has none."""
    dated = Watch.objects.published().filter(expected_on__isnull=False)
    return dated.none() if day else dated.order_by("expected_on", "slug")


def eventful(day: date | None) -> AnnotationQuerySet:
    """The public claims to which something happened, or is to happen by a date."""
    claims = Annotation.objects.published().claims()
    if day:
        claims = claims.filter(
            Q(article__originally_on__isnull=True) | Q(article__originally_on__lte=day)
        )
    return claims.filter(
        Exists(public_bearings(day).filter(annotation=OuterRef("pk")))
        | Exists(watched(day).filter(claims=OuterRef("pk")))
        | Q(deadline__isnull=False)
    )


def followed(claims: AnnotationQuerySet, day: date | None) -> AnnotationQuerySet:
    """The claims, ready for ``Followed``: three more queries."""
    given = Assessment.objects.published()
    if day:
        given = given.filter(assessed_on__lte=day)
    bearings = public_bearings(day).select_related("update")
    newest = bearings.order_by("-update__happened_on", "-update_id")[: MOST_MARKS + 1]
    return claims.select_related("article__live").prefetch_related(
        Prefetch("bearings", newest, to_attr="newest_bearings"),
        Prefetch("assessments", given.newest_first(), to_attr="given"),
        Prefetch("watches", watched(day), to_attr="expected"),
    )


def told(bearings: "QuerySet[Bearing]") -> dict[str, int]:
    """How many updates they are of, and how often they do what. One query."""
    counts = {effect.name.lower(): Count("pk", filter=Q(effect=effect)) for effect in Effect}
    return bearings.aggregate(updates=Count("update", distinct=True), **counts)


@require_safe
def timeline(request: HttpRequest) -> HttpResponse:
    as_of = asked_date(request)
    narrowed = filtered(eventful(as_of.day), request.GET, FILTERS)
    ordered = followed(narrowed.rows.in_the_order_of_the_text(), as_of.day)
    paginator = BoundedPaginator(ordered, SHOWN, narrowed.newest)
    page = paginator.get_page(request.GET.get("page"))
    bearings = public_bearings(as_of.day).filter(annotation__any_of=narrowed.newest.keys)
    rows = [
        Followed(claim, claim.newest_bearings, claim.given, claim.expected)  # type: ignore[attr-defined]
        for claim in page
    ]
    return render(
        request,
        "briefs/timeline.html",
        {
            "page": page,
            "picture": strips(rows, as_of.day_or_today),
            "newest": narrowed.newest,
            "told": kept(bearings, told),
            "most": MOST_MARKS,
            "effects": Effect,
            "facets": narrowed.facets,
            "as_of": as_of,
        },
    )

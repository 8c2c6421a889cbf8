from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import MINYEAR, date

from django.db.models import Min, Prefetch
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from briefs.models import Annotation, Bearing, Update
from briefs.models.counting import MOST
from briefs.models.kept import kept
from briefs.models.update import UpdateQuerySet
from briefs.models.vocabulary import Effect, Status
from briefs.views import described
from briefs.views.dates import asked_date
from briefs.views.filters import Facet, Filter, filtered, narrow, options
from briefs.views.gate import public_or_gone
from briefs.views.origin import origin
from briefs.views.paging import BoundedPaginator

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
        repeats=True,
    ),
    Filter(
        "article",
        "bearings__annotation__article__slug",
        "Article",
        "bearings__annotation__article__live__title",
        gate={
            "bearings__annotation__status": Status.PUBLISHED,
            "bearings__annotation__article__status": Status.PUBLISHED,
        },
        repeats=True,
    ),
    Filter("state", "states__iso_a3", "State", "states__name"),
]


ORDERS = {"happened": "when it happened", "recorded": "when it was recorded here"}


@dataclass(frozen=True)
class Line:
    """An update of the list, and how many public claims it does what to."""

    update: Update
    does: list[tuple[Effect, int]]


def of_year(updates: UpdateQuerySet, year: str) -> UpdateQuerySet:
    if not year:
        return updates
    is_year = len(year) <= 4 and year.isascii() and year.isdecimal() and int(year) >= MINYEAR
    return updates.filter(happened_on__year=int(year)) if is_year else updates.none()


def _first_year(updates: UpdateQuerySet) -> int | None:
    first = updates.aggregate(first=Min("happened_on"))["first"]
    return first.year if first else None


def years(updates: UpdateQuerySet, asked: QueryDict) -> Facet:
    """The archive: a link for each year in which something happened, the latest first.

    Of many, the latest are counted: the year of the last of them has more than were, and of an
    earlier one it is not known. Two queries at the most.
    """
    newest = updates.newest_first().values_list("happened_on__year", flat=True)
    latest = kept(newest[: MOST + 1], tuple)
    of_each: dict[int, int | None] = dict(Counter(latest[:MOST]))
    if len(latest) > MOST:
        first = kept(updates, _first_year)
        of_each |= dict.fromkeys(range(first or min(of_each), min(of_each) + 1))
    found = [(str(year), str(year), count) for year, count in sorted(of_each.items(), reverse=True)]
    chosen = asked.get("year", "").replace("\0", "")
    if chosen and chosen not in {value for value, _, _ in found}:
        found.append((chosen, chosen, 0))  # to be taken back
    return Facet("Year", options(asked, "year", found, chosen))


def in_order(updates: UpdateQuerySet, order: str) -> UpdateQuerySet:
    if order == "recorded":
        return updates.order_by("-published_at", "-id")
    return updates.newest_first()


def lines(updates: Iterable[Update]) -> list[Line]:
    """Each with its bearings, which were fetched with it."""
    found = []
    for update in updates:
        counts = Counter(bearing.effect for bearing in update.public_bearings)
        found.append(Line(update, [(one, counts[one]) for one in Effect if counts[one]]))
    return found


def listed(day: date | None) -> UpdateQuerySet:
    """The updates that had happened on that day, or all."""
    updates = Update.objects.published()
    return updates.filter(happened_on__lte=day) if day else updates


@require_safe
def update_list(request: HttpRequest) -> HttpResponse:
    as_of = asked_date(request)
    updates = listed(as_of.day)
    year = request.GET.get("year", "").replace("\0", "")
    order = request.GET.get("order", "")
    order = order if order in ORDERS else "happened"
    narrowed = filtered(of_year(updates, year), request.GET, FILTERS)
    whole = narrow(updates, request.GET, FILTERS)
    public = Bearing.objects.filter(annotation__in=Annotation.objects.published())
    ordered = in_order(narrowed.rows, order).prefetch_related(
        Prefetch("bearings", public, to_attr="public_bearings")
    )
    page = BoundedPaginator(ordered, 50, narrowed.newest).get_page(request.GET.get("page"))
    return render(
        request,
        "briefs/update_list.html",
        {
            "page": page,
            "lines": lines(page),
            "facets": [years(whole, request.GET), *narrowed.facets],
            "as_of": as_of,
            "order": order,
            "orders": ORDERS,
        },
    )


@require_safe
def update_detail(request: HttpRequest, slug: str) -> HttpResponse:
    update = public_or_gone(Update.objects, slug=slug)
    bearings = (
        Bearing.objects.filter(update=update, annotation__in=Annotation.objects.published())
        .select_related("annotation")
        .order_by("id")
    )
    citations = update.citations.select_related("source")
    organisations, states = update.organisations.published(), update.states.all()
    return described.respond(
        request,
        "briefs/update_detail.html",
        {
            "update": update,
            "bearings": bearings,
            "citations": citations,
            "organisations": organisations,
            "states": states,
            "topics": update.topics.all(),
            "corrections": update.events.corrections(),
            "event": update.events.published().first(),
        },
        described.of_update(
            origin(request), update, citations=citations, about=organisations, states=states
        ),
    )

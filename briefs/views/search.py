from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from briefs.models import SearchEntry
from briefs.models.counting import MOST
from briefs.models.vocabulary import Noun, Status, Verdict
from briefs.searching import Piece, called, excerpt, marked, near_queries, search, suggestions
from briefs.views.filters import Facet, Filter, filtered
from briefs.views.paging import BoundedPaginator

FILTERS = [
    Filter("noun", "noun", "What", dict(Noun.choices)),
    Filter("verdict", "verdict", "Verdict", dict(Verdict.choices)),
    Filter("topic", "topics__slug", "Topic", "topics__name"),
    Filter(
        "organisation",
        "organisations__slug",
        "Organisation",
        "organisations__name",
        gate={"organisations__status": Status.PUBLISHED},
    ),
    Filter("year", "year", "Year", "year"),
]


@dataclass(frozen=True)
class Hit:
    entry: SearchEntry
    title: list[Piece]
    excerpt: list[Piece]


def _without(request: HttpRequest, *names: str) -> str:
    query = request.GET.copy()
    for name in names:
        query.pop(name, None)
    return query.urlencode()


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").replace("\0", "")
    found = search(text)
    narrowed = filtered(found.entries(), request.GET, FILTERS, found.newest)
    ranked = found.ranked(SearchEntry.objects.filter(pk__any_of=narrowed.newest.keys))
    page = BoundedPaginator(ranked, 20, narrowed.newest).get_page(request.GET.get("page"))
    hits = [
        Hit(entry, marked(entry.title, found.meant), excerpt(entry.body, found.meant))
        for entry in page
    ]
    active = [one.name for one in FILTERS if request.GET.get(one.name)]
    elsewhere = not hits and bool(active) and bool(found.newest.keys)
    nothing = not hits and not elsewhere
    return render(
        request,
        "briefs/search.html",
        {
            "text": text,
            "search": found,
            "called": called(found.asked, found.meant) if page.number == 1 else [],
            "page": page,
            "hits": hits,
            "facets": [_by_year(one) if one.label == "Year" else one for one in narrowed.facets],
            "kept": [(name, request.GET[name]) for name in active],
            "unfiltered": _without(request, "page", *active) if active else "",
            "elsewhere": elsewhere,
            "near": near_queries(found.asked) if nothing else [],
            "searched": SearchEntry.objects.order_by()[: MOST + 1].count() if nothing else None,
        },
    )


def _by_year(years: Facet) -> Facet:
    options = tuple(sorted(years.options, key=lambda year: year.value, reverse=True))
    return replace(years, options=options)


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Titles for what is typed so far, for the script of the search box."""
    return JsonResponse({"titles": suggestions(request.GET.get("q", "").replace("\0", ""))})

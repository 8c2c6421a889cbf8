"""What the open data is: its licence, its tables and their columns, where each is read."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from briefs.twins import TABLES, Table
from briefs.twins import package as package_of
from briefs.views import articles, claims, search, updates
from briefs.views.article_claims import VALUES
from briefs.views.elsewhere import read_elsewhere
from briefs.views.filters import Filter
from briefs.views.origin import origin
from briefs.views.twins import MEMBERSHIP_FILTERS, licence


@dataclass(frozen=True)
class Place:
    """An address at which rows of a table are read; ``stem`` is it without csv or json."""

    what: str
    stem: str
    filters: Sequence[str] = ()
    is_one: bool = True  # one address, and not one for each of many things


def _names(filters: Sequence[Filter]) -> list[str]:
    return [*(one.name for one in filters), "as_of"]


PLACES: dict[str, list[Place]] = {
    "articles": [Place("All articles", "/articles/data", _names(articles.FILTERS))],
    "claims": [
        Place("All claims", "/claims/data", _names(claims.FILTERS)),
        Place(
            "The claims of one article, in the order of its text",
            "/articles/…/data",
            [*VALUES, "as_of"],
            is_one=False,
        ),
    ],
    "updates": [Place("All updates", "/updates/data", ["year", "order", *_names(updates.FILTERS)])],
    "organisations": [Place("All organisations", "/organisations/data", ["as_of"])],
    "memberships": [
        Place("All memberships", "/data/memberships", _names(MEMBERSHIP_FILTERS)),
        Place("The roles in one organisation", "/organisations/…/data", ["as_of"], is_one=False),
        Place("The roles of one state", "/states/…/data", ["as_of"], is_one=False),
        Place(
            "The roles in two to six organisations on a day",
            "/organisations/compare/data",
            ["with", "as_of"],
            is_one=False,
        ),
    ],
    "states": [Place("All states", "/states/data", ["as_of"])],
    "topics": [Place("All topics", "/topics/data", ["as_of"])],
    "sources": [Place("All sources", "/sources/data", ["publisher", "source"])],
    "results": [
        Place(
            "What a search finds",
            "/search/data",
            ["q", *(one.name for one in search.FILTERS)],
            is_one=False,
        )
    ],
}


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    tables = [(table, PLACES[name]) for name, table in TABLES.items()]
    return render(request, "briefs/data.html", {"tables": tables, "licence": licence()})


@read_elsewhere
@require_safe
def package(request: HttpRequest) -> HttpResponse:
    """The same for programs that read Data Packages: all whole tables."""
    places: dict[Table, str] = {
        TABLES[name]: f"{origin(request)}{place.stem}.csv"
        for name, found in PLACES.items()
        for place in found
        if place.is_one
    }
    home = origin(request) + reverse("briefs:data")
    described = package_of(settings.SITE_NAME, home, licence(), places)
    return JsonResponse(described, json_dumps_params={"ensure_ascii": False, "indent": 1})

"""A page that is not there: near addresses are shown, since most of them were mistyped."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from rapidfuzz import fuzz, process, utils

from briefs.models import Annotation, Article, Organisation, Person, State, Topic, Update

MOST = 3
ALIKE = 65.0
"""Of a hundred: below it two addresses have little in common."""
_LOOKED_AT = 500
"""Addresses before and after it in the order of the alphabet, which the first letters decide."""
# By the first part of an address: what lies there, the field that addresses it, and its name.
PLACES: dict[str, tuple[Any, str, str]] = {
    "articles": (Article.objects.published, "slug", "live__title"),
    "claims": (Annotation.objects.published, "slug", "summary"),
    "updates": (Update.objects.published, "slug", "headline"),
    "organisations": (Organisation.objects.published, "slug", "name"),
    "people": (Person.objects.published, "slug", "name"),
    "states": (State.objects.all, "iso_a3", "name"),
    "topics": (Topic.objects.all, "slug", "name"),
}


def near_addresses(path: str) -> list[tuple[str, str]]:
    """Names and addresses of what was perhaps meant, the likeliest first. Two queries at most."""
    place, _, word = path.strip("/").partition("/")
    known = process.extractOne(place[:40], list(PLACES), scorer=fuzz.ratio, score_cutoff=ALIKE)
    if known is None:
        return []
    place = known[0]
    word = word.split("/")[0][:100].replace("\0", "")
    if not word:
        return [(place.capitalize(), f"/{place}/")]
    things, field, name = PLACES[place]
    typed = word.upper() if field == "iso_a3" else word.lower()
    before = things().filter(**{f"{field}__lt": typed}).order_by(f"-{field}")
    after = things().filter(**{f"{field}__gte": typed}).order_by(field)
    names = {}
    for rows in (before, after):
        names |= dict(rows.values_list(field, name)[:_LOOKED_AT])
    near = process.extract(
        word,
        list(names),
        scorer=fuzz.WRatio,
        processor=utils.default_process,
        limit=MOST,
        score_cutoff=ALIKE,
    )
    return [(names[slug], f"/{place}/{slug.lower()}/") for slug, _, _ in near]


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", {"near": near_addresses(request.path_info)}, status=404)

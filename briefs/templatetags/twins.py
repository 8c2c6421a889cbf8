"""The links of a page to its twins for machines."""

from dataclasses import dataclass

from django import template
from django.template import Context
from django.urls import NoReverseMatch, reverse

register = template.Library()


@dataclass(frozen=True)
class DataTwins:
    what: str
    csv: str
    json: str


# What is downloaded from a page that is no list of its own rows.
NOT_THE_LIST = {
    "article-detail": "the claims",
    "organisation-compare": "the memberships",
    "organisation-detail": "the memberships",
    "state-detail": "the memberships",
    "search": "the results",
}


@register.simple_tag(takes_context=True)
def data_twins(context: Context) -> DataTwins | None:
    """The addresses of the same rows as data, filters included; None for a page without.

    They are named as the page, so that a page gets its links with its twins' route.
    """
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    if match is None or match.namespace != "briefs":
        return None
    query = request.GET.copy()
    query.pop("page", None)
    asked = f"?{query.urlencode()}" if query else ""
    try:
        csv, json = (
            reverse(f"{match.view_name}-{form}", kwargs=match.kwargs) + asked
            for form in ("csv", "json")
        )
    except NoReverseMatch:
        return None
    return DataTwins(NOT_THE_LIST.get(match.url_name, "the list"), csv, json)

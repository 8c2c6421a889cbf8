"""The feeds of the page that is shown: for readers of feeds to find, and for people to follow."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from briefs.feeds.scopes import FORMS, Scope

register = template.Library()

TYPES = {
    "atom": "application/atom+xml",
    "rss": "application/rss+xml",
    "json": "application/feed+json",
}
NAMES = {"atom": "Atom", "rss": "RSS", "json": "JSON"}
# By the name of a page: the feed that is its twin, and what the page is called there.
TWINS = {
    "front": ("site", "the whole site"),
    "article-list": ("article-list", "all articles"),
    "article-detail": ("article", "this article"),
    "version-list": ("article", "this article"),
    "version-detail": ("article", "this article"),
    "version-changes": ("article", "this article"),
    "claim-list": ("claim-list", "these claims"),
    "claim-detail": ("claim", "this claim"),
    "update-list": ("update-list", "all updates"),
    "update-detail": ("update-list", "all updates"),
    "organisation-list": ("organisation-list", "all organisations"),
    "organisation-detail": ("organisation", "this organisation"),
    "state-detail": ("state", "this state"),
    "topic-detail": ("topic", "this topic"),
    "person-detail": ("person", "this person"),
    "search": ("search", "this search"),
}
NOT_OF_THE_LIST = ("page", "as_of", "archive")


@dataclass(frozen=True)
class Followed:
    words: str
    address: str  # "{}" stands for the form

    @property
    def forms(self) -> list[dict[str, str]]:
        return [
            {"name": NAMES[form], "type": TYPES[form], "address": self.address.format(form)}
            for form in FORMS
        ]


def _whole_site() -> Followed:
    return Followed("the whole site", reverse("briefs:site-feed", args=["atom"])[:-4] + "{}")


def twin(request: HttpRequest | None) -> Followed | None:
    """The feed of the page's own scope; None where it has none, or where it is not public yet."""
    match = getattr(request, "resolver_match", None)
    if request is None or match is None or getattr(request, "preview", None):
        return None
    if match.namespace != "briefs" or match.url_name not in TWINS:
        return None
    route, words = TWINS[match.url_name]
    named = match.kwargs.get("slug") or match.kwargs.get("code")
    arguments = [named.lower()] if named and not route.endswith("-list") else []
    address = reverse(f"briefs:{route}-feed", args=[*arguments, "atom"]).removesuffix("atom")
    query = request.GET.copy() if route in ("claim-list", "search") else None
    for name in NOT_OF_THE_LIST if query else ():
        query.pop(name, None)
    # The form is put in by ``format``, which braces of a query must not meet.
    asked = f"?{query.urlencode()}" if query else ""
    return Followed(words, address + "{}" + asked.replace("{", "{{").replace("}", "}}"))


@register.inclusion_tag("briefs/_feed_links.html", takes_context=True)
def feed_links(context: dict[str, Any], is_page: bool = True) -> dict[str, Any]:
    """Autodiscovery: the page's own feeds first, then the site's; where no page is, these alone."""
    own = twin(context.get("request")) if is_page else None
    whole = _whole_site()
    followed = [own, whole] if own and own.address != whole.address else [whole]
    return {"followed": followed, "site_name": settings.SITE_NAME}


@register.inclusion_tag("briefs/_follow.html", takes_context=True)
def follow(context: dict[str, Any]) -> dict[str, Any]:
    """A line that offers the page's own feeds; nothing where it has none."""
    return {"followed": twin(context.get("request"))}


@register.filter
def forms(scope: Scope) -> list[dict[str, str]]:
    return [
        {"name": NAMES[form], "type": TYPES[form], "address": scope.address(form)} for form in FORMS
    ]

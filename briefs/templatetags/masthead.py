"""The sections of the site, at the head of every page."""

from dataclasses import dataclass

from django import template
from django.template import Context
from django.urls import reverse

register = template.Library()

SECTIONS = {
    "Articles": "briefs:article-list",
    "Claims": "briefs:claim-list",
    "Updates": "briefs:update-list",
    "Timeline": "briefs:timeline",
    "Organisations": "briefs:organisation-list",
    "States": "briefs:state-list",
    "Topics": "briefs:topic-list",
    "Method": "briefs:method",
    "Search": "briefs:search",
}


@dataclass(frozen=True)
class Section:
    name: str
    address: str
    current: str  # of aria-current: the page itself, or "true" for one of its section


@register.simple_tag(takes_context=True)
def sections(context: Context) -> list[Section]:
    """The sections, and which of them the page is or belongs to."""
    path = context["request"].path if "request" in context else ""
    found = []
    for name, route in SECTIONS.items():
        address = reverse(route)
        within = "true" if path.startswith(address) else ""
        found.append(Section(name, address, "page" if path == address else within))
    return found

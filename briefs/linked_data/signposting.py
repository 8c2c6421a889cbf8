"""Typed links of a page, for programs: Signposting by ``Link`` headers and link sets.

Sources: RFC 8288 (the header), RFC 9264 (the set), signposting.org/FAIR (the relations).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.encoding import iri_to_uri

LINKSET = "application/linkset+json"
JSON_LD = "application/ld+json"
ANNOTATIONS = "http://www.w3.org/ns/anno.jsonld"
MOST = 20
"""Links that a header holds; where there are more, it names the set instead of its items."""


@dataclass(frozen=True)
class Link:
    """From the page to ``href``, a whole address; ``type`` is a media type."""

    rel: str
    href: str
    type: str = ""
    profile: str = ""

    def __str__(self) -> str:
        told = {"rel": self.rel, "type": self.type, "profile": self.profile}
        parameters = (f'; {name}="{value}"' for name, value in told.items() if value)
        # A header holds ASCII, and a bracket would end the address.
        return f"<{iri_to_uri(self.href)}>{''.join(parameters)}"

    @property
    def target(self) -> dict[str, str]:
        told = {"href": self.href, "type": self.type, "profile": self.profile}
        return {name: value for name, value in told.items() if value}


def header(links: Iterable[Link]) -> str:
    """The value of one ``Link`` header; at the most MOST links, the first of them."""
    return ", ".join(str(link) for link in list(links)[:MOST])


def link_set(by_anchor: Iterable[tuple[str, Iterable[Link]]]) -> dict[str, Any]:
    """The links of several pages as one document."""
    contexts = []
    for anchor, links in by_anchor:
        context: dict[str, Any] = {"anchor": anchor}
        for link in links:
            context.setdefault(link.rel, []).append(link.target)
        contexts.append(context)
    return {"linkset": contexts}

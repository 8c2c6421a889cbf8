"""A collection of Web Annotations and its pages (Data Model, section 5; Protocol, section 4)."""

from collections.abc import Sequence
from dataclasses import dataclass

from briefs.linked_data.web_annotation import CONTEXT, Json, Site

LDP_CONTEXT = "http://www.w3.org/ns/ldp.jsonld"
PAGE_SIZE = 50


@dataclass(frozen=True)
class Collection:
    """All annotations of one thing; ``address`` ends in a slash, as a container's must.

    With ``iris`` its pages hold addresses alone, and have addresses of their own.
    """

    address: str
    label: str
    total: int
    site: Site
    iris: bool = False

    @property
    def id(self) -> str:
        return f"{self.address}?iris=1" if self.iris else self.address

    @property
    def last(self) -> int:
        """The number of the last page, counted from 1; 0 where nothing is collected."""
        return -(-self.total // PAGE_SIZE)

    def page_id(self, number: int) -> str:
        return f"{self.address}?{'iris=1&' if self.iris else ''}page={number}"

    def as_dict(self, first: Json | None = None) -> Json:
        """The collection; ``first`` is its first page where that is given with it."""
        pages = {"first": first or self.page_id(1), "last": self.page_id(self.last)}
        return {
            "@context": [CONTEXT, LDP_CONTEXT],
            "id": self.id,
            "type": ["BasicContainer", "AnnotationCollection"],
            "label": self.label,
            "creator": self.site.editors,
            "total": self.total,
            **(pages if self.total else {}),
        }

    def page(self, number: int, items: Sequence[Json | str]) -> Json:
        """A page as it stands in its collection: without context."""
        near = {"prev": number - 1, "next": number + 1}
        return {
            "id": self.page_id(number),
            "type": "AnnotationPage",
            "partOf": {"id": self.id, "label": self.label, "total": self.total},
            **{
                name: self.page_id(other) for name, other in near.items() if 1 <= other <= self.last
            },
            "startIndex": (number - 1) * PAGE_SIZE,
            "items": list(items),
        }

    def page_alone(self, number: int, items: Sequence[Json | str]) -> Json:
        return {"@context": CONTEXT, **self.page(number, items)}

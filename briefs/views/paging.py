"""Pages of a list that cost the same however long it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

from briefs.models.counting import MOST

SHOWN = 100
"""Rows of a list that a page shows among other things; all of them have a list of their own."""


@dataclass(frozen=True)
class Some:
    """The first rows of a list, and whether there are more."""

    rows: list[Any]
    has_more: bool

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def some(queryset: QuerySet, most: int = SHOWN) -> Some:
    """One query."""
    rows = list(queryset[: most + 1])
    return Some(rows[:most], len(rows) > most)


@dataclass(frozen=True)
class Newest:
    """The keys of the newest rows of a list, and whether it has more."""

    keys: list[int]
    are_some: bool


def newest_of(queryset: QuerySet) -> Newest:
    """MOST of them at the most; one query."""
    keys = list(queryset.order_by("-pk").values_list("pk", flat=True)[: MOST + 1])
    return Newest(keys[:MOST], len(keys) > MOST)


class BoundedPaginator(Paginator):
    """Counts no further than MOST, and has no pages behind it."""

    @cached_property
    def _counted(self) -> int:
        rows = self.object_list
        return rows.order_by()[: MOST + 1].count() if hasattr(rows, "order_by") else len(rows)

    @cached_property
    def count(self) -> int:
        return min(self._counted, MOST)

    @property
    def has_more(self) -> bool:
        return self._counted > MOST

    @property
    def count_words(self) -> str:
        return f"more than {MOST:,}" if self.has_more else str(self.count)

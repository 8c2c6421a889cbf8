"""Pages of a list that cost the same however long it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

from briefs.models.counting import MOST, Newest
from briefs.models.kept import kept

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


class BoundedPaginator(Paginator):
    """Counts no further than MOST, and has no pages behind it.

    Where the ``newest`` rows of the list are known they are counted already.
    """

    def __init__(self, rows: Any, per_page: int, newest: Newest | None = None) -> None:
        super().__init__(rows, per_page)
        self._newest = newest

    @cached_property
    def _counted(self) -> int:
        if self._newest is not None:
            return len(self._newest.keys) + self._newest.are_some
        rows = self.object_list
        if not isinstance(rows, QuerySet):
            return len(rows)
        return kept(rows.order_by()[: MOST + 1], QuerySet.count)

    @cached_property
    def count(self) -> int:
        return min(self._counted, MOST)

    @property
    def has_more(self) -> bool:
        return self._counted > MOST

    @property
    def count_words(self) -> str:
        return f"more than {MOST:,}" if self.has_more else str(self.count)

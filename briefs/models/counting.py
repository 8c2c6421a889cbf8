"""How far pages count; and counts of other rows, each in a subquery of its own.

Joined counts would multiply the rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import IntegerField, QuerySet, Subquery

MOST = 1_000
"""Rows that a page counts, puts in order and goes through: of any more, so many of the newest.

Whoever wants others narrows the list. Data twins leave nothing out.
"""


class CountOf(Subquery):
    """How many rows the subquery has, counted no further than its slice."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def count_of(rows: "QuerySet[Any, Any]", *, exactly: bool) -> CountOf:
    """``rows`` refer to the outer query. MOST + 1 stands for more, unless it is asked exactly."""
    keys = rows.order_by().values("pk")
    return CountOf(keys if exactly else keys[: MOST + 1])


@dataclass(frozen=True)
class Newest:
    """The keys of the newest rows of a list, and whether it has more."""

    keys: frozenset[int]
    are_some: bool

    @classmethod
    def of(cls, keys: Sequence[int], most: int) -> "Newest":
        """``keys`` are one more at the most, the newest first."""
        return cls(frozenset(keys[:most]), len(keys) > most)


def newest_of(queryset: "QuerySet[Any, Any]") -> Newest:
    """MOST of them at the most; one query."""
    keys = list(queryset.order_by("-pk").values_list("pk", flat=True)[: MOST + 1])
    return Newest.of(keys, MOST)

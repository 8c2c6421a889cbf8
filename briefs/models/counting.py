"""Counts of other rows, each in a subquery of its own: joined counts would multiply the rows."""

from typing import Any

from django.db.models import IntegerField, QuerySet, Subquery

MOST = 1_000
"""So far counts go that stand beside the rows of a page; data twins tell exact ones."""


class CountOf(Subquery):
    """How many rows the subquery has, counted no further than its slice."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def count_of(rows: "QuerySet[Any, Any]", *, exactly: bool) -> CountOf:
    """``rows`` refer to the outer query. MOST + 1 stands for more, unless it is asked exactly."""
    keys = rows.order_by().values("pk")
    return CountOf(keys if exactly else keys[: MOST + 1])

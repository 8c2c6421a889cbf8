"""How far pages count; and counts of other rows, each in a subquery of its own.

Joined counts would multiply the rows.
"""

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

"""How far pages count; and counts of other rows, each in a subquery of its own.

Joined counts would multiply the rows.
"""

from typing import Any

from django.db.models import Count, IntegerField, QuerySet, Subquery

MOST = 1_000
"""Rows that a page counts, puts in order and goes through: of any more, so many of the newest.

Whoever wants others narrows the list. Data twins leave nothing out.
"""


def count_by(
    through: "QuerySet[Any, Any]", of: str, by: str, among: "QuerySet[Any, Any]"
) -> dict[int, int]:
    """How many of ``among``, of the newest of them, each has that ``through`` relates them to.

    ``of`` and ``by`` are the fields of ``through``. One query; what has none is no key.
    """
    newest = among.order_by("-pk").values("pk")[:MOST]
    related = through.filter(**{f"{of}__in": newest}).order_by()
    return dict(related.values_list(by).annotate(count=Count("pk")))


class CountOf(Subquery):
    """How many rows the subquery has, counted no further than its slice."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def count_of(rows: "QuerySet[Any, Any]", *, exactly: bool) -> CountOf:
    """``rows`` refer to the outer query. MOST + 1 stands for more, unless it is asked exactly."""
    keys = rows.order_by().values("pk")
    return CountOf(keys if exactly else keys[: MOST + 1])

"""How PostgreSQL would go about the queries of a page."""

import json
from collections.abc import Callable, Iterator

from django.db import connection
from django.test.utils import CaptureQueriesContext


def nodes_of(ask: Callable[[], object]) -> Iterator[tuple[dict, str]]:
    """Each node of the plans of what ``ask`` reads, with its query."""
    with CaptureQueriesContext(connection) as queries:
        ask()
    for sql in {query["sql"] for query in queries if query["sql"].startswith("SELECT")}:
        for node in _nodes(_plan(sql)):
            yield node, sql


def _plan(sql: str) -> dict:
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (FORMAT JSON) " + sql)
        (found,) = cursor.fetchone()
    return (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]


def _nodes(plan: dict) -> Iterator[dict]:
    yield plan
    for inner in plan.get("Plans", ()):
        yield from _nodes(inner)

"""Every query of a public page goes by an index: the plans of the database say so.

The tables of a test are too small for an index to be worth while, so PostgreSQL is told to do
without reading whole tables. Where its plan does so all the same, no index fits the query. An index
that only gives the order of rows counts as one here: what that costs, make bench-scale tells.
"""

import pytest
from django.db import connection

from tests.plans import nodes_of
from tests.test_leaks import ARGUMENTS, asked, public_names, site

__all__ = ["site"]
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="reads PostgreSQL’s plans"),
]
# Tables of a few hundred rows at the most, whatever the site holds, with the reason.
SMALL = {
    "briefs_state": "the states of the world, and those that were",
    "briefs_topic": "a list that editors keep",
    "briefs_watch": "developments that are watched at one time",
    "briefs_watch_claims": "of those, which claims they concern",
    "briefs_pagestamp": "one row",
    "briefs_state_successors": "states that ceased to exist",
}


def read_whole(client, name: str) -> dict[str, str]:
    """The tables that the page of this name would read from end to end, each with its query."""
    plans = nodes_of(lambda: asked(client, name, ARGUMENTS.get(name, [])).getvalue())
    found = {node["Relation Name"]: sql for node, sql in plans if node["Node Type"] == "Seq Scan"}
    return {table: sql for table, sql in found.items() if table not in SMALL}


@pytest.fixture
def by_index(site):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")


@pytest.mark.parametrize("name", public_names())
def test_no_table_is_read_from_end_to_end(client, by_index, name):
    client.get("/search/?q=public")  # takes in what is new, which is work for one request alone
    assert read_whole(client, name) == {}


def test_a_missing_index_is_noticed(client, by_index):
    assert read_whole(client, "search") == {}
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX briefs_searchwords_words")
        # Else each entry would be looked up by its key.
        cursor.execute("ALTER TABLE briefs_searchwords DROP CONSTRAINT briefs_searchwords_pkey")
    assert set(read_whole(client, "search")) == {"briefs_searchwords"}

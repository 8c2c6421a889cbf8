"""The table of the words, ``briefs_searchwords``: FTS5 on SQLite, a tsvector on PostgreSQL.

Both are given words that ``query.words_in`` has parted and folded, so that they part nothing in
their own way, and only stem. The title weighs eight times as much as the rest.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf, prod
from typing import Any

from django.db import connection
from django.db.models import F, Max, QuerySet, Sum
from django.db.models.expressions import RawSQL

from briefs.models import SearchEntry, SearchWord
from briefs.models.counting import MOST, Newest
from briefs.searching.query import Query, Term


@dataclass(frozen=True)
class Backend:
    insert: str  # of the key, the words of the title, those of the body
    match: str  # of what ``expression`` gives
    rank: str  # the same; less is better
    newest: str  # keys, the newest first: what ``expression`` gives, the most
    latest: str = (
        ""  # the same among the latest entries: how many these are, and what ``newest`` takes
    )
    ranks_matches: bool = False  # whether ``rank`` can be told beside ``match`` alone


_BACKENDS = {
    "sqlite": Backend(
        insert="INSERT OR REPLACE INTO briefs_searchwords (rowid, title, body) VALUES (%s, %s, %s)",
        match="briefs_searchwords MATCH %s",
        rank="bm25(briefs_searchwords, 8.0, 1.0)",
        newest="SELECT rowid FROM briefs_searchwords WHERE briefs_searchwords MATCH %s "
        "ORDER BY rowid DESC LIMIT %s",
        ranks_matches=True,
    ),
    "postgresql": Backend(
        insert="INSERT INTO briefs_searchwords (rowid, words) VALUES (%s, "
        # A place is left between the two, so that no phrase goes from one into the other.
        "ts_delete(setweight(to_tsvector('briefs_english', %s), 'A') || "
        "setweight(to_tsvector('briefs_english', 'betweenthetwo ' || %s), 'B'), 'betweenthetwo')) "
        "ON CONFLICT (rowid) DO UPDATE SET words = EXCLUDED.words",
        match="briefs_searchwords.words @@ to_tsquery('briefs_english', %s)",
        rank="-ts_rank('{0, 0, 0.125, 1}', briefs_searchwords.words, "
        "to_tsquery('briefs_english', %s), 1)",
        # Else it goes through all entries for what few of them hold.
        newest="WITH holding AS MATERIALIZED (SELECT rowid FROM briefs_searchwords "
        "WHERE words @@ to_tsquery('briefs_english', %s)) "
        "SELECT rowid FROM holding ORDER BY rowid DESC LIMIT %s",
        latest="SELECT rowid FROM (SELECT rowid, words FROM briefs_searchwords "
        "ORDER BY rowid DESC LIMIT %s) latest "
        "WHERE words @@ to_tsquery('briefs_english', %s) ORDER BY rowid DESC LIMIT %s",
    ),
}


def expression(query: Query, *, in_title: bool = False) -> str:
    """The query as the database reads it. Folded words hold letters and digits alone."""
    make = {"sqlite": _fts5, "postgresql": _tsquery}[connection.vendor]
    return make(query, in_title)


def _fts5(query: Query, in_title: bool) -> str:
    def one(term: Term) -> str:
        return f'"{" ".join(term.words)}"' + (" *" if term.prefix else "")

    wanted = " AND ".join(map(one, query.wanted))
    found = f"{{title}} : ({wanted})" if in_title else f"({wanted})"
    return " NOT ".join([found, *map(one, query.unwanted)])


def _tsquery(query: Query, in_title: bool) -> str:
    weight = "A" if in_title else ""

    def one(term: Term) -> str:
        labels = [weight] * len(term.words)
        labels[-1] += "*" if term.prefix else ""
        parts = (
            f"'{word}'" + (f":{label}" if label else "")
            for word, label in zip(term.words, labels, strict=True)
        )
        return f"({' <-> '.join(parts)})"

    return " & ".join([*map(one, query.wanted), *(f"!{one(term)}" for term in query.unwanted)])


def matching(query: Query) -> QuerySet[SearchEntry]:
    """The entries that hold what is wanted, all of it, and nothing unwanted."""
    if not query.wanted:
        return SearchEntry.objects.none()
    match = _BACKENDS[connection.vendor].match
    holding = RawSQL(
        f"SELECT rowid FROM briefs_searchwords WHERE {match}",
        [expression(query)],
    )
    return SearchEntry.objects.filter(pk__in=holding)


COMMON = 9_000
"""Entries that hold what is wanted: of more, the latest are gone through one after another."""
LATEST = 60_000
"""So many of them at the most; if too few of these hold all that is wanted, all that do are."""


def newest_matching(query: Query, *, in_title: bool = False, most: int = MOST) -> Newest:
    """The entries of ``matching`` that were changed last; none where nothing is wanted.

    SQLite's index is in the order of the entries: one query. PostgreSQL's is not, and all that hold
    a common word would be gathered to put them in order: four queries at the most, and one for each
    prefix.
    """
    if not query.wanted:
        return Newest.of([], most)
    backend, words = _BACKENDS[connection.vendor], expression(query, in_title=in_title)
    if backend.latest and _expected(query) > COMMON:
        found = _keys(backend.latest, [LATEST, words, most + 1], most)
        if found.are_some:
            return found
    return _keys(backend.newest, [words, most + 1], most)


def _keys(statement: str, values: Sequence[Any], most: int) -> Newest:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return Newest.of([key for (key,) in cursor.fetchall()], most)


def _expected(query: Query) -> float:
    """How many entries hold it, were its terms spread by chance; the words of a phrase are not."""
    known = SearchWord.objects.filter(word__in=query.words())
    held = dict(known.values_list("word", "entries"))
    expected = [_held(term, held) for term in query.wanted]
    if len(expected) == 1:
        return expected[0]
    # Keys are given out in order, and few entries are gone.
    entries: int = SearchEntry.objects.aggregate(Max("pk"))["pk__max"] or 1
    return entries * prod(min(1.0, one / entries) for one in expected)


def _held(term: Term, held: Mapping[str, int]) -> float:
    """How many entries can hold it. Of single letters nobody keeps how many hold them."""
    whole = len(term.words) - term.prefix
    counts: list[float] = [held.get(word, 0) for word in term.words[:whole] if len(word) > 1]
    if term.prefix:
        begun = SearchWord.objects.filter(word__startswith=term.words[-1])
        counts.append(begun.aggregate(Sum("entries"))["entries__sum"] or 0)
    return min(counts, default=inf)


def is_somewhere(query: Query) -> bool:
    """Whether any entry holds it; one query.

    Without a limit on it, which would have PostgreSQL read entry by entry for what is in none.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH holding AS MATERIALIZED (SELECT rowid FROM briefs_searchwords "
            f"WHERE {_BACKENDS[connection.vendor].match}) SELECT EXISTS (SELECT 1 FROM holding)",
            [expression(query)],
        )
        return bool(cursor.fetchone()[0])


def ranked(entries: QuerySet[SearchEntry], query: Query) -> QuerySet[SearchEntry]:
    """Entries of ``matching(query)``, the best first; of equals the latest."""
    if not query.wanted:
        return SearchEntry.objects.none()
    backend, words = _BACKENDS[connection.vendor], [expression(query)]
    return entries.extra(
        tables=["briefs_searchwords"],
        where=[
            "briefs_searchwords.rowid = briefs_searchentry.id",
            *([backend.match] if backend.ranks_matches else []),
        ],
        params=words if backend.ranks_matches else [],
        select={"rank": backend.rank},
        select_params=[] if backend.ranks_matches else words,
    ).order_by("rank", F("happened_on").desc(nulls_last=True), "pk")


def write_alone() -> None:
    """Let nobody else write entries until the transaction ends; SQLite has one writer as it is."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE briefs_searchentry IN EXCLUSIVE MODE")


def write_words(rows: Iterable[tuple[int, str, str]]) -> None:
    """Key, words of the title and words of the body of each entry."""
    with connection.cursor() as cursor:
        cursor.executemany(_BACKENDS[connection.vendor].insert, list(rows))


def drop_words(keys: Collection[int]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            "DELETE FROM briefs_searchwords WHERE rowid = %s", [(key,) for key in keys]
        )


def drop_all_words() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM briefs_searchwords")

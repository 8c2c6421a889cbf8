"""Public search: one contract, kept by PostgreSQL's full text and by SQLite's FTS5."""

from briefs.searching.excerpts import Piece, excerpt, marked
from briefs.searching.finding import Search, near_queries, search, suggestions
from briefs.searching.index import bring_up_to_date, rebuild
from briefs.searching.named import Named, named

__all__ = [
    "Named",
    "Piece",
    "Search",
    "bring_up_to_date",
    "excerpt",
    "marked",
    "named",
    "near_queries",
    "rebuild",
    "search",
    "suggestions",
]

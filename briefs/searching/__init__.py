"""Public search: one contract, kept by PostgreSQL's full text and by SQLite's FTS5."""

from briefs.searching.called import Called, called
from briefs.searching.excerpts import Piece, excerpt, marked
from briefs.searching.finding import Search, near_queries, search, suggestions
from briefs.searching.index import bring_up_to_date, rebuild

__all__ = [
    "Called",
    "Piece",
    "Search",
    "bring_up_to_date",
    "called",
    "excerpt",
    "marked",
    "near_queries",
    "rebuild",
    "search",
    "suggestions",
]

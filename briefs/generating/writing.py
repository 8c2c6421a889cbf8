"""How generated rows are written: by Django's own bulk inserts, or as whoever generates says."""

from collections.abc import Callable, Iterable
from typing import Any

AT_ONCE = 500

Write = Callable[[Iterable[Any]], None]
"""Writes rows of one model, which have their keys afterwards."""


def write_in_bulk(rows: Iterable[Any]) -> None:
    """With the history of each row, by the triggers, on any database."""
    found = list(rows)
    if found:
        type(found[0])._base_manager.bulk_create(found, batch_size=AT_ONCE)

"""A table on the way out: to be filled in, or with what is there, to be changed."""

import csv
import io
from collections.abc import Iterable

from briefs.importing.tables.known import kept
from briefs.importing.tables.shape import Table
from briefs.spreadsheets import guarded


def template(table: Table) -> bytes:
    """A CSV file with the columns and one example row."""
    return _file([table.names, [column.example for column in table.columns]])


def present(table: Table) -> bytes:
    """A CSV file with every row that is there; read again as it is, it changes nothing."""
    cells = [column.cell for column in table.columns]
    return _file([table.names, *([cell.show(thing) for cell in cells] for thing in kept(table))])


def _file(rows: Iterable[Iterable[str]]) -> bytes:
    """Guarded cells, with the byte order mark by which Excel knows UTF-8."""
    out = io.StringIO()
    csv.writer(out).writerows(map(guarded, row) for row in rows)
    return out.getvalue().encode("utf-8-sig")

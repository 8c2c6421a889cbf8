"""Rows of values -> CSV (RFC 4180) and JSON (RFC 8259), piece by piece."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import islice
from typing import Any

from briefs.spreadsheets import guarded
from briefs.twins.shape import AT_ONCE, Table, Value, moment

BETWEEN = "|"
"""Stands between the items of a list in one cell."""
Rows = Iterable[list[Value]]


def cell(value: Value) -> str:
    """A value as a cell holds it. Words are guarded; a number with a minus is no formula."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float():
            return str(value)
        case datetime():
            return moment(value)
        case date():
            return value.isoformat()
        case list():
            return guarded(BETWEEN.join(value))
        case _:
            return guarded(value)


def csv_pieces(table: Table, rows: Rows) -> Iterator[bytes]:
    """A header and the rows, each line ended by CR LF; UTF-8 without a byte order mark.

    The mark would be taken for a part of the first column's name by what reads plain UTF-8.
    """
    yield _lines([table.names])
    yield from map(_lines, _lots([cell(value) for value in row] for row in rows))


def _lines(rows: Iterable[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def json_pieces(about: Mapping[str, Any], table: Table, rows: Rows) -> Iterator[bytes]:
    """One object: what ``about`` holds, and last "rows", an object each, one a line."""
    head = _json(about)
    yield f'{head[:-1]},\n"rows": ['.encode()
    start = "\n"
    for lot in _lots(rows):
        lines = (_json(dict(zip(table.names, map(_plain, row), strict=True))) for row in lot)
        yield (start + ",\n".join(lines)).encode()
        start = ",\n"
    yield b"\n]}\n"


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)


def _plain(value: Value) -> Any:
    """The value as JSON has it; nothing for words that are not there."""
    match value:
        case "":
            return None
        case datetime():
            return moment(value)
        case date():
            return value.isoformat()
        case _:
            return value


def _lots(rows: Iterable[list[Any]]) -> Iterator[list[list[Any]]]:
    rows = iter(rows)
    while lot := list(islice(rows, AT_ONCE)):
        yield lot

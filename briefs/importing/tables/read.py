"""Bytes of a CSV file, as spreadsheets write them -> rows of cells by column name."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from briefs.importing.tables.shape import Table
from briefs.spreadsheets import unguarded

SIZE_LIMIT = 5 * 1024 * 1024
"""Bytes of a file; ten thousand memberships take one million."""
ROW_LIMIT = 20_000
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")


class TableError(ValueError):
    """The file as a whole cannot be read; says why in one line."""


@dataclass(frozen=True)
class Written:
    """A row by its number in the spreadsheet, in which the header is the first; cells by column."""

    number: int
    cells: dict[str, str]


def decoded(content: bytes) -> str:
    """The text of a file, with or without a byte order mark. Raise TableError."""
    if len(content) > SIZE_LIMIT:
        raise TableError(f"The file is too large: at most {SIZE_LIMIT // 1024**2} MB are read.")
    is_utf_16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))  # Excel's “Unicode text”
    try:
        return content.decode("utf-16" if is_utf_16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise TableError(
            f"The file is not UTF-8: the first letter that cannot be told is in line {line:,}. In "
            "Excel, save it as “CSV UTF-8”."
        ) from error


def read_table(text: str, table: Table) -> list[Written]:
    """The rows that are not empty: comma, semicolon or tab between cells. Raise TableError."""
    if "\x00" in text:
        raise TableError("The file holds NUL bytes: it is no CSV file.")
    # A browser that sends the text back ends its lines in another way than the file did.
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    rows = [(number, cells) for number, cells in _rows(text) if any(map(str.strip, cells))]
    if len(rows) > ROW_LIMIT:
        raise TableError(f"The file has more than {ROW_LIMIT:,} rows; make two files of it.")
    header = _header(rows[0][1], table) if rows else []
    if len(rows) < 2:
        raise TableError("The file has no rows.")
    return [_row(number, cells, header) for number, cells in rows[1:]]


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    first = next(filter(str.strip, text.split("\n")), "")
    separator = max(",;\t", key=first.count)
    if first.lower().startswith("sep=") and len(first) == 5:  # Excel's own, which it never shows
        text, separator = text.partition(f"{first}\n")[2], first[4]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            yield number, cells
    except csv.Error as error:
        raise TableError(
            f"Row {number + 1:,} cannot be read: a quotation mark is opened and not closed, or "
            "stands in a cell without being doubled."
        ) from error


def _header(cells: list[str], table: Table) -> list[str]:
    header = [cell.strip().lower().replace(" ", "_") for cell in cells]
    while header and not header[-1]:
        header.pop()
    for name in header:
        if name not in table.names:
            raise TableError(f"Unknown column “{name}”. Known are: {', '.join(table.names)}.")
        if header.count(name) > 1:
            raise TableError(f"The column “{name}” is there twice.")
    missing = [name for name in table.required if name not in header]
    if missing:
        raise TableError(f"Missing columns: {', '.join(missing)}.")
    return header


def _row(number: int, cells: list[str], header: list[str]) -> Written:
    if any(cell.strip() for cell in cells[len(header) :]):
        raise TableError(f"Row {number:,} has more cells than the header has columns.")
    filled = cells + [""] * (len(header) - len(cells))
    row = Written(number, {})
    for name, cell in zip(header, filled, strict=False):
        if _CONTROL.search(cell):
            raise TableError(f"Row {number:,}, {name}: holds a character that cannot be shown.")
        row.cells[name] = unguarded(unicodedata.normalize("NFC", cell.strip()))
    return row

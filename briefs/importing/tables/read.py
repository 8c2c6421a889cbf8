"""Bytes of a CSV file, as spreadsheets write them -> rows of cells by column name."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

SIZE_LIMIT = 5 * 1024 * 1024
"""Bytes of a file; ten thousand memberships take one million."""
ROW_LIMIT = 20_000


class TableError(ValueError):
    """The file as a whole cannot be read; says why in one line."""


@dataclass(frozen=True)
class Written:
    """One row: its line in the file, counted from 1 with the header, and its cells by column."""

    line: int
    cells: dict[str, str]


def read_table(content: bytes, columns: Iterable[str], required: Iterable[str]) -> list[Written]:
    """Comma, semicolon or tab; with or without a byte order mark. Raise TableError."""
    text = _decoded(content)
    separator = _separator(text)
    reader = csv.reader(io.StringIO(_without_hint(text), newline=""), delimiter=separator)
    try:
        lines = [(reader.line_num, cells) for cells in reader]
    except csv.Error as error:
        raise TableError(f"This is no CSV file: {error}.") from error
    lines = [(line, cells) for line, cells in lines if any(cell.strip() for cell in cells)]
    if not lines:
        raise TableError("The file has no rows.")
    if len(lines) > ROW_LIMIT:
        raise TableError(f"The file has {len(lines):,} rows; at most {ROW_LIMIT:,} are read.")
    header = _header(lines[0][1], list(columns), list(required))
    return [_row(line, cells, header) for line, cells in lines[1:]]


def _decoded(content: bytes) -> str:
    if len(content) > SIZE_LIMIT:
        raise TableError(f"The file is too large: at most {SIZE_LIMIT // 1024**2} MB are read.")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"  # Excel's “Unicode text”
    else:
        encoding = "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise TableError(
            f"The file is not UTF-8 (byte {error.start + 1:,}). In Excel, save it as “CSV UTF-8”."
        ) from error
    if "\x00" in text:
        raise TableError("The file holds NUL bytes: it is no CSV file.")
    return text


def _without_hint(text: str) -> str:
    """Excel's own first line “sep=;” is no row."""
    first, _, rest = text.partition("\n")
    return rest if first.strip().lower().startswith("sep=") else text


def _separator(text: str) -> str:
    first = text.partition("\n")[0].strip()
    if first.lower().startswith("sep=") and len(first) == 5:
        return first[4]
    return max(",;\t", key=first.count)


def _header(cells: list[str], columns: list[str], required: list[str]) -> list[str]:
    header = [cell.strip().lower().replace(" ", "_") for cell in cells]
    while header and not header[-1]:
        header.pop()
    for name in header:
        if name not in columns:
            raise TableError(f"Unknown column “{name}”. Known are: {', '.join(columns)}.")
        if header.count(name) > 1:
            raise TableError(f"The column “{name}” is there twice.")
    missing = [name for name in required if name not in header]
    if missing:
        raise TableError(f"Missing columns: {', '.join(missing)}.")
    return header


def _row(line: int, cells: list[str], header: list[str]) -> Written:
    if any(cell.strip() for cell in cells[len(header) :]):
        raise TableError(f"Line {line} has more cells than the header has columns.")
    filled = cells + [""] * (len(header) - len(cells))
    return Written(line, {name: filled[i].strip() for i, name in enumerate(header)})

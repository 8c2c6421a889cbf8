"""Cells that no spreadsheet takes for a formula."""

import csv
import io
import re
from collections.abc import Iterable

# What a spreadsheet computes, and may so send elsewhere, begins with one of these (OWASP, CSV
# Injection); an apostrophe before it makes it text.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
_GUARD = "'"


def guarded(cell: str) -> str:
    return _GUARD + cell if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """The cell as it was before ``guarded``."""
    return cell.removeprefix(_GUARD) if _FORMULA.match(cell) else cell


def csv_file(rows: Iterable[Iterable[str]]) -> bytes:
    """A CSV file of guarded cells, with the byte order mark by which Excel knows UTF-8."""
    out = io.StringIO()
    csv.writer(out).writerows(map(guarded, row) for row in rows)
    return out.getvalue().encode("utf-8-sig")

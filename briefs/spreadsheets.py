"""Cells that no spreadsheet takes for a formula."""

import re

# What a spreadsheet computes, and may so send elsewhere, begins with one of these (OWASP, CSV
# Injection), the wide forms of East Asian keyboards included; an apostrophe before it makes it
# text.
_FORMULA = re.compile(r"'*[=+\-@＝＋－＠\t\r\n]")
_GUARD = "'"


def guarded(cell: str) -> str:
    return _GUARD + cell if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """The cell as it was before ``guarded``."""
    return cell.removeprefix(_GUARD) if _FORMULA.match(cell) else cell

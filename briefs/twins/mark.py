"""A mark that is another one after every change of the data, whatever wrote it."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from django.db import connection

# The history numbers every change of every row. On PostgreSQL the transaction with the lower
# numbers may end last: the transactions that are under way then tell two moments apart that have
# the same highest number.
_NUMBER = "SELECT max(id), {} FROM briefs_change"
_UNDER_WAY = {"sqlite": "''", "postgresql": "pg_current_snapshot()::text"}


def present_mark() -> str:
    """To be asked for before the rows are read, which may be newer then, never older. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_NUMBER.format(_UNDER_WAY[connection.vendor]))
        number, snapshot = cursor.fetchone()
    under_way = snapshot if snapshot and not snapshot.endswith(":") else ""
    return f"{number or 0} {under_way} {_code()}"


@cache
def _code() -> str:
    """Stands for how rows are written: another one once this package is another."""
    digest = sha256()
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]

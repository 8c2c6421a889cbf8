"""What was counted and read of the content holds until the content changes, and is not asked again.

By the stamp of the pages, as they are kept themselves (``page_stamp``): another one after every
transaction that changed a row, whoever wrote it. A page that is not kept, another page of a list,
another selection of it: most of what they count is the same.
"""

from collections.abc import Callable, Hashable
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar, TypeVarTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection, connections
from django.db.models import QuerySet
from django.utils import timezone

from briefs.models.history import NOT_RECORDED
from briefs.models.page_stamp import read_page_stamp

Answer = TypeVar("Answer")
Values = TypeVarTuple("Values")
Rows = TypeVar("Rows", bound="QuerySet[Any, Any]")

KEPT = 256
"""Answers that each process keeps; those that were not asked for longest go first."""
READ = 32
"""Pages of which each process keeps what was read for them."""


def kept(rows: Rows, ask: Callable[[Rows], Answer]) -> Answer:
    """What ``ask`` says of the rows: a function of a module, whose answer nobody changes.

    One query where it is known. It is asked anew within a transaction, which sees what others do
    not, and of tables without a history, which change without a stamp.
    """
    in_transaction = connections[rows.db].in_atomic_block
    is_stamped = rows.model._meta.label_lower not in NOT_RECORDED and not in_transaction
    stamp = read_page_stamp(using=rows.db) if is_stamped else None
    try:
        today = timezone.localdate()
        answer: Answer = _answered(stamp, today, _Asked(rows, ask)) if stamp else ask(rows)
    except EmptyResultSet:  # nothing can be in it, so there is no question to know it by
        return ask(rows)
    return answer


class _Asked:
    """A question: equal to another that asks the same database for the same."""

    def __init__(self, rows: "QuerySet[Any, Any]", ask: Callable[..., Any]) -> None:
        self.rows, self.ask = rows, ask
        # Apart from each other: what somebody typed must not look like another question.
        sql, values = rows.query.get_compiler(rows.db).as_sql()
        self._key = (rows.db, ask, rows._iterable_class, sql, tuple(values))

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asked) and self._key == other._key


# The stamp is read before the rows are: what is kept under it may be newer, and never older.
# Of another day it may be another: what is overdue.
@lru_cache(maxsize=KEPT)
def _answered(stamp: str, today: date, asked: _Asked) -> Any:
    return asked.ask(asked.rows.all())  # which are not kept beside the answer


def read_once(read: Callable[[*Values], Answer], *values: *Values) -> Answer:
    """What ``read(*values)`` gives: a function of a module, whose answer nobody changes.

    One query where it is known; what it raises is not. As in ``kept``, within a transaction it is
    read anew.
    """
    stamp = None if connection.in_atomic_block else read_page_stamp()
    if not stamp:
        return read(*values)
    answer: Answer = _read(stamp, timezone.localdate(), read, values)
    return answer


@lru_cache(maxsize=READ)
def _read(stamp: str, today: date, read: Callable[..., Any], values: tuple[Hashable, ...]) -> Any:
    return read(*values)

"""What was counted and read of the content holds until the content changes, and is not asked again.

By the stamp of the pages, as they are kept themselves (``page_stamp``): another one after every
transaction that changed a row, whoever wrote it. A page that is not kept, another page of a list,
another selection of it: most of what they count is the same.
"""

from collections.abc import Callable, Hashable
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Model, QuerySet, Subquery
from django.utils import timezone

from briefs.models.history import NOT_RECORDED
from briefs.models.page_stamp import PageStamp, read_page_stamp

Answer = TypeVar("Answer")
Thing = TypeVar("Thing", bound=Model)
Rows = TypeVar("Rows", bound="QuerySet[Any, Any]")

KEPT = 256
"""Answers that each process keeps; those that were not asked for longest go first."""
READ = 32
"""Things of which each process keeps what was read of them."""


def kept(rows: Rows, ask: Callable[[Rows], Answer]) -> Answer:
    """What ``ask`` says of the rows: a function of a module, whose answer nobody changes.

    One query where it is known. It is asked anew within a transaction, which sees what others do
    not, and of tables without a history, which change without a stamp.
    """
    connection = connections[rows.db]
    is_stamped = rows.model._meta.label_lower not in NOT_RECORDED and not connection.in_atomic_block
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


def stamped(rows: Rows) -> Rows:
    """With the stamp under which each is read, for ``read_once``: one statement sees both."""
    stamp: Rows = rows.annotate(page_stamp=Subquery(PageStamp.objects.values("value")[:1]))
    return stamp


def read_once(
    thing: Thing, read: Callable[[Thing, *tuple[Any, ...]], Answer], *values: Hashable
) -> Answer:
    """What ``read(thing, *values)`` gives: a function of a module, whose answer nobody changes.

    No query where it is known. ``thing`` is one of ``stamped``. As in ``kept``, within a
    transaction it is read anew.
    """
    stamp: str | None = thing.page_stamp  # type: ignore[attr-defined]
    if not stamp or connections[thing._state.db or "default"].in_atomic_block:
        return read(thing, *values)
    answer: Answer = _read(stamp, timezone.localdate(), read, thing, values)
    return answer


@lru_cache(maxsize=READ)
def _read(
    stamp: str, today: date, read: Callable[..., Any], thing: Model, values: tuple[Hashable, ...]
) -> Any:
    return read(thing, *values)

"""Who and why: what the history's triggers cannot see, told to them by whoever undertakes it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.contrib.auth.models import User
from django.db import connection, transaction

from briefs.models import ChangeSet, Recording

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

# What the outermost undertaking has not said.
_unsaid: ContextVar[frozenset[str] | None] = ContextVar("unsaid", default=None)


@contextmanager
def recorded(*, by: User | None = None, reason: str = "", origin: str) -> Iterator[None]:
    """One transaction, whose changes are one change set: by whom, why, and from where.

    Inside another it joins that one, and says who and why where the outer one does not.
    """
    with transaction.atomic():
        if _unsaid.get() is not None:
            _complete(by, reason)
            yield
            return
        said = {"by": by, "reason": reason}
        token = _unsaid.set(frozenset(name for name, value in said.items() if not value))
        try:
            Recording.objects.create(by=by, reason=reason, origin=origin)
            yield
            # What is rolled back takes the row with it.
            if not connection.needs_rollback:
                Recording.objects.all().delete()
        finally:
            _unsaid.reset(token)


def _complete(by: User | None, reason: str) -> None:
    """The first who says it counts; what has been written so far is told too."""
    for name, value in (("by", by), ("reason", reason)):
        if value and name in (_unsaid.get() or ()):
            empty: dict[str, Any] = {name: None if name == "by" else ""}
            Recording.objects.filter(**empty).update(**{name: value})
            open_set = ChangeSet.objects.filter(recordings__isnull=False, **empty)
            open_set.update(**{name: value})


def one_change(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Make a function one transaction and one change set, by its arguments ``by`` and ``reason``.

    Called from another, it is part of that one's.
    """

    @wraps(function)
    def inner(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        by: Any = kwargs.get("by")
        with recorded(by=by, reason=str(kwargs.get("reason", "")), origin=function.__name__):
            return function(*args, **kwargs)

    return inner

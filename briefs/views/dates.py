"""The day that a page is asked for: ``?as_of=2017-06-10``, what was true then."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from briefs.dates import PartialDate

EARLIEST = date(1900, 1, 1)
NAME = "as_of"
NOW = "Shown is how it is now."


@dataclass(frozen=True)
class Change:
    """A day on which something changed, and the address of the page on that day."""

    day: date
    query: str
    chosen: bool


@dataclass(frozen=True)
class AsOf:
    """What a page is asked for; ``day`` is None for now, or where ``problem`` says why not then."""

    day: date | None = None
    problem: str = ""
    others: tuple[tuple[str, str], ...] = ()  # what else the address says
    changes: tuple[Change, ...] = ()

    @property
    def query(self) -> str:
        """The address's query without the day."""
        return urlencode(self.others)

    @property
    def day_or_today(self) -> date:
        return self.day or timezone.localdate()

    @property
    def suffix(self) -> str:
        """What a link to another page of that day ends with."""
        return f"?{NAME}={self.day.isoformat()}" if self.day else ""

    def refused(self, problem: str) -> "AsOf":
        return replace(self, day=None, problem=problem)

    def since(self, first: date | None, what: str) -> "AsOf":
        """Refused for a day before ``first``; ``what`` was not there yet."""
        if self.day is None or first is None or self.day >= first:
            return self
        return self.refused(f"{what} {PartialDate(first)}, and nothing is shown before. {NOW}")

    def with_changes(self, days: Iterable[date | None]) -> "AsOf":
        """With links to these days, in their order; days to come are left out."""
        today = timezone.localdate()
        past = sorted({day for day in days if day is not None and EARLIEST <= day <= today})
        changes = tuple(
            Change(day, urlencode([*self.others, (NAME, day.isoformat())]), day == self.day)
            for day in past
        )
        return replace(self, changes=changes)


def days_of(*dated: "QuerySet[Any, Any]") -> list[date]:
    """The days in the one column of each of these, all in one query."""
    first, *more = (rows.order_by() for rows in dated)
    return [day for (day,) in first.union(*more)]


def asked_date(request: HttpRequest) -> AsOf:
    """The day in the address; of a month or year, its last. What cannot be is said in words."""
    words = request.GET.get(NAME, "").strip()
    others = tuple(
        (name, value.replace("\0", ""))
        for name, values in request.GET.lists()
        if name not in (NAME, "page")
        for value in values
    )
    asked = AsOf(others=others)
    if not words:
        return asked
    try:
        known = PartialDate.parse(words)
    except ValueError:
        said = words.replace("\0", "")[:40]
        return asked.refused(f"“{said}” is no date: write it as 2017-06-10. {NOW}")
    today = timezone.localdate()
    if known.date > today:
        return asked.refused(f"{known} is still to come. {NOW}")
    if known.date < EARLIEST:
        return asked.refused(f"Nothing here is older than {EARLIEST.year}. {NOW}")
    # Of a month or a year its last day, when what happened in it had happened.
    return replace(asked, day=min(known.last, today))

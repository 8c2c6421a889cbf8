"""The day that a page is asked for: ``?as_of=2017-06-10``, what was true then."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils import timezone

from briefs.dates import PartialDate, Precision

EARLIEST = date(1900, 1, 1)
NAME = "as_of"
NOW = "Shown is how it is now."


@dataclass(frozen=True)
class Change:
    """When something changed, as far as it is known, and the address of the page then."""

    moment: PartialDate
    query: str
    chosen: bool

    @property
    def year(self) -> int:
        return self.moment.date.year

    @property
    def words(self) -> str:
        """Without the year, for where that stands already."""
        if self.moment.precision is Precision.YEAR:
            return "some day"
        return str(self.moment).removesuffix(f" {self.year}")


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
    def today(self) -> date:
        return timezone.localdate()

    @property
    def day_or_today(self) -> date:
        return self.day or self.today

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

    def with_changes(self, moments: Iterable[PartialDate | None]) -> "AsOf":
        """With links to these, in their order; what is to come is left out.

        Of a month or year the link leads to its last day, as ``asked_date`` reads it.
        """
        today = timezone.localdate()
        past = sorted({one for one in moments if one is not None and EARLIEST <= one.date <= today})
        start = f"{self.query}&" if self.others else ""
        changes = tuple(
            Change(one, f"{start}{NAME}={one.iso}", min(one.last, today) == self.day)
            for one in past
        )
        return replace(self, changes=changes)


def dates_in(
    rows: "QuerySet[Any, Any]", field: str, precision: str | None = None
) -> "QuerySet[Any, Any]":
    """A column of dates and how much of each is known, for ``moments_of``; if unsaid, the day."""
    known = Cast(F(precision) if precision else Value(Precision.DAY.value), CharField())
    return rows.order_by().values_list(field, known)


def moments_of(*dated: "QuerySet[Any, Any]") -> list[PartialDate]:
    """The dates of all of ``dates_in``, each once; one query."""
    first, *more = dated
    return [PartialDate(day, Precision(known)) for day, known in first.union(*more)]


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

"""Dates that are known only in part, and how people write them."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Precision(StrEnum):
    """How much of a date is known; the finer parts of the stored date are placeholders."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    NOT_LATER_THAN = "not-later-than"


_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_WRITTEN = re.compile(r"(?P<year>[0-9]{4})(-(?P<month>[0-9]{2})(-(?P<day>[0-9]{2}))?)?")


Day = date  # under a name that the field below does not hide


@dataclass(frozen=True, order=True)
class PartialDate:
    """A date and how much of it is known. Sorts by the stored date.

    What is not known is never printed: ``str`` gives "9 June 2017", "June 2017", "2017" or
    "not later than 9 June 2017"; ``iso`` the same as ISO 8601 (reduced where parts are unknown).
    """

    date: date
    precision: Precision = Precision.DAY

    @classmethod
    def parse(cls, written: str) -> "PartialDate":
        """Read "2017", "2017-06" or "2017-06-09"; raise ValueError for anything else."""
        match = _WRITTEN.fullmatch(written)
        if match is None:
            raise ValueError(f"{written!r} is no date; write 2017, 2017-06 or 2017-06-09")
        year, month, day = match["year"], match["month"], match["day"]
        precision = Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
        try:
            return cls(date(int(year), int(month or 1), int(day or 1)), precision)
        except ValueError as error:
            raise ValueError(f"{written!r} is no date: {error}") from None

    @property
    def iso(self) -> str:
        match self.precision:
            case Precision.YEAR:
                return self.date.isoformat()[:4]
            case Precision.MONTH:
                return self.date.isoformat()[:7]
            case _:
                return self.date.isoformat()

    @property
    def first(self) -> Day:
        """The first day that it can be; of "not later than" the day itself, the only one known."""
        match self.precision:
            case Precision.YEAR:
                return self.date.replace(month=1, day=1)
            case Precision.MONTH:
                return self.date.replace(day=1)
            case _:
                return self.date

    @property
    def earliest(self) -> Day:
        """The first day that it can be; of "not later than" that of the calendar."""
        return Day.min if self.precision is Precision.NOT_LATER_THAN else self.first

    @property
    def last(self) -> Day:
        """The last day that it can be."""
        year, month = self.date.year, self.date.month
        match self.precision:
            case Precision.YEAR:
                return Day(year, 12, 31)
            case Precision.MONTH:
                return Day(year, month, monthrange(year, month)[1])
            case _:
                return self.date

    def __str__(self) -> str:
        day, month, year = self.date.day, _MONTHS[self.date.month - 1], self.date.year
        match self.precision:
            case Precision.YEAR:
                return f"{year}"
            case Precision.MONTH:
                return f"{month} {year}"
            case Precision.NOT_LATER_THAN:
                return f"not later than {day} {month} {year}"
            case _:
                return f"{day} {month} {year}"

"""Dates in the forms that articles print and editors write."""

import re
from calendar import monthrange
from datetime import date

from briefs.dates import PartialDate, Precision

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})\.?"
_DAY = r"(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>[12][0-9]{3})"
_BEFORE = (
    r"(?:(?:first |originally )?(?:published|posted)(?: on| in)?:? |date:? )?"
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?"
)
_AFTER = r"(?:,? (?:at )?[0-2]?[0-9]:[0-5][0-9].{0,20})?"
_FORMS = tuple(
    re.compile(_BEFORE + form + _AFTER, re.IGNORECASE)
    for form in (
        rf"{_DAY} (?:of )?{_MONTH},? {_YEAR}",
        rf"{_MONTH} {_DAY},? {_YEAR}",
        rf"{_MONTH},? {_YEAR}",
        rf"{_YEAR}-(?P<month>[01][0-9])-(?P<day>[0-3][0-9])",
        rf"(?P<day>[0-3]?[0-9])\.(?P<month>[01]?[0-9])\.{_YEAR}",
    )
)
_LONGEST = 80
_NOT_LATER = "not later than "


def read_date(line: str) -> PartialDate | None:
    """The date, if ``line`` says a date and nothing else; None otherwise.

    Forms with slashes are not read: whether day or month comes first cannot be told.
    """
    if len(line) > _LONGEST:
        return None
    for form in _FORMS:
        match = form.fullmatch(line)
        if match is not None:
            return _date(match)
    return None


def read_partial(written: str) -> PartialDate:
    """What an editor means by "2017", "2017-06", "June 2017", "9 June 2017" or the like.

    "Not later than" may stand before it; then it is the last day of what is named. Raise
    ValueError for anything else.
    """
    words = " ".join(written.split())
    named = words.lower().removeprefix(_NOT_LATER)
    try:
        found = read_date(named) or PartialDate.parse(named)
    except ValueError:
        raise ValueError(
            f"“{words}” is no date; write 2017, June 2017 or 9 June 2017, or 2017-06-09"
        ) from None
    return found if named == words.lower() else _not_later_than(found)


def _not_later_than(found: PartialDate) -> PartialDate:
    day = found.date
    if found.precision is Precision.YEAR:
        day = day.replace(month=12)
    if found.precision is not Precision.DAY:
        day = day.replace(day=monthrange(day.year, day.month)[1])
    return PartialDate(day, Precision.NOT_LATER_THAN)


def _date(match: re.Match[str]) -> PartialDate | None:
    parts = match.groupdict()
    month = parts["month"].lower()
    number = int(month) if month.isdigit() else _MONTHS[month]
    precision = Precision.DAY if "day" in parts else Precision.MONTH
    try:
        return PartialDate(date(int(parts["year"]), number, int(parts.get("day", 1))), precision)
    except ValueError:
        return None

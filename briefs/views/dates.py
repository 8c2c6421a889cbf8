"""The day that a page is asked for: ``?as_of=2017-06-10``, what was true then."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.utils import timezone

from briefs.dates import PartialDate

EARLIEST = date(1900, 1, 1)
NAME = "as_of"
NOW = "Shown is how it is now."


@dataclass(frozen=True)
class AsOf:
    """What a page is asked for; ``day`` is None for now, or where ``problem`` says why not then."""

    day: date | None = None
    problem: str = ""

    @property
    def day_or_today(self) -> date:
        return self.day or timezone.localdate()


def asked_date(request: HttpRequest) -> AsOf:
    """The day in the address; of a month or year, its last. What cannot be is said in words."""
    words = request.GET.get(NAME, "").strip()
    if not words:
        return AsOf()
    try:
        known = PartialDate.parse(words)
    except ValueError:
        said = words.replace("\0", "")[:40]
        return AsOf(problem=f"“{said}” is no date: write it as 2017-06-10. {NOW}")
    today = timezone.localdate()
    if known.date > today:
        return AsOf(problem=f"{known} is still to come. {NOW}")
    if known.date < EARLIEST:
        return AsOf(problem=f"Nothing here is older than {EARLIEST.year}. {NOW}")
    return AsOf(day=min(known.last, today))

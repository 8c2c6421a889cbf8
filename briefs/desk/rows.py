"""The desk, and the one shape that a row of any of its lists has."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from typing import Any

from django.contrib.auth.models import User
from django.db import models
from django.db.models import BooleanField, F, Q, QuerySet, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince

from briefs.dates import PartialDate
from briefs.models.dates import partial
from briefs.models.vocabulary import AnchorState, Kind, Precision, Role, Verdict

COUNTED = 1000
"""So many rows of a list are counted and paged; of more it is said that they are more."""

Rows = QuerySet[Any, dict[str, Any]]
Column = str | Combinable  # the path of a field, or an expression

# The pages of the admin that rows open, where it is not that of the row itself.
PAGES = {
    "anchor": "admin:briefs_version_gate",
    "milestone": "admin:briefs_organisation_change",
}


@dataclass(frozen=True)
class Desk:
    """Whose desk it is, on which day, and whose things it shows: of all, of one, of nobody."""

    editor: User
    today: date
    owner: User | None = None
    unowned: bool = False

    def owned(self, path: str) -> Q:
        """The filter on whoever ``path`` leads to."""
        if self.unowned:
            return Q(**{f"{path}__isnull": True})
        return Q(**{path: self.owner}) if self.owner else Q()

    def may(self, action: str, noun: str) -> bool:
        return self.editor.has_perm(f"briefs.{action}_{noun}")

    def sees(self, noun: str) -> bool:
        return self.may("view", noun) or self.may("change", noun)


@dataclass(frozen=True)
class Row:
    """One thing to follow up, as its query gives it."""

    noun: str
    key: int  # of the page that it opens
    label: str
    inside: str | None  # the article or body that it belongs to
    sort: str  # the kind of a claim, the state of an anchor, the role of a membership
    judged: str  # the verdict
    remark: str
    day: date | datetime | None
    precision: str  # of the day; empty where it is exact
    owner_name: str | None
    claim: int | None  # the annotation that can be checked and assigned
    mine: bool  # whether the editor may do what is asked for

    @property
    def path(self) -> str:
        """Where an editor works on it."""
        return reverse(PAGES.get(self.noun, f"admin:briefs_{self.noun}_change"), args=[self.key])

    @property
    def details(self) -> list[str]:
        """What it is, and where it belongs, in words."""
        match self.noun:
            case "annotation":
                what = Kind(self.sort).label
            case "anchor":
                what = AnchorState(self.sort).label
            case "membership" if self.sort:
                what = f"membership: {Role(self.sort).label}"
            case _:
                what = self.noun
        verdict = Verdict(self.judged).label if self.judged else ""
        whose = "" if self.mine else "for somebody else to do"
        return [word for word in (what, verdict, self.remark, whose, self.inside) if word]

    @property
    def _partial(self) -> PartialDate | None:
        day = timezone.localdate(self.day) if isinstance(self.day, datetime) else self.day
        return partial(day, self.precision or Precision.DAY)

    @property
    def last_day(self) -> date | None:
        """The day, or the last one that it can be."""
        return self._partial.last if self._partial else None

    @property
    def dated(self) -> str:
        """The day in words, as far as it is known."""
        return str(self._partial or "")


def distance(day: date, today: date, past: str) -> str:
    """How far a day is from today, in one unit: "3 weeks late", "in 2 months", "today"."""
    if day == today:
        return "today"
    words = timesince(min(day, today), max(day, today), depth=1).replace("\xa0", " ")
    return f"in {words}" if day > today else f"{words} {past}"


def text(words: str = "") -> Value:
    return Value(words, output_field=TextField())


def nothing(field: "models.Field[Any, Any]") -> Cast:
    """An empty column. It has a type, since PostgreSQL joins no columns of different types."""
    return Cast(Value(None), field)


# The columns of a row that not every list fills, in their order.
EMPTY: dict[str, Column] = {
    "inside": text(),
    "sort": text(),
    "judged": text(),
    "remark": text(),
    "day": nothing(models.DateField()),
    "precision": text(),
    "owner_name": nothing(TextField()),
    "claim": nothing(models.BigIntegerField()),
    "mine": Value(True, output_field=BooleanField()),
}


def as_rows(
    found: QuerySet[Any], noun: str, label: Column, key: Column = "pk", **columns: Column
) -> Rows:
    """The columns of a ``Row``, unordered; they are joined with others only in the same order."""
    filled = {"noun": text(noun), "key": key, "label": label} | EMPTY | columns
    named = {name: F(value) if isinstance(value, str) else value for name, value in filled.items()}
    return found.order_by().values(**named)


def first_of(found: QuerySet[Any]) -> QuerySet[Any]:
    """As many as a list counts, of those recorded first: else all of several kinds are sorted."""
    keys = found.order_by("pk").values("pk")[: COUNTED + 1]
    rows: QuerySet[Any] = found.model._default_manager.filter(pk__in=keys)
    return rows


def joined(found: Iterable[Rows]) -> Rows:
    """All of them as one, unordered."""
    return reduce(lambda rows, more: rows.union(more, all=True), found)

"""What a table of open data is: its columns in words, and how a row becomes their values."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Model, QuerySet

from briefs.dates import PartialDate
from briefs.models import Version

Value = str | int | float | bool | date | datetime | list[str] | None
AT_ONCE = 500
"""Rows that are fetched and written in one go: what is in memory of a table, however long."""


@dataclass(frozen=True)
class Asked:
    """What the rows are told for: the site's own address, and the day; None for now."""

    origin: str
    day: date | None = None
    version: Version | None = None
    """Of an article: the text whose words are quoted, if it is not the live one."""

    def knows(self, day: date | None) -> bool:
        """Whether what is dated so had happened."""
        return day is not None and (self.day is None or day <= self.day)


@dataclass(frozen=True)
class Column:
    """``type`` is a type of the Table Schema (Frictionless), or "partial date"."""

    name: str
    about: str
    value: Callable[[Any, Asked], Value]
    type: str = "string"
    unit: str = ""


def _as_it_is(rows: Any, asked: Asked) -> Any:
    return rows


@dataclass(frozen=True)
class Table:
    """``prepare`` fetches with each lot of rows what their columns tell of other rows."""

    name: str
    title: str
    about: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    prepare: Callable[[Any, Asked], Any] = _as_it_is

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    def rows(self, found: "QuerySet[Any] | Iterable[Any]", asked: Asked) -> Iterator[list[Value]]:
        """The values of each row; a queryset is read lot by lot."""
        things: Iterable[Any] = found
        if isinstance(found, QuerySet):
            things = self.prepare(found, asked).iterator(chunk_size=AT_ONCE)
        for thing in things:
            yield [column.value(thing, asked) for column in self.columns]


# Kinds of column ----------------------------------------------------------------------------


def field(name: str, about: str, of: str = "", **more: str) -> Column:
    """A field of the row, under its own name or another."""
    path = (of or name).split(".")

    def value(row: Any, asked: Asked) -> Value:
        for part in path:
            row = getattr(row, part) if row is not None else None
        return row  # type: ignore[no-any-return]

    return Column(name, about, value, **more)


def public_id() -> Column:
    return Column("public_id", "Its permanent id, a UUID.", lambda row, asked: str(row.public_id))


def page(about: str = "The page that tells it.") -> Column:
    return Column(
        "address", about, lambda row, asked: asked.origin + row.get_absolute_url(), "string"
    )


def partial_date(name: str, about: str, of: str, *, may_lie_ahead: bool = False) -> list[Column]:
    """A date as far as it is known, and how far that is; what came after the day is left out."""

    def known(row: Any, asked: Asked) -> PartialDate | None:
        found: PartialDate | None = getattr(row, of)
        if found is None or may_lie_ahead:
            return found
        return found if asked.knows(found.date) else None

    def written(row: Any, asked: Asked) -> Value:
        found = known(row, asked)
        return found.iso if found else None

    def precision(row: Any, asked: Asked) -> Value:
        found = known(row, asked)
        return found.precision.value if found else None

    return [
        Column(name, about, written, "partial date"),
        Column(f"{name}_precision", f"How much of {name} is known.", precision),
    ]


def undated(column: Column) -> Column:
    """What is known of now alone, and left out where another day is asked for."""
    return Column(
        column.name,
        f"{column.about} Empty on another day than now.",
        lambda row, asked: None if asked.day else column.value(row, asked),
        column.type,
        column.unit,
    )


def listing(name: str, about: str, each: Callable[[Any, Asked], Iterable[str]]) -> Column:
    return Column(name, about, lambda row, asked: list(each(row, asked)), "list")


def slug_of(row: Any, name: str) -> str | None:
    """The slug of what the row points to, if that is public."""
    thing: Any = getattr(row, name)
    return thing.slug if thing is not None and thing.is_published else None


def sources_of(thing: Model) -> Iterator[str]:
    """The addresses of what it cites; the title of what public pages do not link."""
    for citation in thing.citations.all():  # type: ignore[attr-defined]
        source = citation.source
        yield source.url if source.linkable else source.title


def moment(when: datetime | None) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if when else ""

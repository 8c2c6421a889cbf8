"""What each table may have: its columns, which of them tell rows apart, and an example."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from briefs.dates import PartialDate, Precision
from briefs.models import Annotation, Article, Membership, Organisation, Person, Source, State

Values = dict[str, Any]
Read = Callable[[str], Values]


@dataclass(frozen=True)
class Column:
    """``read`` turns a cell into values of model fields; raises ValueError for what is wrong."""

    name: str
    read: Read
    example: str = ""
    required: bool = False


@dataclass(frozen=True)
class Table:
    name: str
    model: type[Any]
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    @property
    def required(self) -> list[str]:
        return [column.name for column in self.columns if column.required]


def _text(field: str) -> Read:
    return lambda cell: {field: cell}


def _list(field: str) -> Read:
    """Several texts in one cell, with a bar between them."""
    return lambda cell: {field: [part.strip() for part in cell.split("|") if part.strip()]}


def _partial(field: str, *, needed: bool = False) -> Read:
    def read(cell: str) -> Values:
        if not cell and not needed:
            return {field: None, f"{field}_precision": ""}
        found = partial_date(cell)
        return {field: found.date, f"{field}_precision": found.precision.value}

    return read


def partial_date(cell: str) -> PartialDate:
    """“2017”, “2017-06”, “2017-06-09” or “not later than 2017-06-09”; ValueError for others."""
    words = " ".join(cell.lower().split())
    if words.startswith("not later than "):
        day = PartialDate.parse(words.removeprefix("not later than "))
        if day.precision is not Precision.DAY:
            raise ValueError("“not later than” needs a whole day, as 2017-06-09")
        return PartialDate(day.date, Precision.NOT_LATER_THAN)
    return PartialDate.parse(words)


def _day(field: str) -> Read:
    def read(cell: str) -> Values:
        try:
            return {field: date.fromisoformat(cell) if cell else None}
        except ValueError:
            raise ValueError(f"“{cell}” is no day; write 2017-06-09") from None

    return read


def _yes(field: str) -> Read:
    words = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}

    def read(cell: str) -> Values:
        if cell.lower() not in words:
            raise ValueError("write yes or no")
        return {field: words[cell.lower()]}

    return read


def _number(field: str) -> Read:
    def read(cell: str) -> Values:
        if cell and not (cell.isascii() and cell.isdigit()):
            raise ValueError("write a whole number")
        return {field: int(cell) if cell else None}

    return read


def _row_of(field: str, model: type[Any], by: str) -> Read:
    def read(cell: str) -> Values:
        if not cell:
            return {field: None}
        found = model._default_manager.filter(**{by: cell}).first()
        if found is None:
            raise ValueError(f"there is no {model._meta.verbose_name} “{cell}”")
        return {field: found}

    return read


TABLES = {
    table.name: table
    for table in (
        Table(
            "organisations",
            Organisation,
            ("slug",),
            (
                Column("slug", _text("slug"), "river-compact", required=True),
                Column("name", _text("name"), "River Compact", required=True),
                Column("abbreviation", _text("abbreviation"), "RC"),
                Column("other_names", _list("other_names"), "Compact|The Compact"),
                Column("kind", _text("kind"), "intergovernmental", required=True),
                Column("standing", _text("standing"), "active"),
                Column("parent", _row_of("parent", Organisation, "slug")),
                Column("founded", _partial("founded_on"), "2001-06"),
                Column("dissolved", _partial("dissolved_on")),
                Column("seat", _text("seat"), "Riverton"),
                Column("official_url", _text("official_url"), "https://example.org/"),
                Column("summary", _text("summary"), "Looks after a river.", required=True),
            ),
        ),
        Table(
            "memberships",
            Membership,
            ("organisation", "state", "role", "start"),
            (
                Column(
                    "organisation",
                    _row_of("organisation", Organisation, "slug"),
                    "river-compact",
                    required=True,
                ),
                Column("state", _row_of("state", State, "iso_a3"), "KAZ", required=True),
                Column("role", _text("role"), "member", required=True),
                Column("start", _partial("start", needed=True), "2017-06-09", required=True),
                Column("start_basis", _text("start_basis"), "accession"),
                Column("end", _partial("end"), "not later than 2020-01-31"),
                Column("end_basis", _text("end_basis")),
                Column("decided_on", _day("decided_on"), "2017-06-08"),
                Column("signed_on", _day("signed_on")),
                Column("last_confirmed", _partial("last_confirmed_on"), "2026"),
                Column("verified", _yes("verified"), "no"),
                Column("note", _text("note")),
            ),
        ),
        Table(
            "sources",
            Source,
            ("url",),
            (
                Column("url", _text("url"), "https://example.org/report", required=True),
                Column("title", _text("title"), "A report", required=True),
                Column("publisher", _text("publisher"), "A paper"),
                Column("date", _partial("dated_on"), "2017-06"),
                Column("archived_url", _text("archived_url")),
                Column("note", _text("note"), "in Russian"),
                Column("weak", _yes("weak"), "no"),
                Column("linkable", _yes("linkable"), "yes"),
            ),
        ),
        Table(
            "claims",
            Annotation,
            ("slug",),
            (
                Column("slug", _text("slug"), "river-will-rise", required=True),
                Column("article", _row_of("article", Article, "slug"), "rivers", required=True),
                Column("quote", _text("quote"), "The river will rise.", required=True),
                Column("prefix", _text("prefix")),
                Column("suffix", _text("suffix")),
                Column("kind", _text("kind"), "forecast", required=True),
                Column("summary", _text("summary"), "That the river rises.", required=True),
                Column("speaker", _row_of("speaker", Person, "slug")),
                Column("event", _text("event"), "The river rises."),
                Column("deadline", _partial("deadline"), "2015"),
                Column("criterion", _text("criterion")),
                Column("probability_low", _number("probability_low"), "60"),
                Column("probability_high", _number("probability_high"), "90"),
            ),
        ),
    )
}


def template(table: Table) -> str:
    """A CSV file with the columns and one example row."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(table.names)
    writer.writerow(column.example for column in table.columns)
    return out.getvalue()

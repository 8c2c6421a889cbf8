"""What each table may have: its columns, and which of them tell rows apart."""

from dataclasses import dataclass
from typing import Any

from briefs.importing.tables.cells import (
    Choice,
    Day,
    Line,
    Number,
    Partial,
    Quoted,
    RowOf,
    Text,
    Texts,
    YesNo,
)
from briefs.models import Annotation, Article, Membership, Organisation, Person, Source, State
from briefs.models.vocabulary import Kind, OrganisationKind, Role


@dataclass(frozen=True)
class Column:
    name: str
    cell: Line
    about: str
    example: str = ""
    required: bool = False

    @property
    def accepts(self) -> str:
        return self.cell.accepts


@dataclass(frozen=True)
class Table:
    """``key`` are the columns by which a row that is there already is found again."""

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

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


def _needed(name: str, cell: Line, about: str, example: str) -> Column:
    return Column(name, cell, about, example, required=True)


_ORGANISATIONS = Table(
    "organisations",
    Organisation,
    ("slug",),
    (
        _needed("slug", Line("slug"), "Its name in addresses.", "river-compact"),
        _needed("name", Line("name"), "Its full name.", "River Compact"),
        Column("abbreviation", Line("abbreviation"), "As readers know it.", "RC"),
        Column(
            "other_names", Texts("other_names"), "Other spellings in use.", "Compact|The Compact"
        ),
        _needed("kind", Choice("kind", OrganisationKind), "What it is.", "intergovernmental"),
        Column("standing", Line("standing"), "In a few words.", "active"),
        Column(
            "parent",
            RowOf("parent", Organisation, "slug"),
            "The body it belongs to; one of the same file stands above it.",
        ),
        Column("founded", Partial("founded_on"), "When it began.", "June 2001"),
        Column("dissolved", Partial("dissolved_on"), "When it ended; empty while it exists."),
        Column("seat", Line("seat"), "City of its headquarters.", "Riverton"),
        Column("official_url", Line("official_url"), "Its own page.", "https://example.org/"),
        _needed("summary", Text("summary"), "Two or three sentences.", "Looks after a river."),
    ),
)
_MEMBERSHIPS = Table(
    "memberships",
    Membership,
    ("organisation", "state", "role", "start"),
    (
        _needed(
            "organisation",
            RowOf("organisation", Organisation, "slug"),
            "The body.",
            "river-compact",
        ),
        _needed("state", RowOf("state", State, "iso_a3"), "The state, by its code.", "KAZ"),
        _needed("role", Choice("role", Role), "What the state is in it.", "member"),
        _needed("start", Partial("start"), "First day of the role.", "9 June 2017"),
        Column("start_basis", Line("start_basis"), "What that date is of.", "accession"),
        Column(
            "end",
            Partial("end"),
            "First day without the role; empty while it is held.",
            "not later than 2020",
        ),
        Column("end_basis", Line("end_basis"), "What that date is of."),
        Column(
            "decided_on",
            Day("decided_on"),
            "Day of the political decision, where it is another.",
            "2017-06-08",
        ),
        Column("signed_on", Day("signed_on"), "Day of the signature."),
        Column(
            "last_confirmed",
            Partial("last_confirmed_on"),
            "Date of the latest source that lists the role.",
            "2026",
        ),
        Column("verified", YesNo("verified"), "Whether a source seen supports the row.", "no"),
        Column("note", Text("note"), "Anything readers should know."),
    ),
)
_SOURCES = Table(
    "sources",
    Source,
    ("url",),
    (
        _needed("url", Line("url"), "Where the page was read.", "https://example.org/report"),
        _needed("title", Line("title"), "In [square brackets] where it is ours.", "A report"),
        Column("publisher", Line("publisher"), "Whose page it is.", "A paper"),
        Column("date", Partial("dated_on"), "When it appeared.", "2017-06"),
        Column("archived_url", Line("archived_url"), "A copy that stays when the page goes."),
        Column("note", Line("note"), "Language, or what kind of page it is.", "in Russian"),
        Column("weak", YesNo("weak"), "Whether a better one should replace it.", "no"),
        Column("linkable", YesNo("linkable"), "Whether public pages may link it.", "yes"),
    ),
)
_CLAIMS = Table(
    "claims",
    Annotation,
    ("slug",),
    (
        _needed("slug", Line("slug"), "Its name in addresses.", "river-will-rise"),
        _needed("article", RowOf("article", Article, "slug"), "Where it is made.", "rivers"),
        _needed("quote", Quoted("exact"), "The words that make it.", "The river will rise."),
        Column("prefix", Quoted("prefix"), "Words just before, if the quote stands twice."),
        Column("suffix", Quoted("suffix"), "Words just after, if the quote stands twice."),
        _needed("kind", Choice("kind", Kind), "What it is.", "forecast"),
        _needed("summary", Text("summary"), "The claim in one sentence.", "That the river rises."),
        Column("speaker", RowOf("speaker", Person, "slug"), "Whose view is reported."),
        Column("event", Text("event"), "Forecasts: what is foreseen.", "The river rises."),
        Column("deadline", Partial("deadline"), "Forecasts: by when.", "2015"),
        Column("criterion", Text("criterion"), "Forecasts: what would show that it came true."),
        Column(
            "probability_low",
            Number("probability_low"),
            "Forecasts: per cent, at the least.",
            "60",
        ),
        Column(
            "probability_high",
            Number("probability_high"),
            "Forecasts: per cent, at the most.",
            "90",
        ),
    ),
)
TABLES = {table.name: table for table in (_ORGANISATIONS, _MEMBERSHIPS, _SOURCES, _CLAIMS)}

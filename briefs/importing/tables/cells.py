"""What a cell of a table may hold: how it is read, and how the same value is written again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, TextChoices

from briefs.dates import PartialDate, Precision
from briefs.importing.written_dates import read_partial

Values = dict[str, Any]
# A row of the model by the value of one of its fields; None if there is none.
Find = Callable[[type[Model], str, str], Any]


@dataclass(frozen=True)
class Line:
    """Words without line breaks. The other kinds of cell are made like this one."""

    field: str
    accepts = "text in one line"

    @property
    def fields(self) -> tuple[str, ...]:
        """The model's fields that the cell fills."""
        return (self.field,)

    def read(self, cell: str, find: Find) -> Values:
        """Values of the model's fields; raise ValueError for what is wrong."""
        return {self.field: " ".join(cell.split())}

    def show(self, thing: Any) -> str:
        """The cell as it would be written for the row ``thing``."""
        value = getattr(thing, self.field)
        return "" if value is None else str(value)


@dataclass(frozen=True)
class Text(Line):
    accepts = "text; line breaks are kept"

    def read(self, cell: str, find: Find) -> Values:
        return {self.field: cell}


@dataclass(frozen=True)
class Texts(Line):
    accepts = "texts, with a bar | between them"

    def read(self, cell: str, find: Find) -> Values:
        texts = (" ".join(text.split()) for text in cell.split("|"))
        return {self.field: [text for text in texts if text]}

    def show(self, thing: Any) -> str:
        return "|".join(getattr(thing, self.field))


@dataclass(frozen=True)
class Partial(Line):
    """A date of which only a part may be known."""

    accepts = (
        "a date, as far as it is known: 2017, June 2017, 2017-06, 9 June 2017 or 2017-06-09; "
        "“not later than” may stand before it"
    )

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.field, f"{self.field}_precision")

    def read(self, cell: str, find: Find) -> Values:
        found = read_partial(cell) if cell else None
        stored = (found.date, found.precision.value) if found else (None, "")
        return dict(zip(self.fields, stored, strict=True))

    def show(self, thing: Any) -> str:
        day, precision = (getattr(thing, name) for name in self.fields)
        return str(PartialDate(day, Precision(precision))) if day else ""


@dataclass(frozen=True)
class Day(Line):
    accepts = "a whole day: 9 June 2017 or 2017-06-09"

    def read(self, cell: str, find: Find) -> Values:
        if not cell:
            return {self.field: None}
        found = read_partial(cell)
        if found.precision is not Precision.DAY:
            raise ValueError(f"“{cell}” is no whole day; write 9 June 2017 or 2017-06-09")
        return {self.field: found.date}

    def show(self, thing: Any) -> str:
        day = getattr(thing, self.field)
        return str(PartialDate(day)) if day else ""


@dataclass(frozen=True)
class YesNo(Line):
    accepts = "yes or no"

    def read(self, cell: str, find: Find) -> Values:
        words = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
        if cell.lower() not in words:
            raise ValueError("write yes or no")
        return {self.field: words[cell.lower()]}

    def show(self, thing: Any) -> str:
        return "yes" if getattr(thing, self.field) else "no"


@dataclass(frozen=True)
class Number(Line):
    accepts = "a whole number"

    def read(self, cell: str, find: Find) -> Values:
        if cell and not (cell.isascii() and cell.isdigit()):
            raise ValueError(f"“{cell}” is no whole number")
        return {self.field: int(cell) if cell else None}


@dataclass(frozen=True)
class Choice(Line):
    """A value of a closed list, or the name that readers see for it."""

    choices: type[TextChoices]

    @property
    def accepts(self) -> str:  # type: ignore[override]
        return f"one of: {', '.join(self.choices.values)}"

    def read(self, cell: str, find: Find) -> Values:
        words = " ".join(cell.lower().split())
        for value, label in self.choices.choices:
            if words in (value, str(label).lower()):
                return {self.field: value}
        raise ValueError(f"“{cell}” is none of: {', '.join(self.choices.values)}")


@dataclass(frozen=True)
class RowOf(Line):
    """Another row of the site, by a field that names it."""

    model: type[Model]
    by: str

    @property
    def accepts(self) -> str:  # type: ignore[override]
        named: Any = self.model._meta.get_field(self.by)
        return f"the {named.verbose_name} of the {self.model._meta.verbose_name}"

    def read(self, cell: str, find: Find) -> Values:
        found = find(self.model, self.by, cell) if cell else None
        if cell and found is None:
            raise ValueError(f"there is no {self.model._meta.verbose_name} “{cell}”")
        return {self.field: found}

    def show(self, thing: Any) -> str:
        found = getattr(thing, self.field)
        return str(getattr(found, self.by)) if found else ""


@dataclass(frozen=True)
class Quoted(Line):
    """Words of the article on which a claim stands; no field of the claim itself."""

    accepts = "words of the article, letter by letter"

    @property
    def fields(self) -> tuple[str, ...]:
        return ()

    def read(self, cell: str, find: Find) -> Values:
        return {}

    def show(self, thing: Any) -> str:
        anchors = getattr(thing, PRESENT, [])
        return str(getattr(anchors[0], self.field)) if anchors else ""


# Where a claim that was fetched for a table carries its anchor in the present text, if it has one.
PRESENT = "present_anchors"

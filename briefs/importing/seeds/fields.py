"""One key of a seed entry: which column it fills, and what may be written there."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from taggit.managers import TaggableManager

from briefs.dates import PartialDate, Precision


class Kind(Enum):
    TEXT = auto()
    WORDS = auto()  # text kept to the letter, spaces at its ends included
    LINES = auto()  # a list of texts, stored a line each
    PARAGRAPHS = auto()  # a list of texts, stored with an empty line between
    NAMES = auto()  # a list of texts, stored as a list
    CHOICE = auto()
    FLAG = auto()
    INTEGER = auto()
    NUMBER = auto()
    DAY = auto()
    PARTIAL = auto()  # a date of which the day or the month may be unknown
    ONE = auto()  # the key of another entry
    MANY = auto()  # a list of such keys


_JOINED_BY = {Kind.LINES: "\n", Kind.PARAGRAPHS: "\n\n"}


@dataclass(frozen=True)
class Field:
    """A key of an entry. A dot in ``key`` stands for a mapping inside the entry.

    ``stored`` is the model's field, None for keys that fill no column of the entry's own row.
    """

    key: str
    column: str
    kind: Kind
    required: bool = False
    target: str = ""
    stored: "models.Field[Any, Any] | None" = None
    choices: tuple[str, ...] = ()

    @property
    def precision_key(self) -> str:
        head, dot, _ = self.key.rpartition(".")
        return f"{head}.precision" if dot else f"{self.key}_precision"

    @property
    def keys(self) -> tuple[str, ...]:
        return (self.key, self.precision_key) if self.kind is Kind.PARTIAL else (self.key,)

    @property
    def columns(self) -> tuple[str, ...]:
        if self.kind is Kind.PARTIAL:
            return (self.column, f"{self.column}_precision")
        return (self.column,)

    @property
    def missing(self) -> Any:
        """What the column holds if the entry does not have the key."""
        if self.kind in (Kind.NAMES, Kind.MANY):
            return []
        if self.kind is Kind.FLAG and self.stored is not None:
            return self.stored.get_default()
        if self.kind in (Kind.TEXT, Kind.WORDS, Kind.LINES, Kind.PARAGRAPHS, Kind.CHOICE):
            return self.stored.get_default() or "" if self.stored is not None else ""
        return None


def field(
    model: type[models.Model],
    key: str,
    column: str = "",
    *,
    kind: Kind | None = None,
    required: bool | None = None,
    target: str = "",
) -> Field:
    """A key for the model's field ``column`` (the same word unless given); the rest follows."""
    column = column or key
    stored: Any = model._meta.get_field(column)
    if required is None:
        required = (
            not stored.blank
            and not stored.has_default()
            and not isinstance(stored, models.BooleanField)
        )
    return Field(
        key=key,
        column=column,
        kind=kind or _kind(model, stored),
        required=required,
        target=target or _target(stored),
        stored=stored,
        choices=tuple(str(value) for value, _ in stored.choices or ()),
    )


def fields(model: type[models.Model], keys: str) -> tuple[Field, ...]:
    """Fields whose keys are the names of their columns."""
    return tuple(field(model, key) for key in keys.split())


_KINDS: tuple[tuple[type, Kind], ...] = (
    (TaggableManager, Kind.MANY),
    (models.ManyToManyField, Kind.MANY),
    (models.ForeignKey, Kind.ONE),
    (models.BooleanField, Kind.FLAG),
    (models.IntegerField, Kind.INTEGER),
    (models.FloatField, Kind.NUMBER),
    (models.JSONField, Kind.NAMES),
)


def _kind(model: type[models.Model], stored: Any) -> Kind:
    if isinstance(stored, models.DateField):
        names = {other.name for other in model._meta.get_fields()}
        return Kind.PARTIAL if f"{stored.name}_precision" in names else Kind.DAY
    if stored.choices:
        return Kind.CHOICE
    return next((kind for of, kind in _KINDS if isinstance(stored, of)), Kind.TEXT)


def _target(stored: Any) -> str:
    related = stored.related_model
    if related is None:
        return ""
    return "claim" if related.__name__ == "Annotation" else related.__name__.lower()


class Wrong(ValueError):
    """What was written cannot stand there; the message says why, in words for an editor."""


def read_value(field: Field, written: Any) -> Any:
    """What the column shall hold, as plain JSON; raise Wrong. Keys are not looked up here."""
    return _READERS[field.kind](field, written)


def read_partial(field: Field, written: Any, precision: Any) -> tuple[str, str]:
    """The stored date in ISO form and its precision; raise Wrong."""
    if isinstance(written, bool) or not isinstance(written, str | int):
        raise Wrong(f"{_shown(written)} is no date; write 2017, 2017-06 or 2017-06-09")
    try:
        found = PartialDate.parse(str(written))
    except ValueError as error:
        raise Wrong(str(error)) from error
    if precision is None:
        return found.date.isoformat(), found.precision.value
    if precision not in list(Precision):
        raise Wrong(f"{_shown(precision)} is no precision; one of: {', '.join(Precision)}")
    if found.precision is not Precision.DAY:
        raise Wrong(f"a precision is only said of a whole date, and {written} says its own")
    return found.date.isoformat(), str(precision)


def _text(field: Field, written: Any) -> str:
    if isinstance(written, int | float) and not isinstance(written, bool):
        raise Wrong(f"{written} is a number here; put it in quotes if text is meant")
    if not isinstance(written, str):
        raise Wrong(f"must be text, not {_shown(written)}")
    text = unicodedata.normalize("NFC", written)
    text = text if field.kind is Kind.WORDS else text.strip()
    if field.required and not text:
        raise Wrong("is empty")
    if field.stored is not None and text:
        try:
            field.stored.clean(text, None)
        except ValidationError as error:
            raise Wrong(f"{_shown(text)}: {' '.join(error.messages)}") from error
    return text


def _texts(field: Field, written: Any) -> list[str]:
    if not isinstance(written, list):
        raise Wrong(f"must be a list, not {_shown(written)}")
    found = []
    for number, item in enumerate(written, 1):
        if not isinstance(item, str) or not item.strip():
            raise Wrong(f"item {number} must be text, not {_shown(item)}")
        found.append(unicodedata.normalize("NFC", item).strip())
    return found


def _joined(field: Field, written: Any) -> str:
    return _JOINED_BY[field.kind].join(_texts(field, written))


def _choice(field: Field, written: Any) -> str:
    if written not in field.choices or not isinstance(written, str):
        raise Wrong(f"{_shown(written)} is not one of: {', '.join(field.choices)}")
    return written


def _flag(field: Field, written: Any) -> bool:
    if not isinstance(written, bool):
        raise Wrong(f"must be true or false, not {_shown(written)}")
    return written


def _integer(field: Field, written: Any) -> int:
    if isinstance(written, bool) or not isinstance(written, int):
        raise Wrong(f"must be a whole number, not {_shown(written)}")
    return written


def _number(field: Field, written: Any) -> float:
    if isinstance(written, bool) or not isinstance(written, int | float):
        raise Wrong(f"must be a number, not {_shown(written)}")
    return float(written)


def _day(field: Field, written: Any) -> str:
    day, precision = read_partial(field, written, None)
    if precision != Precision.DAY:
        raise Wrong(f"{_shown(written)} is no day; write 2017-06-09")
    return day


def _one(field: Field, written: Any) -> str:
    if not isinstance(written, str) or not written:
        raise Wrong(f"must name a {field.target}, not {_shown(written)}")
    return written


def _many(field: Field, written: Any) -> list[str]:
    keys = _texts(field, written)
    for key in keys:
        if keys.count(key) > 1:
            raise Wrong(f"{_shown(key)} stands there twice")
    return sorted(keys)


def _shown(value: Any) -> str:
    match value:
        case None:
            return "nothing"
        case dict():
            return "keys with values"
        case list():
            return "a list"
        case bool():
            return "true" if value else "false"
        case _:
            text = str(value)
            return f"“{text if len(text) <= 80 else f'{text[:80]}…'}”"


_READERS: dict[Kind, Callable[[Field, Any], Any]] = {
    Kind.TEXT: _text,
    Kind.WORDS: _text,
    Kind.LINES: _joined,
    Kind.PARAGRAPHS: _joined,
    Kind.NAMES: _texts,
    Kind.CHOICE: _choice,
    Kind.FLAG: _flag,
    Kind.INTEGER: _integer,
    Kind.NUMBER: _number,
    Kind.DAY: _day,
    Kind.ONE: _one,
    Kind.MANY: _many,
}

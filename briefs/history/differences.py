"""The changes of one thing in one go -> what became of it, in words.

What was changed and changed back is no difference, nor is a row that was made anew as it was.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from briefs.history.names import (
    EVENT,
    Key,
    Names,
    as_row,
    columns_of,
    is_link,
    label_of_rows,
    model_of,
    named_in,
)
from briefs.models import Change, Operation
from briefs.models.history import Label, owners_of
from briefs.models.history_triggers import UNSAID
from briefs.rendering import changed_paragraphs

LONG = 80
"""Characters from which on two texts are compared by word."""
SHOWN = 300
"""Characters shown of a text that came or went as a whole."""
# The second column says what readers see of the first.
TOLD_BY = {("briefs.version", "body"): "text"}
# What follows from other columns, and says nothing of a row that came or went.
FOLLOWS = {("briefs.anchor", column) for column in ("start", "end", "prefix", "suffix")}


@dataclass
class Net:
    """What several changes of one row come to; ``None`` where there is no row."""

    key: Key
    before: dict[str, Any] | None
    after: dict[str, Any] | None

    @property
    def operation(self) -> Operation | None:
        """None where it is again as it was, or is gone again."""
        if self.before == self.after:
            return None
        if self.before is None:
            return Operation.INSERT
        return Operation.DELETE if self.after is None else Operation.UPDATE

    def add(self, change: Change) -> None:
        match change.operation:
            case Operation.INSERT:
                self.after = dict(change.after)
            case Operation.DELETE:
                if self.before is not None:
                    self.before = change.before | self.before
                self.after = None
            case Operation.UPDATE:
                if self.before is not None:
                    self.before = change.before | self.before
                self.after = (self.after or {}) | change.after


def net(changes: Iterable[Change]) -> list[Net]:
    """What the changes, oldest first, come to, row by row."""
    found: dict[Key, Net] = {}
    for change in changes:
        key = (change.model, change.object_id)
        if key not in found:
            inserted = change.operation == Operation.INSERT
            found[key] = Net(key, None if inserted else {}, None)
        found[key].add(change)
    return _without_made_anew([one for one in found.values() if one.operation])


def _without_made_anew(nets: list[Net]) -> list[Net]:
    """Leave out pairs of a row that went and one with another number that says the same."""
    came = [one for one in nets if one.operation is Operation.INSERT]
    left_out: list[Key] = []
    for gone in nets:
        if gone.operation is not Operation.DELETE:
            continue
        for new in came:
            if (new.key[0], new.after) == (gone.key[0], gone.before):
                came.remove(new)
                left_out += [gone.key, new.key]
                break
    return [one for one in nets if one.key not in left_out]


@dataclass(frozen=True)
class FieldChange:
    """One field; ``words`` are the paragraphs of a long text that changed, by word."""

    column: str
    label: str
    before: str
    after: str
    words: list[SafeString] = field(default_factory=list)


@dataclass(frozen=True)
class RowChange:
    """A row that is part of the thing."""

    key: Key
    operation: Operation
    title: str
    fields: list[FieldChange]


@dataclass(frozen=True)
class Rows:
    """All that changed of one kind of row; of a link its title says everything."""

    label: str
    are_links: bool
    rows: list[RowChange]


@dataclass(frozen=True)
class Difference:
    """What became of one thing."""

    operation: Operation
    fields: list[FieldChange]
    rows: list[Rows]

    def __bool__(self) -> bool:
        return bool(self.fields or self.rows or self.operation is not Operation.UPDATE)


def fetch_names(names: Names, changes: Sequence[Change]) -> None:
    """Read the names of all that the changes name, in two rounds; and the lines of the record."""
    values = [(c.model, side) for c in changes for side in (c.before, c.after)]
    keys = [key for label, side in values for key in named_in(label, side)]
    # Of a row that was changed, what it hangs on is not among the columns that changed.
    rows = [(c.model, c.object_id) for c in changes if c.operation == Operation.UPDATE]
    lines = [(EVENT, c.object_id) for c in changes if c.model == EVENT]
    names.fetch([*keys, *rows, *lines])
    names.fetch(key for row in map(names.row, rows) if row for key in _named_by(row))


def _named_by(row: models.Model) -> Iterator[Key]:
    label = row._meta.label_lower
    foreign = {c: f for c, f in columns_of(label).items() if isinstance(f, models.ForeignKey)}
    yield from named_in(label, {c: getattr(row, f.attname) for c, f in foreign.items()})


def difference(thing: Key, changes: Sequence[Change], names: Names) -> Difference:
    """What the changes, oldest first, of a thing and its rows come to. The names are fetched."""
    operation, fields = Operation.UPDATE, []
    rows: dict[Label, list[RowChange]] = {}
    for one in net(changes):
        if one.key == thing:
            operation = one.operation or operation
            fields = _fields(one, names)
        else:
            rows.setdefault(one.key[0], []).append(_row(thing, one, names))
    return Difference(
        operation,
        fields,
        [Rows(label_of_rows(label), is_link(label), found) for label, found in rows.items()],
    )


def _row(thing: Key, one: Net, names: Names) -> RowChange:
    label, number = one.key
    operation = one.operation
    assert operation
    values = (one.before if one.after is None else one.after) or {}
    updated = operation is Operation.UPDATE
    row = names.row(one.key) if updated else as_row(label, number, values)
    owners = _owners(label, thing[0])
    naming = [column for column in _naming(label) if column not in owners]
    named = [key for c in naming for key in named_in(label, {c: getattr(row, c, None)})]
    title = ", ".join(map(names.name, named)) or (names.called(row) if row else str(number))
    fields = [] if is_link(label) and not updated else _fields(one, names, {*owners, *naming})
    return RowChange(one.key, operation, title, fields)


def _owners(label: Label, of: Label) -> list[str]:
    """The columns by which such rows are part of things of that kind."""
    model = model_of(label)
    owners = owners_of(model) if model else ()
    return [owner.column for owner in owners if owner.related_model._meta.label_lower == of]


def _naming(label: Label) -> list[str]:
    """The foreign keys by which a row is known where it is part of something."""
    return [
        column
        for column, field in columns_of(label).items()
        if isinstance(field, models.ForeignKey) and field.related_model._meta.app_label != "auth"
    ]


# Fields --------------------------------------------------------------------------------------


def _fields(one: Net, names: Names, known: Iterable[str] = ()) -> list[FieldChange]:
    """``known`` columns are said already, unless they are what changed."""
    label = one.key[0]
    fields = columns_of(label)
    before, after = one.before or {}, one.after or {}
    if one.operation is Operation.UPDATE:
        columns = [c for c in {**before, **after} if before.get(c) != after.get(c)]
    else:
        columns = [c for c, v in {**before, **after}.items() if _is_telling(fields.get(c), v)]
        columns = [c for c in columns if c not in known and (label, c) not in FOLLOWS]
    columns = [column for column in columns if TOLD_BY.get((label, column)) not in columns]
    columns.sort(key=lambda column: [*fields, column].index(column))
    return [
        _field_change(fields.get(c), c, before.get(c), after.get(c), names, one.operation)
        for c in columns
    ]


def _is_telling(field: "models.Field[Any, Any] | None", value: Any) -> bool:
    """Whether the value of a whole row says something that its field does not say by itself."""
    if value in (None, "", []):
        return False
    if field is None or not field.has_default():
        return True
    return not callable(field.default) and field.default != value


def _field_change(
    field: "models.Field[Any, Any] | None",
    column: str,
    before: Any,
    after: Any,
    names: Names,
    operation: Operation | None,
) -> FieldChange:
    label = str(field.verbose_name) if field else column
    old, new = (in_words(field, value, names) for value in (before, after))
    long = isinstance(field, models.TextField) or max(len(old), len(new)) > LONG
    if operation is Operation.UPDATE and long:
        return FieldChange(column, label, old, new, changed_paragraphs(old, new))
    old, new = (Truncator(text).chars(SHOWN) for text in (old, new))
    return FieldChange(column, label, old, new)


def in_words(field: "models.Field[Any, Any] | None", value: Any, names: Names) -> str:
    """A column's value as an editor reads it; empty for none."""
    if value in (None, "", []):
        return ""
    if value == UNSAID:
        return "not shown"
    if isinstance(field, models.ForeignKey):
        related: Any = field.related_model
        return names.name((related._meta.label_lower, value))
    if field is not None and field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "; ".join(value)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(field, models.DateTimeField):
        return date_format(timezone.localtime(field.to_python(value)), "j F Y, H:i")
    if isinstance(field, models.DateField):
        return date_format(field.to_python(value), "j F Y")
    return str(value)

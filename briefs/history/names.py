"""What the rows that a change names are called: now, or when they were deleted."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from taggit.models import ItemBase

from briefs.models import Change, Event, Operation
from briefs.models.history import Label, many_to_many_of
from briefs.models.history_triggers import UNSAID

Key = tuple[Label, int]
"""A row: its model and its number."""
Values = Mapping[str, Any]
"""Columns as ``Change`` holds them."""
EVENT = Event._meta.label_lower

# What the names of these are made of, read with them.
NAMED_WITH = {
    "auth.permission": ("content_type",),
    "briefs.assertion": ("state", "members_of", "organisation"),
    "briefs.membership": ("state", "organisation"),
}
# Long columns that are in no name.
LEFT_UNREAD = {
    "briefs.receivedfile": ("content", "report"),
    "briefs.version": ("body", "text", "end_note", "author_note"),
}


def key_of(thing: models.Model) -> Key:
    return thing._meta.label_lower, thing.pk


def model_of(label: Label) -> type[models.Model] | None:
    """None for a model that the site had once."""
    try:
        return apps.get_model(label)
    except LookupError:
        return None


def columns_of(label: Label) -> dict[str, "models.Field[Any, Any]"]:
    model = model_of(label)
    fields = model._meta.concrete_fields if model else ()
    return {str(field.column): field for field in fields}


def named_in(label: Label, values: Values) -> Iterator[Key]:
    """The rows that foreign keys among the columns name."""
    for column, field in columns_of(label).items():
        if isinstance(field, models.ForeignKey) and values.get(column) is not None:
            related: Any = field.related_model
            yield related._meta.label_lower, values[column]


def python_values(label: Label, values: Values) -> dict[str, Any]:
    """The columns as Python has them, without what is hidden and columns that are no more."""
    fields = columns_of(label)
    return {
        column: fields[column].to_python(value)
        for column, value in values.items()
        if column in fields and value != UNSAID
    }


def as_row(label: Label, number: int, values: Values) -> models.Model | None:
    """The row as it was, unsaved."""
    model = model_of(label)
    if model is None:
        return None
    fields = columns_of(label)
    known: dict[str, Any] = {
        fields[column].attname: value for column, value in python_values(label, values).items()
    }
    return model(pk=number, **known)


def label_of_rows(label: Label) -> str:
    """What such rows are called where they are part of something: topics, organisations."""
    model = model_of(label)
    if model is None:
        return label
    if model._meta.auto_created:
        return str(many_to_many_of(model).verbose_name)
    if issubclass(model, ItemBase):
        return "topics"
    return str(model._meta.verbose_name_plural)


def is_link(label: Label) -> bool:
    """Whether such a row says no more than that two things belong together."""
    model = model_of(label)
    return model is not None and bool(model._meta.auto_created or issubclass(model, ItemBase))


class Names:
    """Rows by key. Each ``fetch`` asks once a model, and once for all that were deleted."""

    def __init__(self) -> None:
        self._rows: dict[Key, models.Model | None] = {}

    def fetch(self, keys: Iterable[Key]) -> None:
        wanted: dict[Label, set[int]] = defaultdict(set)
        for label, number in keys:
            if (label, number) not in self._rows:
                self._rows[label, number] = None
                wanted[label].add(number)
        for label, numbers in wanted.items():
            for number, row in _present(label, numbers):
                self._rows[label, number] = row
                wanted[label] = wanted[label] - {number}
        self._fetch_deleted({label: numbers for label, numbers in wanted.items() if numbers})

    def _fetch_deleted(self, wanted: Mapping[Label, set[int]]) -> None:
        if not wanted:
            return
        rows = Q()
        for label, numbers in wanted.items():
            rows |= Q(model=label, object_id__in=numbers)
        deletions = Change.objects.filter(rows, operation=Operation.DELETE).order_by("pk")
        found = {(c.model, c.object_id): as_row(c.model, c.object_id, c.before) for c in deletions}
        self._rows |= found
        self.fetch(part for row in found.values() if row for part in _name_parts(row).values())

    def row(self, key: Key) -> models.Model | None:
        """None if nothing is known of it, and before it was fetched."""
        return self._rows.get(key)

    def name(self, key: Key) -> str:
        row = self.row(key)
        label, number = key
        model = model_of(label)
        noun = model._meta.verbose_name if model else label
        return self.called(row) if row is not None else f"{noun} {number}"

    def called(self, row: models.Model) -> str:
        """The row's own name, of what was fetched and no further query."""
        for name, key in _name_parts(row).items():
            part = self.row(key)
            if part is None:
                return f"{row._meta.verbose_name} {row.pk}"
            setattr(row, name, part)
        return str(row)


def _present(label: Label, numbers: set[int]) -> Iterator[tuple[int, models.Model]]:
    model = model_of(label)
    if model is None:
        return
    rows = model._base_manager.select_related(*NAMED_WITH.get(label, ()))
    yield from rows.defer(*LEFT_UNREAD.get(label, ())).in_bulk(numbers).items()


def _name_parts(row: models.Model) -> dict[str, Key]:
    """What the row's name is made of and was not read with it, by the foreign key's name."""
    parts: dict[str, Key] = {}
    for name in NAMED_WITH.get(row._meta.label_lower, ()):
        field: Any = row._meta.get_field(name)
        if not field.is_cached(row) and getattr(row, field.attname) is not None:
            parts[name] = (field.related_model._meta.label_lower, getattr(row, field.attname))
    return parts

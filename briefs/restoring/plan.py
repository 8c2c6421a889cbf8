"""What it takes to have a thing as it was before a change; nothing is written here."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Min, Q

from briefs.history import (
    Difference,
    Key,
    Names,
    columns_of,
    difference,
    fetch_names,
    key_of,
    model_of,
    python_values,
)
from briefs.models import Change, Operation, Version
from briefs.models.history import Label, owners_of
from briefs.restoring.scope import (
    IMMUTABLE,
    RestoreError,
    editable_fields,
    is_restored_with_its_thing,
    listed,
    targets_exist,
    why_it_stays,
)

Row = dict[str, Any]
"""A row's columns, as Python has them, without its number."""


@dataclass(frozen=True)
class Plan:
    """What restoring would do to a thing; nothing is written yet.

    ``changes`` are not saved; deletions come first. ``stays`` says what is not restored, and why.
    """

    thing: models.Model
    moment: datetime  # of the change that is taken back
    seen: int  # the thing's latest change
    changes: list[Change]
    stays: list[str]

    def difference(self) -> Difference:
        """In words: from how it is to how it would be."""
        names = Names()
        fetch_names(names, self.changes)
        return difference(key_of(self.thing), self.changes, names)


def can_be_restored(thing: models.Model, step: Difference) -> bool:
    """Whether there is something in this step of its history that can be taken back."""
    if why_it_stays(thing) or step.operation is not Operation.UPDATE:
        return False
    editable = {field.column for field in editable_fields(thing)}
    rows = (model_of(row.key[0]) for kind in step.rows for row in kind.rows)
    return any(field.column in editable for field in step.fields) or any(
        model is not None and is_restored_with_its_thing(model) for model in rows
    )


def plan_restore(thing: models.Model, since: int) -> Plan:
    """What it takes to have ``thing`` as it was before change number ``since``.

    Raise RestoreError for what is never restored over, and where that was no change of it.
    """
    if refusal := why_it_stays(thing):
        raise RestoreError(refusal)
    label, number = key_of(thing)
    own = Change.objects.filter(things__model=label, things__object_id=number, pk__gte=since)
    taken_back = own.filter(pk=since).select_related("changeset").first()
    if taken_back is None:
        raise RestoreError("That is no change of this thing.")
    touched = [model for model in map(model_of, _distinct(own)) if model is not None]
    kinds = [model for model in touched if is_restored_with_its_thing(model)]
    labels = [label, *(kind._meta.label_lower for kind in kinds)]
    later = list(own.filter(model__in=labels).order_by("-pk"))
    now = _present(thing, kinds, later)
    then = _walked_back(now, later)
    fields, stays = _own_change(thing, now, then)
    rows = [row for kind in kinds for row in _row_changes(thing, kind, now, then, stays)]
    rows.sort(key=lambda change: ORDER[Operation(change.operation)])
    others = set(touched) - {type(thing)}
    stays += [said for model, said in IMMUTABLE.items() if model in others]
    return Plan(thing, taken_back.changeset.at, _latest(own), [*fields, *rows], stays)


def _distinct(changes: "models.QuerySet[Change]") -> list[Label]:
    """The kinds of row that were changed, in the order in which they were first."""
    kinds = changes.values("model").annotate(first=Min("pk")).order_by("first")
    return list(kinds.values_list("model", flat=True))


def _latest(changes: "models.QuerySet[Change]") -> int:
    return changes.order_by("-pk").values_list("pk", flat=True)[0]


ORDER = {Operation.DELETE: 0, Operation.UPDATE: 1, Operation.INSERT: 2}


def _row_of(row: models.Model) -> Row:
    fields = columns_of(row._meta.label_lower).items()
    return {column: getattr(row, f.attname) for column, f in fields if not f.primary_key}


def _present(
    thing: models.Model, kinds: Iterable[type[models.Model]], changes: Iterable[Change]
) -> dict[Key, Row]:
    """The thing as it is with its rows, and the changed rows wherever they are by now."""
    rows = {key_of(thing): _row_of(thing)}
    for model in kinds:
        label = model._meta.label_lower
        wanted = Q(pk__in=[change.object_id for change in changes if change.model == label])
        for owner in _owners(model, thing):
            wanted |= Q(**{owner: thing.pk})
        rows |= {key_of(row): _row_of(row) for row in model._base_manager.filter(wanted)}
    return rows


def _owners(model: type[models.Model], thing: models.Model) -> list[str]:
    """The columns by which rows of ``model`` are part of the thing."""
    return [f.attname for f in owners_of(model) if f.related_model is type(thing)]


def _walked_back(now: dict[Key, Row], changes: Iterable[Change]) -> dict[Key, Row]:
    """The same rows as they were before the changes, which come newest first."""
    then = {key: dict(row) for key, row in now.items()}
    for change in changes:
        key, before = (change.model, change.object_id), python_values(change.model, change.before)
        match change.operation:
            case Operation.INSERT:
                then.pop(key, None)
            case Operation.DELETE:
                then[key] = before
            case Operation.UPDATE if key in then:
                then[key] |= before
    return then


def _change(key: Key, operation: Operation, before: Row, after: Row) -> Change:
    return Change(model=key[0], object_id=key[1], operation=operation, before=before, after=after)


def _update(key: Key, now: Row, then: Row, columns: Iterable[str]) -> Change:
    columns = list(columns)
    return _change(
        key,
        Operation.UPDATE,
        {column: now[column] for column in columns},
        {column: then[column] for column in columns},
    )


def _own_change(
    thing: models.Model, now: dict[Key, Row], then: dict[Key, Row]
) -> tuple[list[Change], list[str]]:
    """The change of the thing's own fields, if any; and what of them stays."""
    key = key_of(thing)
    is_now, was = now[key], then.get(key, now[key])
    differing = [column for column in is_now if is_now[column] != was[column]]
    editable = {str(field.column) for field in editable_fields(thing)}
    gone = [c for c in differing if c in editable and not targets_exist(key[0], {c: was[c]})]
    columns = [c for c in differing if c in editable and c not in gone]
    stays = [f"{_names(key[0], gone)}: what it named is not there any more."] if gone else []
    others = [column for column in differing if column not in editable]
    if others and not isinstance(thing, Version):
        stays.append(f"{_names(key[0], others)}: not changed by hand, so not restored either.")
    return ([_update(key, is_now, was, columns)] if columns else []), stays


def _names(label: Label, columns: list[str]) -> str:
    fields = columns_of(label)
    return listed([str(fields[c].verbose_name) for c in columns]).capitalize()


def _row_changes(
    thing: models.Model,
    model: type[models.Model],
    now: dict[Key, Row],
    then: dict[Key, Row],
    stays: list[str],
) -> Iterator[Change]:
    """What has to be done to the rows of one kind; adds to ``stays`` what cannot."""
    owners = _owners(model, thing)

    def ours(rows: dict[Key, Row]) -> dict[Key, Row]:
        of_kind = {key: row for key, row in rows.items() if key[0] == model._meta.label_lower}
        return {k: row for k, row in of_kind.items() if any(row[o] == thing.pk for o in owners)}

    is_now, was = ours(now), ours(then)
    added = {key: row for key, row in is_now.items() if key not in was}
    for key, row in was.items():
        if key in is_now:
            differing = [column for column in row if row[column] != is_now[key][column]]
            if differing:
                yield _update(key, is_now[key], row, differing)
        elif twin := next((k for k, other in added.items() if other == row), None):
            del added[twin]  # it was made anew as it was
        elif key in now or not targets_exist(key[0], row):
            stays.append(
                f"One of the {model._meta.verbose_name_plural} cannot come back: what it belonged "
                "to or named has changed since."
            )
        else:
            yield _change(key, Operation.INSERT, {}, row)
    for key, row in added.items():
        yield _change(key, Operation.DELETE, row, {})

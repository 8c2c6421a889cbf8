"""From contents to rows: columns, lists of keys and parts, written in bulk."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from briefs.importing.seeds.entries import Content
from briefs.importing.seeds.fields import Field, Kind
from briefs.importing.seeds.present import Ledger, through_of
from briefs.importing.seeds.shape import Noun, Parts

Pairs = list[tuple[int, Content]]


def columns_of(noun: Noun, content: Content, ledger: Ledger) -> dict[str, Any]:
    """The row's own columns, ready for the model; links to rows of the noun itself left out.

    Those can point to rows that are not written yet; the status is moved by publishing alone.
    """
    relatives = {field.column for field in relatives_of(noun)}
    names = [name for name in noun.columns if name != "status" and name not in relatives]
    return _ready(noun.fields, content, names, ledger)


def relatives_of(noun: Noun) -> list[Field]:
    return [field for field in noun.links if field.target == noun.name]


def link_relatives(noun: Noun, pairs: Pairs, rows: list[Any], ledger: Ledger) -> None:
    names = [field.column for field in relatives_of(noun)]
    if not (names and rows):
        return
    for row, (_, content) in zip(rows, pairs, strict=True):
        set_columns(row, noun, content, names, ledger)
    noun.model._default_manager.bulk_update(rows, names)


def set_columns(
    row: Any, noun: Noun, content: Content, names: Collection[str], ledger: Ledger
) -> None:
    for name, value in _ready(noun.fields, content, names, ledger).items():
        setattr(row, name, value)


def hang_on(noun: Noun, pairs: Pairs, ledger: Ledger, names: Collection[str] = ()) -> None:
    """Write lists and parts (those in ``names``, or all) of rows that have none."""
    for field in noun.lists:
        if not names or field.column in names:
            _write_list(field, pairs, ledger)
    for part in noun.parts:
        if not names or part.key in names:
            _write_parts(part, pairs, ledger)


def take_off(noun: Noun, pk: int, names: Collection[str]) -> None:
    """Delete the lists and parts in ``names`` of one row."""
    for field in noun.lists:
        if field.column in names:
            through, mine, _ = through_of(field)
            through._default_manager.filter(**{mine: pk}).delete()
    for part in noun.parts:
        if part.key in names:
            part.model._default_manager.filter(**{part.parent: pk}).delete()


def _ready(
    fields: Iterable[Field], content: Content, names: Collection[str], ledger: Ledger
) -> dict[str, Any]:
    """Keys become ids, ISO text dates."""
    ready = {name: content[name] for name in names}
    for field in fields:
        name = field.column
        if name not in ready:
            continue
        value = ready[name]
        if field.kind is Kind.ONE:
            del ready[name]
            ready[f"{name}_id"] = None if value is None else ledger.ids(field.target)[value]
        elif field.kind in (Kind.DAY, Kind.PARTIAL) and value:
            ready[name] = date.fromisoformat(value)
    return ready


def _write_list(field: Field, pairs: Pairs, ledger: Ledger) -> None:
    through, mine, theirs = through_of(field)
    ids = ledger.ids(field.target)
    through._default_manager.bulk_create(
        through(**{mine: pk, theirs: ids[key]})
        for pk, content in pairs
        for key in content[field.column]
    )


def _write_parts(part: Parts, pairs: Pairs, ledger: Ledger) -> None:
    parent = f"{part.parent}_id"
    part.model._default_manager.bulk_create(
        part.model(
            **{parent: pk},
            **_ready(part.fields, row, part.columns, ledger),
            **({"position": position} if part.numbered else {}),
        )
        for pk, content in pairs
        for position, row in enumerate(content[part.key], 1)
    )

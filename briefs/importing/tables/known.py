"""The rows of the site that the rows of a table name, fetched some hundreds at a time."""

from collections.abc import Hashable, Iterator, Sequence
from typing import Any

from django.db.models import F, Model, Prefetch, Q, QuerySet

from briefs.importing.tables.cells import PRESENT, RowOf, Values
from briefs.importing.tables.read import Written
from briefs.importing.tables.shape import Table
from briefs.models import Anchor, Annotation, Membership, Source
from briefs.models.vocabulary import Status
from briefs.sourcing import is_address, same_pages

# Eight spellings of so many addresses stay below what SQLite takes in one query.
_AT_A_TIME = 100


class Known:
    """Queries when it is made: a few for each hundred rows of the table, none for a cell."""

    def __init__(self, table: Table, rows: Sequence[Written]) -> None:
        self._table = table
        self._named: dict[tuple[type[Model], str, str], Any] = {}
        self._rows: dict[Hashable, Any] = {}
        for column in table.columns:
            if isinstance(column.cell, RowOf):
                self._fetch_named(column.cell, _cells(rows, column.name))
        for thing in self._fetch_rows(_cells(rows, table.key[0])):
            self._rows.setdefault(self._key(thing), thing)

    def find(self, model: type[Model], by: str, cell: str) -> Any:
        """The row that a cell names; None if there is none."""
        return self._named.get((model, by, cell))

    def row(self, values: Values) -> Any:
        """The row that a row of the table is about; None for a new one."""
        if self._table.model is Source:
            return self._source(values["url"])
        return self._rows.get(self._key(self._table.model(**_only(values, self._table.key))))

    def add(self, thing: Any) -> None:
        """Know what was made since, for the rows below it."""
        self._rows[self._key(thing)] = thing
        for column in self._table.columns:
            if isinstance(column.cell, RowOf) and column.cell.model is self._table.model:
                by = column.cell.by
                self._named[self._table.model, by, getattr(thing, by)] = thing

    def _key(self, thing: Any) -> Hashable:
        attributes = (thing._meta.get_field(name).attname for name in self._table.key)
        return tuple(getattr(thing, name) for name in attributes)

    def _source(self, address: str) -> Any:
        """As ``known_source``: the oldest, however the address is spelt."""
        found = [self._rows[key,] for key in _spellings(address) if (key,) in self._rows]
        return min(found, key=lambda source: source.pk, default=None)

    def _fetch_named(self, cell: RowOf, names: Sequence[str]) -> None:
        for some in _parts(names):
            for thing in cell.model._default_manager.filter(**{f"{cell.by}__in": some}):
                self._named[cell.model, cell.by, getattr(thing, cell.by)] = thing

    def _fetch_rows(self, cells: Sequence[str]) -> Iterator[Any]:
        column = self._table.column(self._table.key[0])
        cell = column.cell
        path = f"{cell.field}__{cell.by}" if isinstance(cell, RowOf) else cell.field
        for some in _parts(cells):
            if self._table.model is Source:
                some = [spelling for address in some for spelling in _spellings(address)]
            # Held, so that what was read of them is true until the transaction ends.
            held = kept(self._table).select_for_update(of=("self",))
            yield from held.filter(**{f"{path}__in": some})


def kept(table: Table) -> QuerySet[Any]:
    """The rows that a table can name, with what its cells show of them."""
    rows: QuerySet[Any] = table.model._default_manager.select_related(
        *{column.cell.field for column in table.columns if isinstance(column.cell, RowOf)}
    )
    if table.model is Membership:
        # What was withdrawn does not stand in the way of the same again.
        rows = rows.exclude(status=Status.WITHDRAWN)
    if table.model is Annotation:
        rows = rows.prefetch_related(Prefetch("anchors", _present_anchors(), to_attr=PRESENT))
    return rows


def _present_anchors() -> QuerySet[Anchor]:
    """Those in the live text, or in the draft of an article that has none."""
    live = Q(version=F("annotation__article__live"))
    return Anchor.objects.placed().filter(
        live | Q(annotation__article__live=None, version__published_at=None)
    )


def _spellings(address: str) -> list[str]:
    return [address, *same_pages(address)] if is_address(address) else [address]


def _cells(rows: Sequence[Written], name: str) -> list[str]:
    return sorted({row.cells.get(name, "") for row in rows} - {""})


def _parts(found: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(found), _AT_A_TIME):
        yield found[start : start + _AT_A_TIME]


def _only(values: Values, names: Sequence[str]) -> Values:
    return {name: values[name] for name in names}

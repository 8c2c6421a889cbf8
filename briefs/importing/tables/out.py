"""A table on the way out: to be filled in, or with what is there, to be changed."""

from briefs.importing.tables.guarded import csv_file
from briefs.importing.tables.known import kept
from briefs.importing.tables.shape import Table


def template(table: Table) -> bytes:
    """A CSV file with the columns and one example row."""
    return csv_file([table.names, [column.example for column in table.columns]])


def present(table: Table) -> bytes:
    """A CSV file with every row that is there; read again as it is, it changes nothing."""
    cells = [column.cell for column in table.columns]
    return csv_file([table.names, *([cell.show(thing) for cell in cells] for thing in kept(table))])

"""The data twins of pages: tables of open data, each told by its columns, streamed row by row."""

from briefs.twins.mark import present_mark
from briefs.twins.package import package
from briefs.twins.shape import Asked, Column, Table
from briefs.twins.tables import TABLES
from briefs.twins.writing import csv_pieces, json_pieces

__all__ = [
    "TABLES",
    "Asked",
    "Column",
    "Table",
    "csv_pieces",
    "json_pieces",
    "package",
    "present_mark",
]

"""Tables that editors keep in a spreadsheet -> rows of the site, all of them or none."""

from briefs.importing.tables.out import present, template
from briefs.importing.tables.read import TableError, Written, decoded, read_table
from briefs.importing.tables.report import Change, Effect, Outcome, Problem, Report
from briefs.importing.tables.save import save_table
from briefs.importing.tables.shape import TABLES, Table

__all__ = [
    "TABLES",
    "Change",
    "Effect",
    "Outcome",
    "Problem",
    "Report",
    "Table",
    "TableError",
    "Written",
    "decoded",
    "present",
    "read_table",
    "save_table",
    "template",
]

"""Tables that editors keep in a spreadsheet -> rows of the site, all of them or none."""

from briefs.importing.tables.read import TableError, Written, read_table
from briefs.importing.tables.save import Outcome, Problem, Report, save_table
from briefs.importing.tables.shape import TABLES, Table, template

__all__ = [
    "TABLES",
    "Outcome",
    "Problem",
    "Report",
    "Table",
    "TableError",
    "Written",
    "read_table",
    "save_table",
    "template",
]

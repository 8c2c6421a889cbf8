"""What each table of open data tells, column by column."""

from briefs.twins.tables.bodies import MEMBERSHIPS, ORGANISATIONS, STATES
from briefs.twins.tables.claims import CLAIMS
from briefs.twins.tables.reference import ARTICLES, RESULTS, SOURCES, TOPICS
from briefs.twins.tables.updates import UPDATES

TABLES = {
    table.name: table
    for table in (
        *(ARTICLES, CLAIMS, UPDATES, ORGANISATIONS, MEMBERSHIPS),
        *(STATES, TOPICS, SOURCES, RESULTS),
    )
}

__all__ = [
    "ARTICLES",
    "CLAIMS",
    "MEMBERSHIPS",
    "ORGANISATIONS",
    "RESULTS",
    "SOURCES",
    "STATES",
    "TABLES",
    "TOPICS",
    "UPDATES",
]

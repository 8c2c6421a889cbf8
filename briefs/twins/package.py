"""The tables as a Data Package (Frictionless, version 2), made from the same columns."""

from collections.abc import Mapping
from typing import Any

from briefs.twins.shape import Column, Table
from briefs.twins.writing import BETWEEN

SCHEMA = "https://datapackage.org/profiles/2.0/datapackage.json"
PARTIAL = r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"


def package(
    title: str, home: str, licence: Mapping[str, str] | None, places: Mapping[Table, str]
) -> dict[str, Any]:
    """``places`` are the addresses at which all rows of a table are read as CSV."""
    described: dict[str, Any] = {
        "$schema": SCHEMA,
        "name": "record",
        "title": title,
        "homepage": home,
    }
    if licence:
        described["licenses"] = [{"title": licence["name"], "path": licence["address"]}]
    described["resources"] = [_resource(table, path) for table, path in places.items()]
    return described


def _resource(table: Table, path: str) -> dict[str, Any]:
    return {
        "name": table.name,
        "type": "table",
        "title": table.title,
        "description": table.about,
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [_field(column) for column in table.columns],
            "primaryKey": list(table.key),
        },
    }


def _field(column: Column) -> dict[str, Any]:
    said = f"{column.about} In {column.unit}." if column.unit else column.about
    found: dict[str, Any] = {"name": column.name, "type": column.type, "description": said}
    match column.type:
        case "partial date":
            found |= {"type": "string", "constraints": {"pattern": PARTIAL}}
        case "list":
            found |= {"delimiter": BETWEEN, "itemType": "string"}
    return found

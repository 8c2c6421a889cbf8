"""The cases that Python and JavaScript share: tests/data/anchoring/*.json."""

import json
from pathlib import Path
from typing import Any

import pytest

_FOLDER = Path(__file__).parents[1] / "data" / "anchoring"


def cases(name: str) -> list[Any]:
    """Return the cases of one file as parameters, named as in the file."""
    rows = json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return [pytest.param(row, id=row["name"]) for row in rows]

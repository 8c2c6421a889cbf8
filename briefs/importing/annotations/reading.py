"""Bytes of a JSON file -> the annotations in it: Hypothesis API, or W3C JSON-LD."""

import json
from collections.abc import Callable
from typing import Any

from briefs.importing.annotations import hypothesis, web_annotation
from briefs.importing.annotations.shape import Foreign, NotRead, Reading, Refused, from_data
from briefs.importing.annotations.values import first_of, identity, line, position, types_of
from briefs.importing.draft import DraftError
from briefs.importing.sandbox import ANNOTATIONS, LIMITS, Limits, answer_apart

SIZE_LIMIT = 5_000_000
"""Bytes of a file; two thousand annotations take about that much."""
MOST = 1_000


def read_annotations(data: bytes, name: str, limits: Limits = LIMITS) -> Reading:
    """Read a file in the sandbox; raise DraftError if it gives nothing."""
    if len(data) > SIZE_LIMIT:
        raise DraftError(name, f"is larger than {SIZE_LIMIT:,} bytes")
    return from_data(answer_apart(data, name, ANNOTATIONS, limits))


def read(data: bytes, name: str) -> Reading:
    """Read a file; raise DraftError if it gives nothing. Any JSON is answered for."""
    document = _parsed(data, name)
    try:
        found, total = _entries(document)
    except NotRead as error:
        raise DraftError(name, str(error)) from error
    if not found:
        raise DraftError(name, "holds no annotations")
    if len(found) > MOST:
        raise DraftError(name, f"holds more than {MOST:,} annotations; make several files of it")
    entries = tuple(_entry(number, item) for number, item in enumerate(found, 1))
    return Reading(entries, max(0, (total or 0) - len(found)))


def _parsed(data: bytes, name: str) -> Any:
    if not data.strip():
        raise DraftError(name, "is empty")
    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise DraftError(name, "is not UTF-8", data.count(b"\n", 0, error.start) + 1) from error
    except json.JSONDecodeError as error:
        raise DraftError(name, f"is no JSON: {error.msg}", error.lineno) from error
    except RecursionError as error:
        raise DraftError(name, "is nested too deeply to be read") from error
    except ValueError as error:
        raise DraftError(name, "holds a number that is too long to be read") from error


def _refuse_constant(written: str) -> Any:
    raise json.JSONDecodeError(f"{written} is no number of JSON", "", 0)


def _entries(document: Any) -> tuple[list[Any], int | None]:
    """The annotations of whatever holds them, and how many it says there are."""
    if isinstance(document, list):
        return document, None
    if not isinstance(document, dict):
        raise NotRead("holds no annotations")
    total = position(document.get("total"))
    if isinstance(document.get("rows"), list):  # an answer of the Hypothesis API
        return document["rows"], total
    if isinstance(document.get("@graph"), list):
        return document["@graph"], None
    if types_of(document) & {"AnnotationCollection", "OrderedCollection"}:
        return _first_page(document), total
    if isinstance(document.get("items"), list):
        whole = document.get("partOf")
        of_whole = position(whole.get("total")) if isinstance(whole, dict) else None
        return document["items"], of_whole
    return [document], None


def _first_page(collection: dict[str, Any]) -> list[Any]:
    first = collection.get("first")
    items = first.get("items") if isinstance(first, dict) else collection.get("items")
    if isinstance(items, list):
        return items
    if not collection.get("total"):
        return []
    raise NotRead("is a collection that only names its pages; save the pages themselves")


def _entry(number: int, item: Any) -> Foreign | Refused:
    key = identity(first_of(item, "id", "@id")) if isinstance(item, dict) else line(item)
    try:
        return _reader_of(item)(number, item)
    except NotRead as error:
        return Refused(number, key, str(error), error.skipped)


def _reader_of(item: Any) -> Callable[[int, dict[str, Any]], Foreign]:
    if isinstance(item, str):
        raise NotRead("It is only an address: save the annotations with their descriptions.")
    if isinstance(item, dict) and "uri" in item and "body" not in item:
        return hypothesis.read
    if isinstance(item, dict) and "target" in item:
        return web_annotation.read
    raise NotRead("It is no annotation.")

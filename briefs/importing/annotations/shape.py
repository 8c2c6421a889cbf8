"""What is read out of a file: each annotation, or why there is none to be had."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from briefs.anchoring import TextQuote


class Origin(StrEnum):
    HYPOTHESIS = "hypothesis"
    WEB_ANNOTATION = "web-annotation"


@dataclass(frozen=True)
class Foreign:
    """An annotation as others made it; ``number`` is its place in the file, counted from 1.

    ``start`` is given where it counts the code points of the plain text at ``address``. All text is
    plain, in Unicode NFC, and bounded in length; ``id`` and ``address`` are as they were written.
    """

    number: int
    origin: Origin
    id: str
    address: str
    quote: TextQuote
    start: int | None = None
    summary: str = ""
    text: str = ""
    classes: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    author: str = ""
    made_at: str = ""
    link: str = ""


@dataclass(frozen=True)
class Refused:
    """What cannot become an annotation of words, and why; ``skipped`` if it need not."""

    number: int
    id: str
    why: str
    skipped: bool = False


@dataclass(frozen=True)
class Reading:
    """What a file holds; ``left_out`` counts what it says there is beyond that."""

    entries: tuple[Foreign | Refused, ...]
    left_out: int = 0


class NotRead(Exception):
    """An entry that gives no annotation; ``str`` is why."""

    def __init__(self, why: str, *, skipped: bool = False) -> None:
        self.skipped = skipped
        super().__init__(why)


# Across to another process and back ---------------------------------------------------------


def to_data(reading: Reading) -> dict[str, Any]:
    return asdict(reading)


def from_data(data: dict[str, Any]) -> Reading:
    return Reading(tuple(_entry(entry) for entry in data["entries"]), data["left_out"])


def _entry(data: dict[str, Any]) -> Foreign | Refused:
    if "why" in data:
        return Refused(**data)
    made = data | {
        "origin": Origin(data["origin"]),
        "quote": TextQuote(**data["quote"]),
        "classes": tuple(data["classes"]),
        "tags": tuple(data["tags"]),
    }
    return Foreign(**made)

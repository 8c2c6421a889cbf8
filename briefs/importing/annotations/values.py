"""Values of a JSON file that anybody may have written -> text that can be kept."""

import html
import re
import unicodedata
from datetime import UTC, datetime
from typing import Any

import nh3

LONGEST_TEXT = 10_000
LONGEST_QUOTE = 10_000
LONGEST_CONTEXT = 500
LONGEST_NAME = 300
LONGEST_ADDRESS = 1_000
LONGEST_ID = 500
MOST_TAGS = 50
LATEST_YEAR = 9_000
# Control characters but tab and line feed, half of a surrogate pair, and what is no character.
_UNKEPT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def listed(value: Any) -> list[Any]:
    """JSON-LD writes one thing as itself or as a list of one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def first_of(data: dict[str, Any], *names: str) -> Any:
    """The value of the first of these keys that is there."""
    return next((data[name] for name in names if name in data), None)


def types_of(data: Any) -> set[str]:
    """Its classes, without the prefix of their vocabulary."""
    found = listed(first_of(data, "type", "@type")) if isinstance(data, dict) else []
    return {re.split("[:#/]", name)[-1] for name in found if isinstance(name, str)}


def plain(value: Any, *, is_html: bool = False) -> str:
    """Text without what cannot be kept, white space at its ends included; empty if it is none."""
    if not isinstance(value, str):
        return ""
    text = _UNKEPT.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    if is_html:
        text = html.unescape(nh3.clean(text, tags=set()))
        text = _UNKEPT.sub("", text)
    return unicodedata.normalize("NFC", text)


def words(value: Any, *, is_html: bool = False) -> str:
    """Plain text of a note, cut to the longest that is kept."""
    return shortened(plain(value, is_html=is_html).strip(), LONGEST_TEXT)


def line(value: Any, longest: int = LONGEST_NAME) -> str:
    return shortened(" ".join(plain(value).split()), longest)


def shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def address(value: Any) -> str:
    """An http address as it was written; empty if it is none, or too long to be kept."""
    is_one = isinstance(value, str) and re.match(r"https?://[^\s\x00-\x1f]+\Z", value, re.I)
    return value if is_one and len(value) <= LONGEST_ADDRESS and not _UNKEPT.search(value) else ""


def identity(value: Any) -> str:
    """An id as it was written; empty if it is none that can be kept."""
    is_one = isinstance(value, str) and 0 < len(value) <= LONGEST_ID and value.strip() == value
    return value if is_one and not _UNKEPT.search(value) else ""


def position(value: Any) -> int | None:
    is_one = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9
    return value if is_one else None


def moment(value: Any) -> str:
    """A moment in UTC, as ISO 8601 writes it; empty if it cannot be told."""
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
        if found is None or not 1 < found.year < LATEST_YEAR:
            return ""
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    except (ValueError, OverflowError):
        return ""

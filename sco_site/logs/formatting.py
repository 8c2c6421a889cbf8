"""A line an event: as JSON, or as words."""

import json
import logging
import traceback
from datetime import UTC, datetime
from typing import Any

from sco_site.logs.asked import asked
from sco_site.logs.masking import masked

MOST_FRAMES = 50
# What a record may bring along beside its message.
FIELDS = ("status", "duration_ms")


class JsonFormatter(logging.Formatter):
    """An object a line; what there is nothing to say of has no key."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": _moment(record).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname,
            "logger": record.name,
            "message": masked(record.getMessage()),
        }
        request = asked.get()
        if request is not None:
            line |= {"request_id": request.id, "method": request.method, "path": request.path}
        line |= {name: record.__dict__[name] for name in FIELDS if name in record.__dict__}
        if record.exc_info and record.exc_info[1] is not None:
            line["exception"] = _told(record.exc_info[1])
        # ASCII alone: no sign that a terminal or a reader of lines could take for something else.
        return json.dumps(line, default=str)


class WordsFormatter(logging.Formatter):
    """For eyes: the time of the day, and the traceback as Python prints it."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s", "%H:%M:%S")

    def format(self, record: logging.LogRecord) -> str:
        request = asked.get()
        status, took = record.__dict__.get("status"), record.__dict__.get("duration_ms")
        end = "" if status is None else f" → {status}, {took} ms"
        end += "" if request is None else f"  [{request.id}]"
        first, *rest = masked(super().format(record)).split("\n")
        return "\n".join([first + end, *rest])


def _moment(record: logging.LogRecord) -> datetime:
    return datetime.fromtimestamp(record.created, UTC)


def _told(error: BaseException) -> dict[str, Any]:
    """Type, words and the way to it, innermost call last; and the same of what it came from."""
    frames = traceback.extract_tb(error.__traceback__)[-MOST_FRAMES:]
    told: dict[str, Any] = {
        "type": f"{type(error).__module__}.{type(error).__qualname__}",
        "message": masked(str(error)),
        "traceback": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        told["from"] = _told(cause)
    return told

"""Reading seed files: a small, strict part of YAML, with the line of everything.

Strings, ``true``, ``false``, ``null`` and decimal numbers; every other plain word, a date or a
``no`` included, is a string. Aliases, tags, duplicate keys and more than one document are refused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from briefs.importing.seeds.problems import Problem

SUFFIXES = (".yaml", ".yml")
SIZE_LIMIT = 1_000_000  # bytes a file
DEPTH_LIMIT = 12  # lists and mappings inside each other
_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+")
# What no text may hold, however it is written: PostgreSQL and feeds refuse it too.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
# The C parser reads the seeds seven times as fast; a PyYAML built without it reads them too.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Mapping(dict[str, Any]):
    """A mapping that knows the line it starts on, and the line of each of its keys."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


class Sequence(list[Any]):
    """A list that knows the line of each of its items."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: list[int] = []


@dataclass(frozen=True)
class Document:
    """One seed file: its path relative to the seeds, and the mapping it holds."""

    file: str
    data: Mapping


@dataclass
class Reading:
    documents: list[Document] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class _Fault(Exception):
    def __init__(self, line: int, message: str) -> None:
        self.line = line
        self.message = message
        super().__init__(message)


def read_files(folder: Path) -> Reading:
    """Every YAML file below ``folder``, in the order of their paths; other files are left alone."""
    reading = Reading()
    if not folder.is_dir():
        reading.problems.append(Problem(str(folder), 0, "", "", "there is no such folder"))
        return reading
    for path in sorted(folder.rglob("*")):
        if path.suffix not in SUFFIXES or path.name.startswith("."):
            continue
        file = path.relative_to(folder).as_posix()
        try:
            reading.documents.append(Document(file, _read(path)))
        except _Fault as fault:
            reading.problems.append(Problem(file, fault.line, "", "", fault.message))
    if not reading.documents and not reading.problems:
        reading.problems.append(Problem(str(folder), 0, "", "", "there are no seed files in it"))
    return reading


def read_bytes(path: Path, limit: int = SIZE_LIMIT) -> bytes:
    """The content of a file, or OSError with a message fit for an editor."""
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise OSError(f"cannot be read: {error.strerror}") from error
    if len(data) > limit:
        raise OSError(f"is larger than {limit:,} bytes")
    return data


def _read(path: Path) -> Mapping:
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except OSError as error:
        raise _Fault(0, str(error)) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise _Fault(line, "is not UTF-8 text") from error
    return parse(text)


def parse(text: str) -> Mapping:
    """The mapping ``text`` holds; raise a fault with its line for anything else."""
    try:
        documents = list(_documents(yaml.parse(text, Loader=_Loader)))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise _Fault(line, f"is no YAML: {error.problem or error.context}") from error
    except yaml.YAMLError as error:  # characters that YAML does not allow
        raise _Fault(0, f"is no YAML: {' '.join(str(error).split())}") from error
    match documents:
        case []:
            raise _Fault(0, "is empty")
        case [Mapping() as data]:
            return data
        case [_]:
            raise _Fault(1, "must hold keys with values")
        case _:
            raise _Fault(0, "holds more than one document")


def _documents(events: Iterator[yaml.Event]) -> Iterator[Any]:
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            yield _value(next(events), events, depth=0)


def _value(event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Any:
    line = _line(event)
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise _Fault(line, "anchors and aliases (& and *) are not used in seeds; quote the text")
    if tag := getattr(event, "tag", None):
        raise _Fault(line, f"the tag {tag} is not used in seeds")
    if depth > DEPTH_LIMIT:
        raise _Fault(line, f"is nested more than {DEPTH_LIMIT} deep")
    match event:
        case yaml.ScalarEvent():
            if found := _FORBIDDEN.search(event.value):
                raise _Fault(line, f"holds the control character U+{ord(found[0]):04X}")
            return event.value if event.style else _plain(event.value)
        case yaml.SequenceStartEvent():
            return _sequence(line, events, depth)
        case _:
            return _mapping(line, events, depth)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0


def _plain(word: str) -> str | int | float | bool | None:
    if word in _WORDS:
        return _WORDS[word]
    if _INTEGER.fullmatch(word) and len(word) < 16:
        return int(word)
    return float(word) if _DECIMAL.fullmatch(word) else word


def _sequence(line: int, events: Iterator[yaml.Event], depth: int) -> Sequence:
    sequence = Sequence(line)
    while not isinstance(event := next(events), yaml.SequenceEndEvent):
        sequence.lines.append(_line(event))
        sequence.append(_value(event, events, depth + 1))
    return sequence


def _mapping(line: int, events: Iterator[yaml.Event], depth: int) -> Mapping:
    mapping = Mapping(line)
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        at = _line(event)
        if not isinstance(event, yaml.ScalarEvent):
            raise _Fault(at, "a key must be one word")
        key = event.value
        if key in mapping:
            raise _Fault(at, f"“{key}” stands here twice")
        mapping.lines[key] = at
        mapping[key] = _value(next(events), events, depth + 1)
    return mapping

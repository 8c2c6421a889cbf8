"""From files to entries: every key of every entry read by the table of nouns."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from briefs.importing.seeds.fields import Field, Kind, Wrong, read_partial, read_value
from briefs.importing.seeds.files import Document
from briefs.importing.seeds.files import Mapping as Written
from briefs.importing.seeds.nouns import BY_NAME, NOUNS
from briefs.importing.seeds.problems import Problem
from briefs.importing.seeds.shape import Noun, Parts
from briefs.models.vocabulary import Status

STATUSES = (Status.PUBLISHED.value, Status.DRAFT.value)
NO_KEY = "without a key"
Content = dict[str, Any]


@dataclass
class Entry:
    """One entry, read.

    ``content`` is the row as plain JSON: columns by name, keys of other entries for foreign keys,
    lists of them, and for each of the noun's parts a list of rows. ``lines`` has the line of each
    key that was written. ``sound`` is false if something in it could not be read.
    """

    noun: Noun
    key: str
    file: str
    line: int
    content: Content = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    reason: str = ""
    sound: bool = True

    def __str__(self) -> str:
        return f"{self.noun.name} {self.key}"

    @property
    def has_key(self) -> bool:
        return not self.key.endswith(NO_KEY)

    def problem(self, key: str, message: str) -> Problem:
        """What is wrong with ``key``, or with a part of it: founded.date, sources 2."""
        whole = re.split("[. ]", key)[0]
        line = self.lines.get(key) or self.lines.get(whole) or self.line
        return Problem(self.file, line, str(self), key, message)

    def keys_used(self) -> Iterator[tuple[str, str, str]]:
        """Every key of another entry in this one: where it stands, the noun, the key."""
        for field_, key in _keys_in(self.noun.fields, self.content):
            yield field_.key, field_.target, key
        for part in self.noun.parts:
            for number, row in enumerate(self.content[part.key], 1):
                for field_, key in _keys_in(part.fields, row):
                    yield f"{part.key} {number}", field_.target, key


def _keys_in(fields: tuple[Field, ...], content: Content) -> Iterator[tuple[Field, str]]:
    for field_ in fields:
        value = content.get(field_.column)
        if field_.kind is Kind.ONE and value is not None:
            yield field_, value
        elif field_.kind is Kind.MANY:
            yield from ((field_, key) for key in value or ())


@dataclass(frozen=True)
class _Raw:
    noun: Noun
    file: str
    data: Written
    head: Mapping[str, Any]
    parent: str = ""


@dataclass
class Reader:
    """Reads documents into ``entries`` and notes every ``problem`` on the way."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def read(self, document: Document) -> None:
        for raw in self._raws(document):
            self._read_entry(raw)

    def _raws(self, document: Document) -> Iterator[_Raw]:
        folder = document.file.partition("/")[0]
        nouns = [noun for noun in NOUNS if noun.within == folder and "/" in document.file]
        if not nouns:
            folders = ", ".join(sorted({noun.within for noun in NOUNS if noun.within}))
            self._wrong(document.file, 0, f"lies in no folder of the seeds ({folders})")
            return
        for noun in nouns:
            if noun.plural in document.data:
                yield from self._listed(noun, document)
                return
        yield _Raw(nouns[0], document.file, document.data, {})

    def _listed(self, noun: Noun, document: Document) -> Iterator[_Raw]:
        """The entries of a file that lists them; what stands beside the list holds for each."""
        head = {key: value for key, value in document.data.items() if key != noun.plural}
        yield from self._items(noun, document.file, document.data[noun.plural], head)

    def _items(
        self, noun: Noun, file: str, items: Any, head: Mapping[str, Any], parent: str = ""
    ) -> Iterator[_Raw]:
        if not isinstance(items, list):
            self._wrong(file, 0, f"“{noun.plural}” must be a list of entries")
            return
        for item, line in zip(items, getattr(items, "lines", ()), strict=True):
            if isinstance(item, Written):
                yield _Raw(noun, file, item, head, parent)
            else:
                self._wrong(file, line, f"an entry of “{noun.plural}” must be keys with values")

    def _wrong(self, file: str, line: int, message: str) -> None:
        self.problems.append(Problem(file, line, "", "", message))

    def _read_entry(self, raw: _Raw) -> None:
        noun = raw.noun
        key = _key_of(raw)
        entry = Entry(noun, key, raw.file, raw.data.line)
        data = {**raw.data, **raw.head} if raw.parent else {**raw.head, **raw.data}
        written = self._flat(entry, data, raw.data.lines)
        for said in {*raw.head} & {*raw.data} if raw.parent else ():
            self._fault(entry, said, "follows from where the entry stands")
        for nested, (name, link) in noun.nested.items():
            items = written.pop(nested, [])
            for inner in self._items(BY_NAME[name], raw.file, items, {link: key}, key):
                self._read_entry(inner)
        parts = {part.key: written.pop(part.key, None) for part in noun.parts}
        entry.content = dict(noun.fixed)
        self._read_status(entry, written)
        entry.content |= self._columns(entry, noun.fields, written, "")
        for part in noun.parts:
            entry.content[part.key] = self._rows(entry, part, parts[part.key])
        self.entries.append(entry)

    def _read_status(self, entry: Entry, written: dict[str, Any]) -> None:
        if not entry.noun.publishable:
            return
        status = written.pop("status", Status.PUBLISHED.value)
        if status not in STATUSES:
            self._fault(entry, "status", f"“{status}” is not one of: {', '.join(STATUSES)}")
        entry.content["status"] = status
        reason = written.pop("reason", "")
        if not isinstance(reason, str):
            self._fault(entry, "reason", "must be text")
        entry.reason = str(reason)

    def _flat(
        self, entry: Entry, data: Mapping[str, Any], lines: Mapping[str, int]
    ) -> dict[str, Any]:
        """The entry's keys, those of a mapping inside it with a dot."""
        groups = {field.key.partition(".")[0] for field in entry.noun.fields if "." in field.key}
        flat: dict[str, Any] = {}
        entry.lines |= lines
        for key, value in data.items():
            if key in groups and isinstance(value, Written):
                flat |= {f"{key}.{inner}": item for inner, item in value.items()}
                entry.lines |= {f"{key}.{inner}": at for inner, at in value.lines.items()}
            elif key in groups:
                self._fault(entry, key, "must be keys with values")
            else:
                flat[key] = value
        return flat

    def _columns(
        self, entry: Entry, fields: tuple[Field, ...], written: Mapping[str, Any], within: str
    ) -> Content:
        known = {key for field in fields for key in field.keys}
        for key in written:
            if key not in known:
                self._fault(entry, within + key, "there is no such key")
        content: Content = {}
        for field_ in fields:
            try:
                content |= _read_field(field_, written)
            except Wrong as wrong:
                self._fault(entry, within + field_.key, str(wrong))
        return content

    def _rows(self, entry: Entry, part: Parts, written: Any) -> list[Content]:
        if written is None:
            return []
        try:
            items = part.spread(written)
        except ValueError as error:
            self._fault(entry, part.key, str(error))
            return []
        lines = getattr(written, "lines", ())
        lines = list(lines.values()) if isinstance(lines, dict) else lines
        rows: list[Content] = []
        for number, item in enumerate(items):
            if len(lines) == len(items):
                entry.lines[f"{part.key} {number + 1}"] = lines[number]
            row = self._columns(entry, part.fields, item, f"{part.key} {number + 1}: ")
            if any(_same(row, other, part.unique) for other in rows):
                self._fault(entry, f"{part.key} {number + 1}", "stands there twice")
            rows.append(row)
        return rows

    def _fault(self, entry: Entry, key: str, message: str) -> None:
        entry.sound = False
        at = key.partition(": ")[0]
        problem = entry.problem(at, message)
        self.problems.append(
            Problem(problem.file, problem.line, problem.entry, key, problem.message)
        )


def _key_of(raw: _Raw) -> str:
    value = raw.data.get(raw.noun.key, raw.head.get(raw.noun.key))
    key = str(value) if isinstance(value, str | int) and value != "" else NO_KEY
    return f"{raw.parent} {key}".strip()


def _same(row: Content, other: Content, columns: tuple[str, ...]) -> bool:
    return all(row.get(column) == other.get(column) for column in columns)


def _read_field(field: Field, written: Mapping[str, Any]) -> Content:
    """The field's columns; what is not written, or written as nothing, has its default."""
    value = written.get(field.key)
    if field.kind is Kind.PARTIAL:
        precision = written.get(field.precision_key)
        if value is not None:
            return dict(zip(field.columns, read_partial(field, value, precision), strict=True))
        if precision is not None:
            raise Wrong("there is a precision but no date")
    if value is not None:
        return {field.column: read_value(field, value)}
    if field.required:
        raise Wrong("is missing")
    if field.kind is Kind.PARTIAL:
        return dict(zip(field.columns, (None, ""), strict=True))
    return {field.column: field.missing}

"""What the database holds, as contents that can be compared with the entries of the seeds."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from taggit.managers import TaggableManager

from briefs.importing.seeds.entries import Content, Entry
from briefs.importing.seeds.fields import Field, Kind
from briefs.importing.seeds.nouns import BY_NAME
from briefs.importing.seeds.shape import Noun, Parts
from briefs.models import Anchor, ReceivedFile, SeedEntry

Contents = dict[int, Content]
# Nouns that share a table: an annotation is named by its slug, whichever it is.
TABLES = {"note": "claim"}


class Ledger:
    """Which row stands for which entry, and which key names which row.

    A row that came from an entry is known by the entry's key, whatever its slug is by now.
    """

    def __init__(self) -> None:
        self.written: dict[tuple[str, str], SeedEntry] = {
            (entry.noun, entry.key): entry for entry in SeedEntry.objects.all()
        }
        self._ids: dict[str, dict[str, int]] = {}
        self._keys: dict[str, dict[int, str]] = {}

    def ids(self, noun: str) -> dict[str, int]:
        """Ids by key, of all rows of the noun's table. One query the first time."""
        table = TABLES.get(noun, noun)
        if table not in self._ids:
            spec = BY_NAME[table]
            self._ids[table] = dict(spec.model._default_manager.values_list(spec.key, "pk"))
            existing = set(self._ids[table].values())
            for (of, key), entry in self.written.items():
                if TABLES.get(of, of) == table and entry.object_id in existing:
                    self._ids[table][key] = entry.object_id
        return self._ids[table]

    def keys(self, noun: str) -> dict[int, str]:
        table = TABLES.get(noun, noun)
        if table not in self._keys:
            # Keys of entries come last in ``ids`` and win over the slugs rows have by now.
            self._keys[table] = {pk: key for key, pk in self.ids(table).items()}
        return self._keys[table]

    def add(self, noun: str, key: str, pk: int) -> None:
        table = TABLES.get(noun, noun)
        if table in self._ids:
            self._ids[table][key] = pk
        if table in self._keys:
            self._keys[table][pk] = key


# Keys that the format gained after it was first loaded: an empty one is no difference.
GAINED = ("assertions",)


def fingerprint(content: Content) -> str:
    said = {name: value for name, value in content.items() if value or name not in GAINED}
    written = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def compared(entry: Entry) -> Content:
    """The part of an entry's content that its row, and what hangs on the row, shows."""
    names = {*entry.noun.columns, *(field.column for field in entry.noun.lists)}
    names |= {part.key for part in entry.noun.parts} | set(EXTRAS.get(entry.noun.name, ()))
    return {name: entry.content[name] for name in names}


def present(noun: Noun, ledger: Ledger) -> Contents:
    """The contents of all rows of a noun, by id; a handful of queries, however many there are."""
    rows = noun.model._default_manager.values("pk", *noun.columns)
    contents: Contents = {row.pop("pk"): row for row in map(dict, rows)}
    for content in contents.values():
        _make_plain(content, noun.fields, ledger)
    for field in noun.lists:
        _add_list(contents, noun, field, ledger)
    for part in noun.parts:
        _add_parts(contents, part, ledger)
    for name in EXTRAS.get(noun.name, ()):
        for content in contents.values():
            content[name] = None
    _add_extras(contents, noun)
    return contents


def _make_plain(content: Content, fields: Iterable[Field], ledger: Ledger) -> None:
    """Ids become keys, dates ISO text."""
    for field in fields:
        if field.kind is Kind.ONE and content.get(field.column) is not None:
            content[field.column] = ledger.keys(field.target).get(content[field.column])
    for name, value in content.items():
        if isinstance(value, date):
            content[name] = value.isoformat()


def _add_list(contents: Contents, noun: Noun, field: Field, ledger: Ledger) -> None:
    keys = ledger.keys(field.target)
    for content in contents.values():
        content[field.column] = []
    through, mine, theirs = through_of(field)
    for pk, other in through._default_manager.values_list(mine, theirs):
        if pk in contents:
            contents[pk][field.column].append(keys.get(other))
    for content in contents.values():
        content[field.column].sort()


def through_of(field: Field) -> tuple[Any, str, str]:
    """The table of a list of keys, and its columns for the row and for what is listed."""
    stored: Any = field.stored
    if isinstance(stored, TaggableManager):
        return stored.through, "content_object_id", "tag_id"
    through = stored.remote_field.through
    return through, f"{stored.m2m_field_name()}_id", f"{stored.m2m_reverse_field_name()}_id"


def _add_parts(contents: Contents, part: Parts, ledger: Ledger) -> None:
    rows: dict[int, list[Content]] = defaultdict(list)
    order = ("position", "pk") if part.numbered else ("pk",)
    held = part.model._default_manager.filter(**{f"{part.parent}__isnull": False})
    for row in map(dict, held.order_by(*order).values(part.parent, *part.columns)):
        parent = row.pop(part.parent)
        _make_plain(row, part.fields, ledger)
        rows[parent].append(row)
    for pk, content in contents.items():
        content[part.key] = rows.get(pk, [])


# What a content shows of rows that are neither lists nor parts: the place of the words in the
# earliest version that has them, and the file an article came from.
EXTRAS = {"claim": ("quote", "start"), "note": ("quote", "start"), "article": ("sha256",)}


def _add_extras(contents: Contents, noun: Noun) -> None:
    if noun.name == "article":
        for pk, found in ReceivedFile.objects.filter(version__number=1).values_list(
            "version__article", "sha256"
        ):
            contents[pk]["sha256"] = found
    elif "quote" in EXTRAS.get(noun.name, ()):
        anchors = Anchor.objects.order_by("-version__number")
        for pk, exact, start in anchors.values_list("annotation", "exact", "start"):
            contents[pk] |= {"quote": exact, "start": start}

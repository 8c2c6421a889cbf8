"""Reading all seeds and finding everything that is wrong with them, before a row is written."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from briefs.importing.seeds.entries import Entry, Reader
from briefs.importing.seeds.files import read_files
from briefs.importing.seeds.nouns import NOUNS
from briefs.importing.seeds.problems import Problem, SeedError
from briefs.importing.seeds.received import (
    Received,
    complete_article,
    complete_reference,
    read_received,
)
from briefs.importing.seeds.rules import broken_rules


@dataclass(frozen=True)
class Seeds:
    """All entries by noun, in the order of files and lines, and the articles' received files."""

    entries: Mapping[str, list[Entry]]
    received: Mapping[str, Received]


def read_seeds(folder: Path) -> Seeds:
    """Read and check every seed file below ``folder``; raise SeedError with every problem."""
    reading = read_files(folder)
    reader = Reader()
    for document in reading.documents:
        reader.read(document)
    problems = [*reading.problems, *reader.problems]
    problems += _duplicates(reader.entries)
    problems += _unknown_keys(reader.entries)
    sound: dict[str, list[Entry]] = {noun.name: [] for noun in NOUNS}
    for entry in reader.entries:
        if entry.sound:
            sound[entry.noun.name].append(entry)
    received = {}
    for article in sound["article"]:
        match read_received(article, folder):
            case Received() as found:
                received[article.key] = found
                complete_article(article, found)
            case Problem() as problem:
                problems.append(problem)
    for reference in sound["reference"]:
        complete_reference(reference, received)
    problems += broken_rules(sound, received)
    if problems:
        raise SeedError(problems)
    return Seeds(sound, received)


def _space(name: str) -> str:
    """Claims and notes are annotations alike: their slugs live in one space."""
    return "annotation" if name in ("claim", "note") else name


def _duplicates(entries: Iterable[Entry]) -> Iterator[Problem]:
    """Keys, and other values that no two rows may share, that stand twice."""
    first: dict[tuple[str, str, str], Entry] = {}
    for entry in entries:
        unique = {
            field.column: field.key
            for field in entry.noun.fields
            if field.stored is not None and field.stored.unique and field.key != entry.noun.key
        }
        values = {entry.noun.key: entry.key if entry.has_key else ""}
        values |= {key: entry.content.get(column) or "" for column, key in unique.items()}
        for key, value in values.items():
            other = first.setdefault((_space(entry.noun.name), key, value), entry)
            if value and other is not entry:
                yield entry.problem(
                    key, f"“{value}” stands in {other.file}, line {other.line}, already"
                )


def _unknown_keys(entries: list[Entry]) -> Iterator[Problem]:
    """Keys of other entries for which there is no entry."""
    known: dict[str, set[str]] = {noun.name: set() for noun in NOUNS}
    for entry in entries:
        known[entry.noun.name].add(entry.key)
    for entry in entries:
        for where, target, key in entry.keys_used():
            if key not in known[target]:
                near = get_close_matches(key, known[target], n=1, cutoff=0.8)
                hint = f"; did you mean “{near[0]}”?" if near else ""
                yield entry.problem(where, f"there is no {target} “{key}”{hint}")

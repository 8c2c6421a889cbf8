"""What is called exactly what was typed: a page that is meant, and not one that holds the words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from briefs.models import SearchEntry, State
from briefs.models.vocabulary import Noun
from briefs.searching.backends import matching
from briefs.searching.query import Query, words_in

MOST = 50
"""Titles that are compared with what was typed."""

_SHORT = re.compile(r"(?P<name>.+) \((?P<short>[^()]+)\)")


@dataclass(frozen=True)
class Called:
    """A state, an organisation or a person."""

    kind: str
    name: str
    address: str


def called(*queries: Query) -> list[Called]:
    """Those that one of the queries is the name of, or an abbreviation, other name or code.

    Two queries to the database for each that is only words. Whatever the words' case and accents.
    """
    found: dict[Called, None] = {}
    for query in dict.fromkeys(queries):
        words = tuple(word for term in query.wanted for word in term.words)
        if words and not query.unwanted and not any(term.prefix for term in query.wanted):
            found |= dict.fromkeys([*_states(words), *_titled(query, words)])
    return list(found)


def _states(words: tuple[str, ...]) -> Iterator[Called]:
    for state in State.objects.order_by("name").only("name", "other_names", "iso_a3", "iso_a2"):
        names = (state.name, state.iso_a3, state.iso_a2, *map(str, state.other_names))
        if any(_folded(name) == words for name in names):
            yield Called("state", state.name, state.get_absolute_url())


def _titled(query: Query, words: tuple[str, ...]) -> Iterator[Called]:
    nouns = (Noun.ORGANISATION, Noun.PERSON)
    entries = matching(query, in_title=True).filter(noun__in=nouns).order_by("-pk")
    for entry in entries[:MOST]:
        if any(_folded(name) == words for name in _names(entry)):
            yield Called(entry.get_noun_display(), entry.title, entry.address)


def _names(entry: SearchEntry) -> tuple[str, ...]:
    short = _SHORT.fullmatch(entry.title)
    return (entry.title, short["name"], short["short"]) if short else (entry.title,)


def _folded(name: str) -> tuple[str, ...]:
    return tuple(word for word, _, _ in words_in(name))

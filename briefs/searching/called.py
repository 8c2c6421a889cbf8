"""What is called exactly what was typed: a page that is meant, and not one that holds the words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from briefs.models import SearchName, State
from briefs.models.kept import kept
from briefs.models.partly import partly
from briefs.models.vocabulary import Noun
from briefs.searching.query import Query, folded

MOST = 50
"""Pages that are meant by one name."""


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
        words = " ".join(word for term in query.wanted for word in term.words)
        if words and not query.unwanted and not any(term.prefix for term in query.wanted):
            found |= dict.fromkeys([*_states(words), *_named(words)])
    return list(found)


def _states(words: str) -> Sequence[Called]:
    columns = ("name", "other_names", "iso_a3", "iso_a2")
    return kept(State.objects.order_by("name").values_list(*columns), _by_name).get(words, ())


def _by_name(states: Iterable[tuple[str, list[Any], str, str]]) -> dict[str, list[Called]]:
    """By each of their names, folded; in their order."""
    found: dict[str, list[Called]] = defaultdict(list)
    for name, others, code, short in states:
        address = partly(State, None, iso_a3=code).get_absolute_url()
        for one in {folded(one) for one in (name, code, short, *map(str, others))}:
            found[one].append(Called("state", name, address))
    return dict(found)


def _named(words: str) -> Iterator[Called]:
    rows = SearchName.objects.filter(name=words).order_by("-entry")
    for noun, title, address in rows.values_list("entry__noun", "entry__title", "entry__address")[
        :MOST
    ]:
        yield Called(str(Noun(noun).label), title, address)

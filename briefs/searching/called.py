"""What is called exactly what was typed: a page that is meant, and not one that holds the words."""

from collections.abc import Iterator
from dataclasses import dataclass

from briefs.models import SearchName, State
from briefs.models.kept import kept
from briefs.models.partly import partly
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


def _states(words: str) -> Iterator[Called]:
    columns = ("name", "other_names", "iso_a3", "iso_a2")
    states = State.objects.order_by("name").values_list(*columns)
    for name, others, code, short in kept(states, tuple):
        if any(folded(one) == words for one in (name, code, short, *map(str, others))):
            yield Called("state", name, partly(State, None, iso_a3=code).get_absolute_url())


def _named(words: str) -> Iterator[Called]:
    for one in (
        SearchName.objects.filter(name=words).select_related("entry").order_by("-entry")[:MOST]
    ):
        yield Called(one.entry.get_noun_display(), one.entry.title, one.entry.address)

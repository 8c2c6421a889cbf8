"""Looking for what somebody typed: the one way in for pages."""

from dataclasses import dataclass

from django.db.models import QuerySet

from briefs.models import SearchEntry, SearchWord
from briefs.models.counting import Newest
from briefs.searching.backends import is_somewhere, matching, newest_matching, ranked
from briefs.searching.index import bring_up_to_date
from briefs.searching.near import near_words
from briefs.searching.query import Query, Term, parse, words_in

SUGGESTED = 8
LOOKED_AT = 200
"""The newest titles, of which the best are suggested."""
CORRECTED = 5
"""How many words of a query are looked up for slips."""


@dataclass(frozen=True)
class Search:
    """What was asked, and what was searched instead where a word of it is nowhere."""

    asked: Query
    meant: Query
    newest: Newest  # of the entries
    replaced: tuple[tuple[str, str], ...] = ()

    def entries(self) -> QuerySet[SearchEntry]:
        """All of them. The words are looked up again only where there are more than are known."""
        if self.newest.are_some:
            return matching(self.meant)
        return SearchEntry.objects.filter(pk__any_of=self.newest.keys)

    def ranked(self, entries: QuerySet[SearchEntry]) -> QuerySet[SearchEntry]:
        return ranked(entries, self.meant)


def search(text: str) -> Search:
    """Two queries where something is found; some more where nothing is."""
    bring_up_to_date()
    asked = parse(text)
    newest = newest_matching(asked)
    if newest.keys or not asked.wanted:
        return Search(asked, asked, newest)
    words = dict(list(asked.words().items())[:CORRECTED])
    near = near_words([word for word in words if not _is_known(word)], 1)
    instead = {word: found[0] for word, found in near.items() if found}
    meant = asked.instead(instead)
    found = newest_matching(meant) if instead else newest
    if not found.keys:
        return Search(asked, asked, newest)
    replaced = tuple((words[word], other) for word, other in instead.items())
    return Search(asked, meant, found, replaced)


def near_queries(query: Query) -> list[str]:
    """What finds something, for somebody who found nothing.

    The query with a near word in the place of one of its own; where that finds nothing either,
    its words that are somewhere, and the near ones of those that are nowhere.
    """
    words = list(query.words().items())[:CORRECTED]
    near = near_words([word for word, _ in words])
    others = (query.instead({word: other}) for word in near for other in near[word])
    if found := [str(other) for other in others if is_somewhere(other)]:
        return found
    parts = [[typed] if _is_known(word) else near[word] for word, typed in words]
    single = [word for part in parts for word in part]
    return single if len(words) > 1 else []


def _is_known(word: str) -> bool:
    """Whether an entry holds it, as it is or with another ending; two queries at the most."""
    as_it_is = SearchWord.objects.filter(word=word).exists()
    return as_it_is or is_somewhere(Query((Term((word,), (word,)),)))


def suggestions(text: str) -> list[str]:
    """Titles that hold what is typed so far, its last word a beginning."""
    words = list(words_in(text[:200]))
    if not words or len(words[-1][0]) < 2:
        return []
    bring_up_to_date()
    terms = [
        Term((word,), (word,), prefix=place == len(words) - 1 and text[end:].strip() == "")
        for place, (word, _, end) in enumerate(words)
    ]
    query = Query(tuple(terms[-10:]))
    newest = newest_matching(query, in_title=True, most=LOOKED_AT)
    titled = SearchEntry.objects.filter(pk__any_of=newest.keys)
    found = ranked(titled, query).values_list("title", flat=True)
    return list(dict.fromkeys(found[: 3 * SUGGESTED]))[:SUGGESTED]

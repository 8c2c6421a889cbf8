"""Words that are nearly the one that was typed: two slips of the keys at the most."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Aggregate, TextField
from rapidfuzz import process
from rapidfuzz.distance import OSA

from briefs.models import SearchWord

SHORT = 5
"""A word with fewer letters is given one slip: with two it could be anything."""
SHORTEST = 3


def near_words(words: Collection[str], most: int = 3) -> dict[str, list[str]]:
    """For each of these, which are folded, words of the entries near it, as they are written.

    The nearest and most frequent first. Two queries, none where there is no word to look for.
    A slip is a letter too many, too few or wrong, or two that changed places (Levenshtein's
    distance with transpositions), so words of other lengths are not even read.
    """
    slips = {word: 1 if len(word) < SHORT else 2 for word in words if len(word) >= SHORTEST}
    known = _known(slips)
    distances = {word: _distances(word, known, allowed) for word, allowed in slips.items()}
    near = SearchWord.objects.filter(
        word__in={other for found in distances.values() for other in found}
    )
    written = (
        {row[0]: row for row in near.values_list("word", "written", "entries")} if known else {}
    )

    def best(word: str) -> list[str]:
        found = distances.get(word, {})
        order = sorted(
            found, key=lambda other: (found[other], other[0] != word[0], -written[other][2], other)
        )
        return [written[other][1] for other in order[:most]]

    return {word: best(word) for word in words}


def _known(slips: Mapping[str, int]) -> list[str]:
    """The words of the entries that are as long as a word with so many slips can be."""
    if not slips:
        return []
    shortest = min(len(word) - allowed for word, allowed in slips.items())
    longest = max(len(word) + allowed for word, allowed in slips.items())
    rows = SearchWord.objects.filter(length__range=(shortest, longest))
    return (rows.aggregate(words=_Joined("word"))["words"] or "").split()


def _distances(word: str, known: list[str], allowed: int) -> dict[str, int]:
    near = process.extract(word, known, scorer=OSA.distance, score_cutoff=allowed, limit=None)
    return {other: distance for other, distance, _ in near if other != word}


class _Joined(Aggregate):
    """Words with spaces between them: ten thousand rows would cost more than to part them again."""

    function = "STRING_AGG"
    template = "%(function)s(%(expressions)s, ' ')"
    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **extra)

"""Words that are nearly the one that was typed: two slips of the keys at the most."""

from rapidfuzz import process
from rapidfuzz.distance import OSA

from briefs.models import SearchWord
from briefs.searching.query import fold

SHORT = 5
"""A word with fewer letters is given one slip: with two it could be anything."""
SHORTEST = 3


def near_words(word: str, most: int = 3) -> list[str]:
    """Words of the entries, as they are written, the nearest and most frequent first. One query.

    A slip is a letter too many, too few or wrong, or two that changed places (Levenshtein's
    distance with transpositions), so words of other lengths are not even read.
    """
    word = fold(word)
    slips = 1 if len(word) < SHORT else 2
    if len(word) < SHORTEST:
        return []
    rows = SearchWord.objects.filter(length__range=(len(word) - slips, len(word) + slips))
    known = {row[0]: row for row in rows.values_list("word", "written", "entries")}
    known.pop(word, None)
    found = process.extract(word, list(known), scorer=OSA.distance, score_cutoff=slips, limit=None)
    best = sorted(found, key=lambda hit: (hit[1], hit[0][0] != word[0], -known[hit[0]][2], hit[0]))
    return [known[other][1] for other, _, _ in best[:most]]

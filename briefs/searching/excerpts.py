"""The place of a text where the words stand, in pieces of which some are marked."""

from collections.abc import Iterable
from dataclasses import dataclass

from briefs.searching.query import Query, words_in

LENGTH = 260
LEAD = 60
"""Characters shown, and how many of them before the first word that is marked."""

# For marks alone: what is found is the database's to say. After the longest common beginning both
# words may go on with one of these.
_ENDINGS = frozenset(
    (
        " s es e ed d ing ings er ers y ies ied ity ly ion ions ation ations ational ate ates ated "
        "ating ement ements ment ments al ally ive ives ance ence ist ists ism ise ised ises ising "
        "isation isations ize ized izes izing ization izations"
    ).split(" ")
)
_STEM = 3


@dataclass(frozen=True)
class Piece:
    text: str
    marked: bool = False


def marked(text: str, query: Query) -> list[Piece]:
    """The whole text in pieces."""
    return list(_pieces(text, 0, len(text), _places(text, query)))


def excerpt(text: str, query: Query) -> list[Piece]:
    """Some LENGTH characters of the text around the first marked word; its beginning if none is."""
    places = _places(text, query)
    first = places[0][0] if places else 0
    start = first - LEAD if first > LEAD else 0
    if start:
        start = text.find(" ", start, first) + 1 or start
    end = min(start + LENGTH, len(text))
    if end < len(text):
        end = max(text.rfind(" ", start, end), first + 1) if " " in text[first:end] else end
    pieces = list(_pieces(text, start, end, places))
    before, after = [Piece("… ")] if start else [], [Piece(" …")] if end < len(text) else []
    return [*before, *pieces, *after]


def _pieces(text: str, start: int, end: int, places: Iterable[tuple[int, int]]) -> Iterable[Piece]:
    at = start
    for first, last in places:
        if first < at or last > end:
            continue
        if first > at:
            yield Piece(text[at:first])
        yield Piece(text[first:last], marked=True)
        at = last
    if at < end:
        yield Piece(text[at:end])


def _places(text: str, query: Query) -> list[tuple[int, int]]:
    """Where words that are wanted stand; those of a phrase only where it stands as a whole."""
    words = list(words_in(text))
    found: set[tuple[int, int]] = set()
    for term in query.wanted:
        size = len(term.words)
        for at in range(len(words) - size + 1):
            run = words[at : at + size]
            if all(
                _like(word, wanted, prefix=term.prefix and place == size - 1)
                for place, ((word, _, _), wanted) in enumerate(zip(run, term.words, strict=True))
            ):
                found.update((start, end) for _, start, end in run)
    return sorted(found)


def _like(word: str, wanted: str, *, prefix: bool) -> bool:
    if word == wanted or (prefix and word.startswith(wanted)):
        return True
    same = 0
    for one, other in zip(word, wanted, strict=False):
        if one != other:
            break
        same += 1
    return same >= _STEM and word[same:] in _ENDINGS and wanted[same:] in _ENDINGS

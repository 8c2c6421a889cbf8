"""Whether a span's way from the old text to the new could be read in another way.

The one question that must never be answered wrongly: a claim whose sentence was deleted is not to
be found again on a twin of it. So every other reading that is possible counts, even where one is
likelier, and the editor is asked.
"""

from collections.abc import Sequence

from rapidfuzz import fuzz

from .both_texts import BothTexts
from .difference import Side, Stretch
from .words import Tokens

TWIN_SCORE = 60.0
"""Of text beside a span so many tokens in a hundred agree with the span's if it may be its twin.
In English prose one sentence in a thousand is so like one of its neighbours by nature."""
# In tokens: how much of a span's surroundings is compared, with how much text beside them, and how
# near its sentence the end of a stretch must be for that to matter.
SURROUNDINGS = 20
_LEAST = 12
_BESIDE = 160
_EDGE = 8


def has_other_reading(texts: BothTexts, first: int, end: int, stretch: Stretch) -> bool:
    """Say whether the span may have gone elsewhere, or another have come to its new place.

    Another reading is a second stretch through the span's sentence. Or it is a like text that
    came or went where this stretch ends: a copy may have been put beside the words, or taken
    away, and after another edit nothing tells which is which. Or it is a like text that stayed
    behind when the words moved.
    """
    to, stop = first + stretch.shift, end + stretch.shift
    if _is_contested(texts, texts.in_old, texts.old, first, end, stretch):
        return True
    if _is_contested(texts, texts.in_new, texts.new, to, stop, stretch):
        return True
    if stretch.in_order:
        return _twin_came_or_went(texts, first, end, stretch)
    return _left_something_like(texts, first, end, stretch)


def _is_contested(
    texts: BothTexts, side: Side, text: Tokens, first: int, end: int, stretch: Stretch
) -> bool:
    """Say whether other stretches have as good a claim to the span's sentence.

    Where text comes or goes, stretches overlap by what its edges happen to share with the
    neighbours': a full stop, "of the". That is little of a sentence.
    """
    sentence = texts.sentence(text, first, end, SURROUNDINGS)
    touching = list(side.touching(*sentence))
    own = next((start, stop) for start, stop, other in touching if other is stretch)
    ours = max(own[0], sentence[0]), min(own[1], sentence[1])
    shared = rival = 0
    for start, stop, other in touching:
        if other is not stretch:
            shared += overlap(ours, start, stop)
            if start <= first and end <= stop:
                rival = max(rival, overlap(sentence, start, stop))
    return 2 * max(rival, shared) >= ours[1] - ours[0]


def _twin_came_or_went(texts: BothTexts, first: int, end: int, stretch: Stretch) -> bool:
    """Look beside the stretch where it ends near the span's sentence.

    Where it goes on, the words have their old neighbours, and nothing is in doubt.
    """
    old, new = texts.old.ids, texts.new.ids
    start, stop = _surroundings(first, end, stretch)
    sentence = texts.sentence(texts.old, first, end, _BESIDE)
    if sentence[0] - stretch.old < _EDGE and _came_or_went(
        old[start : min(stretch.old_end, max(end, start + _LEAST))],
        old[max(0, stretch.old - _BESIDE) : stretch.old],
        new[max(0, stretch.new - _BESIDE) : stretch.new],
    ):
        return True
    return stretch.old_end - sentence[1] < _EDGE and _came_or_went(
        old[max(stretch.old, min(first, stop - _LEAST)) : stop],
        old[stretch.old_end : stretch.old_end + _BESIDE],
        new[stretch.new_end : stretch.new_end + _BESIDE],
    )


def _left_something_like(texts: BothTexts, first: int, end: int, stretch: Stretch) -> bool:
    """Say whether the text that kept its order has words like those that moved out of it."""
    first, end = _surroundings(first, end, stretch)
    start, stop = texts.place_of(first, end)
    here = texts.new.ids[start:stop]
    words = texts.old.ids[first:end]
    return any(_likeness(words, part) >= TWIN_SCORE for part in (here[:_BESIDE], here[-_BESIDE:]))


def _surroundings(first: int, end: int, stretch: Stretch) -> tuple[int, int]:
    return max(stretch.old, first - SURROUNDINGS), min(stretch.old_end, end + SURROUNDINGS)


def _came_or_went(words: Sequence[int], was: Sequence[int], now: Sequence[int]) -> bool:
    """Say whether one of the texts has something like ``words`` that the other has not.

    The more like it is, the less it takes: 60 against 45 is a twin, and so is 90 against 89.
    """
    less, more = sorted((_likeness(words, was), _likeness(words, now)))
    return more >= TWIN_SCORE and more > less and more + 2 * (more - less) >= 90


def _likeness(words: Sequence[int], text: Sequence[int]) -> float:
    """Return how many tokens in a hundred agree in the part of ``text`` most like ``words``."""
    if 2 * len(text) < len(words):
        return 0.0
    return (fuzz.ratio if len(text) < len(words) else fuzz.partial_ratio)(words, text)


def overlap(within: tuple[int, int], start: int, end: int) -> int:
    """Return how many tokens two ranges share."""
    return max(0, min(end, within[1]) - max(start, within[0]))

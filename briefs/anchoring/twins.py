"""Whether a span's way from the old text to the new could be read in another way.

The one question that must never be answered wrongly: a claim whose sentence was deleted is not to
be found again on a twin of it. So every other reading that is possible counts, even where one is
likelier, and the editor is asked.
"""

from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from .both_texts import BothTexts
from .difference import Side, Stretch
from .words import Tokens

TWIN_SCORE = 60.0
"""Of a text that came or went so many tokens in a hundred agree with a span's if it may be its
twin. In English prose one sentence in a thousand is so like one of its neighbours by nature."""
# In tokens: how much of a span's surroundings is compared, with how much text beside them, and how
# near its sentence the end of a stretch must be for that to matter.
SURROUNDINGS = 20
_LEAST = 12
_FEW = 4
_BESIDE = 160
_EDGE = 16


def has_other_reading(texts: BothTexts, first: int, end: int, stretch: Stretch) -> bool:
    """Say whether the span may have gone elsewhere, or another have come to its new place.

    Another reading is a second stretch through the span's sentence. Or it is a like text that
    came or went where this stretch ends: a copy may have been put beside the words, or taken
    away, and after another edit nothing tells which is which. Or it is a like text that stayed
    behind when the words moved.
    """
    to, stop = first + stretch.shift, end + stretch.shift
    if _is_contested(texts.in_old, texts.old, first, end, stretch):
        return True
    if _is_contested(texts.in_new, texts.new, to, stop, stretch):
        return True
    return _twin_came_or_went(texts, first, end, stretch) or (
        not stretch.in_order and _twin_stayed_behind(texts, first, end, stretch)
    )


def _is_contested(side: Side, text: Tokens, first: int, end: int, stretch: Stretch) -> bool:
    """Say whether other stretches have as good a claim to the span's sentence.

    Where text comes or goes, stretches overlap by what its edges happen to share with the
    neighbours': a full stop, "of the". That is little of a sentence.
    """
    sentence = text.sentence(first, end, SURROUNDINGS)
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
    old = texts.old.ids
    sentence = texts.old.sentence(first, end, _BESIDE)
    start, stop = max(stretch.old, sentence[0]), min(stretch.old_end, sentence[1])
    first, end = _surroundings(first, end, stretch)
    if sentence[0] - stretch.old < _EDGE:
        near = old[max(first, start) : min(max(end, first + _LEAST), stretch.old_end)]
        if _is_like(
            (old[start:stop], near),
            _gone(texts, stretch, start - _BESIDE, start),
            _come(texts, stretch, start + stretch.shift - _BESIDE, start + stretch.shift),
        ):
            return True
    if stretch.old_end - sentence[1] < _EDGE:
        near = old[max(min(first, end - _LEAST), stretch.old) : min(end, stop)]
        return _is_like(
            (old[start:stop], near),
            _gone(texts, stretch, stop, stop + _BESIDE),
            _come(texts, stretch, stop + stretch.shift, stop + stretch.shift + _BESIDE),
        )
    return False


def _twin_stayed_behind(texts: BothTexts, first: int, end: int, stretch: Stretch) -> bool:
    """Look where the words stood before they moved."""
    first, end = _surroundings(first, end, stretch)
    start, stop = texts.place_of(first, end)
    return _is_like(
        (texts.old.ids[first:end],),
        _come(texts, stretch, start, min(stop, start + _BESIDE)),
        _come(texts, stretch, max(start, stop - _BESIDE), stop),
    )


def _come(texts: BothTexts, stretch: Stretch, first: int, end: int) -> list[int]:
    """Return new tokens, but -1 for those that stood in the old text outside ``stretch``.

    Nothing, if but a few of the others are outside it: those inside are as they were.
    """
    first, end = max(0, first), min(end, len(texts.new))
    ids = list(texts.new.ids[first:end])
    for start, stop, other in texts.in_new.touching(first, end):
        if other is not stretch:
            own = stretch.old + other.shift, stretch.old_end + other.shift
            _blank(ids, first, (start, min(stop, own[0])), (max(start, own[1]), stop))
    inside = overlap((first, end), stretch.new, stretch.new_end)
    return ids if len(ids) - ids.count(-1) - inside >= _FEW else []


def _gone(texts: BothTexts, stretch: Stretch, first: int, end: int) -> list[int]:
    """Return old tokens, but -1 for those that stand in the new text outside ``stretch``.

    Nothing, if but a few of the others are outside it: those inside are as they were.
    """
    first, end = max(0, first), min(end, len(texts.old))
    ids = list(texts.old.ids[first:end])
    for start, stop, other in texts.in_old.touching(first, end):
        if other is not stretch:
            own = stretch.new - other.shift, stretch.new_end - other.shift
            _blank(ids, first, (start, min(stop, own[0])), (max(start, own[1]), stop))
    inside = overlap((first, end), stretch.old, stretch.old_end)
    return ids if len(ids) - ids.count(-1) - inside >= _FEW else []


def _blank(ids: list[int], offset: int, *ranges: tuple[int, int]) -> None:
    for start, stop in ranges:
        start, stop = max(start - offset, 0), min(stop - offset, len(ids))
        if start < stop:
            ids[start:stop] = [-1] * (stop - start)


def _surroundings(first: int, end: int, stretch: Stretch) -> tuple[int, int]:
    return max(stretch.old, first - SURROUNDINGS), min(stretch.old_end, end + SURROUNDINGS)


def _is_like(units: Iterable[Sequence[int]], *beside: Sequence[int]) -> bool:
    """Say whether any of the texts beside has a part that is much like one of the units."""
    return any(
        len(unit) >= _FEW
        and 2 * len(text) >= len(unit)
        and (fuzz.ratio if len(text) < len(unit) else fuzz.partial_ratio)(unit, text) >= TWIN_SCORE
        for unit in units
        for text in beside
    )


def overlap(within: tuple[int, int], start: int, end: int) -> int:
    """Return how many tokens two ranges share."""
    return max(0, min(end, within[1]) - max(start, within[0]))

"""Spans of one text -> where their words stand in the next.

Whoever owns both texts need not search for a quote: the difference says what became of each word.
A span is carried without asking only when one reading of the change is possible. Wherever a twin
of the words could have been meant, or the words themselves were touched, an editor decides; what
is similar serves as a proposal only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from .difference import Frame, Side, Stretch, pairs, shared_stretches
from .likeness import Likeness
from .selectors import Span
from .words import Tokens, tokens

MIN_PROOF = 6
"""Tokens that must stay together, the span's and its context's, to say where a span went."""
MIN_LOCAL_PROOF = 3
"""The same in a small gap between texts that stayed, most of which stayed, too."""
MIN_MOVE = 10
"""Tokens that must have moved together, unless they are whole sentences."""
MIN_SCORE = 0.5
"""Words less alike than this (0 to 1) are other words: the span's are lost."""
TWIN_SCORE = 60.0
"""Of text beside a span as many tokens in a hundred agree with the span's if it may be its twin.
In English prose one sentence in a thousand is so like one of its neighbours by nature."""
# In tokens: how much of a span's surroundings is compared, with how much text beside them.
_UNIT = 20
_LEAST_UNIT = 12
_EDGE = 8
_MORE_LIKE = 15.0
_BESIDE = 160
_STOPS = "\n.?!…。？！"


class Fate(StrEnum):
    """What became of a span's words."""

    KEPT = "kept"
    SHIFTED = "shifted"
    EDITED = "edited"
    LOST = "lost"


class Evidence(StrEnum):
    """What a fate rests on."""

    UNCHANGED = "unchanged"
    """The words and their surroundings stayed together, and only one place can be theirs."""
    MOVED = "moved"
    """The words moved together with their surroundings."""
    SPACING = "spacing"
    """The words stayed, but white space or a break between them changed."""
    WORDING = "wording"
    """Some of the words changed; the rest tell the place."""
    REPLACED = "replaced"
    """All the words changed, between neighbours that stayed."""
    TWINS = "twins"
    """Several places or several originals fit."""
    LITTLE_CONTEXT = "little context"
    """The words stand in the text, with too little that stayed around them."""
    GONE = "gone"
    """The words are not in the text any more."""


@dataclass(frozen=True, slots=True)
class Carried:
    """The fate of one span.

    ``span`` is where its words stand (kept, shifted) or what is proposed (edited). ``suggestion``
    is a place to look at for a lost one, if there is any. ``score`` tells how like the old words
    those at ``span`` or ``suggestion`` are, 0 to 1.
    """

    fate: Fate
    span: Span | None
    evidence: Evidence
    score: float
    suggestion: Span | None = None


def carry(old_text: str, new_text: str, spans: Sequence[Span]) -> list[Carried]:
    """Return the fate of each span of ``old_text`` in ``new_text``, in the order given.

    *kept*: the same offsets, the same characters. *shifted*: the same characters elsewhere.
    *edited*: its own words, or the spacing between them, changed. *lost*: gone, or not to be told
    from a twin. What is inserted right before or after a span is outside, unless it joins its
    first or last word. Raise OutsideText when a span reaches beyond ``old_text``.
    """
    for span in spans:
        span.of(old_text)
    if old_text == new_text:
        return [Carried(Fate.KEPT, span, Evidence.UNCHANGED, 1.0) for span in spans]
    change = _Change(old_text, new_text)
    return [change.fate(span) for span in spans]


class _Sides(NamedTuple):
    words: Sequence[int]
    was: Sequence[int]
    now: Sequence[int]


class _Change:
    """The difference of two texts, asked for one span at a time."""

    def __init__(self, old_text: str, new_text: str) -> None:
        vocabulary: dict[str, int] = {}
        self.old = tokens(old_text, vocabulary)
        self.new = tokens(new_text, vocabulary)
        self.stops = {vocabulary[stop] for stop in _STOPS if stop in vocabulary}
        self.stretches = shared_stretches(self.old.ids, self.new.ids)
        self.frame = Frame(self.stretches, len(self.new))
        self.in_old = Side((s.old, s.old_end, s) for s in self.stretches)
        self.in_new = Side((s.new, s.new_end, s) for s in self.stretches)
        self._paired: list[int] | None = None
        self._likeness: Likeness | None = None

    @property
    def paired(self) -> list[int]:
        if self._paired is None:
            self._paired = pairs(self.old.ids, self.new.ids, self.stretches)
        return self._paired

    @property
    def likeness(self) -> Likeness:
        if self._likeness is None:
            self._likeness = Likeness(self.new)
        return self._likeness

    def fate(self, span: Span) -> Carried:
        first, end = self.old.touched_by(span)
        if first == end:  # nothing but white space
            return Carried(Fate.LOST, None, Evidence.GONE, 0.0)
        whole = [
            stretch
            for start, stop, stretch in self.in_old.touching(first, end)
            if start <= first and end <= stop
        ]
        if not whole:
            return self._changed(span, first, end)
        core = self._sentence(self.old, first, end)
        stretch = max(whole, key=lambda s: (_overlap(core, s.old, s.old_end), s.in_order))
        place = self._place(span, first, end, stretch.shift)
        if self._has_other_reading(first, end, stretch):
            return Carried(Fate.LOST, None, Evidence.TWINS, self._score(span, place), place)
        if not self._proves(stretch):
            score = self._score(span, place)
            return Carried(Fate.LOST, None, Evidence.LITTLE_CONTEXT, score, place)
        if place.end > len(self.new.text) or place.of(self.new.text) != span.of(self.old.text):
            place = self.new.span(first + stretch.shift, end + stretch.shift)
            return Carried(Fate.EDITED, place, Evidence.SPACING, self._score(span, place))
        fate = Fate.KEPT if place == span else Fate.SHIFTED
        evidence = Evidence.UNCHANGED if stretch.in_order else Evidence.MOVED
        return Carried(fate, place, evidence, 1.0)

    def _place(self, span: Span, first: int, end: int, shift: int) -> Span:
        """Carry a span's edges with its first and last token, which they may cut."""
        start = self.new.starts[first + shift] + span.start - self.old.starts[first]
        stop = self.new.ends[end - 1 + shift] + span.end - self.old.ends[end - 1]
        return Span(max(0, start), stop)

    def _proves(self, stretch: Stretch) -> bool:
        """Say whether so much stayed together that chance cannot have brought it about."""
        if stretch.length == len(self.old) == len(self.new):
            return True
        if stretch.in_order:
            return stretch.length >= (MIN_LOCAL_PROOF if stretch.is_local else MIN_PROOF)
        return stretch.length >= MIN_MOVE or (
            stretch.length >= MIN_PROOF
            and self._is_sentences(self.old, stretch.old, stretch.old_end)
            and self._is_sentences(self.new, stretch.new, stretch.new_end)
        )

    def _is_sentences(self, text: Tokens, first: int, end: int) -> bool:
        starts = first == 0 or not self.stops.isdisjoint(text.ids[first - 1 : first + 1])
        ends = end == len(text) or not self.stops.isdisjoint(text.ids[end - 1 : end + 1])
        return starts and ends

    def _has_other_reading(self, first: int, end: int, stretch: Stretch) -> bool:
        """Say whether the span may have gone elsewhere, or another have come to its new place.

        Another reading is a second stretch through the span's sentence. Or it is a like text
        that came or went where this stretch ends: a copy may have been put beside the words, or
        taken away, and after another edit nothing tells which is which. Or it is a like text
        that stayed behind when the words moved.
        """
        to, stop = first + stretch.shift, end + stretch.shift
        if self._is_contested(self.in_old, self.old, first, end, stretch) or self._is_contested(
            self.in_new, self.new, to, stop, stretch
        ):
            return True
        before, after = self._beside(first, end, stretch)
        if stretch.in_order:
            return _came_or_went(*before) or _came_or_went(*after)
        start, stop = max(stretch.old, first - _UNIT), min(stretch.old_end, end + _UNIT)
        return self._left_something_like(start, stop)

    def _beside(self, first: int, end: int, stretch: Stretch) -> tuple[_Sides, _Sides]:
        """Return words of the span's sentence, and what stood and stands before and after it.

        Nothing, where the stretch goes on: there the words have their old neighbours.
        """
        old, new = self.old.ids, self.new.ids
        start, stop = max(stretch.old, first - _UNIT), min(stretch.old_end, end + _UNIT)
        sentence = self._sentence(self.old, first, end, _BESIDE)
        before = after = _Sides((), (), ())
        if sentence[0] - stretch.old < _EDGE:
            before = _Sides(
                old[start : min(stretch.old_end, max(end, start + _LEAST_UNIT))],
                old[max(0, stretch.old - _BESIDE) : stretch.old],
                new[max(0, stretch.new - _BESIDE) : stretch.new],
            )
        if stretch.old_end - sentence[1] < _EDGE:
            after = _Sides(
                old[max(stretch.old, min(first, stop - _LEAST_UNIT)) : stop],
                old[stretch.old_end : stretch.old_end + _BESIDE],
                new[stretch.new_end : stretch.new_end + _BESIDE],
            )
        return before, after

    def _left_something_like(self, first: int, end: int) -> bool:
        """Say whether the text that kept its order has words like those that moved out of it."""
        words = self.old.ids[first:end]
        start, stop = self.frame.between(first, end)
        here = self.new.ids[start:stop]
        return any(
            _likeness(words, part) >= TWIN_SCORE for part in (here[:_BESIDE], here[-_BESIDE:])
        )

    def _is_contested(
        self, side: Side, text: Tokens, first: int, end: int, stretch: Stretch
    ) -> bool:
        """Say whether other stretches have as good a claim to the span's sentence.

        Where text comes or goes, stretches overlap by what its edges happen to share with the
        neighbours': a full stop, "of the". That is little of a sentence.
        """
        core = self._sentence(text, first, end)
        ours, others, shared_with_others = 0, 0, 0
        touching = list(side.touching(*core))
        own = next((start, stop) for start, stop, other in touching if other is stretch)
        ours = _overlap(core, *own)
        for start, stop, other in touching:
            if other is stretch:
                continue
            shared_with_others += _overlap(
                (max(core[0], own[0]), min(core[1], own[1])), start, stop
            )
            if start <= first and end <= stop:
                others = max(others, _overlap(core, start, stop))
        return 2 * max(others, shared_with_others) >= ours

    def _sentence(self, text: Tokens, first: int, end: int, most: int = _UNIT) -> tuple[int, int]:
        """Widen a range of tokens to its sentence, by ``most`` tokens on each side."""
        start = first
        while start > max(0, first - most) and text.ids[start - 1] not in self.stops:
            start -= 1
        stop = end
        while stop < min(len(text), end + most) and text.ids[stop - 1] not in self.stops:
            stop += 1
        return start, stop

    def _changed(self, span: Span, first: int, end: int) -> Carried:
        """Propose a place for words that did not all stay together."""
        found = self._around_pairs(first, end)
        evidence = Evidence.WORDING
        if found is None:
            found = self._between_neighbours(first, end)
            evidence = Evidence.REPLACED
        if found is not None:
            place = self.new.span(*found)
            score = self._score(span, place)
            if score >= MIN_SCORE or evidence is Evidence.REPLACED:
                return Carried(Fate.EDITED, place, evidence, score)
        found = self.likeness.nearest(self.old.ids[first:end])
        if found is not None:
            place = self.new.span(*found)
            score = self._score(span, place)
            if score >= MIN_SCORE:
                return Carried(Fate.LOST, None, Evidence.GONE, score, place)
        return Carried(Fate.LOST, None, Evidence.GONE, 0.0)

    def _around_pairs(self, first: int, end: int) -> tuple[int, int] | None:
        """Return the range of new tokens from the first to the last of those that stayed."""
        stayed = [(at, to) for at in range(first, end) if (to := self.paired[at]) >= 0]
        if 2 * len(stayed) < end - first:
            return None
        start, stop = min(to for _, to in stayed), max(to for _, to in stayed) + 1
        if stop - start > 2 * (end - first) + 8:
            return None
        # Tokens that took the place of the span's first or last ones.
        start = self._widened(stayed[0][0] - first, start, self._left_neighbour(first) + 1, -1)
        stop = self._widened(end - 1 - stayed[-1][0], stop, self._right_neighbour(end), 1)
        return start, stop

    def _widened(self, changed: int, edge: int, neighbour: int, step: int) -> int:
        if not changed:
            return edge
        between = (neighbour - edge) * step
        if 0 <= between <= 2 * changed + 4:
            return neighbour
        return edge

    def _left_neighbour(self, first: int) -> int:
        return self.paired[first - 1] if first else -1

    def _right_neighbour(self, end: int) -> int:
        if end == len(self.old):
            return len(self.new)
        to = self.paired[end]
        return to if to >= 0 else -len(self.new)

    def _between_neighbours(self, first: int, end: int) -> tuple[int, int] | None:
        """Return what stands between the tokens that stood right before and after."""
        if first and self.paired[first - 1] < 0:
            return None
        start, stop = self._left_neighbour(first) + 1, self._right_neighbour(end)
        if 0 < stop - start <= 2 * (end - first) + 4:
            return start, stop
        return None

    def _score(self, span: Span, place: Span) -> float:
        if place.end > len(self.new.text):
            return 0.0
        return Indel.normalized_similarity(span.of(self.old.text), place.of(self.new.text))


def _overlap(within: tuple[int, int], start: int, end: int) -> int:
    return max(0, min(end, within[1]) - max(start, within[0]))


def _came_or_went(words: Sequence[int], was: Sequence[int], now: Sequence[int]) -> bool:
    """Say whether one of the texts has something like ``words`` that the other has not."""
    likeness = _likeness(words, was), _likeness(words, now)
    return max(likeness) >= TWIN_SCORE and max(likeness) - min(likeness) >= _MORE_LIKE


def _likeness(words: Sequence[int], text: Sequence[int]) -> float:
    """Return how many tokens in a hundred agree in the part of ``text`` most like ``words``."""
    if not words or 2 * len(text) < len(words):
        return 0.0
    return (fuzz.ratio if len(text) < len(words) else fuzz.partial_ratio)(words, text)

"""Where an editor may want a span whose words changed: likely places, none of them proven."""

from rapidfuzz.distance import Indel

from .both_texts import BothTexts
from .fates import Carried, Evidence, Fate
from .likeness import Likeness
from .selectors import Span

MIN_SCORE = 0.5
"""Words less alike than this (0 to 1) are other words: the span's are lost."""


class Proposals:
    """Propose places for spans that did not stay in one piece."""

    def __init__(self, texts: BothTexts) -> None:
        self._texts = texts
        self._likeness: Likeness | None = None

    def changed(self, span: Span, first: int, end: int) -> Carried:
        """Say *edited* with a place, or *lost*, for a span of these tokens."""
        free = self._verbatim_and_free(span, first, end)
        if free is not None:
            return Carried(Fate.LOST, None, Evidence.LITTLE_CONTEXT, 1.0, free)
        found = self._around_what_stayed(first, end)
        if found is not None:
            place = self._texts.new.span(*found)
            score = self.score(span, place)
            if score >= MIN_SCORE:
                return Carried(Fate.EDITED, place, self._evidence(span, place), score)
        found = self._between_neighbours(first, end)
        if found is not None:
            place = self._texts.new.span(*found)
            return Carried(Fate.EDITED, place, Evidence.REPLACED, self.score(span, place))
        return self._lost(span, first, end)

    def score(self, span: Span, place: Span) -> float:
        """Return how like the old words the new ones are, 0 to 1."""
        if place.end > len(self._texts.new.text):
            return 0.0
        return Indel.normalized_similarity(
            span.of(self._texts.old.text), place.of(self._texts.new.text)
        )

    def _lost(self, span: Span, first: int, end: int) -> Carried:
        if self._likeness is None:
            self._likeness = Likeness(self._texts.new)
        found = self._likeness.nearest(self._texts.old.ids[first:end])
        if found is not None:
            place = self._texts.new.span(*found)
            score = self.score(span, place)
            if score >= MIN_SCORE:
                return Carried(Fate.LOST, None, Evidence.GONE, score, place)
        return Carried(Fate.LOST, None, Evidence.GONE, 0.0)

    def _verbatim_and_free(self, span: Span, first: int, end: int) -> Span | None:
        """Return the one place of the very words that no other words of the old text hold."""
        old, new = self._texts.old, self._texts.new
        at = new.text.find(span.of(old.text))
        if at < 0 or new.text.find(span.of(old.text), at + 1) >= 0:
            return None
        place = Span(at, at + len(span))
        to, stop = new.touched_by(place)
        is_free = not any(self._texts.in_new.touching(to, stop))
        return place if is_free and new.ids[to:stop] == old.ids[first:end] else None

    def _evidence(self, span: Span, place: Span) -> Evidence:
        was, now = span.of(self._texts.old.text), place.of(self._texts.new.text)
        return Evidence.SPACING if was.split() == now.split() else Evidence.WORDING

    def _around_what_stayed(self, first: int, end: int) -> tuple[int, int] | None:
        """Return the range of new tokens from the first to the last of those that stayed."""
        paired = self._texts.paired
        stayed = [(at, to) for at in range(first, end) if (to := paired[at]) >= 0]
        if 2 * len(stayed) < end - first:
            return None
        start, stop = min(to for _, to in stayed), max(to for _, to in stayed) + 1
        if stop - start > 2 * (end - first) + 8:  # scattered: a chance likeness
            return None
        left, right = self._neighbours(first, end)
        if left is not None:
            start = _reaching(start, left + 1, stayed[0][0] - first)
        if right is not None:
            stop = _reaching(stop, right, end - 1 - stayed[-1][0])
        return start, stop

    def _between_neighbours(self, first: int, end: int) -> tuple[int, int] | None:
        """Return what stands between the tokens that stood right before and after."""
        left, right = self._neighbours(first, end)
        if left is None or right is None or not 0 < right - left - 1 <= 2 * (end - first) + 4:
            return None
        return left + 1, right

    def _neighbours(self, first: int, end: int) -> tuple[int | None, int | None]:
        """Return the new numbers of the tokens before and after; the text's edges are such."""
        paired = [-1, *self._texts.paired[max(0, first - 1) : end + 1], len(self._texts.new)]
        left = paired[1] if first else -1
        right = paired[-2] if end < len(self._texts.old) else len(self._texts.new)
        return (None if first and left < 0 else left), (None if right < 0 else right)


def _reaching(edge: int, neighbour: int, changed: int) -> int:
    """Take in what replaced ``changed`` tokens at an edge: all up to the neighbour, if near."""
    return neighbour if changed and abs(neighbour - edge) <= 2 * changed + 4 else edge

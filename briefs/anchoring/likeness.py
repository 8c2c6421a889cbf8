"""Where words like given ones stand, quickly and roughly: good for suggestions alone."""

from collections import Counter
from collections.abc import Sequence

from rapidfuzz.distance import Indel

from .words import Tokens

_RAREST = 8
_COMMON = 100
"""A token that stands more often than this says nothing about a place."""


class Likeness:
    """An index of a text's tokens by where they stand."""

    def __init__(self, text: Tokens) -> None:
        self._text = text
        self._places: dict[int, list[int]] = {}
        for at, token in enumerate(text.ids):
            self._places.setdefault(token, []).append(at)

    def nearest(self, words: Sequence[int]) -> tuple[int, int] | None:
        """Return the range of tokens most like ``words``, judged by the rarest of them."""
        known = [(len(self._places.get(token, ())), at) for at, token in enumerate(words)]
        rare = sorted((count, at) for count, at in known if 0 < count <= _COMMON)[:_RAREST]
        width = max(4, len(words) // 2)
        votes = Counter(
            (place - at) // width + half
            for _, at in rare
            for place in self._places[words[at]]
            for half in (0, 1)
        )
        if not votes:
            return None
        most = max(votes.values())
        bucket = min(number for number, count in votes.items() if count == most)
        start = max(0, (bucket - 1) * width)
        return self.trimmed(words, start, min(len(self._text), start + 2 * width + len(words)))

    def trimmed(self, words: Sequence[int], start: int, end: int) -> tuple[int, int] | None:
        """Cut a range down to what it shares with ``words``."""
        steps = Indel.opcodes(words, self._text.ids[start:end])
        equal = [step for step in steps if step.tag == "equal"]
        if not equal:
            return None
        return start + equal[0].dest_start, start + equal[-1].dest_end

"""Text -> tokens, the unit in which texts are compared.

A token is a word with the marks, apostrophes, hyphens and digits' separators inside it; a single
Han or kana character, as those scripts write no spaces; any other single sign; or a line feed,
since it ends a block. Other white space only parts tokens.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from .selectors import Span

_SIGNS = (
    r"\s!-/:-@\[-`{-~\u00a1-\u00ac\u00ae-\u00bf\u00d7\u00f7\u2010-\u2027\u202a-\u202e\u2030-\u205e"
    r"\u2066-\u2069\u2190-\u23ff\u2500-\u257f\u3001-\u3003\u3008-\u301f\uff01-\uff0f\uff1a-\uff20"
    r"\uff3b-\uff40\uff5b-\uff65"
)
_ALONE = r"\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_IN_WORD = rf"[^{_SIGNS}{_ALONE}]"
TOKEN = re.compile(
    rf"{_IN_WORD}+(?:(?:['’‐‑-]|(?<=\d)[.,:/](?=\d)){_IN_WORD}+)*"
    rf"|[{_ALONE}][\u0300-\u036f\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef]*|\n|\S"
)
_STOP = re.compile(r"[\n。？！]|[.?!…](?!\w)")
IS_WORD = re.compile(rf"{_IN_WORD}|[{_ALONE}]")


def word_end(text: str, at: int, limit: int = 64) -> int:
    """Return the end of the word that ``at`` stands in, or ``at``; look only ``limit`` ahead."""
    while 0 < at < len(text) and limit and in_word(text, at):
        at, limit = at + 1, limit - 1
    return at


def word_start(text: str, at: int, limit: int = 64) -> int:
    """Return the start of the word that ``at`` stands in, or ``at``; look only ``limit`` back."""
    while 0 < at < len(text) and limit and in_word(text, at):
        at, limit = at - 1, limit - 1
    return at


def in_word(text: str, at: int) -> bool:
    """Say whether a cut at ``at`` would go through a word."""
    return bool(IS_WORD.match(text[at - 1]) and re.match(_IN_WORD, text[at]))


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text: where each starts and ends, and a number that equal ones share.

    ``sentences`` are the numbers of the tokens that begin one, after a stop or a break.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    ids: Sequence[int]
    sentences: Sequence[int]

    def __len__(self) -> int:
        return len(self.ids)

    def touched_by(self, span: Span) -> tuple[int, int]:
        """Return the range of tokens that ``span`` holds, or holds a part of."""
        return bisect_right(self.ends, span.start), bisect_left(self.starts, span.end)

    def span(self, first: int, end: int) -> Span:
        """Return where the tokens from ``first`` to before ``end`` stand."""
        return Span(self.starts[first], self.ends[end - 1])

    def sentence(self, first: int, end: int, most: int) -> tuple[int, int]:
        """Widen a range of tokens to its sentence, by ``most`` tokens on each side."""
        before = bisect_right(self.sentences, first) - 1
        after = bisect_left(self.sentences, end)
        start = self.sentences[before] if before >= 0 else 0
        stop = self.sentences[after] if after < len(self.sentences) else len(self)
        return max(start, first - most), min(stop, end + most)

    def is_sentences(self, first: int, end: int) -> bool:
        """Say whether a range starts and ends where sentences do, give or take their stop."""
        edges = {0, len(self), *self.sentences}
        return not edges.isdisjoint((first, first + 1)) and not edges.isdisjoint((end, end + 1))


def tokens(text: str, vocabulary: dict[str, int]) -> Tokens:
    """Cut ``text`` into tokens, numbered by ``vocabulary``, to which new ones are added."""
    starts: list[int] = []
    ends: list[int] = []
    ids: list[int] = []
    for match in TOKEN.finditer(text):
        start, end = match.span()
        starts.append(start)
        ends.append(end)
        ids.append(vocabulary.setdefault(match[0], len(vocabulary)))
    stops = (bisect_left(starts, match.start()) for match in _STOP.finditer(text))
    return Tokens(text, starts, ends, ids, [number + 1 for number in stops])

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
    """The tokens of a text: where each starts and ends, and a number that equal ones share."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    ids: Sequence[int]

    def __len__(self) -> int:
        return len(self.ids)

    def touched_by(self, span: Span) -> tuple[int, int]:
        """Return the range of tokens that ``span`` holds, or holds a part of."""
        return bisect_right(self.ends, span.start), bisect_left(self.starts, span.end)

    def span(self, first: int, end: int) -> Span:
        """Return where the tokens from ``first`` to before ``end`` stand."""
        return Span(self.starts[first], self.ends[end - 1])


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
    return Tokens(text, starts, ends, ids)

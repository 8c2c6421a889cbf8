"""Where sentences end, by rule: good enough to show a link or a break in its sentence."""

import re
from bisect import bisect_left, bisect_right

from briefs.anchoring import Span

# Text without a full stop (a table, a list) is one long sentence; nobody wants to read all of it.
MAX_SENTENCE = 1_000

OPENERS = "\"'‘“([«¿¡"
CLOSERS = "\"'’”)]»"
_STOPS = ".!?…"
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof st sr jr gen col lt sgt capt adm rep sen gov pres rev hon vs eg ie e.g i.e "
    "cf ed eds inc ltd co corp dept ph.d u.s u.k u.n e.u a.m p.m".split()
)
_BEFORE_NUMBERS = frozenset(
    "no nos vol ch pp p para art fig approx ca c jan feb mar apr jun jul aug sep sept oct nov "
    "dec".split()
)
# Possessive repeats and the look-behind keep this linear on long runs of stops or spaces.
_BREAK = re.compile(
    rf"(?<![{re.escape(_STOPS)}])[{re.escape(_STOPS)}]++[{re.escape(CLOSERS)}]*+\s++"
    rf"(?=[{re.escape(OPENERS)}]*+(\w))"
)
_NOTE_MARK = re.compile(rf"(?<=[^\W\d_][{_STOPS}])(?:\d{{1,3}}|\[\d{{1,3}}\])$")


def is_closed(text: str) -> bool:
    """Whether ``text`` ends as a sentence does (or as the colon before a list)."""
    end = _NOTE_MARK.sub("", text[-60:].rstrip()).rstrip(CLOSERS)
    return end.endswith((*_STOPS, ":"))


def first_letter(text: str) -> str:
    """The first character after opening quotes and brackets, or nothing."""
    return text[:20].lstrip(OPENERS + " ")[:1]


class Sentences:
    """The sentences of one passage."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0]
        self.ends: list[int] = []
        for match in _BREAK.finditer(text):
            if _is_break(text, match):
                self.ends.append(match.start() + len(match[0].rstrip()))
                self.starts.append(match.end())
        self.ends.append(len(text))

    def around(self, start: int, end: int) -> str:
        """The sentence that holds ``start:end``, or all of those it runs through."""
        first = self.starts[max(0, bisect_right(self.starts, start) - 1)]
        last = self.ends[min(len(self.ends) - 1, bisect_left(self.ends, end))]
        if last - first <= MAX_SENTENCE:
            return self.text[first:last]
        return _cut(self.text, first, last, start)


def sentences(text: str) -> list[Span]:
    """Where the sentences of a whole text stand; a line feed ends one as a block does."""
    found: list[Span] = []
    start = 0
    for line in text.split("\n"):
        passage = Sentences(line)
        found += [
            Span(start + first, start + last)
            for first, last in zip(passage.starts, passage.ends, strict=True)
            if line[first:last].strip()
        ]
        start += len(line) + 1
    return found


def _is_break(text: str, match: re.Match[str]) -> bool:
    following = match[1]
    if following.islower():
        return False
    if match[0].rstrip() not in (".", ".)"):
        return True
    before = text[max(0, match.start() - 20) : match.start()].split()
    word = before[-1].lstrip(OPENERS) if before else ""
    is_initial = len(word) == 1 and word.isupper()
    is_numbering = word.isdigit() and match.start() == len(word)
    if is_initial or is_numbering or word.lower() in _ABBREVIATIONS:
        return False
    return not (following.isdigit() and word.lower() in _BEFORE_NUMBERS)


def _cut(text: str, first: int, last: int, start: int) -> str:
    half = MAX_SENTENCE // 2
    left, right = max(first, start - half), min(last, start + half)
    before = "…" if left > first else ""
    after = "…" if right < last else ""
    return f"{before}{text[left:right]}{after}"

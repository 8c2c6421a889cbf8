"""Sentences that look like claims and carry none, with the words that make them look so.

Rules only: the same text always gives the same suggestions.
"""

import hashlib
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from rapidfuzz import fuzz, process

from briefs.anchoring import Span
from briefs.names import Names
from briefs.sentences import sentences

Id = TypeVar("Id")

COVERED = 0.5
LONG = 3
"""A sentence with this share of its characters under marks has been tagged."""
MIN_WORDS = 5
NEARLY_SAME = 80.0
"""Of 100: token-set likeness from which two quotations are shown side by side."""


class Sign(StrEnum):
    FORECAST = "says what may come"
    MODAL = "says what can or should be"
    SUPERLATIVE = "compares"
    DATE = "gives a date"
    NUMBER = "gives a number"
    NAME = "names a known body"


_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_NUMBER_WORDS = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|"
    "millions?|billions?|trillions?|half|third|quarter|double[ds]?|twice|percent|per cent"
)
_RULES = {
    Sign.FORECAST: re.compile(
        r"\b(?:will|won’t|won't|would|may|might|shall|likely|unlikely|probably|expect(?:s|ed)?|"
        r"plan(?:s|ned)? to|intend(?:s|ed)? to|aim(?:s|ed)? to|set to|poised to|about to|"
        r"remain(?:s|ed)? to be seen|prospects?|eventual(?:ly)?|soon|future|"
        r"next (?:year|decade|month|summit)|by (?:19|20)\d\d)\b",
        re.IGNORECASE,
    ),
    Sign.MODAL: re.compile(
        r"\b(?:can|cannot|can’t|can't|could|must|should|ought to|need(?:s|ed)? to|ha(?:s|ve|d) to)"
        r"\b",
        re.IGNORECASE,
    ),
    Sign.SUPERLATIVE: re.compile(
        r"\b(?:most|least|best|worst|first|last(?! (?:month|year|week|summer))|only|never|"
        r"always|unprecedented|"
        r"(?:large|great|big|small|strong|weak|high|low|late|early|old|young|new|rich|poor|long|"
        r"close|deep|hard|fast|wide)(?:e?st))\b",
        re.IGNORECASE,
    ),
    Sign.DATE: re.compile(
        rf"\b(?:(?:\d{{1,2}}\s+)?{_MONTH}(?:\s+\d{{1,2}}\b)?(?:,?\s+(?:19|20)\d\d)?|"
        r"(?:early|mid|late)[- ](?:19|20)\d\ds?|(?:19|20)\d\ds?)(?!\w)"
    ),
    Sign.NUMBER: re.compile(
        rf"(?<![\w.,-])\d[\d.,\u00a0\u202f]*(?:%|\b)|\b(?:{_NUMBER_WORDS})\b", re.IGNORECASE
    ),
}
_ATTRIBUTES = re.compile(
    r"\b(?:sa(?:ys|id)|told|tells|claim(?:s|ed)|according to|sees?|saw|seen|view(?:s|ed)|"
    r"believe[sd]?|argue[sd]?|regard(?:s|ed)?|fear(?:s|ed)?|hope[sd]?|refer(?:s|red)? to)\b",
    re.IGNORECASE,
)
_CAUSES = re.compile(
    r"\b(?:because|due to|as a result|consequently|therefore|led to|leads to|caused?|thanks to)\b",
    re.IGNORECASE,
)
_CLOSED = re.compile(r"[.!…][\"'’”)\]»]*(?:\d{1,3}|\[\d{1,3}\])?\s*$")


@dataclass(frozen=True, slots=True)
class Reason:
    """A sign, with the words of the sentence that show it, in their order."""

    sign: Sign
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    span: Span
    words: str
    reasons: tuple[Reason, ...]

    @property
    def sha256(self) -> str:
        return digest(self.words)


@dataclass(frozen=True, slots=True)
class Near(Generic[Id]):
    id: Id
    score: float


def digest(words: str) -> str:
    """By what a dismissed sentence is known, wherever it stands."""
    return hashlib.sha256(words.encode()).hexdigest()


def suggest(
    text: str, covered: Sequence[Span], names: Names, dismissed: Collection[str] = ()
) -> list[Suggestion]:
    """The sentences that look like claims, in the order of the text.

    Headings and questions claim nothing. ``dismissed`` are digests of sentences.
    """
    found = []
    for span in sentences(text):
        words = span.of(text)
        if not _is_statement(words) or _share(span, covered) >= COVERED:
            continue
        reasons = reasons_in(words, names)
        if reasons and digest(words) not in dismissed:
            found.append(Suggestion(span, words, reasons))
    return found


def reasons_in(words: str, names: Names) -> tuple[Reason, ...]:
    """What in the words makes a claim of them, the strongest sign first."""
    found: dict[Sign, dict[str, None]] = {}
    taken: list[tuple[int, int]] = []
    for sign, rule in _RULES.items():
        for match in rule.finditer(words):
            # The year of a date is no number besides.
            if not any(start < match.end() and match.start() < end for start, end in taken):
                found.setdefault(sign, {})[match[0]] = None
                taken.append(match.span())
    for named in names.in_text(words):
        if named.kind == "organisation":
            found.setdefault(Sign.NAME, {})[named.span.of(words)] = None
    return tuple(Reason(sign, tuple(found[sign])) for sign in Sign if sign in found)


def likely_kind(words: str) -> str:
    """The kind that words like these mostly have; an editor decides."""
    if _RULES[Sign.FORECAST].search(words):
        return "forecast"
    if _CAUSES.search(words):
        return "causal"
    if _ATTRIBUTES.search(words):
        return "attribution"
    return "assessment" if _RULES[Sign.SUPERLATIVE].search(words) else "fact"


def _is_statement(words: str) -> bool:
    return bool(_CLOSED.search(words)) and len(words.split()) >= MIN_WORDS


def _share(span: Span, covered: Sequence[Span]) -> float:
    """How much of the span lies under any of the others, 0 to 1.

    A mark more than LONG times as long is about the passage, not about this sentence.
    """
    under: set[int] = set()
    for other in covered:
        if len(other) > LONG * len(span):
            continue
        under.update(range(max(span.start, other.start), min(span.end, other.end)))
    return len(under) / len(span)


def nearly_same(words: str, others: Sequence[tuple[Id, str]], limit: int = 3) -> list[Near[Id]]:
    """Those of the others (id, words) with nearly the same words, the nearest first."""
    found = process.extract(
        words,
        [other for _, other in others],
        scorer=fuzz.token_sort_ratio,
        processor=str.lower,
        score_cutoff=NEARLY_SAME,
        limit=limit,
    )
    return [Near(others[at][0], score) for _, score, at in found]

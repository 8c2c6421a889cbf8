"""Spans and quotes in plain text; pure functions over code points, without Django."""

from .carry import carry
from .compare import Change, Part, compare
from .describe import describe
from .fates import Carried, Evidence, Fate
from .locate import MIN_SCORE, locate
from .segments import Run, segments
from .selectors import (
    AmbiguousQuote,
    AnchorError,
    EmptyQuote,
    EmptySpan,
    How,
    Match,
    OutsideText,
    Span,
    TextQuote,
)

__all__ = [
    "MIN_SCORE",
    "AmbiguousQuote",
    "AnchorError",
    "Carried",
    "Change",
    "EmptyQuote",
    "EmptySpan",
    "Evidence",
    "Fate",
    "How",
    "Match",
    "OutsideText",
    "Part",
    "Run",
    "Span",
    "TextQuote",
    "carry",
    "compare",
    "describe",
    "locate",
    "segments",
]

"""A span of a text -> the quote by which it can be found again."""

from .selectors import Span, TextQuote
from .words import word_end, word_start

CONTEXT = 32
"""Code points of context on each side to begin with, as annotation tools give."""


def describe(text: str, span: Span) -> TextQuote:
    """Quote ``span`` with so much context that the quote stands once in ``text``.

    Context ends on words. Raise OutsideText when the span reaches beyond the text.
    """
    exact = span.of(text)
    reach = CONTEXT
    while True:
        start = word_start(text, max(0, span.start - reach))
        end = word_end(text, min(len(text), span.end + reach))
        if (start == 0 and end == len(text)) or _stands_once(text, start, end):
            return TextQuote(exact, text[start : span.start], text[span.end : end])
        reach *= 2


def _stands_once(text: str, start: int, end: int) -> bool:
    quote = text[start:end]
    return text.find(quote) == start and text.find(quote, start + 1) < 0

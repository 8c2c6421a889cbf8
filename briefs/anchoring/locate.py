"""A quote -> where it stands in a text."""

from collections.abc import Iterator

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from .selectors import AmbiguousQuote, EmptyQuote, How, Match, Span, TextQuote
from .words import word_end, word_start

MIN_SCORE = 0.75
"""Below this a place is no match. The very words where the context has nothing in common with
the quote's score about 0.65: that is what a twin looks like whose original was deleted."""
SAME_SCORE = 0.03
"""Places whose scores differ by less fit equally well."""
_MOST_CANDIDATES = 200
_MARGIN = 24


def locate(
    text: str, quote: TextQuote, hint: int | None = None, *, exactly: bool = False
) -> Match | None:
    """Find where ``quote`` stands in ``text``; None if no place scores MIN_SCORE (0 to 1).

    Looks in this order: the place that starts at ``hint`` (code points) if words and context
    stand there; the one place with the very words and context; the best similar place, where
    ``hint`` counts for nothing. The score weighs the words as much as the context on both sides.
    With ``exactly`` no other words are looked for, which costs little however long the quote is.

    Raise AmbiguousQuote when places fit equally well, EmptyQuote when there are no words.
    Source: W3C Web Annotation Data Model, 4.2.4.
    """
    if not quote.exact.strip():
        raise EmptyQuote("A quote must have words.")
    whole = quote.prefix + quote.exact + quote.suffix
    before = len(quote.prefix)
    if hint is not None and hint >= before and text.startswith(whole, hint - before):
        return Match(Span(hint, hint + len(quote.exact)), 1.0, How.PLACE)
    places = [
        Span(start + before, start + before + len(quote.exact))
        for start in _occurrences(text, whole)
    ]
    if len(places) > 1:
        raise AmbiguousQuote(tuple(places))
    if places:
        return Match(places[0], 1.0, How.CONTEXT)
    return _nearest(text, quote, exactly)


def _nearest(text: str, quote: TextQuote, exactly: bool) -> Match | None:
    scored = sorted(
        ((_score(text, quote, span), span) for span in set(_candidates(text, quote, exactly))),
        key=lambda found: (-found[0], found[1]),
    )
    if not scored or scored[0][0] < MIN_SCORE:
        return None
    best, span = scored[0]
    rivals = [
        other
        for score, other in scored
        if best - score < SAME_SCORE and (other.end <= span.start or span.end <= other.start)
    ]
    if rivals:
        raise AmbiguousQuote((span, *rivals))
    return Match(span, best, How.NEAR)


def _score(text: str, quote: TextQuote, span: Span) -> float:
    before = text[max(0, span.start - len(quote.prefix)) : span.start]
    after = text[span.end : span.end + len(quote.suffix)]
    weighed = [(0.5, quote.exact, span.of(text))]
    if quote.prefix:
        weighed.append((0.25, quote.prefix, before))
    if quote.suffix:
        weighed.append((0.25, quote.suffix, after))
    total = sum(weight for weight, _, _ in weighed)
    alike = sum(weight * Indel.normalized_similarity(a, b) for weight, a, b in weighed)
    return alike / total


def _candidates(text: str, quote: TextQuote, exactly: bool) -> Iterator[Span]:
    """Yield places worth scoring: the very words, and the two most similar of each reading."""
    for start in _occurrences(text, quote.exact):
        yield Span(start, start + len(quote.exact))
    if exactly:
        return
    for before, after in {("", ""), (quote.prefix, quote.suffix)}:
        whole = before + quote.exact + after
        for window in _similar(text, whole):
            place = _part(text, window, whole, len(before), len(before) + len(quote.exact))
            if place is not None:
                yield place


def _occurrences(text: str, words: str) -> Iterator[int]:
    start = text.find(words)
    for _ in range(_MOST_CANDIDATES):
        if start < 0:
            return
        yield start
        start = text.find(words, start + 1)


def _similar(text: str, words: str) -> Iterator[Span]:
    """Yield the window most like ``words``, and the best one on either side of it."""
    best = _window(text, words, 0, len(text))
    if best is None:
        return
    yield best
    for start, end in ((0, best.start), (best.end, len(text))):
        other = _window(text, words, start, end)
        if other is not None:
            yield other


def _window(text: str, words: str, start: int, end: int) -> Span | None:
    if end - start < len(words) // 2:
        return None
    found = fuzz.partial_ratio_alignment(words, text[start:end])
    if found is None or found.dest_start == found.dest_end:
        return None
    return Span(start + found.dest_start, start + found.dest_end)


def _part(text: str, window: Span, whole: str, first: int, end: int) -> Span | None:
    """Return where ``whole[first:end]`` lies in the window, or just beyond it."""
    start = max(0, window.start - _MARGIN)
    kept: list[int] = []
    for step in Indel.opcodes(whole, text[start : window.end + _MARGIN]):
        low, high = max(first, step.src_start), min(end, step.src_end)
        if step.tag == "equal" and low < high:
            shift = start + step.dest_start - step.src_start
            kept += [low + shift, high + shift]
    if not kept:
        return None
    low, high = _to_words(text, kept[0], kept[-1])
    return Span(low, high) if low < high else None


def _to_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen to whole words and drop white space at the edges."""
    start, end = word_start(text, start), word_end(text, end)
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end

"""Plain quote matching, as annotation tools do it: the measure to compare with.

The very words where they stand, the one with the best context if they stand often; else the most
similar place. As in hypothesis/client (match-quote.ts), half of the characters may differ, and
the words weigh 50, the context on either side 20 each, the old place 2.
"""

from collections.abc import Iterator

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from briefs.anchoring import Span

CONTEXT = 32


def match_quote(old: str, new: str, span: Span) -> Span | None:
    exact = old[span.start : span.end]
    prefix = old[max(0, span.start - CONTEXT) : span.start]
    suffix = old[span.end : span.end + CONTEXT]

    def score(place: Span) -> float:
        before = new[max(0, place.start - CONTEXT) : place.start]
        after = new[place.end : place.end + CONTEXT]
        return (
            50 * Indel.normalized_similarity(exact, new[place.start : place.end])
            + 20 * Indel.normalized_similarity(prefix, before)
            + 20 * Indel.normalized_similarity(suffix, after)
            + 2 * (1 - abs(place.start - span.start) / max(len(new), 1))
        )

    return max(_places(exact, new), key=score, default=None)


def _places(exact: str, new: str) -> Iterator[Span]:
    at = new.find(exact)
    if at < 0:
        found = fuzz.partial_ratio_alignment(exact, new, score_cutoff=50)
        if found and found.dest_start < found.dest_end:
            yield Span(found.dest_start, found.dest_end)
    while at >= 0:
        yield Span(at, at + len(exact))
        at = new.find(exact, at + 1)

"""Which words a list of selectors means (W3C Web Annotation Data Model, 4.2)."""

from collections.abc import Iterator
from typing import Any

from briefs.anchoring import TextQuote
from briefs.importing.annotations.shape import NotRead
from briefs.importing.annotations.values import (
    LONGEST_CONTEXT,
    LONGEST_QUOTE,
    first_of,
    listed,
    plain,
    position,
    types_of,
)

_DEEPEST = 5


def quote_in(selectors: list[Any]) -> TextQuote:
    """The first quotation among them. Raise NotRead if there is none, or none of use."""
    for selector in _with_refinements(selectors):
        if "TextQuoteSelector" in types_of(selector):
            exact = plain(first_of(selector, "exact", "oa:exact"))
            if not exact.strip():
                raise NotRead("Its quotation has no words.")
            if len(exact) > LONGEST_QUOTE:
                raise NotRead(f"Its quotation is longer than {LONGEST_QUOTE:,} characters.")
            return TextQuote(
                exact,
                plain(first_of(selector, "prefix", "oa:prefix"))[-LONGEST_CONTEXT:],
                plain(first_of(selector, "suffix", "oa:suffix"))[:LONGEST_CONTEXT],
            )
    raise NotRead("It quotes no words: only a text quotation tells where it belongs.")


def start_in(selectors: list[Any]) -> int | None:
    """Where its words start, by the first position among them."""
    for selector in _with_refinements(selectors):
        if "TextPositionSelector" in types_of(selector):
            return position(selector.get("start"))
    return None


def _with_refinements(selectors: list[Any], deep: int = 0) -> Iterator[dict[str, Any]]:
    for selector in selectors:
        if isinstance(selector, dict):
            yield selector
            if deep < _DEEPEST:
                yield from _with_refinements(listed(selector.get("refinedBy")), deep + 1)

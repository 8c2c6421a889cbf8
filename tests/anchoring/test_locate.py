from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.anchoring import (
    MIN_SCORE,
    AmbiguousQuote,
    EmptyQuote,
    How,
    Match,
    Span,
    TextQuote,
    locate,
)
from tests.anchoring.cases import cases


@pytest.mark.parametrize("case", cases("locate"))
def test_locate(case: dict[str, Any]) -> None:
    quote = TextQuote(**case["quote"])
    if "ambiguous" in case:
        with pytest.raises(AmbiguousQuote) as raised:
            locate(case["text"], quote, case["hint"])
        assert [[place.start, place.end] for place in raised.value.places] == case["ambiguous"]
        return
    match = locate(case["text"], quote, case["hint"])
    assert _as_data(case["text"], match) == case["match"]


def _as_data(text: str, match: Match | None) -> dict[str, Any] | None:
    if match is None:
        return None
    return {
        "start": match.span.start,
        "end": match.span.end,
        "how": match.how,
        "score": round(match.score, 3),
        "words": match.span.of(text),
    }


def test_a_quote_needs_words() -> None:
    with pytest.raises(EmptyQuote):
        locate("some text", TextQuote(" \n"))


def test_the_hint_decides_nothing_among_near_places() -> None:
    text = "It opened the big new road. Rain fell on it. It opened the big old road."
    with pytest.raises(AmbiguousQuote):
        locate(text, TextQuote("It opened the big wide road."), hint=0)


@given(
    st.text("ab ", max_size=120),
    st.text("ab ", max_size=20),
    st.text("ab ", max_size=8),
    st.text("ab ", max_size=8),
)
def test_a_match_is_never_below_the_threshold_nor_outside_the_text(
    text: str, exact: str, prefix: str, suffix: str
) -> None:
    try:
        match = locate(text, TextQuote(exact, prefix, suffix))
    except (AmbiguousQuote, EmptyQuote):
        return
    if match is not None:
        assert 0 <= match.span.start < match.span.end <= len(text)
        assert MIN_SCORE <= match.score <= 1
        if match.how is not How.NEAR:
            assert match.span.of(text) == exact


def test_a_text_full_of_the_words_takes_bounded_time() -> None:
    with pytest.raises(AmbiguousQuote) as raised:
        locate("the end " * 50_000, TextQuote("the end"))
    assert raised.value.places[0] == Span(0, 7)
    assert len(raised.value.places) == 200

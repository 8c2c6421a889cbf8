from typing import Any

import pytest

from briefs.anchoring import AmbiguousQuote, AnchorError, EmptySpan, OutsideText, Span
from tests.anchoring.cases import cases


@pytest.mark.parametrize("case", cases("spans"))
def test_offsets_count_code_points(case: dict[str, Any]) -> None:
    assert Span(case["start"], case["end"]).of(case["text"]) == case["exact"]


@pytest.mark.parametrize("case", cases("spans"))
def test_the_shared_cases_agree_on_utf_16(case: dict[str, Any]) -> None:
    units = case["text"].encode("utf-16-le")
    exact = units[2 * case["utf16_start"] : 2 * case["utf16_end"]].decode("utf-16-le")
    assert exact == case["exact"]


@pytest.mark.parametrize(("start", "end"), [(0, 0), (4, 3), (-1, 2)])
def test_a_span_holds_text(start: int, end: int) -> None:
    with pytest.raises(EmptySpan):
        Span(start, end)


def test_a_span_beyond_the_text_is_refused() -> None:
    with pytest.raises(OutsideText, match="2-9 reaches beyond the text's end at 5"):
        Span(2, 9).of("short")


def test_an_ambiguous_quote_names_its_places() -> None:
    error = AmbiguousQuote((Span(1, 3), Span(7, 9)))
    assert isinstance(error, AnchorError)
    assert error.places == (Span(1, 3), Span(7, 9))
    assert str(error) == "The quote fits 2 places equally well; give more of the words around it."

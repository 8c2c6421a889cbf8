from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.anchoring import How, Match, OutsideText, Span, TextQuote, describe, locate
from tests.anchoring.cases import cases

# Few letters, so that much repeats.
TEXTS = st.text("ab \n\U0001f680\u0301", min_size=1, max_size=300)


@pytest.mark.parametrize("case", cases("describe"))
def test_describe(case: dict[str, Any]) -> None:
    span = Span(case["start"], case["end"])
    assert describe(case["text"], span) == TextQuote(**case["quote"])


@given(TEXTS, st.data())
def test_what_is_described_is_found_again(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(text))))
    quote = describe(text, span)
    assert text.count(quote.prefix + quote.exact + quote.suffix) == 1
    if quote.exact.strip():
        assert locate(text, quote) == Match(span, 1.0, How.CONTEXT)


def test_context_ends_on_words() -> None:
    text = "Notwithstanding incomprehensibilities, members unanimously disagreed throughout."
    quote = describe(text, Span(text.index("members"), text.index(" unani")))
    assert (quote.prefix, quote.suffix) == (
        "Notwithstanding incomprehensibilities, ",
        " unanimously disagreed throughout",
    )


def test_a_word_without_end_does_not_make_context_endless() -> None:
    quote = describe("a" * 5000 + " here " + "b" * 5000, Span(5001, 5005))
    assert (len(quote.prefix), len(quote.suffix)) == (96, 96)


def test_a_span_beyond_the_text_is_refused() -> None:
    with pytest.raises(OutsideText):
        describe("short", Span(2, 9))

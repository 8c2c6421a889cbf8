from typing import Any

import pytest

from briefs.anchoring import Carried, Evidence, Fate, OutsideText, Span, carry
from tests.anchoring.cases import cases


@pytest.mark.parametrize("case", cases("carry"))
def test_carry(case: dict[str, Any]) -> None:
    (carried,) = carry(case["old"], case["new"], [Span(case["start"], case["end"])])
    place = carried.span or carried.suggestion
    assert {
        "fate": carried.fate,
        "evidence": carried.evidence,
        "span": _ends(carried.span),
        "suggestion": _ends(carried.suggestion),
        "words": place.of(case["new"]) if place else None,
    } == {key: case[key] for key in ("fate", "evidence", "span", "suggestion", "words")}


def _ends(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]


def test_every_span_gets_its_answer_in_order() -> None:
    old = "One more road was opened in May. Two others were closed for good in June."
    new = "In fact, one more road was opened in May. Two others were closed for good in July."
    assert carry(old, new, [Span(33, 43), Span(33, 43), Span(68, 72), Span(13, 17)]) == [
        Carried(Fate.SHIFTED, Span(42, 52), Evidence.UNCHANGED, 1.0),
        Carried(Fate.SHIFTED, Span(42, 52), Evidence.UNCHANGED, 1.0),
        Carried(Fate.EDITED, Span(77, 81), Evidence.REPLACED, 0.5),
        Carried(Fate.SHIFTED, Span(22, 26), Evidence.UNCHANGED, 1.0),
    ]


def test_white_space_alone_is_never_placed_in_another_text() -> None:
    old = "One two three four five six seven."
    assert carry(old, old, [Span(3, 4)]) == [
        Carried(Fate.KEPT, Span(3, 4), Evidence.UNCHANGED, 1.0)
    ]
    assert carry(old, "So: " + old, [Span(3, 4)]) == [Carried(Fate.LOST, None, Evidence.GONE, 0.0)]


def test_no_spans_no_answers() -> None:
    assert carry("old", "new", []) == []


def test_a_span_beyond_the_old_text_is_refused() -> None:
    with pytest.raises(OutsideText):
        carry("short", "short", [Span(2, 9)])

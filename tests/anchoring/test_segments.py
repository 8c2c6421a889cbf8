from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.anchoring import Run, Span, segments
from tests.anchoring.cases import cases

SPANS = st.dictionaries(
    st.integers(0, 30),
    st.tuples(st.integers(0, 40), st.integers(1, 20)).map(lambda p: Span(p[0], p[0] + p[1])),
)


@pytest.mark.parametrize("case", cases("segments"))
def test_segments(case: dict[str, Any]) -> None:
    spans = {name: Span(*ends) for name, ends in case["spans"].items()}
    assert segments(spans) == [Run(start, end, tuple(ids)) for start, end, ids in case["runs"]]


@given(SPANS)
def test_every_offset_has_the_spans_that_cover_it(spans: dict[int, Span]) -> None:
    runs = segments(spans)
    covered = {at: set(run.ids) for run in runs for at in range(run.start, run.end)}
    assert covered == {
        at: names
        for at in range(70)
        if (names := {name for name, span in spans.items() if span.start <= at < span.end})
    }


@given(SPANS)
def test_runs_are_in_order_and_no_longer_than_they_can_be(spans: dict[int, Span]) -> None:
    runs = segments(spans)
    for run, following in pairwise(runs):
        assert run.end <= following.start
        assert run.end < following.start or run.ids != following.ids


@given(SPANS)
def test_ids_are_ordered_by_start_then_length(spans: dict[int, Span]) -> None:
    for run in segments(spans):
        order = [(spans[name].start, -len(spans[name])) for name in run.ids]
        assert order == sorted(order)

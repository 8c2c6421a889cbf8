from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.anchoring import Carried, Fate, Span, carry
from tests.bench.edits import KINDS, sentences, spans_around
from tests.bench.prose import prose

SURE = (Fate.KEPT, Fate.SHIFTED)
PROSE = prose(2500)
# Few words, so that everything has twins.
POOR_TEXTS = st.lists(st.sampled_from(["a", "b", "c", ".", "\n", "dd"]), max_size=80).map(" ".join)


def _spans(draw: st.DrawFn, text: str) -> list[Span]:
    ends = st.integers(0, len(text))
    drawn = draw(st.lists(st.tuples(ends, ends), max_size=6))
    return [Span(min(pair), max(pair)) for pair in drawn if pair[0] != pair[1]]


@st.composite
def two_texts(draw: st.DrawFn) -> tuple[str, str, list[Span]]:
    texts = st.one_of(POOR_TEXTS, st.text(max_size=60))
    old = draw(texts)
    return old, draw(texts), _spans(draw, old)


@st.composite
def texts_with_something_put_in(draw: st.DrawFn) -> tuple[str, int, str, list[Span]]:
    old = PROSE[: draw(st.integers(200, 3000))]
    at = draw(st.integers(0, len(old)))
    put_in = draw(st.one_of(st.text(max_size=20), st.sampled_from([old[:90], old[-40:], " x "])))
    return old, at, put_in, _spans(draw, old)


@given(two_texts())
def test_answers_keep_their_promises(texts: tuple[str, str, list[Span]]) -> None:
    old, new, spans = texts
    for span, carried in zip(spans, carry(old, new, spans), strict=True):
        _check(carried, span, old, new)


def _check(carried: Carried, span: Span, old: str, new: str) -> None:
    match carried:
        case Carried(Fate.KEPT, place, _, score, None):
            assert place == span
            assert span.of(new) == span.of(old)
            assert score == 1
        case Carried(Fate.SHIFTED, Span() as place, _, score, None):
            assert place != span
            assert place.of(new) == span.of(old)
            assert score == 1
        case Carried(Fate.EDITED, Span() as place, _, score, None):
            assert place.end <= len(new)
            assert 0 <= score <= 1
        case Carried(Fate.LOST, None, _, score, suggestion):
            assert suggestion is None or suggestion.end <= len(new)
            assert 0 <= score <= 1
        case _:
            pytest.fail(f"no such answer: {carried}")


@given(two_texts())
def test_a_span_has_the_same_fate_in_any_company(texts: tuple[str, str, list[Span]]) -> None:
    old, new, spans = texts
    assert carry(old, new, spans) == [carry(old, new, [span])[0] for span in spans]


@given(texts_with_something_put_in())
def test_what_is_put_in_outside_a_span_never_changes_its_words(
    change: tuple[str, int, str, list[Span]],
) -> None:
    old, at, put_in, spans = change
    new = old[:at] + put_in + old[at:]
    for span, carried in zip(spans, carry(old, new, spans), strict=True):
        if carried.fate in SURE and new != old:
            assert carried.span is not None
            assert carried.span.of(new) == span.of(old)
            # Exactly where they went, or where the same letters may have been put in as well.
            if at >= span.end or at <= span.start:
                truth = span.start + (len(put_in) if at <= span.start else 0)
                assert carried.span.start == truth or _could_slide(old, new, carried.span, span)


def _could_slide(old: str, new: str, place: Span, span: Span) -> bool:
    return old[: span.start] == new[: place.start] or old[span.end :] == new[place.end :]


@pytest.mark.parametrize("kind", KINDS)
@given(st.integers(0, 10**9))
def test_an_edit_never_places_a_span_wrongly(kind: str, seed: int) -> None:
    rng = Random(seed)
    start = PROSE.index("\n", rng.randrange(len(PROSE) - 4000)) + 1
    text = PROSE[start : PROSE.index("\n", start + 2000)]
    edit = KINDS[kind](rng, text, rng.choice(sentences(text)))
    spans = spans_around(rng, edit, 8)
    for span, carried in zip(spans, carry(edit.old, edit.new, spans), strict=True):
        if carried.fate in SURE:
            assert carried.span == edit.truth(span)


def test_a_long_text_all_new_takes_bounded_time() -> None:
    old, new = prose(60_000, 1), prose(60_000, 2)
    carried = carry(old, new, [Span(start, start + 50) for start in range(0, 300_000, 10_000)])
    assert Fate.KEPT not in {answer.fate for answer in carried}


def test_a_text_of_one_word_takes_bounded_time() -> None:
    (carried,) = carry("no " * 20_000, "no " * 19_999, [Span(300, 302)])
    assert carried.fate is Fate.LOST

"""Spans of one text -> where their words stand in the next.

Whoever owns both texts need not search for a quote: the difference says what became of each word.
A span is carried without asking only when one reading of the change is possible. Wherever a twin
of the words could have been meant, or the words themselves were touched, an editor decides; what
is similar serves as a proposal only.
"""

from collections.abc import Sequence

from .both_texts import BothTexts
from .difference import Stretch
from .fates import Carried, Evidence, Fate
from .proposals import Proposals
from .selectors import Span
from .twins import SURROUNDINGS, has_other_reading, overlap

MIN_PROOF = 6
"""Tokens that must stay together, the span's and its context's, to say where a span went."""
MIN_LOCAL_PROOF = 3
"""The same in a small gap between texts that stayed, most of which stayed, too."""
MIN_MOVE = 10
"""Tokens that must have moved together, unless they are whole sentences."""


def carry(old_text: str, new_text: str, spans: Sequence[Span]) -> list[Carried]:
    """Return the fate of each span of ``old_text`` in ``new_text``, in the order given.

    *kept*: the same offsets, the same characters. *shifted*: the same characters elsewhere.
    *edited*: its own words, or the spacing between them, changed. *lost*: gone, or not to be told
    from a twin. What is inserted right before or after a span is outside, unless it joins its
    first or last word. Raise OutsideText when a span reaches beyond ``old_text``.
    """
    for span in spans:
        span.of(old_text)
    if old_text == new_text:
        return [Carried(Fate.KEPT, span, Evidence.UNCHANGED, 1.0) for span in spans]
    texts = BothTexts(old_text, new_text)
    proposals = Proposals(texts)
    return [_fate(texts, proposals, span) for span in spans]


def _fate(texts: BothTexts, proposals: Proposals, span: Span) -> Carried:
    first, end = texts.old.touched_by(span)
    if first == end:  # nothing but white space
        return Carried(Fate.LOST, None, Evidence.GONE, 0.0)
    stretch = _stretch_through(texts, first, end)
    if stretch is None:
        return proposals.changed(span, first, end)
    place = _place(texts, span, first, end, stretch.shift)
    score = proposals.score(span, place)
    if has_other_reading(texts, first, end, stretch):
        return Carried(Fate.LOST, None, Evidence.TWINS, score, place)
    if not _proves(texts, stretch):
        return Carried(Fate.LOST, None, Evidence.LITTLE_CONTEXT, score, place)
    if score < 1.0:
        return Carried(Fate.EDITED, place, Evidence.SPACING, score)
    fate = Fate.KEPT if place == span else Fate.SHIFTED
    return Carried(fate, place, Evidence.UNCHANGED if stretch.in_order else Evidence.MOVED, 1.0)


def _stretch_through(texts: BothTexts, first: int, end: int) -> Stretch | None:
    """Return the stretch that holds the whole span, and most of its sentence."""
    sentence = texts.old.sentence(first, end, SURROUNDINGS)
    return max(
        (
            stretch
            for start, stop, stretch in texts.in_old.touching(first, end)
            if start <= first and end <= stop
        ),
        key=lambda stretch: (overlap(sentence, stretch.old, stretch.old_end), stretch.in_order),
        default=None,
    )


def _place(texts: BothTexts, span: Span, first: int, end: int, shift: int) -> Span:
    """Carry a span's edges with its first and last token, which they may cut."""
    old, new = texts.old, texts.new
    start = new.starts[first + shift] + span.start - old.starts[first]
    stop = new.ends[end - 1 + shift] + span.end - old.ends[end - 1]
    place = Span(max(0, start), stop)
    if place.end > len(new.text) or place.of(new.text) != span.of(old.text):
        return new.span(first + shift, end + shift)
    return place


def _proves(texts: BothTexts, stretch: Stretch) -> bool:
    """Say whether so much stayed together that chance cannot have brought it about."""
    if stretch.length == len(texts.old) == len(texts.new):
        return True
    if stretch.in_order:
        return stretch.length >= (MIN_LOCAL_PROOF if stretch.is_local else MIN_PROOF)
    return stretch.length >= MIN_MOVE or (
        stretch.length >= MIN_PROOF
        and texts.old.is_sentences(stretch.old, stretch.old_end)
        and texts.new.is_sentences(stretch.new, stretch.new_end)
    )

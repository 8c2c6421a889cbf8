"""The one place that writes where an annotation sits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone

from briefs.anchoring import Carried, Fate, Match, Span, TextQuote, carry, describe, locate
from briefs.models import Anchor, Annotation, Version
from briefs.models.vocabulary import AnchorState, Decision
from briefs.record import Editor
from briefs.recording import one_change
from briefs.rights import require
from briefs.stages import reopen

CONTEXT = 500
"""Code points of a quote's surroundings that are looked at, and of a quote that an error tells."""


class QuoteNotFound(ValueError):
    """The words do not stand in the text exactly as quoted; says which words."""


class DecisionRefused(ValueError):
    """The decision does not fit the anchor as it is; says why."""


def find(text: str, quote: TextQuote, hint: int | None = None) -> Span:
    """The one place where exactly these words stand.

    Raise QuoteNotFound if they stand nowhere to the letter (a near match is never good enough to
    be written down), and AmbiguousQuote if prefix and suffix fit several places equally well.
    """
    # What stands further off says nothing about which of two places is meant.
    near = TextQuote(quote.exact, quote.prefix[-CONTEXT:], quote.suffix[:CONTEXT])
    match: Match | None = locate(text, near, hint, exactly=True)
    if match is None:
        shown = quote.exact if len(quote.exact) <= CONTEXT else f"{quote.exact[:CONTEXT]}…"
        raise QuoteNotFound(f"These words are not in the text: “{shown}”")
    return match.span


def _put(anchor: Anchor, text: str, span: Span) -> None:
    """Set where the anchor stands; the stored context is what makes the words unique."""
    quote = describe(text, span)
    anchor.start, anchor.end = span.start, span.end
    anchor.exact, anchor.prefix, anchor.suffix = quote.exact, quote.prefix, quote.suffix


def _take_out(anchor: Anchor) -> None:
    """Leave it without a place; its quotation stays."""
    anchor.start = anchor.end = None


@one_change
def annotate(
    annotation: Annotation, version: Version, quote: TextQuote, hint: int | None = None
) -> Anchor:
    """Put ``annotation`` on the quoted words of ``version``, moving it if it has a place there.

    Raise QuoteNotFound or AmbiguousQuote, and DecisionRefused for a version of the past: its
    marks stay where its readers saw them.
    """
    if not version.is_draft and version.pk != annotation.article.live_id:
        raise DecisionRefused(f"Version {version.number} is past; its marks stay as they are.")
    span = find(version.text, quote, hint)
    anchor = version.anchors.filter(annotation=annotation).first() or Anchor(
        annotation=annotation, version=version
    )
    _put(anchor, version.text, span)
    anchor.state, anchor.evidence = AnchorState.PLACED, ""
    anchor.save()
    return anchor


# The gate: from one version to the next ----------------------------------------------------

STATES = {
    Fate.KEPT: AnchorState.KEPT,
    Fate.SHIFTED: AnchorState.SHIFTED,
    Fate.EDITED: AnchorState.EDITED,
    Fate.LOST: AnchorState.LOST,
}


CARRIED = [
    *("start", "end", "exact", "prefix", "suffix", "state", "evidence"),
    *("decision", "reason", "decided_by", "decided_at"),
]


@dataclass(frozen=True)
class _Origin:
    """An anchor to be carried, and the text in which it stands."""

    anchor: Anchor
    text: str


@one_change
def carry_over(draft: Version, previous_text: str | None = None) -> None:
    """Give every annotation of the article its anchor in ``draft``, as its text is now.

    What an editor decided in the draft stands as long as its words do: they are carried from
    ``previous_text``, the draft's text before this save. All else is carried from the live
    version, so that a change made and taken back leaves no trace. What was retired stays so.
    """
    live = draft.article.live
    before = {} if live is None else _by_annotation(live)
    standing, again = _decided(draft, before, previous_text)
    fresh = [
        _Origin(anchor, live.text)
        for annotation, anchor in before.items()
        if live and annotation not in standing
    ]
    carried = [*_carried(draft, fresh), *_carried(draft, again)]
    here = [anchor.annotation_id for anchor in (*standing.values(), *carried)]
    draft.anchors.exclude(annotation__in=here).delete()
    # A row goes on from save to save, so that its history tells of what changed alone.
    Anchor.objects.bulk_create(
        carried,
        update_conflicts=True,
        unique_fields=["annotation", "version"],
        update_fields=CARRIED,
    )


def _by_annotation(version: Version) -> dict[int, Anchor]:
    return {anchor.annotation_id: anchor for anchor in version.anchors.all()}


def _decided(
    draft: Version, before: dict[int, Anchor], previous_text: str | None
) -> tuple[dict[int, Anchor], list[_Origin]]:
    """What stands by an editor's word in the draft, and what has to be carried from it again.

    An annotation made in the draft itself has no other origin than the draft's text before.
    """
    standing: dict[int, Anchor] = {}
    again: list[_Origin] = []
    held = [
        anchor
        for annotation, anchor in _by_annotation(draft).items()
        if anchor.decision or anchor.state == AnchorState.PLACED or annotation not in before
    ]
    fates: dict[Anchor, Carried] = {}
    if previous_text is not None:
        spans = {anchor: anchor.span for anchor in held if anchor.span}
        found = carry(previous_text, draft.text, list(spans.values()))
        fates = dict(zip(spans, found, strict=True))
    for anchor in held:
        fate = fates.get(anchor)
        if fate is None or fate.fate is Fate.KEPT:
            standing[anchor.annotation_id] = anchor
        elif fate.fate is Fate.SHIFTED and fate.span:
            _put(anchor, draft.text, fate.span)
            anchor.save()
            standing[anchor.annotation_id] = anchor
        elif anchor.annotation_id not in before and previous_text is not None:
            again.append(_Origin(anchor, previous_text))
    return standing, again


def _carried(draft: Version, origins: Sequence[_Origin]) -> list[Anchor]:
    """New anchors of ``draft``, unsaved, one for each origin (all of one text)."""
    spans = [(origin, origin.anchor.span) for origin in origins if origin.anchor.span]
    text = origins[0].text if origins else ""
    fates = carry(text, draft.text, [span for _, span in spans])
    made = [
        _next_anchor(draft, origin.anchor, fate)
        for (origin, _), fate in zip(spans, fates, strict=True)
    ]
    return made + [_still_out(draft, o.anchor) for o in origins if o.anchor.span is None]


def _next_anchor(draft: Version, old: Anchor, fate: Carried) -> Anchor:
    anchor = Anchor(
        annotation_id=old.annotation_id,
        version=draft,
        exact=old.exact,
        prefix=old.prefix,
        suffix=old.suffix,
        state=STATES[fate.fate],
        evidence=fate.evidence.value,
    )
    if fate.span is not None:
        _put(anchor, draft.text, fate.span)
    return anchor


def _still_out(draft: Version, old: Anchor) -> Anchor:
    """The anchor of what was retired before: the decision is carried on."""
    return Anchor(
        annotation_id=old.annotation_id,
        version=draft,
        exact=old.exact,
        prefix=old.prefix,
        suffix=old.suffix,
        state=old.state,
        evidence=old.evidence,
        decision=old.decision,
        reason=old.reason,
        decided_by=old.decided_by,
        decided_at=old.decided_at,
    )


def origins_of(anchors: Iterable[Anchor], live: Version | None) -> dict[int, Anchor]:
    """The anchors of the live version that these came from, by annotation. One query."""
    if live is None:
        return {}
    wanted = [anchor.annotation_id for anchor in anchors]
    return {found.annotation_id: found for found in live.anchors.filter(annotation__in=wanted)}


# An editor's decision ----------------------------------------------------------------------


def _decide(anchor: Anchor, decision: Decision, by: Editor, reason: str) -> None:
    require(by, "change", anchor.version)
    if not anchor.version.is_draft:
        raise DecisionRefused("The version is published; its anchors are settled.")
    anchor.decision = decision
    anchor.reason = reason.strip()
    anchor.decided_by = by
    anchor.decided_at = timezone.now()
    anchor.save()
    reopen(anchor.version.staged, by=by)


@one_change
def confirm(anchor: Anchor, *, by: Editor = None, reason: str = "") -> None:
    """Accept the proposed words. Raise DecisionRefused if there are none."""
    if anchor.state != AnchorState.EDITED:
        raise DecisionRefused("There are no changed words to confirm; choose a span or retire it.")
    _decide(anchor, Decision.CONFIRMED, by, reason)


@one_change
def move(anchor: Anchor, quote: TextQuote, *, by: Editor = None, reason: str = "") -> None:
    """Put it on other words of its version. Raise QuoteNotFound or AmbiguousQuote."""
    _put(anchor, anchor.version.text, find(anchor.version.text, quote))
    anchor.state = AnchorState.PLACED
    _decide(anchor, Decision.MOVED, by, reason)


@one_change
def retire(anchor: Anchor, *, reason: str, by: Editor = None) -> None:
    """Take it out of the text, from this version on; it keeps its page and its quotation."""
    if not reason.strip():
        raise DecisionRefused("Say why the text does not make the claim any more.")
    _take_out(anchor)
    # Its quotation is of the words that made the claim, not of those proposed in their place.
    origin = origins_of([anchor], anchor.version.article.live).get(anchor.annotation_id)
    if origin is not None:
        anchor.exact, anchor.prefix, anchor.suffix = origin.exact, origin.prefix, origin.suffix
    anchor.state = AnchorState.RETIRED
    _decide(anchor, Decision.RETIRED, by, reason)

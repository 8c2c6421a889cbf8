"""Tagging an article's claims: what is known of the words, and everything one form writes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import ProtectedError
from django.utils.text import slugify

from briefs.anchoring import Span, TextQuote
from briefs.annotating import annotate, move, retire
from briefs.assessing import Judgement, assess
from briefs.models import (
    Anchor,
    Annotation,
    Article,
    Dismissal,
    Organisation,
    State,
    Topic,
    Version,
)
from briefs.models.vocabulary import AnchorState, Status
from briefs.names import Names
from briefs.naming import known_names
from briefs.publishing import correct, publish_annotation, withdraw
from briefs.reading import Card
from briefs.record import Editor
from briefs.recording import one_change
from briefs.rights import require
from briefs.stages import reopen
from briefs.suggestions import Suggestion, digest, likely_kind, nearly_same, suggest


class TaggingError(ValueError):
    """What was asked for cannot be done to this claim now; the message says why."""


# What is known of the words -----------------------------------------------------------------


def suggestions_for(version: Version, cards: Sequence[Card], names: Names) -> list[Suggestion]:
    """The sentences of the version that look like claims and are neither claimed nor dismissed.

    An editor's note claims nothing, so a sentence under one is suggested still.
    """
    dismissed = Dismissal.objects.filter(article=version.article_id).values_list(
        "sha256", flat=True
    )
    covered = [Span(card.start, card.end) for card in cards if card.is_claim]
    return suggest(version.text, covered, names, frozenset(dismissed))


def dismiss(article: Article, words: str, *, by: Editor = None) -> None:
    """Suggest a sentence with these very words no more. Raise NotAllowed."""
    require(by, "add", Dismissal(article=article))
    Dismissal.objects.get_or_create(
        article=article, sha256=digest(words), defaults={"words": words, "by": by}
    )


@one_change
def recall(article: Article, dismissal: int, *, by: Editor = None) -> None:
    """Suggest a dismissed sentence again, wherever it stands. Raise NotAllowed."""
    require(by, "delete", Dismissal(article=article))
    Dismissal.objects.filter(article=article, pk=dismissal).delete()


@dataclass(frozen=True)
class Proposals:
    """What a form opened on some words is filled with."""

    kind: str
    organisations: list[int]
    states: list[int]
    earlier: list[Anchor]


def proposals(version: Version, words: str, *, editing: int | None = None) -> Proposals:
    """Likely kind, bodies named, and earlier annotations with nearly the same words."""
    named = known_names(version.article).in_text(words)
    keys = {kind: list(dict.fromkeys(n.key for n in named if n.kind == kind)) for kind in KINDS}
    return Proposals(
        kind=likely_kind(words),
        organisations=keys["organisation"],
        states=keys["state"],
        earlier=_earlier(version, words, editing),
    )


KINDS = ("organisation", "state")


def _earlier(version: Version, words: str, editing: int | None) -> list[Anchor]:
    """Where the live texts, or this version, are annotated on nearly the same words."""
    places = Anchor.objects.placed().exclude(annotation__status=Status.WITHDRAWN)
    places = places.exclude(annotation=editing) if editing else places
    places = places.filter(version__live_of__isnull=False) | places.filter(version=version)
    rows = list(places.order_by("annotation", "-version").values_list("id", "exact"))
    near = [found.id for found in nearly_same(words, rows)]
    by_id = Anchor.objects.select_related("annotation__article", "version").in_bulk(near)
    return [by_id[pk] for pk in near]


def free_slug(summary: str) -> str:
    """A slug from the summary's first words that no annotation has."""
    base = slugify(" ".join(summary.split()[:8]))[:80].strip("-") or "claim"
    taken = set(Annotation.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    slug, copy = base, 1
    while slug in taken:
        copy += 1
        slug = f"{base}-{copy}"
    return slug


# What one form writes -----------------------------------------------------------------------


@dataclass(frozen=True)
class About:
    """What an annotation is about."""

    organisations: Sequence[Organisation] = ()
    states: Sequence[State] = ()
    topics: Sequence[Topic] = ()


FACTS = (
    "kind",
    "summary",
    "speaker",
    "event",
    "deadline",
    "deadline_precision",
    "criterion",
    "probability_low",
    "probability_high",
)


def annotation_facts(annotation: Annotation, version: Version) -> dict[str, str]:
    """What readers are told of an annotation; five queries."""
    row = Annotation.objects.select_related("speaker").get(pk=annotation.pk)
    facts = {name: str(getattr(row, name) or "") for name in FACTS}
    for name in ("organisations", "states", "topics"):
        things: Any = getattr(row, name).all()
        facts[name] = "; ".join(sorted(str(thing) for thing in things))
    anchor = version.anchors.filter(annotation=annotation).first()
    return {**facts, "words": anchor.exact if anchor else ""}


@one_change
def tag(
    annotation: Annotation,
    version: Version,
    quote: TextQuote | None,
    about: About,
    *,
    hint: int | None = None,
    judgement: Judgement | None = None,
    publish: bool = False,
    by: Editor = None,
    reason: str = "",
) -> Annotation:
    """Save a new or changed annotation with all that its form says, or nothing.

    ``quote`` are the words of ``version`` that it is put on; None leaves it where it is. What
    changes of a published one is recorded as a correction, which needs its reason.

    Raise QuoteNotFound or AnchorError for words that do not stand in the text, PublishingError
    for what may not be now, ValidationError for a verdict of the wrong scale, NotAllowed.
    """
    is_new = annotation.pk is None
    require(by, "add" if is_new else "change", Annotation if is_new else annotation)
    is_public = annotation.is_published
    before = annotation_facts(annotation, version) if is_public else {}
    annotation.save()
    annotation.organisations.set(about.organisations)
    annotation.states.set(about.states)
    annotation.topics.set(about.topics)
    if quote is not None:
        _put_on(annotation, version, quote, hint, by=by, reason=reason)
    if is_public:
        _record_change(annotation, version, before, by=by, reason=reason)
    elif not is_new:
        reopen(annotation, by=by)
    if judgement is not None:
        assess(annotation, version, judgement, by=by)
    if publish and not is_public:
        if version.is_draft and annotation.article.is_published:
            raise TaggingError("It can be published once the version is: it is not public yet.")
        publish_annotation(annotation, by=by)
    return annotation


def _put_on(
    annotation: Annotation,
    version: Version,
    quote: TextQuote,
    hint: int | None,
    *,
    by: Editor,
    reason: str,
) -> None:
    anchor = version.anchors.select_related("version").filter(annotation=annotation).first()
    if anchor is not None and version.is_draft and version.article.live_id:
        move(anchor, quote, by=by, reason=reason)
    else:
        annotate(annotation, version, quote, hint)


def _record_change(
    annotation: Annotation, version: Version, before: dict[str, str], *, by: Editor, reason: str
) -> None:
    after = annotation_facts(annotation, version)
    if version.is_draft:
        # Readers have other words before them until the version is published.
        after["words"] = before["words"]
    changed = [name for name in after if after[name] != before[name]]
    if changed:
        correct(
            annotation,
            {name: before[name] for name in changed},
            {name: after[name] for name in changed},
            reason=reason,
            by=by,
        )


@one_change
def take_out(annotation: Annotation, version: Version, *, reason: str, by: Editor = None) -> str:
    """Take an annotation out of the text; return what was done with it.

    One that was never public is deleted; one that is, is retired from a draft version, and
    withdrawn where the version is public. Raise TaggingError, PublishingError, DecisionRefused or
    NotAllowed.
    """
    if annotation.published_at is None:
        require(by, "delete", annotation)
        try:
            annotation.delete()
        except ProtectedError as error:
            raise TaggingError(
                "It is named in the record or has been assessed, and that stays: publish it, then "
                "withdraw it."
            ) from error
        return "deleted"
    if version.is_draft:
        anchors = version.anchors.select_related("version__article__live")
        anchor = anchors.filter(annotation=annotation).first()
        if anchor is None:
            raise TaggingError("It has no place in this draft yet: save the draft’s text first.")
        if anchor.state == AnchorState.RETIRED:
            raise TaggingError("It is taken out of this text already. Give it other words instead.")
        retire(anchor, reason=reason, by=by)
        return "retired"
    withdraw(annotation, reason=reason, by=by)
    return "withdrawn"

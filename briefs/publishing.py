"""What editors do to the public record: each function one transaction that writes its event."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from briefs.models import (
    Annotation,
    Article,
    Assessment,
    Citation,
    Event,
    Membership,
    Organisation,
    Source,
    Update,
    Version,
    Watch,
)
from briefs.models.publishing import Publishable
from briefs.models.vocabulary import AnchorState, EventKind, Status, StillHolds
from briefs.record import Editor, Facts, today, write_event


class PublishingError(ValueError):
    """What was asked for cannot be done to this thing now; the message says why."""


@dataclass(frozen=True)
class Cited:
    """A source as it is cited: the address of a known source and what it is cited for."""

    source: Source
    supports: str = ""
    passage: str = ""
    note: str = ""


@dataclass(frozen=True)
class Judgement:
    """What an assessment says, before it is recorded."""

    verdict: str
    confidence: str
    rationale: str
    assessed_on: date = field(default_factory=timezone.localdate)
    still_holds: str = StillHolds.NOT_APPLICABLE
    verified: bool = True
    not_confirmed: str = ""
    sources: tuple[Cited, ...] = ()


def cite(subject: str, citing: object, sources: Iterable[Cited]) -> None:
    """Attach sources, in the order given, to the thing that cites them (``subject`` names it)."""
    Citation.objects.bulk_create(
        Citation(
            **{subject: citing},
            source=cited.source,
            supports=cited.supports,
            passage=cited.passage,
            note=cited.note,
            position=position,
        )
        for position, cited in enumerate(sources, start=1)
    )


def _make_public(thing: Publishable) -> None:
    if thing.status == Status.PUBLISHED:
        raise PublishingError(f"“{thing}” is published already.")
    thing.status = Status.PUBLISHED
    thing.published_at = timezone.now()
    thing.withdrawn_reason = ""
    thing.save(update_fields=["status", "published_at", "withdrawn_reason"])


@transaction.atomic
def publish_article(
    article: Article, version: Version, *, by: Editor = None, reason: str = ""
) -> Event:
    """Make ``version`` the text that readers see, and the article public if it is not yet.

    Raise PublishingError if the version is another article's or published already, or if a claim
    has no settled place in its text: then nothing is changed.
    """
    if version.article_id != article.pk:
        raise PublishingError("That version belongs to another article.")
    if not version.is_draft:
        raise PublishingError(f"Version {version.number} is published already.")
    _refuse_unsettled(article, version)
    previous = article.live
    version.published_at = timezone.now()
    version.save(update_fields=["published_at"])
    article.live = version
    article.save(update_fields=["live"])
    if article.status != Status.PUBLISHED:
        _make_public(article)
        kind, headline = EventKind.ARTICLE_PUBLISHED, version.title
    else:
        kind = EventKind.CORRECTED if version.correction else EventKind.VERSION_PUBLISHED
        headline = f"{version.title}: version {version.number}"
    event = write_event(
        kind,
        headline,
        by=by,
        reason=reason or version.correction or version.note,
        before={"version": previous.number} if previous else {},
        after={"version": version.number, **_fates(version)},
        article=article,
        version=version,
    )
    _record_retired(article, version, previous, by)
    return event


def _fates(version: Version) -> dict[str, int]:
    """How many claims came out of the gate in which state."""
    rows = version.anchors.exclude(state=AnchorState.PLACED, decision="")
    return dict(Counter(rows.values_list("state", flat=True)))


def _record_retired(
    article: Article, version: Version, previous: Version | None, by: Editor
) -> None:
    """One event for each claim that this version, and none before, leaves out."""
    if previous is None:
        return
    retired = version.anchors.filter(state=AnchorState.RETIRED).exclude(
        annotation__in=previous.anchors.filter(state=AnchorState.RETIRED).values("annotation")
    )
    for anchor in retired.select_related("annotation"):
        write_event(
            EventKind.CLAIM_RETIRED,
            anchor.annotation.summary,
            by=by,
            reason=anchor.reason,
            before={"words": anchor.exact},
            article=article,
            version=version,
            annotation=anchor.annotation,
        )


def _refuse_unsettled(article: Article, version: Version) -> None:
    unsettled = article.annotations.exclude(status=Status.WITHDRAWN).exclude(
        pk__in=version.anchors.exclude(pk__in=version.anchors.undecided()).values("annotation")
    )
    names = list(unsettled.order_by("slug").values_list("slug", flat=True))
    if names:
        raise PublishingError(
            f"{len(names)} of the article’s annotations have no settled place in version "
            f"{version.number}: {', '.join(names)}."
        )


@transaction.atomic
def publish_annotation(annotation: Annotation, *, by: Editor = None, reason: str = "") -> Event:
    """Raise PublishingError if it is published already or has no settled place in the text.

    The text is the live version's, or the draft's of an article that is not public yet.
    """
    version = annotation.article.live or annotation.article.versions.first()
    anchor = annotation.anchors.filter(version=version).first()
    if anchor is None or anchor.is_undecided:
        raise PublishingError(
            f"“{annotation.slug}” is not anchored to any words of the present text."
        )
    _make_public(annotation)
    return write_event(
        EventKind.CLAIM_PUBLISHED,
        annotation.summary,
        by=by,
        reason=reason,
        after={"kind": annotation.kind},
        article=annotation.article,
        annotation=annotation,
    )


@transaction.atomic
def publish_update(update: Update, *, by: Editor = None, reason: str = "") -> Event:
    _make_public(update)
    bearings = update.bearings.order_by("id").values(claim=F("annotation__slug"), does=F("effect"))
    return write_event(
        EventKind.UPDATED,
        update.headline,
        happened=update.happened,
        by=by,
        reason=reason,
        after={"bearings": list(bearings)},
        update=update,
    )


@transaction.atomic
def publish_organisation(
    organisation: Organisation, *, by: Editor = None, reason: str = ""
) -> Event:
    _make_public(organisation)
    return write_event(
        EventKind.ORGANISATION_PUBLISHED,
        organisation.name,
        by=by,
        reason=reason,
        after={"kind": organisation.kind},
        organisation=organisation,
    )


@transaction.atomic
def publish_watch(watch: Watch, *, by: Editor = None, reason: str = "") -> Event:
    _make_public(watch)
    return write_event(
        EventKind.WATCH_OPENED,
        watch.what,
        by=by,
        reason=reason,
        after={"expected": watch.expected},
        watch=watch,
    )


def membership_facts(membership: Membership) -> dict[str, str]:
    """What the record says of a membership: readable values, dates no finer than known."""
    return {
        "state": membership.state.iso_a3,
        "organisation": membership.organisation.slug,
        "role": membership.role,
        "start": membership.started.iso,
        "end": membership.ended.iso if membership.ended else "",
        "verified": "yes" if membership.verified else "no",
    }


def _membership_line(membership: Membership) -> str:
    return (
        f"{membership.state.name}: {membership.get_role_display()}, "
        f"{membership.organisation.short_name}"
    )


@transaction.atomic
def record_membership(membership: Membership, *, by: Editor = None, reason: str = "") -> Event:
    """Publish a membership; it happened on its first day.

    Raise PublishingError if it overlaps another that is recorded.
    """
    try:
        membership.clean()
    except ValidationError as error:
        raise PublishingError(" ".join(error.messages)) from error
    _make_public(membership)
    return write_event(
        EventKind.MEMBERSHIP_RECORDED,
        _membership_line(membership),
        happened=membership.started,
        by=by,
        reason=reason,
        after=membership_facts(membership),
        organisation=membership.organisation,
        membership=membership,
    )


@transaction.atomic
def change_membership(
    membership: Membership, before: Facts, *, by: Editor = None, reason: str = ""
) -> Event | None:
    """Save a changed membership; ``before`` is ``membership_facts`` of the row as it was.

    A role that has ended happened on its last date; any other change is a correction of today.
    No event, and None, if nothing that readers see changed or the row was never public.
    """
    membership.save()
    after = membership_facts(membership)
    changed = [key for key in after if after[key] != before.get(key)]
    if not changed or not membership.is_published:
        return None
    return write_event(
        EventKind.MEMBERSHIP_CHANGED,
        _membership_line(membership),
        happened=membership.ended if changed == ["end"] and membership.ended else today(),
        by=by,
        reason=reason,
        before={key: before.get(key, "") for key in changed},
        after={key: after[key] for key in changed},
        organisation=membership.organisation,
        membership=membership,
    )


@transaction.atomic
def assess(
    annotation: Annotation,
    version: Version,
    judgement: Judgement,
    *,
    by: Editor = None,
    reason: str = "",
) -> Assessment:
    """Add a verdict on the words of ``version``; the latest by date is the claim's verdict.

    Raise ValidationError for an editor's note or a verdict of the wrong scale, PublishingError
    if the claim has no words in that version.
    """
    anchor = annotation.anchors.placed().filter(version=version).first()
    if anchor is None:
        raise PublishingError(
            f"“{annotation.slug}” has no words in version {version.number} to be judged."
        )
    before = annotation.verdict
    assessment = Assessment(
        annotation=annotation,
        version=version,
        words=anchor.exact,
        verdict=judgement.verdict,
        confidence=judgement.confidence,
        rationale=judgement.rationale,
        assessed_on=judgement.assessed_on,
        still_holds=judgement.still_holds,
        verified=judgement.verified,
        not_confirmed=judgement.not_confirmed,
        by=by,
    )
    # The day is the caller's: a clock that is wrong must not keep a recorded verdict out.
    assessment.full_clean(exclude=["assessed_on"], validate_constraints=False)
    assessment.save()
    cite("assessment", assessment, judgement.sources)
    annotation.verdict = annotation.assessments.newest_first().values_list("verdict", flat=True)[0]
    annotation.save(update_fields=["verdict"])
    write_event(
        EventKind.ASSESSED,
        annotation.summary,
        by=by,
        reason=reason,
        before={"verdict": before} if before else {},
        after={"verdict": assessment.verdict, "confidence": assessment.confidence},
        article=annotation.article,
        annotation=annotation,
        assessment=assessment,
    )
    return assessment


def _subjects(thing: Publishable) -> dict[str, Any]:
    """The foreign keys of an event about ``thing``."""
    subjects: dict[str, Any] = {str(thing._meta.model_name): thing}
    if isinstance(thing, Annotation):
        subjects["article"] = thing.article
    if isinstance(thing, Membership):
        subjects["organisation"] = thing.organisation
    return subjects


@transaction.atomic
def correct(
    thing: Publishable, before: Facts, after: Facts, *, reason: str, by: Editor = None
) -> Event:
    """Record that something public was put right; the caller saved it in this transaction."""
    if not reason:
        raise PublishingError("A correction needs its reason.")
    return write_event(
        EventKind.CORRECTED,
        str(thing),
        by=by,
        reason=reason,
        before=before,
        after=after,
        **_subjects(thing),
    )


@transaction.atomic
def withdraw(thing: Publishable, *, reason: str, by: Editor = None) -> Event:
    """Take something public back. Its address answers 410 with the reason from now on."""
    if thing.status != Status.PUBLISHED:
        raise PublishingError(f"“{thing}” is not published.")
    if not reason.strip():
        raise PublishingError("A withdrawal needs its reason.")
    thing.status = Status.WITHDRAWN
    thing.withdrawn_reason = reason
    thing.save(update_fields=["status", "withdrawn_reason"])
    return write_event(
        EventKind.WITHDRAWN, str(thing), by=by, reason=reason, after={}, **_subjects(thing)
    )

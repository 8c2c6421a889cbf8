"""What editors do to the public record: each function one transaction that writes its event."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
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
from briefs.models.annotation import UNRESOLVED
from briefs.models.publishing import Publishable, Staged
from briefs.models.vocabulary import AnchorState, EventKind, Status, StillHolds
from briefs.quality import Finding, errors_of
from briefs.record import Editor, Facts, today, write_event
from briefs.recording import one_change
from briefs.rights import NotAllowed, require


class PublishingError(ValueError):
    """What was asked for cannot be done to this thing now; the message says why."""


class QualityError(PublishingError):
    """Errors stand in the way of its publication; the first of them are named."""

    def __init__(self, thing: Staged, errors: Sequence[Finding]) -> None:
        named = " ".join(error.message for error in errors[:NAMED_ERRORS])
        more = f" {len(errors) - NAMED_ERRORS} more." if len(errors) > NAMED_ERRORS else ""
        where = f"See “Quality” on the page of {_WHOSE_PAGE[type(thing)]}."
        super().__init__(f"“{thing}” cannot be published yet. {named}{more} {where}")
        self.errors = errors


NAMED_ERRORS = 3
"""Errors that a refusal spells out; the rest are counted."""
_WHOSE_PAGE: dict[type[Staged], str] = {
    Annotation: "its article",
    Article: "the article",
    Membership: "its organisation",
    Organisation: "the organisation",
    Update: "the update",
    Version: "its article",
}


def refuse_errors(thing: Staged, version: Version | None = None) -> None:
    """Raise QualityError if errors stop its publication; an article's are those of ``version``."""
    of_text = thing.article if isinstance(thing, Version) else thing
    if isinstance(of_text, Article | Annotation | Update | Organisation | Membership):
        errors = errors_of(of_text, version)
        if errors:
            raise QualityError(thing, errors)


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


def _make_public(thing: Publishable, *, by: Editor) -> None:
    """Raise NotAllowed, PublishingError if it is published already, QualityError for its errors."""
    require(by, "publish", thing)
    if thing.status == Status.PUBLISHED:
        raise PublishingError(f"“{thing}” is published already.")
    refuse_errors(thing)
    thing.status = Status.PUBLISHED
    thing.published_at = timezone.now()
    thing.scheduled_for = None
    thing.withdrawn_reason = ""
    thing.save(update_fields=["status", "published_at", "scheduled_for", "withdrawn_reason"])


@one_change
def publish_article(
    article: Article, version: Version, *, by: Editor = None, reason: str = ""
) -> Event:
    """Make ``version`` the text that readers see, and the article public if it is not yet.

    Raise PublishingError if the version is another article's or published already, or if a claim
    has no settled place in its text; QualityError for its errors. Then nothing is changed.
    """
    require(by, "publish", article)
    if version.article_id != article.pk:
        raise PublishingError("That version belongs to another article.")
    if not version.is_draft:
        raise PublishingError(f"Version {version.number} is published already.")
    refuse_unsettled(article, version)
    refuse_errors(article, version)
    previous = article.live
    version.published_at, version.status = timezone.now(), Status.PUBLISHED
    version.scheduled_for = None
    version.save(update_fields=["published_at", "status", "scheduled_for"])
    article.live = version
    article.save(update_fields=["live"])
    if article.status != Status.PUBLISHED:
        _make_public(article, by=by)
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


def refuse_unsettled(article: Article, version: Version) -> None:
    """Raise PublishingError naming the annotations that have no settled place in the version."""
    unsettled = article.annotations.unsettled_in(version)
    names = list(unsettled.order_by("slug").values_list("slug", flat=True))
    if names:
        raise PublishingError(
            f"{len(names)} of the article’s annotations have no settled place in version "
            f"{version.number}: {', '.join(names)}."
        )


@one_change
def publish_annotation(annotation: Annotation, *, by: Editor = None, reason: str = "") -> Event:
    """Raise PublishingError if it is published already, has no settled place or has errors.

    The text is the live version's, or the draft's of an article that is not public yet.
    """
    version = annotation.article.live or annotation.article.versions.first()
    anchor = annotation.anchors.filter(version=version).first()
    if anchor is None or anchor.is_undecided:
        raise PublishingError(
            f"“{annotation.slug}” is not anchored to any words of the present text."
        )
    if annotation.verdict in UNRESOLVED and annotation.look_again_on is None:
        annotation.look_again_on = look_again(annotation)
        annotation.save(update_fields=["look_again_on"])
    _make_public(annotation, by=by)
    return write_event(
        EventKind.CLAIM_PUBLISHED,
        annotation.summary,
        by=by,
        reason=reason,
        after={"kind": annotation.kind},
        article=annotation.article,
        annotation=annotation,
    )


def look_again(annotation: Annotation, after: date | None = None) -> date:
    """When a claim that is not settled is due again: at its deadline, or in half a year or so.

    The interval is the setting LOOK_AGAIN_AFTER_DAYS, counted from ``after`` (today).
    """
    start = after or timezone.localdate()
    latest = start + timedelta(days=settings.LOOK_AGAIN_AFTER_DAYS)
    deadline = annotation.due.last if annotation.due else None
    return min(deadline, latest) if deadline and deadline > start else latest


@one_change
def publish_update(update: Update, *, by: Editor = None, reason: str = "") -> Event:
    _make_public(update, by=by)
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


@one_change
def publish_organisation(
    organisation: Organisation, *, by: Editor = None, reason: str = ""
) -> Event:
    _make_public(organisation, by=by)
    return write_event(
        EventKind.ORGANISATION_PUBLISHED,
        organisation.name,
        by=by,
        reason=reason,
        after={"kind": organisation.kind},
        organisation=organisation,
    )


@one_change
def publish_watch(watch: Watch, *, by: Editor = None, reason: str = "") -> Event:
    _make_public(watch, by=by)
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


@one_change
def record_membership(membership: Membership, *, by: Editor = None, reason: str = "") -> Event:
    """Publish a membership; it happened on its first day.

    Raise PublishingError if it overlaps another that is recorded, QualityError for its errors.
    """
    require(by, "publish", membership)
    # Any other is kept from overlapping by the database.
    if membership.status == Status.WITHDRAWN:
        try:
            membership.clean()
        except ValidationError as error:
            raise PublishingError(" ".join(error.messages)) from error
    _make_public(membership, by=by)
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


@one_change
def change_membership(
    membership: Membership, before: Facts, *, by: Editor = None, reason: str = ""
) -> Event | None:
    """Save a changed membership; ``before`` is ``membership_facts`` of the row as it was.

    A role that has ended happened on its last date; any other change is a correction of today.
    No event, and None, if nothing that readers see changed or the row was never public. Raise
    NotAllowed.
    """
    require(by, "change", membership)
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


# What two assessments say, if they say the same.
_SAID = ("verdict", "confidence", "rationale", "assessed_on", "still_holds", "not_confirmed")


def _says(latest: Assessment, judgement: Judgement) -> bool:
    """Whether it says the same on the same sources."""
    if any(getattr(latest, name) != getattr(judgement, name) for name in _SAID):
        return False
    cited = set(latest.citations.values_list("source", flat=True))
    return cited == {one.source.pk for one in judgement.sources}


@one_change
def assess(
    annotation: Annotation,
    version: Version,
    judgement: Judgement,
    *,
    by: Editor = None,
    reason: str = "",
) -> Assessment:
    """Add a verdict on the words of ``version``; the latest by date is the claim's verdict.

    Where the site asks for a second person (SECOND_PERSON_FOR_VERDICTS) it waits, unseen by
    readers, for ``approve_assessment``. ``look_again_on`` says when an open claim is due again.

    Raise ValidationError for an editor's note or a verdict of the wrong scale, PublishingError
    if the claim has no words in that version, NotAllowed.
    """
    require(by, "add", Assessment)
    anchor = annotation.anchors.placed().filter(version=version).first()
    if anchor is None:
        raise PublishingError(
            f"“{annotation.slug}” has no words in version {version.number} to be judged."
        )
    latest = annotation.assessments.newest_first().first()
    if latest is not None and latest.words == anchor.exact and _says(latest, judgement):
        raise PublishingError(f"The latest assessment of “{annotation.slug}” says just that.")
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
    waits = settings.SECOND_PERSON_FOR_VERDICTS and by is not None
    assessment.published_at = None if waits else timezone.now()
    assessment.save()
    cite("assessment", assessment, judgement.sources)
    if not waits:
        _let_count(assessment, by=by, reason=reason)
    return assessment


def _let_count(assessment: Assessment, *, by: Editor, reason: str = "") -> Event:
    """Make the claim's verdict that of its latest assessment, and record it."""
    annotation = assessment.annotation
    before = annotation.verdict
    judged = annotation.assessments.published().newest_first()
    annotation.verdict = judged.values_list("verdict", flat=True)[0]
    due = annotation.look_again_on
    was_due = due is not None and due <= timezone.localdate()
    if annotation.verdict in UNRESOLVED:
        annotation.look_again_on = look_again(annotation) if due is None or was_due else due
    elif before in UNRESOLVED or was_due:
        annotation.look_again_on = None
    annotation.save(update_fields=["verdict", "look_again_on"])
    return write_event(
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


@one_change
def approve_assessment(assessment: Assessment, *, by: Editor) -> Event:
    """Let a waiting verdict count, as the second person.

    Raise NotAllowed to the one who gave it, PublishingError if it does not wait.
    """
    waiting = _waiting(assessment, by)
    if by is not None and by.pk == waiting.by_id:
        raise NotAllowed("A second person approves a verdict, not the one who gave it.")
    waiting.published_at, waiting.approved_by = timezone.now(), by
    waiting.save(update_fields=["published_at", "approved_by"])
    return _let_count(waiting, by=waiting.by)


@one_change
def decline_assessment(assessment: Assessment, *, reason: str, by: Editor) -> Event:
    """Take a waiting verdict away, with the reason; what it said stays in the record."""
    waiting = _waiting(assessment, by)
    if not reason.strip():
        raise PublishingError("Say why it is declined.")
    event = write_event(
        EventKind.SENT_BACK,
        waiting.annotation.summary,
        by=by,
        reason=reason,
        before={"verdict": waiting.verdict, "rationale": waiting.rationale},
        article=waiting.annotation.article,
        annotation=waiting.annotation,
    )
    waiting.delete()
    return event


def _waiting(assessment: Assessment, by: Editor) -> Assessment:
    require(by, "review", assessment)
    locked = Assessment.objects.select_for_update(of=("self",)).select_related(
        "annotation__article", "by"
    )
    waiting = locked.waiting().filter(pk=assessment.pk).first()
    if waiting is None:
        raise PublishingError("It does not wait for anybody any more.")
    return waiting


@one_change
def look_over(
    annotation: Annotation, *, by: Editor, note: str = "", next_on: date | None = None
) -> Event:
    """Record that somebody looked again and found nothing to change.

    It is due again on ``next_on``, for an open claim after the usual interval. Raise NotAllowed,
    PublishingError for what is not public or a day that is not to come.
    """
    require(by, "change", annotation)
    if not annotation.is_published:
        raise PublishingError(f"“{annotation}” is not published.")
    if next_on is not None and next_on <= timezone.localdate():
        raise PublishingError("Say a day to come on which to look again.")
    before = annotation.look_again_on
    settled = annotation.verdict not in UNRESOLVED
    annotation.look_again_on = next_on or (None if settled else look_again(annotation))
    annotation.save(update_fields=["look_again_on"])
    return write_event(
        EventKind.CHECKED,
        annotation.summary,
        by=by,
        reason=note,
        before={"look_again_on": before.isoformat()} if before else {},
        after={"look_again_on": annotation.look_again_on.isoformat()}
        if annotation.look_again_on
        else {},
        article=annotation.article,
        annotation=annotation,
    )


def subjects_of(thing: Staged) -> dict[str, Any]:
    """The foreign keys of an event about ``thing``."""
    subjects: dict[str, Any] = {str(thing._meta.model_name): thing}
    if isinstance(thing, Annotation | Version):
        subjects["article"] = thing.article
    if isinstance(thing, Membership):
        subjects["organisation"] = thing.organisation
    return subjects


@one_change
def correct(
    thing: Publishable, before: Facts, after: Facts, *, reason: str, by: Editor = None
) -> Event:
    """Record that something public was put right; the caller saved it in this transaction."""
    require(by, "change", thing)
    if not reason:
        raise PublishingError("A correction needs its reason.")
    return write_event(
        EventKind.CORRECTED,
        str(thing),
        by=by,
        reason=reason,
        before=before,
        after=after,
        **subjects_of(thing),
    )


@one_change
def withdraw(thing: Publishable, *, reason: str, by: Editor = None) -> Event:
    """Take something public back. Its address answers 410 with the reason from now on."""
    require(by, "publish", thing)
    if thing.status != Status.PUBLISHED:
        raise PublishingError(f"“{thing}” is not published.")
    if not reason.strip():
        raise PublishingError("A withdrawal needs its reason.")
    thing.status = Status.WITHDRAWN
    thing.withdrawn_reason = reason
    thing.save(update_fields=["status", "withdrawn_reason"])
    return write_event(
        EventKind.WITHDRAWN, str(thing), by=by, reason=reason, after={}, **subjects_of(thing)
    )

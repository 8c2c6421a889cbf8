"""What editors do to the public record: each function one transaction that writes its event."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils import timezone

from briefs.addresses import moved_back
from briefs.models import (
    Annotation,
    Article,
    Event,
    Membership,
    Organisation,
    Tombstone,
    Update,
    Version,
    Watch,
)
from briefs.models.annotation import UNRESOLVED
from briefs.models.publishing import Publishable, Staged
from briefs.models.vocabulary import AnchorState, EventKind, Status
from briefs.quality import Finding, errors_of
from briefs.record import Editor, Facts, today, write_event
from briefs.recording import one_change
from briefs.rights import require


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


def _make_public(thing: Publishable, *, by: Editor) -> None:
    """Raise NotAllowed, PublishingError if it is published already, QualityError for its errors."""
    require(by, "publish", thing)
    if thing.status == Status.PUBLISHED:
        raise PublishingError(f"“{thing}” is published already.")
    refuse_errors(thing)
    comes_back = thing.status == Status.WITHDRAWN
    thing.status = Status.PUBLISHED
    thing.published_at = timezone.now()
    thing.scheduled_for = None
    thing.withdrawn_reason = ""
    if comes_back:
        _refuse_taken_place(thing)
    thing.save(update_fields=["status", "published_at", "scheduled_for", "withdrawn_reason"])
    if hasattr(thing, "get_absolute_url"):
        moved_back(thing.get_absolute_url())  # whatever had that address before


def _refuse_taken_place(thing: Publishable) -> None:
    """Raise PublishingError where something else has taken its place while it was withdrawn."""
    try:
        thing.full_clean()
    except ValidationError as error:
        raise PublishingError(f"“{thing}” cannot come back. {' '.join(error.messages)}") from error


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
        kind = _kind_of(version)
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


@one_change
def publish_again(article: Article, *, by: Editor = None, reason: str = "") -> Event:
    """Give a withdrawn article back to its readers, with the text that it had.

    Raise NotAllowed, PublishingError for what is not withdrawn or has a claim without a settled
    place, QualityError for its errors.
    """
    require(by, "publish", article)
    live = article.live
    if article.status != Status.WITHDRAWN or live is None:
        raise PublishingError(f"“{article}” is not withdrawn.")
    refuse_unsettled(article, live)
    refuse_errors(article, live)
    _make_public(article, by=by)
    return write_event(
        EventKind.ARTICLE_PUBLISHED,
        live.title,
        by=by,
        reason=reason,
        before={"status": Status.WITHDRAWN.value},
        after={"version": live.number},
        article=article,
        version=live,
    )


def _kind_of(version: Version) -> EventKind:
    """What the publication of a later version is."""
    if version.correction:
        return EventKind.CORRECTED
    return EventKind.TYPO_FIXED if version.only_typos else EventKind.VERSION_PUBLISHED


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
        have = "has" if len(names) == 1 else "have"
        raise PublishingError(
            f"{len(names)} of the article’s annotations {have} no settled place in version "
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


def subjects_of(thing: Staged) -> dict[str, Any]:
    """The foreign keys of an event about ``thing``."""
    subjects: dict[str, Any] = {str(thing._meta.model_name): thing}
    if isinstance(thing, Annotation | Version):
        subjects["article"] = thing.article
    if isinstance(thing, Membership):
        subjects["organisation"] = thing.organisation
    return subjects


def headline_of(thing: Publishable) -> str:
    """Its name as readers know it, not as its address does."""
    if isinstance(thing, Article) and thing.live is not None:
        return thing.live.title
    if isinstance(thing, Annotation):
        return thing.summary
    return str(thing)


@one_change
def correct(
    thing: Publishable,
    before: Facts,
    after: Facts,
    *,
    reason: str,
    by: Editor = None,
    only_typos: bool = False,
) -> Event:
    """Record that something public was put right; the caller saved it in this transaction.

    Of ``only_typos`` the record tells, and no feed.
    """
    require(by, "change", thing)
    if not reason:
        raise PublishingError("A correction needs its reason.")
    return write_event(
        EventKind.TYPO_FIXED if only_typos else EventKind.CORRECTED,
        headline_of(thing),
        by=by,
        reason=reason,
        before=before,
        after=after,
        **subjects_of(thing),
    )


@one_change
def withdraw(thing: Publishable, *, reason: str, by: Editor = None) -> Event:
    """Take something public back. Its address answers 410 with the reason from now on.

    The events about it that readers could see until now leave tombstones.
    """
    require(by, "publish", thing)
    if thing.status != Status.PUBLISHED:
        raise PublishingError(f"“{thing}” is not published.")
    if not reason.strip():
        raise PublishingError("A withdrawal needs its reason.")
    manager: Any = type(thing)._default_manager
    seen = manager.published().filter(pk=thing.pk).exists()
    about = Event.objects.filter(**{str(thing._meta.model_name): thing}).published()
    shown = list(about.exclude(kind=EventKind.WITHDRAWN).values_list("pk", flat=True))
    thing.status = Status.WITHDRAWN
    thing.withdrawn_reason = reason
    thing.save(update_fields=["status", "withdrawn_reason"])
    event = write_event(
        EventKind.WITHDRAWN,
        headline_of(thing),
        by=by,
        reason=reason,
        seen=seen,
        **subjects_of(thing),
    )
    Tombstone.objects.bulk_create(
        (Tombstone(event_id=pk, withdrawal=event) for pk in shown), batch_size=1000
    )
    return event

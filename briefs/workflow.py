"""The newsroom's steps: draft, in review, scheduled, published.

Each step checks its right, is one transaction, and writes its event; the steps before publication
are recorded for editors alone. What goes through them is a ``Publishable``, or the new version of
an article that is public already (``Version.staged`` says which).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.utils import timezone

from briefs.models import Article, Event, Version
from briefs.models.publishing import Staged
from briefs.models.vocabulary import EventKind, Status
from briefs.publishing import (
    PublishingError,
    publish_again,
    publish_annotation,
    publish_organisation,
    publish_update,
    publish_watch,
    record_membership,
    refuse_errors,
    refuse_unsettled,
)
from briefs.record import Editor
from briefs.recording import one_change, recorded
from briefs.rights import NotAllowed, require
from briefs.stages import locked, move
from briefs.versioning import has_changed_draft, publish_draft, refuse_unchanged


def _publish_article(article: Article, *, by: Editor = None, reason: str = "") -> Event:
    """With its draft; what was withdrawn and is written anew nowhere, with the text it had."""
    if article.live is not None and not has_changed_draft(article):
        return publish_again(article, by=by, reason=reason)
    return publish_draft(article, by=by, reason=reason)


def _publish_version(version: Version, *, by: Editor = None, reason: str = "") -> Event:
    _refuse_part(version)
    return publish_draft(version.article, by=by, reason=reason)


# In the order in which what is due at the same moment is published: what others stand on first.
PUBLISHERS: dict[str, Callable[..., Event]] = {
    "organisation": publish_organisation,
    "membership": record_membership,
    "article": _publish_article,
    "version": _publish_version,
    "annotation": publish_annotation,
    "update": publish_update,
    "watch": publish_watch,
}


@one_change
def publish(thing: Staged, *, by: Editor = None, reason: str = "") -> Event:
    """Make it public now, whatever it is; an article with its draft.

    The row is locked, and read again: of two who publish it the second is refused. Raise
    NotAllowed, or PublishingError where its noun's own rules refuse it.
    """
    locked(thing)
    thing.refresh_from_db()
    if thing.is_published:
        raise PublishingError(f"“{thing}” is published already.")
    return PUBLISHERS[str(thing._meta.model_name)](thing, by=by, reason=reason)


@one_change
def submit(thing: Staged, *, by: Editor, note: str = "") -> Event:
    """Give a draft to review. Raise NotAllowed, or PublishingError if it is no draft."""
    require(by, "submit", thing)
    current = locked(thing)
    _expect(current, Status.DRAFT)
    if isinstance(current, Version):
        refuse_unchanged(current)
    return move(
        thing,
        Status.IN_REVIEW,
        EventKind.SUBMITTED,
        by=by,
        reason=note,
        submitted_by=by,
        approved_by=None,
    )


@one_change
def approve(thing: Staged, *, by: Editor, note: str = "") -> Event:
    """Say, as the second person, that it can be published; whoever may do that does.

    Raise NotAllowed to the one who submitted it, PublishingError if it is not in review.
    """
    require(by, "review", thing)
    current = locked(thing)
    _expect(current, Status.IN_REVIEW)
    if by is not None and current.submitted_by_id == by.pk:
        raise NotAllowed("A second person approves it, not the one who submitted it.")
    return move(thing, Status.IN_REVIEW, EventKind.APPROVED, by=by, reason=note, approved_by=by)


@one_change
def send_back(thing: Staged, *, reason: str, by: Editor) -> Event:
    """Make it a draft again, with the reason; a schedule is given up.

    Raise NotAllowed, PublishingError without a reason or for what is neither in review nor
    scheduled.
    """
    require(by, "review", thing)
    current = locked(thing)
    _expect(current, Status.IN_REVIEW, Status.SCHEDULED)
    if not reason.strip():
        raise PublishingError("Say why it goes back.")
    return move(
        thing,
        Status.DRAFT,
        EventKind.SENT_BACK,
        by=by,
        reason=reason,
        approved_by=None,
        scheduled_for=None,
        scheduled_by=None,
    )


@one_change
def schedule(thing: Staged, moment: datetime, *, by: Editor) -> Event:
    """Have it published at ``moment`` by ``publish_due``; a later call moves the moment.

    Raise NotAllowed; PublishingError for a moment that has passed, for what is public or
    withdrawn, for a text whose claims are not all decided, and for what has errors.
    """
    require(by, "publish", thing)
    current = locked(thing)
    _expect(current, Status.DRAFT, Status.IN_REVIEW, Status.SCHEDULED)
    if moment <= timezone.now():
        raise PublishingError("That moment has passed: publish it now, or choose a later one.")
    draft = _draft_of(current)
    if draft is not None:
        refuse_unchanged(draft)
        refuse_unsettled(draft.article, draft)
    refuse_errors(current, draft)
    return move(
        thing,
        Status.SCHEDULED,
        EventKind.SCHEDULED,
        by=by,
        after={"scheduled_for": moment.isoformat()},
        scheduled_for=moment,
        scheduled_by=by,
    )


@dataclass(frozen=True)
class Due:
    """What became of one thing whose moment had come."""

    thing: Staged
    refusal: str = ""  # empty where it was published


def publish_due(moment: datetime | None = None) -> list[Due]:
    """Publish everything scheduled for ``moment`` (now) or earlier, each in its transaction.

    Safe to run again and twice at once: a row is locked, and looked at again, before it is
    published. What its own rules refuse stays scheduled and is reported.
    """
    now = moment or timezone.now()
    due = sorted(_scheduled(now), key=lambda found: (found[1].scheduled_for or now, found[0]))
    done = [_publish_one(thing, now) for _, thing in due]
    return [result for result in done if result is not None]


def _scheduled(now: datetime) -> Iterator[tuple[int, Staged]]:
    for order, noun in enumerate(PUBLISHERS):
        model: Any = apps.get_model("briefs", noun)
        scheduled = model._base_manager.filter(status=Status.SCHEDULED, scheduled_for__lte=now)
        for thing in scheduled.order_by("pk"):
            yield order, thing


def _publish_one(thing: Staged, now: datetime) -> Due | None:
    """None if somebody else has published it, sent it back or moved its moment meanwhile."""
    try:
        with recorded(origin="publish_due"):
            current = locked(thing)
            if current.scheduled_for is None or current.scheduled_for > now:
                return None
            publish(current, by=current.scheduled_by)
    except (PublishingError, NotAllowed) as error:
        return Due(thing, str(error))
    return Due(thing)


def _draft_of(thing: Staged) -> Version | None:
    """The text that would be published with ``thing``."""
    if isinstance(thing, Version):
        return thing
    if isinstance(thing, Article):
        return thing.versions.filter(published_at__isnull=True).first()
    return None


def _expect(thing: Staged, *statuses: Status) -> None:
    if thing.status not in statuses:
        status = Status(thing.status).label
        wanted = " or ".join(wanted.label for wanted in statuses)
        raise PublishingError(f"“{thing}” is {status}; this step is for what is {wanted}.")
    if isinstance(thing, Version):
        _refuse_part(thing)


def _refuse_part(version: Version) -> None:
    if version.staged is not version:
        raise PublishingError("The article is not public: it goes through this step as a whole.")

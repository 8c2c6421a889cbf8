"""Moving a thing from one stage to another, with its event; and back, when it is changed."""

from typing import Any, TypeVar

from django.utils import timezone
from django.utils.formats import date_format

from briefs.models import Event
from briefs.models.publishing import Staged
from briefs.models.vocabulary import EventKind, Status
from briefs.publishing import PublishingError, subjects_of
from briefs.record import Editor, write_event
from briefs.recording import one_change

Thing = TypeVar("Thing", bound=Staged)


@one_change
def reopen(thing: Staged, *, by: Editor) -> Event | None:
    """After a change to what was submitted or scheduled: it has to be read again.

    What was in review loses its approval; what was scheduled goes back to review. Whoever changed
    it is the one who submits it now, so that another reads the change. None, and no event, for
    what is not approved or scheduled.
    """
    current = locked(thing)
    changed_by: dict[str, Any] = {"submitted_by": by} if by else {}
    if current.status == Status.SCHEDULED:
        moment = date_format(timezone.localtime(current.scheduled_for), "j F Y, H:i")
        return move(
            thing,
            Status.IN_REVIEW,
            EventKind.SENT_BACK,
            by=by,
            reason=f"It was changed after it had been scheduled for {moment}.",
            approved_by=None,
            scheduled_for=None,
            scheduled_by=None,
            **changed_by,
        )
    if current.status == Status.IN_REVIEW and current.approved_by_id is not None:
        return move(
            thing,
            Status.IN_REVIEW,
            EventKind.SENT_BACK,
            by=by,
            reason="It was changed after it had been approved.",
            approved_by=None,
            **changed_by,
        )
    if current.status == Status.IN_REVIEW and by and current.submitted_by_id != by.pk:
        thing.submitted_by = by
        thing.save(update_fields=["submitted_by"])
    return None


def locked(thing: Thing) -> Thing:
    """The row as it is now, kept from others until the transaction ends.

    Raise PublishingError if somebody has deleted it.
    """
    found = type(thing)._base_manager.select_for_update().filter(pk=thing.pk).first()
    if found is None:
        raise PublishingError(f"“{thing}” is not there any more.")
    return found


def move(
    thing: Staged,
    status: Status,
    kind: EventKind,
    *,
    by: Editor,
    reason: str = "",
    after: dict[str, str] | None = None,
    **fields: Any,
) -> Event:
    """Set the status and ``fields``, and write the event; rights are the caller's to check."""
    before = thing.status
    for name, value in {"status": status, **fields}.items():
        setattr(thing, name, value)
    thing.save(update_fields=["status", *fields])
    return write_event(
        kind,
        str(thing),
        by=by,
        reason=reason,
        before={"status": before},
        after={"status": status.value, **(after or {})},
        **subjects_of(thing),
    )

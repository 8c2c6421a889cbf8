"""Moving a thing from one stage to another, with its event; and back, when it is changed."""

from typing import Any, TypeVar

from django.utils import timezone
from django.utils.formats import date_format

from briefs.models import Event
from briefs.models.publishing import Staged
from briefs.models.vocabulary import EventKind, Status
from briefs.publishing import subjects_of
from briefs.record import Editor, write_event
from briefs.recording import one_change

Thing = TypeVar("Thing", bound=Staged)


@one_change
def reopen(thing: Staged, *, by: Editor) -> Event | None:
    """After a change to what was submitted or scheduled: it has to be read again.

    What was in review loses its approval; what was scheduled goes back to review. None, and no
    event, for what is neither.
    """
    current = locked(thing)
    if current.status == Status.SCHEDULED:
        moment = date_format(timezone.localtime(current.scheduled_for), "j F Y, H:i")
        return move(
            thing,
            Status.IN_REVIEW,
            EventKind.SENT_BACK,
            by=by,
            reason=f"It was changed after it had been scheduled for {moment}.",
            submitted_by=by,
            approved_by=None,
            scheduled_for=None,
            scheduled_by=None,
        )
    if current.status == Status.IN_REVIEW and current.approved_by_id is not None:
        reason = "It was changed after it had been approved."
        return move(
            thing, Status.IN_REVIEW, EventKind.SENT_BACK, by=by, reason=reason, approved_by=None
        )
    return None


def locked(thing: Thing) -> Thing:
    """The row as it is now, kept from others until the transaction ends."""
    return type(thing)._base_manager.select_for_update().get(pk=thing.pk)


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

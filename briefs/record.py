"""Writing the public record: one immutable event for each thing that happened."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone

from briefs.dates import PartialDate
from briefs.models import Event, HubPing
from briefs.models.vocabulary import NEWS, EventKind

Facts = Mapping[str, Any]
Editor = User | None  # None where a command or a seed wrote it


def today() -> PartialDate:
    return PartialDate(timezone.localdate())


def tag_uri(public_id: uuid.UUID) -> str:
    """The permanent id of an event (tag URI, RFC 4151), under the authority set today."""
    return f"tag:{settings.TAG_AUTHORITY}:event/{public_id}"


def write_event(
    kind: EventKind,
    headline: str,
    *,
    happened: PartialDate | None = None,
    by: Editor = None,
    reason: str = "",
    before: Facts | None = None,
    after: Facts | None = None,
    seen: bool = True,
    **subjects: Any,
) -> Event:
    """Add one line to the record, inside the caller's transaction.

    ``subjects`` are the event's foreign keys by name (article, annotation, update …);
    ``before`` and ``after`` hold only what changed, as readers should see it. ``seen`` is False
    for the withdrawal of what no reader had been shown.
    """
    happened = happened or today()
    public_id = uuid.uuid4()
    event = Event.objects.create(
        public_id=public_id,
        tag=tag_uri(public_id),
        kind=kind,
        headline=headline[: Event._meta.get_field("headline").max_length],
        happened_on=happened.date,
        happened_on_precision=happened.precision.value,
        by=by,
        reason=reason,
        before=dict(before or {}),
        after=dict(after or {}),
        seen=seen,
        **subjects,
    )
    if settings.WEBSUB_HUB and kind in NEWS:
        HubPing.objects.create(event=event)
    return event

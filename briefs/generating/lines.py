"""The lines of the public record on what was written."""

import uuid
from datetime import date, datetime
from random import Random
from typing import Any

from briefs.models import Event
from briefs.models.vocabulary import EventKind, Precision, Status
from briefs.record import tag_uri


def new_id(rng: Random) -> uuid.UUID:
    return uuid.UUID(int=rng.getrandbits(128), version=4)


def public(rng: Random, at: datetime) -> dict[str, Any]:
    """The fields of something that was published at that moment."""
    return {
        "status": Status.PUBLISHED,
        "published_at": at,
        "recorded_at": at,
        "public_id": new_id(rng),
    }


def line(
    rng: Random,
    kind: EventKind,
    headline: str,
    at: datetime,
    happened: date | None = None,
    **subjects: Any,
) -> Event:
    """An event that is not saved."""
    public_id = new_id(rng)
    return Event(
        public_id=public_id,
        tag=tag_uri(public_id),
        kind=kind,
        headline=headline[:500],
        happened_on=happened or at.date(),
        happened_on_precision=Precision.DAY,
        recorded_at=at,
        **subjects,
    )

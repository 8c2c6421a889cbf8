"""Whatever is public has its line in the record, and whatever was withdrawn too."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef

from briefs.doctor.complaints import Complaint
from briefs.models import (
    Annotation,
    Article,
    Assessment,
    Event,
    Membership,
    Organisation,
    Update,
    Version,
    Watch,
)
from briefs.models.vocabulary import EventKind, Status

MEND = "Nothing writes the past anew: restore the backup from before it was lost."
# The events of which one tells that a thing became public, by the event's foreign key to it.
TOLD_BY: dict[str, tuple[type[Any], tuple[EventKind, ...]]] = {
    "article": (Article, (EventKind.ARTICLE_PUBLISHED,)),
    "version": (
        Version,
        (EventKind.ARTICLE_PUBLISHED, EventKind.VERSION_PUBLISHED, EventKind.CORRECTED),
    ),
    "annotation": (Annotation, (EventKind.CLAIM_PUBLISHED,)),
    "assessment": (Assessment, (EventKind.ASSESSED,)),
    "update": (Update, (EventKind.UPDATED,)),
    "organisation": (Organisation, (EventKind.ORGANISATION_PUBLISHED,)),
    "membership": (Membership, (EventKind.MEMBERSHIP_RECORDED, EventKind.MEMBERSHIP_CHANGED)),
    "watch": (Watch, (EventKind.WATCH_OPENED,)),
}


def record() -> Iterator[Complaint]:
    for name, (model, kinds) in TOLD_BY.items():
        for thing in _untold(model._base_manager.filter(published_at__isnull=False), name, kinds):
            noun = model._meta.verbose_name
            yield Complaint(f"No event tells that the {noun} “{thing}” was published.", MEND)
        if any(field.name == "withdrawn_reason" for field in model._meta.get_fields()):
            gone = model._base_manager.filter(status=Status.WITHDRAWN)
            for thing in _untold(gone, name, (EventKind.WITHDRAWN,)):
                noun = model._meta.verbose_name
                yield Complaint(f"No event tells that the {noun} “{thing}” was withdrawn.", MEND)


def _untold(things: Any, name: str, kinds: tuple[EventKind, ...]) -> Any:
    told = Event.objects.filter(**{name: OuterRef("pk")}, kind__in=kinds)
    return things.filter(~Exists(told))

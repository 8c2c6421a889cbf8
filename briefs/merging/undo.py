"""Taking apart again what was made one."""

from typing import Any

from django.core import serializers
from django.db import models

from briefs.addresses import moved_back
from briefs.merging.carry_out import KINDS, name_of, subject
from briefs.merging.plan import relations_to
from briefs.models import BulkChange, Event, Membership, Organisation
from briefs.models.vocabulary import EventKind, Status
from briefs.publishing import PublishingError
from briefs.record import Editor, write_event
from briefs.recording import one_change
from briefs.rights import require


@one_change
def unmerge(change: BulkChange, *, by: Editor = None) -> Event:
    """Make them two again: what was moved and still names what stayed goes back.

    Raise PublishingError where something else has taken its place since.
    """
    undoing = change.undoing
    model = next(model for model, kind in KINDS.items() if kind == change.kind)
    require(by, "change", model)
    stays = model._base_manager.filter(pk=undoing["stays"]).first()
    if stays is None:
        raise PublishingError("What stayed is not there any more.")
    gone = [_bring_back(row) for row in undoing["gone"]]
    for name, pairs in undoing["moved"].items():
        _move_back(name, pairs, stays)
    for row in undoing["doubled"]:
        _bring_back(row)
    Membership.objects.filter(pk__in=undoing["withdrawn"]).update(
        status=Status.PUBLISHED, withdrawn_reason=""
    )
    if isinstance(stays, Organisation):
        stays.other_names = undoing["names"]
        stays.save(update_fields=["other_names"])
    return write_event(
        EventKind.MERGED,
        f"{', '.join(f'“{thing}”' for thing in gone)} and “{stays}” are not one after all",
        by=by,
        reason="The merge was undone.",
        before={"entry": str(stays)},
        after={"entries": [str(thing) for thing in [stays, *gone]]},
        **subject(stays),
    )


def _bring_back(row: dict[str, Any]) -> models.Model:
    (found,) = serializers.deserialize("python", [row])
    thing = found.object
    clash = _taken(thing)
    if clash:
        raise PublishingError(f"“{thing}” cannot come back: there is another “{clash}” by now.")
    found.save()
    if hasattr(thing, "get_absolute_url"):
        moved_back(thing.get_absolute_url())
    return thing


def _taken(thing: models.Model) -> str:
    """The value of a unique field that another row has taken since."""
    for name in [f for f in thing._meta.fields if f.unique and not f.primary_key]:
        others = type(thing)._base_manager.exclude(pk=thing.pk)
        if others.filter(**{name.name: getattr(thing, name.attname)}).exists():
            return str(getattr(thing, name.attname))
    return ""


def _move_back(name: str, pairs: list[list[int]], stays: models.Model) -> None:
    relation = next(found for found in relations_to(type(stays)) if name_of(found) == name)
    for pk, was in pairs:
        rows = relation.model._base_manager.filter(pk=pk, **{relation.name: stays})
        rows.update(**{relation.attname: was})

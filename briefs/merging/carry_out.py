"""Making two entries one, with what it takes to undo it."""

import json
from collections.abc import Sequence
from typing import Any

from django.core import serializers
from django.db import models
from django.db.models import ProtectedError

from briefs.addresses import moved
from briefs.merging.plan import Mergeable, Relation, Rows, plan_merge
from briefs.models import BulkChange, Membership, Organisation, Source, Topic
from briefs.models.vocabulary import BulkKind, EventKind, Status
from briefs.publishing import PublishingError, withdraw
from briefs.record import Editor, write_event
from briefs.recording import one_change
from briefs.rights import require

KINDS: dict[type[models.Model], BulkKind] = {
    Topic: BulkKind.MERGE_TOPICS,
    Organisation: BulkKind.MERGE_ORGANISATIONS,
    Source: BulkKind.MERGE_SOURCES,
}


def name_of(relation: Relation) -> str:
    """The field's name in what is kept for undoing: app, model, field."""
    return f"{relation.model._meta.label_lower}.{relation.name}"


@one_change
def merge(
    stays: Mergeable, goes: Sequence[Mergeable], *, reason: str, by: Editor = None
) -> BulkChange:
    """Make them one: rows are moved, doubled ones left out, old addresses lead on. One event.

    A topic or source that goes is deleted; an organisation that was public is withdrawn, since
    the record names it. Raise NotAllowed, or PublishingError with everything in the way.
    """
    require(by, "change", stays)
    require(by, "delete", type(stays))
    if not reason.strip():
        raise PublishingError("Say why they are one.")
    type(stays)._base_manager.select_for_update().filter(
        pk__in=[thing.pk for thing in [stays, *goes]]
    ).count()
    plan = plan_merge(stays, goes)
    if plan.problems:
        raise PublishingError(" ".join(plan.problems))
    undoing: dict[str, Any] = {
        "stays": stays.pk,
        "names": _add_names(stays, plan.goes),
        "doubled": [],
        "withdrawn": [],
        "moved": {},
    }
    for rows in plan.rows:
        _leave_out(rows, stays, undoing, by)
        _move(rows, stays, undoing)
    undoing["gone"] = _serialised(plan.goes)
    for thing in plan.goes:
        _take_away(thing, stays, reason, by)
    names = ", ".join(f"“{thing}”" for thing in plan.goes)
    write_event(
        EventKind.MERGED,
        f"{names} and “{stays}” are one",
        by=by,
        reason=reason,
        before={"entries": [str(thing) for thing in [stays, *plan.goes]]},
        after={"entry": str(stays)},
        **subject(stays),
    )
    return BulkChange.objects.create(
        kind=KINDS[type(stays)],
        summary=f"{names} merged into “{stays}”"[:500],
        reason=reason,
        by=by,
        undoing=undoing,
    )


def _serialised(rows: Sequence[models.Model]) -> list[dict[str, Any]]:
    """Each row as Django's serialisers write it, with times to the microsecond."""
    fields = serializers.serialize("python", rows)
    found: list[dict[str, Any]] = json.loads(json.dumps(fields, default=str))
    return found


def subject(stays: models.Model) -> dict[str, Any]:
    """The foreign key of an event about the merge; topics and sources have none."""
    return {"organisation": stays} if isinstance(stays, Organisation) else {}


def _add_names(stays: Mergeable, gone: Sequence[Mergeable]) -> list[str] | None:
    """An organisation keeps the names of what went, to be found by; its names as they were."""
    if not isinstance(stays, Organisation):
        return None
    before = list(stays.other_names)
    for thing in gone:
        assert isinstance(thing, Organisation)
        for name in (thing.name, thing.abbreviation, *thing.other_names):
            if name and name not in (stays.name, stays.abbreviation, *stays.other_names):
                stays.other_names = [*stays.other_names, name]
    stays.save(update_fields=["other_names"])
    return before


def _leave_out(rows: Rows, stays: Mergeable, undoing: dict[str, Any], by: Editor) -> None:
    for row in rows.doubled:
        if isinstance(row, Membership) and row.published_at is not None:
            if row.status == Status.PUBLISHED:
                undoing["withdrawn"].append(row.pk)
                withdraw(row, reason=f"The same is recorded for “{stays}”.", by=by)
            continue
        undoing["doubled"] += _serialised([row])
        row.delete()


def _move(rows: Rows, stays: Mergeable, undoing: dict[str, Any]) -> None:
    relation = rows.relation
    was = {row.pk: getattr(row, relation.attname) for row in rows.moved}
    relation.model._base_manager.filter(pk__in=was).update(**{relation.name: stays})
    undoing["moved"][name_of(relation)] = [*was.items()]


def _take_away(thing: Mergeable, stays: Mergeable, reason: str, by: Editor) -> None:
    if isinstance(thing, Organisation) and thing.published_at is not None:
        if thing.is_published:
            withdraw(thing, reason=f"It is the same as “{stays}”. {reason}", by=by)
    else:
        try:
            thing.delete()
        except ProtectedError as error:
            raise PublishingError(
                f"“{thing}” cannot go: what was public once still names it."
            ) from error
    if not isinstance(thing, Source):
        assert not isinstance(stays, Source)
        moved(thing.get_absolute_url(), stays.get_absolute_url())

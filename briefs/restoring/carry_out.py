"""Making a thing what it was before a change, by the ways that are its own: all or nothing."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format

from briefs.addresses import renamed
from briefs.history import Difference, Key, RowChange, key_of, model_of
from briefs.models import Change, Event, Membership, Operation, Version
from briefs.models.publishing import Publishable, Staged
from briefs.publishing import change_membership, correct, membership_facts
from briefs.record import Editor
from briefs.recording import recorded
from briefs.restoring.plan import Plan, plan_restore
from briefs.restoring.scope import RestoreError, editable_fields
from briefs.rights import NotAllowed, may, require
from briefs.stages import reopen
from briefs.versioning import Content, save_draft


def restore(
    thing: models.Model, since: int, *, seen: int, reason: str = "", by: Editor = None
) -> None:
    """Make ``thing`` what it was before change number ``since``, all of it or nothing.

    ``seen`` is the thing's latest change as the plan that was looked at had it. What is public is
    changed through the record, which needs the reason. Raise NotAllowed, RestoreError, or
    ValidationError where its own rules refuse how it was.
    """
    with recorded(by=by, reason=reason.strip(), origin="restore"):
        require(by, "change", thing)
        current: Any = type(thing)._base_manager.select_for_update().get(pk=thing.pk)
        plan = plan_restore(current, since)
        _refuse(plan, seen, reason, by)
        moment = date_format(timezone.localtime(plan.moment), "j F Y, H:i")
        said = reason.strip() or f"Restored to how it was before {moment}."
        _carry_out(current, plan, by, said)


def _carry_out(current: Any, plan: Plan, by: Editor, reason: str) -> None:
    with recorded(by=by, reason=reason, origin="restore"):
        told = plan.difference()
        own = [change for change in plan.changes if key_of(current) == _key(change)]
        for change in plan.changes:
            if change not in own:
                _write_row(change)
        event = _write_own(current, own, by, reason)
        if isinstance(current, Publishable) and current.is_published:
            _correct(current, told, event, by, reason)
        staged = current.staged if isinstance(current, Version) else current
        if isinstance(staged, Staged):
            reopen(staged, by=by)


def _key(change: Change) -> Key:
    return change.model, change.object_id


def _refuse(plan: Plan, seen: int, reason: str, by: Editor) -> None:
    if plan.seen != seen:
        raise RestoreError("It was changed since you looked at it: see what would change now.")
    if not plan.changes:
        raise RestoreError("Nothing would change.")
    if getattr(plan.thing, "is_published", False) and not reason.strip():
        raise RestoreError("This is published: say why it is changed.")
    rights = {Operation.INSERT: "add", Operation.UPDATE: "change", Operation.DELETE: "delete"}
    for change in plan.changes:
        model = model_of(change.model)
        if model is None or model is type(plan.thing) or model._meta.auto_created:
            continue
        action = rights[Operation(change.operation)]
        if not may(by, action, model):
            raise NotAllowed(f"You may not {action} {model._meta.verbose_name_plural}.")


def _write_row(change: Change) -> None:
    model: Any = model_of(change.model)
    if change.operation == Operation.DELETE:
        model._base_manager.filter(pk=change.object_id).delete()
        return
    inserted = change.operation == Operation.INSERT
    row = model(pk=change.object_id) if inserted else model._base_manager.get(pk=change.object_id)
    for column, value in change.after.items():
        setattr(row, column, value)
    row.full_clean()
    row.save(force_insert=inserted)


def _write_own(thing: Any, own: list[Change], by: Editor, reason: str) -> Event | None:
    """Save the thing's own fields by the way that is theirs; the event that this wrote, if any."""
    if not own:
        return None
    before = membership_facts(thing) if isinstance(thing, Membership) else {}
    slug = getattr(thing, "slug", "")
    for column, value in own[0].after.items():
        setattr(thing, column, value)
    if isinstance(thing, Version):
        content = {field.name: getattr(thing, field.name) for field in editable_fields(thing)}
        save_draft(thing, Content(**content), revision=thing.revision, by=by)
        return None
    thing.full_clean()
    if isinstance(thing, Membership):
        return change_membership(thing, before, by=by, reason=reason)
    thing.save()
    if slug:
        renamed(thing, slug)
    return None


def _correct(
    thing: Publishable, told: Difference, event: Event | None, by: Editor, reason: str
) -> None:
    """Record what changed; not again what the event of a membership tells already."""
    known = {*event.after, *(f"{name} precision" for name in event.after)} if event else set()
    before = {f.label: f.before for f in told.fields if f.label not in known}
    after = {f.label: f.after for f in told.fields if f.label not in known}
    for kind in told.rows:
        before[kind.label] = "; ".join(_line(row, old=True) for row in kind.rows)
        after[kind.label] = "; ".join(_line(row, old=False) for row in kind.rows)
    if after:
        correct(thing, before, after, reason=reason, by=by)


def _line(row: RowChange, *, old: bool) -> str:
    """A row as it was or as it is; nothing where there is none."""
    if row.operation is (Operation.INSERT if old else Operation.DELETE):
        return ""
    fields = [f"{f.label}: {f.before if old else f.after}" for f in row.fields]
    return f"{row.title} ({', '.join(fields)})" if fields else row.title

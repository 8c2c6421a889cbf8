"""What was deleted, back again with the rows that went with it."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from briefs.addresses import moved_back
from briefs.history import (
    Difference,
    Key,
    Names,
    as_row,
    deleted_names,
    difference,
    fetch_names,
    key_of,
    model_of,
    named_in,
)
from briefs.models import Anchor, BulkChange, Change, Operation, Version
from briefs.models.history import HIDDEN
from briefs.models.publishing import Staged
from briefs.models.vocabulary import Status
from briefs.record import Editor
from briefs.recording import recorded
from briefs.restoring.scope import THINGS, RestoreError, targets_exist
from briefs.rights import require


@dataclass(frozen=True)
class Return:
    """What would come back, parents first; and what cannot, with the reasons."""

    thing: models.Model
    changes: list[Change]
    stays: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def difference(self) -> Difference:
        names = Names()
        fetch_names(names, self.changes)
        return difference(key_of(self.thing), self.changes, names)


def plan_return(deletion: Change) -> Return:
    """What it takes to bring back what one change deleted. Raise RestoreError for a mere row."""
    thing = as_row(deletion.model, deletion.object_id, deletion.before)
    if not isinstance(thing, THINGS):
        raise RestoreError("It is brought back with what it was part of.")
    found = Return(thing, [])
    went = _went_with(deletion)
    back = {(change.model, change.object_id) for change in went}
    for change in went:
        model = model_of(change.model)
        row = as_row(change.model, change.object_id, change.before)
        if row is None or model is None or change.model in HIDDEN:
            found.stays.append(f"{change.model}: the history does not hold all of it.")
        elif not targets_exist(change.model, change.before, back):
            noun = model._meta.verbose_name
            said = f"The {noun} names something that is not there any more."
            (found.problems if row == thing else found.stays).append(said)
        elif isinstance(row, Anchor) and not _fits(row, went):
            found.stays.append(
                f"Its place in the text, “{row.exact[:60]}”: the text has changed since. Put it on "
                "its words on the Claims page."
            )
        else:
            found.changes.append(_insertion(change))
    found.problems.extend(_problems(deletion, thing))
    return found


def _insertion(change: Change) -> Change:
    return Change(
        model=change.model,
        object_id=change.object_id,
        operation=Operation.INSERT,
        before={},
        after=change.before,
    )


def _went_with(deletion: Change) -> list[Change]:
    """The deletions of the same change set that hang on this one, itself first."""
    same_set = Change.objects.filter(
        changeset=deletion.changeset_id, operation=Operation.DELETE
    ).order_by("-pk")
    others = {(c.model, c.object_id): c for c in same_set}
    first = (deletion.model, deletion.object_id)
    gone: dict[Key, Change] = {first: others.pop(first)}
    grown = True
    while grown:
        hanging = {
            k: c for k, c in others.items() if any(n in gone for n in named_in(k[0], c.before))
        }
        gone |= hanging
        others = {key: change for key, change in others.items() if key not in hanging}
        grown = bool(hanging)
    return list(gone.values())


def _fits(anchor: Anchor, went: Iterable[Change]) -> bool:
    """Whether its words still stand at its place in the version's text."""
    texts = {c.object_id: c.before["text"] for c in went if model_of(c.model) is Version}
    stored = Version.objects.filter(pk=anchor.version_id).values_list("text", flat=True)
    text = texts.get(anchor.version_id) or stored.first()
    if text is None:
        return False
    return anchor.start is None or text[anchor.start : anchor.end] == anchor.exact


def _problems(deletion: Change, thing: models.Model) -> Iterable[str]:
    if type(thing)._base_manager.filter(pk=thing.pk).exists():
        yield "It is there again."
    bulk = Change.objects.filter(
        changeset=deletion.changeset_id,
        model=BulkChange._meta.label_lower,
        operation=Operation.INSERT,
    )
    if bulk.exists():
        yield "It went in a change to many things: undo that under “Bulk changes”."


def bring_back(deletion: Change, *, reason: str = "", by: Editor = None) -> models.Model:
    """Make again what was deleted, as it was; a draft, whatever step it had come to.

    Raise NotAllowed, or RestoreError with what stands in the way: an address taken since, a row
    that it named and that is gone.
    """
    plan = plan_return(deletion)
    (name,) = deleted_names([deletion]).values()
    said = reason.strip() or f"Brought back: {plan.thing._meta.verbose_name} “{name}”."
    with recorded(by=by, reason=said, origin="restore"):
        require(by, "add", type(plan.thing))
        if plan.problems:
            raise RestoreError(" ".join(plan.problems))
        _require_rights(plan, by)
        for change in plan.changes:
            row: Any = as_row(change.model, change.object_id, change.after)
            _make(row)
        if hasattr(plan.thing, "get_absolute_url"):
            moved_back(plan.thing.get_absolute_url())
    return type(plan.thing)._base_manager.get(pk=plan.thing.pk)


def _require_rights(plan: Return, by: Editor) -> None:
    """Raise NotAllowed to whoever could not have written it, or the rows that come with it."""
    thing = copy(plan.thing)
    _make_draft(thing)
    require(by, "change", thing)
    rows = {model_of(change.model) for change in plan.changes} - {type(thing), None}
    for model in rows:
        # Its place in the text comes with the claim, and is written with it.
        if model is not None and model is not Anchor and not model._meta.auto_created:
            require(by, "add", model)


def _make_draft(row: models.Model) -> None:
    if isinstance(row, Staged) and row.published_at is None:
        row.status, row.scheduled_for, row.scheduled_by = Status.DRAFT, None, None
        row.submitted_by = row.approved_by = None


def _make(row: models.Model) -> None:
    _make_draft(row)
    try:
        row.full_clean()
    except ValidationError as error:
        noun = row._meta.verbose_name
        raise RestoreError(f"The {noun} cannot come back. {' '.join(error.messages)}") from error
    row.save(force_insert=True)

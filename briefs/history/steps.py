"""Change sets as pages show them: the steps of one thing, the things of one set, and summaries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Count, Max, Min, QuerySet

from briefs.history.differences import Difference, difference, fetch_names
from briefs.history.names import EVENT, Key, Names, as_row, is_link, label_of_rows, model_of
from briefs.models import Article, Change, ChangeOf, ChangeSet, Event, Operation
from briefs.models.history import Label, owners_of

MOST_STEPS = 20
"""Change sets that are told of since a form was opened."""


@dataclass(frozen=True)
class Step:
    """What became of one thing in one change set; ``first`` is its first change there."""

    thing: Key
    name: str
    changeset: ChangeSet
    first: int
    difference: Difference
    events: list[Event]


def change_sets_of(thing: Key) -> "QuerySet[ChangeOf, int]":
    """The numbers of the change sets in which something of the thing changed, newest first."""
    label, number = thing
    changes = ChangeOf.objects.filter(model=label, object_id=number)
    latest = changes.values("change__changeset").annotate(latest=Max("change"))
    return latest.order_by("-latest").values_list("change__changeset", flat=True)


def latest_change(thing: Key) -> int:
    """The number of the last change to the thing or its rows; 0 if there is none. One query."""
    label, number = thing
    changes = ChangeOf.objects.filter(model=label, object_id=number).order_by("-change")
    return changes.values_list("change", flat=True).first() or 0


def latest_changes(things: Iterable[Key]) -> dict[Key, int]:
    """``latest_change`` of many; what has none is left out. One query for each kind of thing."""
    numbers: dict[Label, list[int]] = defaultdict(list)
    for label, number in things:
        numbers[label].append(number)
    found: dict[Key, int] = {}
    for label, wanted in numbers.items():
        changes = ChangeOf.objects.filter(model=label, object_id__in=wanted).order_by()
        latest = changes.values("object_id").annotate(latest=Max("change"))
        found |= {(label, row["object_id"]): row["latest"] for row in latest}
    return found


def steps_since(thing: Key, change: int) -> list[Step]:
    """What became of the thing after the change of that number, newest first."""
    newer = change_sets_of(thing).filter(change__gt=change)
    return steps_of(thing, list(newer[:MOST_STEPS]))


def steps_of(thing: Key, numbers: Sequence[int]) -> list[Step]:
    """The thing's part in the change sets of these numbers, in their order.

    Three queries, one more for an article, and one or two for each kind of thing that is named.
    """
    label, number = thing
    changes = Change.objects.filter(
        changeset__in=numbers, things__model=label, things__object_id=number
    )
    found = list(changes.order_by("pk"))
    if label == Article._meta.label_lower:
        found += _events_of_article(number, numbers)
    sets = ChangeSet.objects.select_related("by").in_bulk(numbers)
    names = Names()
    names.fetch([thing])
    fetch_names(names, found)
    by_set: dict[int, list[Change]] = defaultdict(list)
    for change in found:
        by_set[change.changeset_id].append(change)
    return [_step(thing, sets[number], by_set[number], names) for number in numbers]


def _events_of_article(number: int, numbers: Sequence[int]) -> "QuerySet[Change]":
    """The record's lines about the article itself; those about its claims are the claims'."""
    return Change.objects.filter(
        changeset__in=numbers,
        model=EVENT,
        after__article_id=number,
        after__annotation_id=None,
    )


def _step(thing: Key, changeset: ChangeSet, changes: list[Change], names: Names) -> Step:
    written = [c for c in changes if c.model == EVENT and c.operation == Operation.INSERT]
    events: Any = [names.row((EVENT, c.object_id)) for c in written]
    others = [change for change in changes if change not in written]
    return Step(
        thing,
        names.name(thing),
        changeset,
        changes[0].pk,
        difference(thing, others, names),
        [event for event in events if event],
    )


def things_in(changeset: ChangeSet, changes: Sequence[Change]) -> list[Step]:
    """The steps of all things of which these changes of the set, oldest first, are part."""
    owners: dict[int, list[Key]] = defaultdict(list)
    for link in ChangeOf.objects.filter(change__in=changes).order_by("pk"):
        owners[link.change_id].append((link.model, link.object_id))
    by_thing: dict[Key, list[Change]] = defaultdict(list)
    for change in changes:
        by_thing[_thing(change, owners[change.pk])].append(change)
    names = Names()
    names.fetch(by_thing)
    fetch_names(names, changes)
    return [_step(thing, changeset, found, names) for thing, found in by_thing.items()]


def _thing(change: Change, things: list[Key]) -> Key:
    """What the row is part of, first of all; itself if it is part of nothing."""
    model = model_of(change.model)
    for owner in owners_of(model) if model else ():
        for key in things:
            if key[0] == owner.related_model._meta.label_lower:
                return key
    return change.model, change.object_id


# Lists ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Summary:
    """So many rows of one kind; ``name`` of the one row where that is a thing by itself."""

    noun: str
    operation: str
    count: int
    name: str


def summaries(numbers: Sequence[int]) -> dict[int, list[Summary]]:
    """What each of these change sets did, what has a name first.

    One query, and one for each kind that is named.
    """
    counted = Change.objects.filter(changeset__in=numbers).exclude(model=EVENT)
    groups = list(
        counted.values("changeset", "model", "operation")
        .annotate(count=Count("object_id", distinct=True), one=Min("object_id"), first=Min("pk"))
        .order_by("changeset", "first")
    )
    names = Names()
    names.fetch((g["model"], g["one"]) for g in groups if _is_named(g))
    found: dict[int, list[Summary]] = defaultdict(list)
    for group in groups:
        label, model = group["model"], model_of(group["model"])
        named = _is_named(group) and model is not None
        noun = str(model._meta.verbose_name) if named and model else _plural(label)
        name = names.name((label, group["one"])) if named else ""
        said = Operation(group["operation"]).label
        found[group["changeset"]].append(Summary(noun, str(said), group["count"], name))
    return {number: sorted(done, key=lambda s: not s.name) for number, done in found.items()}


def _plural(label: Label) -> str:
    """The rows' noun; of links, that of both sides."""
    owner = next(owners_of(apps.get_model(label)), None) if is_link(label) else None
    of = f" of {owner.related_model._meta.verbose_name_plural}" if owner else ""
    return label_of_rows(label) + of


# Parts of other things that have a name by themselves.
NAMED_PARTS = ("briefs.assessment", "briefs.reference", "briefs.version")


def _is_named(group: Mapping[str, Any]) -> bool:
    label, model = group["model"], model_of(group["model"])
    if model is None or group["count"] > 1:
        return False
    return label in NAMED_PARTS or not list(owners_of(model))


def deleted_names(deletions: Iterable[Change]) -> dict[int, str]:
    """What each row that went was called, by its change. One query for each kind that is named."""
    found = list(deletions)
    names = Names()
    fetch_names(names, found)
    return {change.pk: _deleted_name(change, names) for change in found}


def _deleted_name(change: Change, names: Names) -> str:
    row = as_row(change.model, change.object_id, change.before)
    return names.called(row) if row else f"{change.model} {change.object_id}"

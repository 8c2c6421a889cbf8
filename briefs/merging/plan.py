"""What making two entries one would do: every row that names what goes, and what is in the way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, ForeignKey, UniqueConstraint

from briefs.models import Assertion, Event, Membership, Organisation, Source, SourceVisit, Topic
from briefs.models.vocabulary import Status

Relation = ForeignKey[Any, Any]
Mergeable = Topic | Organisation | Source
# Lines of the record name what they named when they were written, and a visit was to one address.
KEPT_AS_WRITTEN = (Event, SourceVisit)


@dataclass(frozen=True)
class Rows:
    """The rows of one table that name, by one field, what goes."""

    relation: "Relation"
    moved: list[Any] = field(default_factory=list)
    doubled: list[Any] = field(default_factory=list)  # the like of which names what stays already

    @property
    def label(self) -> str:
        """The rows' noun: of a many-to-many table, that of its other side."""
        model: Any = self.relation.model
        others = [f for f in model._meta.fields if isinstance(f, ForeignKey)]
        other = next((f for f in others if f.name != self.relation.name), None)
        if other is not None and (model._meta.auto_created or other.name == "content_object"):
            model = other.related_model
        return str(model._meta.verbose_name_plural)


@dataclass(frozen=True)
class Merge:
    """What a merge would do; nothing is written yet."""

    stays: Mergeable
    goes: Sequence[Mergeable]
    rows: list[Rows]
    problems: list[str]


def plan_merge(stays: Mergeable, goes: Sequence[Mergeable]) -> Merge:
    """Find every row that names one of ``goes``, and what stands in the way.

    One or two queries for each field of the site that can name such a thing.
    """
    gone = [thing for thing in goes if thing.pk != stays.pk]
    problems = [] if gone else ["Choose what is to go beside what stays."]
    problems += [
        f"“{thing}” has a relative that would become its own: put that right first."
        for thing in _relatives(stays, gone)
    ]
    rows = [_rows_of(relation, stays, gone) for relation in relations_to(type(stays))]
    rows = [found for found in rows if found.moved or found.doubled]
    problems += chain.from_iterable(_overlaps(found, stays) for found in rows)
    problems += chain.from_iterable(_said_of_itself(found, [stays, *gone]) for found in rows)
    return Merge(stays, gone, rows, problems)


def _relatives(stays: Mergeable, gone: Sequence[Mergeable]) -> list[Mergeable]:
    """Those of ``gone`` to which ``stays`` is tied as to a relative, or the other way round."""
    own = [
        f
        for f in stays._meta.fields
        if isinstance(f, ForeignKey) and f.related_model is type(stays)
    ]
    ids = {thing.pk for thing in [stays, *gone]}
    return [thing for thing in [stays, *gone] if any(getattr(thing, f.attname) in ids for f in own)]


def relations_to(model: type[models.Model]) -> Iterator["Relation"]:
    """Every foreign key of the site that can name a row of ``model``, many-to-many tables' too."""
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and not relation.many_to_many:
            found: Any = relation.field  # type: ignore[union-attr]
            if found.model not in KEPT_AS_WRITTEN:
                yield found


def _rows_of(relation: "Relation", stays: Mergeable, gone: Sequence[Mergeable]) -> Rows:
    manager: Any = relation.model._base_manager
    if relation.model is Membership:
        manager = manager.exclude(status=Status.WITHDRAWN)
    found = Rows(relation)
    likes = list(_unique_with(relation))
    taken = {
        like: set(manager.filter(**{relation.name: stays}).values_list(*like)) for like in likes
    }
    for row in manager.filter(**{f"{relation.name}__in": gone}).order_by("pk"):
        keys = {like: tuple(_value(row, name) for name in like) for like in likes}
        if any(key in taken[like] for like, key in keys.items() if None not in key):
            found.doubled.append(row)
        else:
            found.moved.append(row)
            for like, key in keys.items():
                taken[like].add(key)
    return found


def _value(row: models.Model, name: str) -> Any:
    relation: Any = row._meta.get_field(name)
    return getattr(row, relation.attname)


def _unique_with(relation: "Relation") -> Iterator[tuple[str, ...]]:
    """The fields beside ``relation`` that may be the same in no two rows."""
    model = relation.model
    if model is Membership:
        # Its constraints hold for what is not withdrawn; other overlaps are problems.
        yield ("state", "role", "start")
        return
    groups = [list(fields) for fields in model._meta.unique_together]
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint):
            named = [str(f.name) for f in constraint.expressions if isinstance(f, F)]  # type: ignore[attr-defined]
            groups.append([*constraint.fields, *named])
    for group in groups:
        if relation.name in group:
            yield tuple(name for name in group if name != relation.name)


def _overlaps(rows: Rows, stays: Mergeable) -> Iterator[str]:
    """Memberships that would overlap one of what stays, with other dates."""
    if rows.relation.model is not Membership:
        return
    for row in rows.moved:
        membership = Membership.objects.select_related("state").get(pk=row.pk)
        membership.organisation_id = stays.pk
        try:
            membership.clean()
        except ValidationError as error:
            yield f"{membership.state}, {membership.get_role_display()}: {' '.join(error.messages)}"


def _said_of_itself(rows: Rows, things: Sequence[Mergeable]) -> Iterator[str]:
    """Assertions that would say of the members of a body what role they have in it."""
    if rows.relation.model is not Assertion:
        return
    keys = {thing.pk for thing in things}
    for row in rows.moved:
        if {row.members_of_id, row.organisation_id} <= keys:
            yield (
                f"The claim “{row.annotation}” asserts of the members of one of them that they are "
                "of another: put that right first."
            )

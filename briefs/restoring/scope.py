"""What can be brought back, and what never is."""

from collections.abc import Container, Mapping
from dataclasses import fields as fields_of
from typing import Any

from django.db import models
from django.utils.text import get_text_list
from taggit.models import ItemBase

from briefs.history import Key, model_of, named_in
from briefs.models import (
    Anchor,
    Annotation,
    Article,
    Assertion,
    Assessment,
    Authorship,
    Bearing,
    Citation,
    Event,
    Membership,
    Mention,
    Milestone,
    Organisation,
    Person,
    Reference,
    Source,
    State,
    Topic,
    Update,
    Version,
    Watch,
)
from briefs.models.history import Label
from briefs.versioning import Content


class RestoreError(ValueError):
    """It cannot be brought back as it is asked for; the message says why."""


# Each can be restored to how it was, and brought back when it was deleted.
THINGS: tuple[type[models.Model], ...] = (
    *(Article, Version, Annotation, Update, Watch, Organisation, Membership),
    *(Person, State, Source, Topic, Reference, Mention),
)
# Rows that are restored with what they are part of, as they are edited in its form.
ROWS: tuple[type[models.Model], ...] = (
    *(Assertion, Authorship, Bearing, Citation, Mention, Milestone),
)
# Never restored over; each with what is done instead.
IMMUTABLE: dict[type[models.Model], str] = {
    Anchor: "Where a claim is marked is not restored: put it on its words on the Claims page.",
    Assessment: "Assessments are never restored over: a later one follows an earlier one.",
    Event: "The lines of the record stay; restoring adds one.",
    Version: "A version has a history of its own; a published one is never changed.",
    Reference: "A reference has a history of its own.",
}


def is_restored_with_its_thing(model: type[models.Model]) -> bool:
    return bool(model in ROWS or model._meta.auto_created or issubclass(model, ItemBase))


def why_it_stays(thing: models.Model) -> str:
    """Why a thing is not restored over; empty for one that can be."""
    if isinstance(thing, Version) and not thing.is_draft:
        return "It is published, and a published version is never changed: open a new draft."
    if isinstance(thing, THINGS):
        return ""
    reason = IMMUTABLE.get(type(thing), "")
    return reason or f"{str(thing._meta.verbose_name_plural).capitalize()} are not restored."


def editable_fields(thing: models.Model) -> list["models.Field[Any, Any]"]:
    """The fields of its own that an editor may change now."""
    names = {
        field.name
        for field in thing._meta.concrete_fields
        if field.editable and not field.primary_key
    }
    if isinstance(thing, Version):
        names = {field.name for field in fields_of(Content)}
    if isinstance(thing, Annotation):
        names.discard("article")  # its marks are in that article's text
    if getattr(thing, "published_at", None) is not None:
        names.discard("slug")  # an address that people hold
    return [field for field in thing._meta.concrete_fields if field.name in names]


def listed(words: list[str]) -> str:
    return get_text_list(words, "and")


def targets_exist(label: Label, row: Mapping[str, Any], also: Container[Key] = ()) -> bool:
    """Whether everything that the row's columns name is there, or is among ``also``."""
    return all(
        key in also or model_of(key[0])._base_manager.filter(pk=key[1]).exists()  # type: ignore[union-attr]
        for key in named_in(label, row)
    )

"""What the table of nouns says of each noun."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from briefs.importing.seeds.fields import Field, Kind
from briefs.importing.seeds.shorthand import Written


@dataclass(frozen=True)
class Parts:
    """Rows that belong to an entry's row and have no key of their own.

    ``spread`` turns what people write into one mapping a row.
    """

    key: str
    model: type[models.Model]
    parent: str
    fields: tuple[Field, ...]
    spread: Callable[[Any], Written]
    unique: tuple[str, ...]  # columns that no two rows of one entry share
    numbered: bool = False  # the model has a ``position``

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(column for each in self.fields for column in each.columns)


@dataclass(frozen=True)
class Noun:
    """A kind of entry.

    ``within`` is the folder; ``key`` the field that names the entry; ``nested`` the keys that
    hold entries of another noun, with the field by which those refer to this one.
    """

    name: str
    plural: str
    within: str
    model: type[models.Model]
    key: str
    fields: tuple[Field, ...]
    parts: tuple[Parts, ...] = ()
    nested: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    fixed: Mapping[str, Any] = field(default_factory=dict)
    derived: tuple[str, ...] = ()  # columns that follow from the rest, filled by the check
    identity: tuple[str, ...] = ()  # columns that tell rows apart, if not the key's
    publishable: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The row's own columns."""
        written = (each for each in self.fields if each.stored and each.kind is not Kind.MANY)
        own = tuple(column for each in written for column in each.columns)
        status = ("status",) if self.publishable else ()
        return (*own, *self.fixed, *self.derived, *status)

    @property
    def identified_by(self) -> tuple[str, ...]:
        return self.identity or (self.key,)

    @property
    def links(self) -> tuple[Field, ...]:
        """Fields that hold the key of one other entry."""
        return tuple(each for each in self.fields if each.kind is Kind.ONE)

    @property
    def lists(self) -> tuple[Field, ...]:
        """Fields that hold the keys of other entries."""
        return tuple(each for each in self.fields if each.kind is Kind.MANY)

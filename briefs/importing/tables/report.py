"""What the rows of a table would do, or did."""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Effect(StrEnum):
    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Change:
    """A cell before and after, as it would be written in the table."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Outcome:
    """What a row does; ``number`` is its number in the spreadsheet.

    Of a new row ``changes`` are all its cells that are not empty.
    """

    number: int
    name: str
    effect: Effect
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Problem:
    """What is wrong in a row; ``column`` is empty where it is the row as a whole."""

    number: int
    column: str
    message: str


@dataclass
class Report:
    """``without_reason`` counts the rows that change something public, if no reason was given."""

    outcomes: list[Outcome] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    without_reason: int = 0
    digest: str = ""
    saved: bool = False

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(outcome.effect for outcome in self.outcomes)
        return {effect.value: found[effect] for effect in Effect}

    @property
    def changes_something(self) -> bool:
        return any(outcome.effect is not Effect.UNCHANGED for outcome in self.outcomes)


def digest_of(asked: Sequence[Any], outcomes: Sequence[Outcome]) -> str:
    """One short text that stands for what was asked and what it does."""
    done = [
        (at.number, at.effect, at.name, [(c.column, c.before, c.after) for c in at.changes])
        for at in outcomes
    ]
    return hashlib.sha256(json.dumps([*asked, done]).encode()).hexdigest()

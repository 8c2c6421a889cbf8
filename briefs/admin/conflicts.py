"""Two editors of one thing: the second is told, sees both, and overwrites nothing unknowingly."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

Facts = Mapping[str, str]
"""What an editor sees of a thing, by the name of the field, in words."""


def fingerprint(facts: Facts) -> str:
    """By what a form knows whether the thing is still as it was when the form was opened."""
    words = json.dumps(dict(facts), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(words.encode()).hexdigest()


@dataclass(frozen=True)
class Difference:
    """One field that somebody else has changed, and what this form has for it."""

    name: str
    theirs: str
    yours: str

    def __str__(self) -> str:
        name = self.name.replace("_", " ").capitalize()
        return f"{name}: now “{self.theirs}”, here “{self.yours}”."


class Conflict(Exception):
    """The thing was changed since the form was opened; ``facts`` are what it is now."""

    def __init__(self, facts: Facts) -> None:
        super().__init__("It was changed since you opened it.")
        self.facts = facts
        self.seen = fingerprint(facts)


def refuse_if_changed(facts: Facts, seen: str) -> None:
    """Raise Conflict unless ``seen`` is the fingerprint of what the thing is now.

    Call it in the transaction that saves, with the row locked.
    """
    if seen != fingerprint(facts):
        raise Conflict(facts)


def differences(theirs: Facts, yours: Facts) -> list[Difference]:
    """The fields of which the form has something else than the thing has now."""
    return [
        Difference(name, theirs[name], yours[name])
        for name in theirs
        if name in yours and theirs[name] != yours[name]
    ]

"""Two texts -> what stayed, went, came and moved, in the order of reading."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from .difference import Stretch, pairs, shared_stretches
from .words import Tokens, tokens


class Part(StrEnum):
    SAME = "same"
    DELETED = "deleted"
    INSERTED = "inserted"
    MOVED_AWAY = "moved away"
    """Stands elsewhere in the new text."""
    MOVED_HERE = "moved here"
    """Stood elsewhere in the old text."""


@dataclass(frozen=True, slots=True)
class Change:
    """A run of words; each keeps the white space that follows it."""

    part: Part
    text: str


def compare(old_text: str, new_text: str) -> list[Change]:
    """Return the changes by word; neighbouring runs differ in their part.

    What is not deleted or moved away, joined, is ``new_text`` to the letter; what is not inserted
    or moved here is ``old_text`` but for white space.
    """
    vocabulary: dict[str, int] = {}
    old, new = tokens(old_text, vocabulary), tokens(new_text, vocabulary)
    stretches = shared_stretches(old.ids, new.ids)
    paired = pairs(old.ids, new.ids, stretches)
    moved = _moved(stretches, paired)
    went_to = {paired[at] for at in moved}
    changes: list[Change] = []
    if new.starts and new.starts[0]:
        changes.append(Change(Part.SAME, new_text[: new.starts[0]]))
    for part, text in _runs(old, new, paired, moved, went_to):
        if changes and changes[-1].part is part:
            changes[-1] = Change(part, changes[-1].text + text)
        else:
            changes.append(Change(part, text))
    return changes


def _moved(stretches: list[Stretch], paired: list[int]) -> set[int]:
    """The old tokens that stand in the new text out of their order."""
    return {
        at
        for stretch in stretches
        if not stretch.in_order
        for at in range(stretch.old, stretch.old_end)
        if paired[at] == at + stretch.shift
    }


def _runs(
    old: Tokens, new: Tokens, paired: list[int], moved: set[int], went_to: set[int]
) -> Iterator[tuple[Part, str]]:
    """Yield token by token: before each that stayed, what went and what came there."""
    old_at = new_at = 0
    for at in [*range(len(old)), len(old)]:
        to = paired[at] if at < len(old) else len(new)
        stays = at == len(old) or (to >= new_at and at not in moved)
        if not stays:
            continue
        for gone in range(old_at, at):
            yield (Part.MOVED_AWAY if gone in moved else Part.DELETED), _word(old, gone)
        for come in range(new_at, to):
            yield (Part.MOVED_HERE if come in went_to else Part.INSERTED), _word(new, come)
        if at < len(old):
            yield Part.SAME, _word(new, to)
        old_at, new_at = at + 1, to + 1


def _word(side: Tokens, at: int) -> str:
    """A token with the white space up to the next one."""
    end = side.starts[at + 1] if at + 1 < len(side) else len(side.text)
    return side.text[side.starts[at] : end]

"""Where the states with a role lie: a map of them on one day, cut to their part of the world."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefs.models import Membership, State
from briefs.models.vocabulary import MAIN_ROLES, Role
from briefs.pictures.outlines import project

OUTLINES: dict[str, Any] = json.loads((Path(__file__).parent / "outlines.json").read_text())

MARGIN = 30  # around the states, in the units of the outlines
LEAST_WIDTH = 500
SHAPE = 0.55  # height of the picture by its width
MARK = 0.006  # radius of the mark for a state too small to be drawn, by the width

Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Holder:
    """A state with its roles on the day; the first one is drawn."""

    state: State
    roles: tuple[Role, ...]
    unverified: frozenset[Role] = frozenset()

    @property
    def role(self) -> Role:
        return self.roles[0]

    @property
    def words(self) -> str:
        roles = (
            f"{role.label} (unverified)" if role in self.unverified else role.label
            for role in self.roles
        )
        return f"{self.state.name}: {', '.join(roles)}"

    @property
    def outline(self) -> dict[str, Any] | None:
        outline: dict[str, Any] | None = OUTLINES["states"].get(self.state.iso_a3)
        return outline

    @property
    def path(self) -> str:
        return self.outline["path"] if self.outline else ""

    @property
    def mark(self) -> tuple[int, int] | None:
        """Where its capital lies, for a state without an outline that still exists."""
        state = self.state
        if self.outline or state.ended_on or state.latitude is None or state.longitude is None:
            return None
        return project(state.longitude, state.latitude)

    @property
    def box(self) -> Box | None:
        if self.outline:
            left, top, right, bottom = self.outline["box"]
            return left, top, right, bottom
        return (*self.mark, *self.mark) if self.mark else None


@dataclass(frozen=True)
class Map:
    holders: list[Holder]
    box: Box

    @property
    def view(self) -> str:
        """The part of the world that is shown, as SVG's viewBox."""
        left, top, right, bottom = self.box
        return f"{left} {top} {right - left} {bottom - top}"

    @property
    def mark_radius(self) -> int:
        return max(round((self.box[2] - self.box[0]) * MARK), 2)

    @property
    def pattern_scale(self) -> str:
        """So that the patterns are as coarse on a map of a region as on one of the world."""
        return f"{(self.box[2] - self.box[0]) / 1000:.2f}"

    @property
    def land(self) -> list[str]:
        """The outlines of all else that is in the picture."""
        drawn = {holder.state.iso_a3 for holder in self.holders}
        others: list[str] = [
            outline["path"]
            for code, outline in OUTLINES["states"].items()
            if code not in drawn and self._shows(outline["box"])
        ]
        return [*OUTLINES["land"], *others]

    def _shows(self, box: Iterable[int]) -> bool:
        left, top, right, bottom = box
        return (
            left < self.box[2]
            and right > self.box[0]
            and top < self.box[3]
            and bottom > self.box[1]
        )

    @property
    def missing(self) -> list[Holder]:
        """Those that are in the list alone."""
        return [holder for holder in self.holders if not holder.box]

    @property
    def marked(self) -> list[Holder]:
        return [holder for holder in self.holders if holder.mark]

    @property
    def rolls(self) -> list[tuple[Role, list[tuple[State, bool]]]]:
        """The list beside the map: every role, who has it, and whether that is verified."""
        rolls = []
        for role in Role:
            found = [holder for holder in self.holders if role in holder.roles]
            if found:
                rolls.append((role, [(one.state, role not in one.unverified) for one in found]))
        return rolls

    @property
    def has_unverified(self) -> bool:
        return any(holder.unverified for holder in self.holders)

    @property
    def has_several(self) -> bool:
        """Whether a state has roles of which the map shows but one."""
        return any(len(holder.roles) > 1 for holder in self.holders)

    @property
    def drawn_roles(self) -> set[Role]:
        return {holder.role for holder in self.holders if holder.box}


def map_of(held: Iterable[Membership]) -> Map | None:
    """The map of the roles held on a day; None where there are none."""
    grouped: dict[int, list[Membership]] = {}
    for row in held:
        grouped.setdefault(row.state_id, []).append(row)
    holders = [_holder(rows) for rows in grouped.values()]
    if not holders:
        return None
    holders.sort(key=lambda holder: holder.state.name)
    return Map(holders, framed([holder.box for holder in holders if holder.box]))


def _holder(rows: list[Membership]) -> Holder:
    """The roles of one state, its main one first."""
    order = [*MAIN_ROLES, *(role for role in Role if role not in MAIN_ROLES)]
    return Holder(
        rows[0].state,
        tuple(sorted((Role(row.role) for row in rows), key=order.index)),
        frozenset(Role(row.role) for row in rows if not row.verified),
    )


def framed(boxes: list[Box]) -> Box:
    """A box of the picture's shape around all of these, in the middle of which they lie."""
    if not boxes:
        boxes = [(0, 0, LEAST_WIDTH, 0)]
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[2] for box in boxes), max(box[3] for box in boxes)
    width = round(max(right - left, (bottom - top) / SHAPE, LEAST_WIDTH)) + 2 * MARGIN
    height = round(width * SHAPE)
    left = (left + right - width) // 2
    top = max((top + bottom - height) // 2, -MARGIN)  # there is nothing to the north of the land
    return left, top, left + width, top + height

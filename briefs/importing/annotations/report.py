"""What became of each annotation of a file."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from briefs.models import Annotation


class Effect(StrEnum):
    CREATED = "created"
    UNCHANGED = "unchanged"
    AMBIGUOUS = "ambiguous"
    NOT_FOUND = "not found"
    NOT_OURS = "not ours"
    SKIPPED = "skipped"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Outcome:
    """What became of one; ``number`` is its place in the file."""

    number: int
    effect: Effect
    id: str
    message: str = ""
    words: str = ""
    nearest: str = ""
    author: str = ""
    annotation: Annotation | None = None

    def __str__(self) -> str:
        said = f"{self.number}. {self.effect}: {self.message}"
        said += f" “{self.words}”" if self.words else ""
        said += f" Nearest: “{self.nearest}”" if self.nearest else ""
        return f"{said} [{self.id}]" if self.id else said


@dataclass
class Report:
    """``left_out`` counts what the file says there is beyond what it holds."""

    outcomes: list[Outcome] = field(default_factory=list)
    left_out: int = 0
    saved: bool = False

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(outcome.effect for outcome in self.outcomes)
        return {effect.value: found[effect] for effect in Effect if found[effect]}

    @property
    def creates(self) -> int:
        return self.counts.get(Effect.CREATED, 0)

    def lines(self) -> Iterator[str]:
        yield from map(str, self.outcomes)
        yield ", ".join(f"{count} {effect}" for effect, count in self.counts.items())
        if self.left_out:
            yield f"The file holds {self.left_out:,} fewer than it says there are."

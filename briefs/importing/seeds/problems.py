"""What is wrong with the seeds, said so that the person who wrote them finds the place."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One fault; ``file`` is relative to the seeds, ``line`` counts from 1, 0 for the whole file.

    ``entry`` names noun and key, ``field`` the key inside the entry; empty where they say nothing.
    """

    file: str
    line: int
    entry: str
    field: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}" if self.line else self.file
        return ": ".join(part for part in (place, self.entry, self.field, self.message) if part)


class SeedError(Exception):
    """The seeds cannot be loaded; nothing was written. ``problems`` holds every reason."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))

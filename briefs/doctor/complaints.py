from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Complaint:
    """What is not as it must be, in one sentence, and what to do about it."""

    what: str
    mend: str


Rule = Callable[[], Iterator[Complaint]]

"""How claims add up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from briefs.models.vocabulary import Verdict


@dataclass(frozen=True)
class Tally:
    """How many of some claims came to which verdict."""

    value: str
    label: str
    family: str
    count: int


def tally(counts: Mapping[str, int], scale: Sequence[Verdict]) -> list[Tally]:
    """Counts by verdict, in the order of the scale, empty ones left out."""
    return [
        Tally(verdict.value, verdict.label, verdict.family, counts[verdict])
        for verdict in scale
        if counts.get(verdict)
    ]

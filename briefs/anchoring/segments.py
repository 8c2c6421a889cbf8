"""Overlapping spans -> disjoint runs."""

from bisect import insort
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from .selectors import Span

Id = TypeVar("Id", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Run(Generic[Id]):
    """A stretch of text that the same spans cover from its start to its end."""

    start: int
    end: int
    ids: tuple[Id, ...]


def segments(spans: Mapping[Id, Span]) -> list[Run[Id]]:
    """Cut spans where any of them starts or ends; leave out what none covers.

    Runs come in order. A run's ids are ordered by where their spans start, the longer first,
    equal spans as in ``spans``.
    """
    ids = list(spans)
    ranked = sorted(range(len(ids)), key=lambda n: (spans[ids[n]].start, -spans[ids[n]].end, n))
    starts: dict[int, list[int]] = {}
    ends: dict[int, list[int]] = {}
    for rank, number in enumerate(ranked):
        span = spans[ids[number]]
        starts.setdefault(span.start, []).append(rank)
        ends.setdefault(span.end, []).append(rank)
    runs: list[Run[Id]] = []
    covering: list[int] = []
    last = 0
    for cut in sorted(starts.keys() | ends.keys()):
        if covering:
            runs.append(Run(last, cut, tuple(ids[ranked[rank]] for rank in covering)))
        for rank in ends.get(cut, ()):
            covering.remove(rank)
        for rank in starts.get(cut, ()):
            insort(covering, rank)
        last = cut
    return runs

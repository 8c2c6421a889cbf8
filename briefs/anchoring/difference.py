"""Two sequences of tokens -> the stretches that they share, and which token became which.

A stretch is a run of equal tokens that cannot be made longer, found by a few tokens in a row that
stand once in each text. So a stretch is either the text that stayed or text that moved; it is
never a twin. Where stretches overlap, two readings are possible, and both are in the list.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from rapidfuzz.distance import Indel

SEED = 6
"""Tokens in a row that must stand once in either text to found a stretch."""
LOCAL_SEED, LOCAL_GAP = 2, 60
"""In a gap of so few tokens between two stretches, so few in a row are enough."""
_MOST_CELLS = 1_000_000_000
"""Beyond this many pairs of tokens a gap is not compared: 125 MB, about a second."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """``length`` equal tokens from number ``old`` and ``new`` on.

    ``in_order`` stretches are the frame of the text that stayed; the others have moved.
    ``is_local`` ones are in order, too, but were found by tokens that stand once in a small gap
    of the frame, not once in each text.
    """

    old: int
    new: int
    length: int
    in_order: bool = True
    is_local: bool = False

    @property
    def old_end(self) -> int:
        return self.old + self.length

    @property
    def new_end(self) -> int:
        return self.new + self.length

    @property
    def shift(self) -> int:
        return self.new - self.old


class Side:
    """Stretches as ranges of one of the two texts."""

    def __init__(self, ranges: Iterable[tuple[int, int, Stretch]]) -> None:
        self._ranges = sorted(ranges, key=lambda r: r[:2])
        self._starts = [start for start, _, _ in self._ranges]
        self._reach = list(accumulate((end for _, end, _ in self._ranges), max))

    def touching(self, first: int, end: int) -> Iterator[tuple[int, int, Stretch]]:
        """Yield each stretch that shares tokens with the range, with its own range."""
        index = bisect_left(self._starts, end) - 1
        while index >= 0 and self._reach[index] > first:
            if self._ranges[index][1] > first:
                yield self._ranges[index]
            index -= 1


def shared_stretches(old: Sequence[int], new: Sequence[int]) -> list[Stretch]:
    """Return all stretches, in the order of the old text."""
    found = set(_seeded(old, new, SEED))
    found.update(_at_the_edges(old, new))
    stretches = _in_order(sorted(found))
    stretches += [local for gap in _gaps(stretches, old, new) for local in _local(gap, old, new)]
    return sorted(stretches, key=lambda s: (s.old, s.new))


def _gaps(
    stretches: Iterable[Stretch], old: Sequence[int], new: Sequence[int]
) -> Iterator[tuple[range, range]]:
    """Yield what lies between the stretches that kept their order."""
    old_at = new_at = 0
    for stretch in stretches:
        if stretch.in_order:
            yield range(old_at, stretch.old), range(new_at, stretch.new)
            old_at, new_at = max(old_at, stretch.old_end), max(new_at, stretch.new_end)
    yield range(old_at, len(old)), range(new_at, len(new))


def _local(gap: tuple[range, range], old: Sequence[int], new: Sequence[int]) -> Iterator[Stretch]:
    """Yield the stretches in a small gap, if most of what was there stayed."""
    was, now = gap
    if not (0 < len(was) <= LOCAL_GAP and 0 < len(now) <= LOCAL_GAP):
        return
    found = _in_order(
        sorted(_seeded(old[was.start : was.stop], new[now.start : now.stop], LOCAL_SEED))
    )
    stayed = [stretch for stretch in found if stretch.in_order]
    if 2 * sum(stretch.length for stretch in stayed) >= max(len(was), len(now)):
        for stretch in stayed:
            yield Stretch(
                was.start + stretch.old, now.start + stretch.new, stretch.length, is_local=True
            )


def _at_the_edges(old: Sequence[int], new: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Yield the common beginning and the common end, which need no seed; they may overlap."""
    most = min(len(old), len(new))
    ahead = next((n for n in range(most) if old[n] != new[n]), most)
    back = next((n for n in range(most) if old[-1 - n] != new[-1 - n]), most)
    if ahead:
        yield 0, 0, ahead
    if back:
        yield len(old) - back, len(new) - back, back


def _seeded(old: Sequence[int], new: Sequence[int], size: int) -> Iterator[tuple[int, int, int]]:
    in_new = _once(new, size)
    reached: dict[int, int] = {}  # shift -> end of its last stretch
    for seed, at in _once(old, size).items():
        to = in_new.get(seed, -1)
        if at < 0 or to < 0 or reached.get(to - at, 0) > at:
            continue
        shift = to - at
        start, end = at, at + size
        while start and start + shift and old[start - 1] == new[start - 1 + shift]:
            start -= 1
        while end < len(old) and end + shift < len(new) and old[end] == new[end + shift]:
            end += 1
        reached[shift] = end
        yield start, start + shift, end - start


def _once(ids: Sequence[int], size: int) -> dict[tuple[int, ...], int]:
    """Return where each run of ``size`` tokens stands, -1 when at several places."""
    places: dict[tuple[int, ...], int] = {}
    for at, run in enumerate(zip(*(ids[offset:] for offset in range(size)), strict=False)):
        places[run] = -1 if run in places else at
    return places


def _in_order(found: Sequence[tuple[int, int, int]]) -> list[Stretch]:
    """Find the heaviest series of stretches that keep their order, in O(n log n)."""
    ranks = {new: rank for rank, new in enumerate(sorted({new for _, new, _ in found}), start=1)}
    # A Fenwick tree over where stretches stand in the new text: (weight, last of the series).
    best = [(0, -1)] * (len(ranks) + 1)
    before: list[int] = []
    heaviest = (0, -1)
    for number, (_, new, length) in enumerate(found):
        weight, last = 0, -1
        rank = ranks[new] - 1
        while rank:
            weight, last = max((weight, last), best[rank])
            rank -= rank & -rank
        before.append(last)
        series = (weight + length, number)
        heaviest = max(heaviest, series)
        rank = ranks[new]
        while rank < len(best):
            best[rank] = max(best[rank], series)
            rank += rank & -rank
    kept = set()
    number = heaviest[1]
    while number >= 0:
        kept.add(number)
        number = before[number]
    return [Stretch(*stretch, number in kept) for number, stretch in enumerate(found)]


def pairs(old: Sequence[int], new: Sequence[int], stretches: Sequence[Stretch]) -> list[int]:
    """Say for each old token which new token it became, -1 for none.

    Stretches decide first, then in each gap of their frame the longest common subsequence. A
    pair in a gap is a likeness, not a proof.
    """
    paired = [-1] * len(old)
    taken = bytearray(len(new))
    for stretch in sorted(stretches, key=lambda s: (not s.in_order, s.old)):
        for at in range(stretch.old, stretch.old_end):
            to = at + stretch.shift
            if paired[at] < 0 and not taken[to]:
                paired[at] = to
                taken[to] = 1
    for was, now in _gaps(stretches, old, new):
        left = [at for at in was if paired[at] < 0]
        right = [at for at in now if not taken[at]]
        if left and right and len(left) * len(right) <= _MOST_CELLS:
            for step in Indel.opcodes([old[at] for at in left], [new[at] for at in right]):
                if step.tag == "equal":
                    for offset in range(step.src_end - step.src_start):
                        paired[left[step.src_start + offset]] = right[step.dest_start + offset]
    return paired


def between(in_order: Sequence[Stretch], first: int, end: int, new_length: int) -> tuple[int, int]:
    """Return the range of new tokens that stands where old ones stood, or would stand."""
    start, stop = 0, new_length
    before = bisect_right(in_order, first, key=lambda s: s.old) - 1
    if before >= 0:
        start = min(first + in_order[before].shift, in_order[before].new_end)
    after = bisect_left(in_order, end, key=lambda s: s.old_end)
    if after < len(in_order):
        stop = max(end + in_order[after].shift, in_order[after].new)
    return start, stop

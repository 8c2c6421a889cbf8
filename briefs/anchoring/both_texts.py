"""Two texts, cut into tokens and compared: what all decisions about spans look at."""

from functools import cached_property

from .difference import Side, Stretch, between, pairs, shared_stretches
from .words import tokens


class BothTexts:
    """The difference of two texts. Numbers are of tokens, ranges exclude their end."""

    def __init__(self, old_text: str, new_text: str) -> None:
        vocabulary: dict[str, int] = {}
        self.old = tokens(old_text, vocabulary)
        self.new = tokens(new_text, vocabulary)
        self.stretches = shared_stretches(self.old.ids, self.new.ids)
        self.in_old = Side((s.old, s.old_end, s) for s in self.stretches)
        self.in_new = Side((s.new, s.new_end, s) for s in self.stretches)

    @cached_property
    def paired(self) -> list[int]:
        """For each old token the new one that it became, or -1: a likeness, not a proof."""
        return pairs(self.old.ids, self.new.ids, self.stretches)

    @cached_property
    def in_order(self) -> list[Stretch]:
        return [stretch for stretch in self.stretches if stretch.in_order]

    def place_of(self, first: int, end: int) -> tuple[int, int]:
        """Return the new range where an old one stood, or would stand had it not moved away."""
        return between(self.in_order, first, end, len(self.new))

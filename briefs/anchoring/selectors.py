"""What says where words stand: spans, quotes, matches, and what goes wrong with them."""

from dataclasses import dataclass
from enum import StrEnum


class AnchorError(ValueError):
    """Words cannot be tied to one place; the kinds below say why."""


class EmptySpan(AnchorError):
    """A span must hold at least one code point, and a mark at least one word."""


class OutsideText(AnchorError):
    """A span reaches beyond its text."""


class EmptyQuote(AnchorError):
    """A quote without words stands nowhere."""


class AmbiguousQuote(AnchorError):
    """Two places fit a quote equally well; ``places`` lists them."""

    def __init__(self, places: "tuple[Span, ...]") -> None:
        self.places = places
        super().__init__(
            f"The quote fits {len(places)} places equally well; give more of the words around it."
        )


@dataclass(frozen=True, order=True, slots=True)
class Span:
    """A stretch of text in code points, end excluded, as the W3C model counts (4.2.5)."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise EmptySpan(f"A span from {self.start} to {self.end} holds no text.")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """Return the words in ``text``; raise OutsideText when it is too short."""
        if self.end > len(text):
            raise OutsideText(
                f"The span {self.start}-{self.end} reaches beyond the text's end at {len(text)}."
            )
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class TextQuote:
    """Words with what stands before and after them (W3C model, 4.2.4)."""

    exact: str
    prefix: str = ""
    suffix: str = ""


class How(StrEnum):
    """What a match rests on, strongest first."""

    PLACE = "place"
    """The words and their context stand at the hinted place."""
    CONTEXT = "context"
    """The words stand with their context at one place only."""
    NEAR = "near"
    """Nothing fits exactly; this is the best of the similar places."""


@dataclass(frozen=True, slots=True)
class Match:
    """Where a quote was found; ``score`` is 0 to 1, and 1 when words and context are the same."""

    span: Span
    score: float
    how: How

"""What may become of a span's words in the next version of a text."""

from dataclasses import dataclass
from enum import StrEnum

from .selectors import Span


class Fate(StrEnum):
    """What became of a span's words; *edited* and *lost* are for an editor to decide."""

    KEPT = "kept"
    SHIFTED = "shifted"
    EDITED = "edited"
    LOST = "lost"


class Evidence(StrEnum):
    """What a fate rests on."""

    UNCHANGED = "unchanged"
    """The words and their surroundings stayed together, and only one place can be theirs."""
    MOVED = "moved"
    """The words moved together with their surroundings."""
    SPACING = "spacing"
    """The words stayed, but white space or a break between them changed."""
    WORDING = "wording"
    """Some of the words changed; the rest tell the place."""
    REPLACED = "replaced"
    """All the words changed, between neighbours that stayed."""
    TWINS = "twins"
    """Several places or several originals fit."""
    LITTLE_CONTEXT = "little context"
    """The words stand in the text, with too little that stayed around them."""
    GONE = "gone"
    """The words are not in the text any more."""


@dataclass(frozen=True, slots=True)
class Carried:
    """The fate of one span.

    ``span`` is where its words stand (kept, shifted) or what is proposed (edited). ``suggestion``
    is a place to look at for a lost one, if there is any. ``score`` tells how like the old words
    those at ``span`` or ``suggestion`` are, 0 to 1.
    """

    fate: Fate
    span: Span | None
    evidence: Evidence
    score: float
    suggestion: Span | None = None

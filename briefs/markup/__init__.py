"""Incoming HTML -> a clean body in normal form; the body -> its text; marks put into it."""

from .errors import MarkupError
from .flaws import Flaw, FlawKind, flaws, is_seen
from .marking import Piece, mark
from .normal_form import MAX_LENGTH, normal_form
from .reading import (
    Block,
    Heading,
    PlaceholderLink,
    blocks,
    headings,
    placeholder_links,
    text_of,
)
from .tags import MAX_DEPTH, MAX_TAGS

__all__ = [
    "MAX_DEPTH",
    "MAX_LENGTH",
    "MAX_TAGS",
    "Block",
    "Flaw",
    "FlawKind",
    "Heading",
    "MarkupError",
    "Piece",
    "PlaceholderLink",
    "blocks",
    "flaws",
    "headings",
    "is_seen",
    "mark",
    "normal_form",
    "placeholder_links",
    "text_of",
]

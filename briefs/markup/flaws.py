"""A body in normal form -> what in its markup stands between the text and some of its readers.

Pictures are not looked for: the allow-list has none, so a body never holds one.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from .allowed import LEAVES
from .reading import TOKEN, decoded, headings, text_of, top_level


class FlawKind(StrEnum):
    HEADING_SKIPS = "heading-skips"
    LINK_WITHOUT_WORDS = "link-without-words"
    LINK_SAYS_NOTHING = "link-says-nothing"
    LINK_IS_ADDRESS = "link-is-address"
    EMPTY_BLOCK = "empty-block"


@dataclass(frozen=True)
class Flaw:
    """One flaw: its own words, and where they start (a code point offset into the text).

    ``around`` helps to find it: for a heading the heading before, else the text of the top-level
    block, or of the one before where that has none. An empty block's words are its tag.
    """

    kind: FlawKind
    words: str
    start: int
    around: str = ""


_SAYS_NOTHING = frozenset(
    (
        "click|click here|continue|details|find out more|follow this link|go|here|it|learn more|"
        "link|more|more here|page|read here|read more|read on|see|see here|see more|site|source|"
        "that|there|these|this|this article|this link|this page|this site|website"
    ).split("|")
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_BLOCKS = LEAVES | {"li"}
_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})


def flaws(body: str) -> list[Flaw]:
    """Everything found in a body in normal form, in the order of its text."""
    found = list(_skips(body))
    start, before = 0, ""
    for html in top_level(body):
        text = text_of(html)
        found += _Block(html, start, text, before).flaws()
        start += len(text) + 1
        before = text
    return sorted(found, key=lambda flaw: (flaw.start, flaw.kind))


def _skips(body: str) -> Iterator[Flaw]:
    """Headings more than one level below the one before; the title is the first level."""
    level, words = 1, ""
    for heading in headings(body):
        if heading.level > level + 1:
            yield Flaw(FlawKind.HEADING_SKIPS, heading.text, heading.start, words)
        level, words = heading.level, heading.text


def is_seen(text: str) -> bool:
    """Whether any of its characters takes ink."""
    return any(unicodedata.category(char) not in _UNSEEN for char in text)


def of_link(words: str) -> FlawKind | None:
    """What is wrong with the words of a link."""
    if not any(char.isalnum() for char in words):
        return FlawKind.LINK_WITHOUT_WORDS
    if _ADDRESS.fullmatch(words.strip()):
        return FlawKind.LINK_IS_ADDRESS
    plain = re.sub(r"[\W_]+", " ", words).strip().lower()
    return FlawKind.LINK_SAYS_NOTHING if plain in _SAYS_NOTHING else None


@dataclass
class _Open:
    """An element that has begun: a block, or a link."""

    tag: str
    start: int
    words: str = ""


@dataclass
class _Block:
    """One top-level block, read once from left to right."""

    html: str
    start: int
    text: str
    before: str
    open: list[_Open] = field(default_factory=list)

    @property
    def place(self) -> str:
        return self.text if is_seen(self.text) else self.before

    def flaws(self) -> Iterator[Flaw]:
        at = self.start
        for token in TOKEN.finditer(self.html):
            closing, tag, _, text = token.groups()
            if text is not None:
                text = decoded(text)
                at += len(text)
                for element in self.open:
                    element.words += text
            elif tag in _BLOCKS or tag == "a":
                if closing:
                    yield from self._ended(self.open.pop())
                else:
                    self.open.append(_Open(tag, at))

    def _ended(self, element: _Open) -> Iterator[Flaw]:
        if element.tag == "a":
            kind = of_link(element.words)
            if kind is not None:
                yield Flaw(kind, element.words.strip(), element.start, self.text)
        elif not is_seen(element.words):
            yield Flaw(FlawKind.EMPTY_BLOCK, element.tag, element.start, self.place)
            for outer in self.open:  # told once, not for each block around it
                outer.words += element.tag

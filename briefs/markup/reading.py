"""A body in normal form -> its text, headings, blocks and links.

Normal form lets the tags be read by one regular expression: in it ``<`` and ``>`` stand for tags
only, and every line feed between two tags of blocks is a break.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

TAG = re.compile(r"<[^>]*>")
TOKEN = re.compile(r"<(/?)([a-z0-9]+)([^>]*)>|([^<]+)")
_HEADING = re.compile(r"<h([234])(?: [^>]*)?>(.*?)</h\1>", re.DOTALL)
_PLACEHOLDER = re.compile(r'<a(?! href=)[^>]* data-reference="([0-9]+)"[^>]*>(.*?)</a>', re.DOTALL)


@dataclass(frozen=True)
class Heading:
    """A heading; ``start`` is a code point offset into ``text_of(body)``."""

    level: int
    text: str
    start: int


@dataclass(frozen=True)
class Block:
    """A top-level block: text offsets (code points, end excluded) and its HTML."""

    start: int
    end: int
    html: str


@dataclass(frozen=True)
class PlaceholderLink:
    """A link whose target was lost: the number of its reference, its words, where they start."""

    number: int
    words: str
    start: int


def text_of(body: str) -> str:
    """Return the ``textContent`` of a body in normal form."""
    return decoded(TAG.sub("", body))


def decoded(text: str) -> str:
    """Read the three entities that text in normal form has."""
    if "&" not in text:
        return text
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def headings(body: str) -> list[Heading]:
    """List the headings (h2 to h4) in order."""
    return [
        Heading(int(match[1]), text_of(match[2]), start)
        for match, start in _with_starts(_HEADING, body)
    ]


def placeholder_links(body: str) -> list[PlaceholderLink]:
    """List the links without an address that stand for a reference, in order."""
    return [
        PlaceholderLink(int(match[1]), text_of(match[2]), start)
        for match, start in _with_starts(_PLACEHOLDER, body)
    ]


def blocks(body: str) -> list[Block]:
    """List the top-level blocks in order; joined by line feeds they are the body."""
    found: list[Block] = []
    start = 0
    for html in top_level(body):
        end = start + len(text_of(html))
        found.append(Block(start, end, html))
        start = end + 1
    return found


def top_level(body: str) -> Iterator[str]:
    """Cut a body in normal form into the HTML of its top-level blocks."""
    depth = block_start = 0
    for tag in TAG.finditer(body):
        name = tag[0]
        if name.startswith("</"):
            depth -= 1
        elif name not in ("<br>", "<hr>"):
            depth += 1
        if depth == 0:
            yield body[block_start : tag.end()]
            block_start = tag.end() + 1


def _with_starts(pattern: re.Pattern[str], body: str) -> Iterator[tuple[re.Match[str], int]]:
    start = read = 0
    for match in pattern.finditer(body):
        start += len(text_of(body[read : match.start()]))
        read = match.start()
        yield match, start

"""Tag soup -> the same soup in few plain tags, so that parsing it takes bounded time.

A standard HTML parser needs quadratic time and memory for markup that is built to hurt it: tags
nested by the ten thousand, or unclosed ``<b>`` that it must open again in every paragraph. Here
the tags are read from left to right once, spelled anew if the allow-list knows them, and counted
as pessimistically as the parser could take them. Characters that it writes as references cost it
quadratic time too, so they go past it veiled.
"""

import re
from collections.abc import Iterator
from html import escape, unescape

from .allowed import ATTRIBUTES, DROPPED_WITH_CONTENT, INLINE, READ_AS, TABLE_PARTS, VOID
from .errors import MarkupError

MAX_DEPTH = 100
"""How many elements may stand in one another (list items, cells and paragraphs not counted)."""
MAX_TAGS = 100_000
"""How many elements the parser may have to make."""

_TAG = re.compile(r"<(/?)([A-Za-z][^\t\n\f\r />]*)")
_ATTRIBUTE = re.compile(
    r"""[\t\n\f\r /=]*([^\t\n\f\r />=]+)(?:[\t\n\f\r ]*+=[\t\n\f\r ]*+"""
    r"""(?:"([^"]*)"|'([^']*)'|([^\t\n\f\r >]*)))?"""
)
_TAG_END = re.compile(r"[\t\n\f\r /=]*>")
_COMMENT_END = re.compile(r"--!?>")
# Closed by their next sibling or their parent, so leaving them open nests nothing.
_CLOSES_ITSELF = frozenset({"p", "li"}) | (TABLE_PARTS - {"table"})
# "sub" and "sup" are not among the elements that an HTML parser opens again.
_OPENED_AGAIN = INLINE - {"sub", "sup"}


# Noncharacters, which no text may hold, stand in for the characters that markup is made of and
# for those that share their first byte with the non-breaking space in UTF-8. Control characters
# that do so go at once.
_VEILED = "&<>" + "".join(map(chr, range(0xA0, 0xC0)))
_NONCHARACTERS = [
    *range(0xFDD0, 0xFDF0),
    *(plane + last for plane in range(0x10000, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)),
]
_UNVEIL = dict(zip(_NONCHARACTERS, _VEILED, strict=False))
_VEIL: dict[int, int | str | None] = (
    dict.fromkeys((*range(0x80, 0xA0), *_NONCHARACTERS))
    | {0x85: " "}
    | {ord(sign): stand_in for stand_in, sign in _UNVEIL.items()}
)
# Longer than any character's; Python refuses to read numbers of thousands of digits.
_ENDLESS_REFERENCE = re.compile("&#(?:[0-9]{10,}|[xX][0-9a-fA-F]{10,});?")


class _Depth:
    """How deep the parser could be by now: never less than what it really has open."""

    def __init__(self) -> None:
        self.open: list[str] = []
        self.opened_again = 0
        self.made = 0

    def start(self, name: str) -> None:
        self._count()
        if name in VOID or name in _CLOSES_ITSELF:
            return
        self.open.append(name)
        self.opened_again += name in _OPENED_AGAIN
        if len(self.open) > MAX_DEPTH:
            raise MarkupError(
                f"The markup nests more than {MAX_DEPTH} elements in one another, or leaves as "
                f"many unclosed (the last is <{name}>)."
            )

    def end(self, name: str) -> None:
        self._count()
        blocks = 0
        for index in range(len(self.open) - 1, -1, -1):
            other = self.open[index]
            if other == name:
                del self.open[index]
                self.opened_again -= name in _OPENED_AGAIN
                return
            blocks += other not in INLINE
            # An end tag does not reach out of a table cell; and the parser's "adoption agency"
            # gives up on closing a formatting element that has many blocks in it.
            if other == "table" or (blocks > 2 and name in _OPENED_AGAIN):
                return

    def _count(self) -> None:
        self.made += 1 + self.opened_again
        if self.made > MAX_TAGS:
            raise MarkupError(f"The markup has more than {MAX_TAGS:,} tags.")


def plain_tags(html: str) -> str:
    """Decode and veil the text, spell known tags in one way, drop all else.

    Every ``<`` of the result opens a tag of the allow-list or "div", with attributes of the
    allow-list. Raise MarkupError for markup beyond MAX_DEPTH or MAX_TAGS.
    """
    return "".join(_pieces(html))


def veiled(text: str) -> str:
    """Decode text and hide the characters that a parser would look at twice."""
    return _decoded(text).translate(_VEIL)


def unveiled(text: str) -> str:
    """Undo ``veiled`` in text that the sanitiser wrote."""
    return unescape(text).translate(_UNVEIL)


def _decoded(text: str) -> str:
    return unescape(_ENDLESS_REFERENCE.sub("\ufffd", text)) if "&" in text else text


def _pieces(html: str) -> Iterator[str]:
    depth = _Depth()
    at = 0
    while (less_than := html.find("<", at)) >= 0:
        yield veiled(html[at:less_than])
        tag = _TAG.match(html, less_than)
        if tag is None:
            at = _end_of_declaration(html, less_than)
            if at == less_than:
                yield veiled("<")
                at += 1
            continue
        closing, name = bool(tag[1]), tag[2].lower()
        attributes, at = _attributes(html, tag.end())
        if at > len(html):  # the text ends within the tag
            return
        known = READ_AS.get(name)
        if known is not None:
            (depth.end if closing else depth.start)(known)
            yield f"</{known}>" if closing else f"<{known}{spelled(known, attributes)}>"
        elif name in DROPPED_WITH_CONTENT and not closing:
            at = _end_of_content(html, name, at)
    yield veiled(html[at:])


def _end_of_declaration(html: str, at: int) -> int:
    """Where a comment or declaration that starts at ``at`` ends; ``at`` if there is none."""
    if html.startswith("<!--", at):
        if html.startswith((">", "->"), at + 4):
            return html.index(">", at + 4) + 1
        end = _COMMENT_END.search(html, at + 4)
        return end.end() if end else len(html)
    if html.startswith(("<!", "<?", "</"), at):
        close = html.find(">", at)
        return close + 1 if close >= 0 else len(html)
    return at


def _end_of_content(html: str, name: str, at: int) -> int:
    end = re.compile(rf"</{re.escape(name)}(?=[\t\n\f\r />])", re.IGNORECASE).search(html, at)
    return end.start() if end else len(html)


def _attributes(html: str, at: int) -> tuple[dict[str, str], int]:
    """Return a tag's attributes and where the tag ends (past the text if it never does)."""
    found: dict[str, str] = {}
    while True:
        end = _TAG_END.match(html, at)
        if end:
            return found, end.end()
        attribute = _ATTRIBUTE.match(html, at)
        if attribute is None:
            return found, len(html) + 1
        value = attribute[2] or attribute[3] or attribute[4] or ""
        found.setdefault(attribute[1].lower(), _decoded(value))
        at = attribute.end()


def spelled(name: str, attributes: dict[str, str]) -> str:
    """Write the attributes that ``name`` may have, each in its one spelling, in a fixed order."""
    written = []
    for attribute, read in ATTRIBUTES[name].items():
        if attribute in attributes:
            value = read(attributes[attribute])
            if value is not None:
                written.append(f' {attribute}="{escape(value, quote=True)}"')
    return "".join(written)

"""Sanitised HTML -> normal form: blocks that hold blocks, leaf blocks that hold words.

The tags are read once, from left to right; finished blocks are handed up as text, so that no
depth of nesting needs recursion.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import unescape

from .allowed import INLINE, LEAVES
from .inline import Inline, Words, spell
from .tags import spelled, unveiled

_TOKEN = re.compile(r"<(/?)([a-z0-9]+)((?: [a-z-]+=\"[^\"]*\")*)>|([^<]+)")
_ATTRIBUTE = re.compile(r" ([a-z-]+)=\"([^\"]*)\"")
_ROWS = frozenset({"thead", "tbody"})

Attributes = dict[str, str]


@dataclass
class _Block:
    """A block whose content is complete; ``full`` says that there is something in it."""

    tag: str
    attributes: Attributes
    inner: str
    full: bool = True
    parts: Sequence["_Block"] = ()

    def html(self) -> str:
        if self.tag == "hr":
            return "<hr>"
        return f"<{self.tag}{spelled(self.tag, self.attributes)}>{self.inner}</{self.tag}>"


@dataclass
class _Frame:
    """A container being filled; ``inherited`` comes from a dissolved <div> around the blocks."""

    tag: str
    attributes: Attributes
    inherited: Attributes = field(default_factory=dict)
    parts: list[_Block] = field(default_factory=list)


@dataclass
class _Leaf:
    tag: str
    attributes: Attributes
    content: list[Words] = field(default_factory=list)


class _Arranger:
    def __init__(self) -> None:
        self.frames = [_Frame("", {})]
        self.leaf: _Leaf | None = None
        self.inlines: list[Inline] = []
        self.open: list[tuple[str, Attributes]] = []

    @property
    def in_flat_leaf(self) -> bool:
        """Headings and captions hold no blocks: what comes as a block is parted by a space."""
        return self.leaf is not None and self.leaf.tag != "p"

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag == "br":
            self._words(None)
        elif tag in INLINE:
            self._start_inline(tag, attributes)
        elif self.in_flat_leaf:
            self._words(" ")
            if tag != "hr":
                self.open.append(("space", {}))
        elif tag == "hr":
            self._finish_leaf()
            self._add(_Block("hr", {}, ""))
        else:
            self._finish_leaf()
            self._start_block(tag, attributes)

    def end(self) -> None:
        kind, inherited = self.open.pop()
        if kind == "inline":
            self.inlines.pop()
        elif kind == "space":
            self._words(" ")
        elif kind != "nothing":
            self._finish_leaf()
            if kind == "frame":
                self._finish_frame()
            elif kind == "div":
                self.frames[-1].inherited = inherited

    def text(self, text: str) -> None:
        if self.leaf is not None or not text.isspace():
            self._words(text)

    def body(self) -> str:
        self._finish_leaf()
        return _joined(self.frames[0].parts)

    def _start_inline(self, tag: str, attributes: Attributes) -> None:
        written = spelled(tag, attributes)
        if tag == "a" and not {"href", "data-reference"} & attributes.keys():
            self.open.append(("nothing", {}))
        else:
            self.open.append(("inline", {}))
            self.inlines.append(Inline(tag, written))

    def _start_block(self, tag: str, attributes: Attributes) -> None:
        frame = self.frames[-1]
        if tag == "div" or (tag == "li" and frame.tag not in ("ul", "ol")):
            self.open.append(("div", frame.inherited))
            frame.inherited = frame.inherited | _of_any_element(attributes)
        elif tag in LEAVES:
            self.open.append(("leaf", {}))
            if frame.tag == "th":  # a heading cell may hold no heading
                tag = "p"
            self.leaf = _Leaf(tag, frame.inherited | attributes)
        else:
            self.open.append(("frame", {}))
            self.frames.append(_Frame(tag, frame.inherited | attributes))

    def _words(self, text: str | None) -> None:
        if self.leaf is None:
            self.leaf = _Leaf("p", self.frames[-1].inherited)
        path = self.inlines
        links = [index for index, element in enumerate(path) if element.tag == "a"]
        if len(links) > 1:  # links do not nest: the innermost holds
            path = [e for i, e in enumerate(path) if e.tag != "a" or i == links[-1]]
        self.leaf.content.append(Words(tuple(path), text))

    def _finish_leaf(self) -> None:
        leaf, self.leaf = self.leaf, None
        if leaf is not None and (inner := spell(leaf.content)):
            self._add(_Block(leaf.tag, leaf.attributes, inner))

    def _finish_frame(self) -> None:
        frame = self.frames.pop()
        tag, parts = frame.tag, frame.parts
        if tag == "table":
            self._add_table(frame)
        elif tag in ("li", "td", "th"):
            # Written by its list or row, which may still put something into it.
            if parts or tag != "li":
                self._add(_Block(tag, frame.attributes, "", bool(parts), parts))
        elif parts:
            if tag in ("ul", "ol", "tr"):
                parts = [_item(part) for part in parts]
            full = any(part.full for part in parts)
            self._add(_Block(tag, frame.attributes, _joined(parts), full))

    def _add_table(self, table: _Frame) -> None:
        """Order a table's parts as HTML asks: one caption, one head, then bodies."""
        captions = [part for part in table.parts if part.tag == "caption"]
        groups = [part for part in table.parts if part.tag in _ROWS]
        if not any(group.full for group in groups):
            for caption in captions:
                self._add(_Block("p", table.attributes | caption.attributes, caption.inner))
            return
        for group in groups[1:]:
            group.tag = "tbody"
        if captions:
            inner = "<br>\n".join(caption.inner for caption in captions)
            captions = [_Block("caption", captions[0].attributes, inner)]
        self._add(_Block("table", table.attributes, _joined(captions + groups)))

    def _add(self, block: _Block) -> None:
        """Put a finished block where it may stand."""
        frame = self.frames[-1]
        if frame.tag in ("ul", "ol") and block.tag != "li":
            # Word processors nest lists side by side; the inner one belongs to the item above.
            last = frame.parts[-1] if frame.parts else None
            if last is not None and block.tag in ("ul", "ol"):
                last.parts = [*last.parts, block]
            else:
                frame.parts.append(_Block("li", {}, "", True, [block]))
            return
        frame.parts.append(block)


def _of_any_element(attributes: Attributes) -> Attributes:
    return {name: attributes[name] for name in ("lang", "dir") if name in attributes}


def _item(block: _Block) -> _Block:
    """Write a list item or cell; its only paragraph needs no <p> of its own."""
    attributes, inner = block.attributes, _joined(block.parts)
    if len(block.parts) == 1 and block.parts[0].tag == "p":
        attributes, inner = attributes | block.parts[0].attributes, block.parts[0].inner
    return _Block(block.tag, attributes, inner, block.full)


def _joined(parts: Sequence[_Block]) -> str:
    return "\n".join(part.html() for part in parts)


def arrange(html: str) -> str:
    """Bring sanitised HTML with veiled text into normal form."""
    arranger = _Arranger()
    for token in _TOKEN.finditer(html):
        closing, tag, attributes, text = token.groups()
        if text is not None:
            arranger.text(unveiled(text))
        elif closing:
            arranger.end()
        else:
            arranger.start(tag, {k: unescape(v) for k, v in _ATTRIBUTE.findall(attributes)})
    return arranger.body()

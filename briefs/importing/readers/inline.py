"""``[words](target)``, ``<http://…>`` and backslash escapes to plain text and its links."""

import re
from dataclasses import dataclass, field
from itertools import islice

from briefs.importing.draft import Link, Repair, RepairKind

# Bounded or possessive throughout: time stays linear on any run of brackets.
_TARGET = r"(?:\\.|[^\s()<>\\]|\((?:\\.|[^\s()<>\\]){0,500}+\))*+"
_MARKUP = re.compile(
    r"(?<!\\)\[(?P<words>(?:\\.|[^\[\]\\]|\[[^\[\]]{0,200}\])*+)\]"
    rf"\( ?(?P<target><[^<>\s]*+>|{_TARGET})(?: \"[^\"]{{0,500}}\")? ?\)"
    r"|<(?P<address>https?://[^\s<>]+)>"
)
_ESCAPED_WORD = re.compile(r"(?<!\w)\w{0,40}+(?:\\[!-/:-@\[-`{-~]\w{0,40}+){1,9}")
_ESCAPABLE = "!\"#$%&'()*+,-./:;<=>?@[]^_`{|}~"
# Stands for an escaped backslash meanwhile; no text holds it, since readers refuse it.
_HELD = "\0"
_SHOWN = 5
_USABLE = re.compile(r"(?:https?://|mailto:)[^\s]+", re.IGNORECASE)


@dataclass
class Inline:
    """The plain text of ``raw`` and the links in it; ``line`` is where it stands."""

    raw: str
    line: int
    text: str = ""
    links: list[Link] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        at = 0
        for match in _MARKUP.finditer(self.raw) if _may_link(self.raw) else ():
            self._add(self.raw[at : match.start()])
            if match["address"]:
                self._link(match["address"], match["address"])
            else:
                self._linked(match["words"], match["target"])
            at = match.end()
        self._add(self.raw[at:])
        self.text = "".join(self._parts).rstrip()

    def _linked(self, raw_words: str, raw_target: str) -> None:
        words = unescape(raw_words).strip()
        if not words:
            before = f"[{raw_words}]({raw_target})"
            self.repairs.append(Repair(RepairKind.NO_WORDS, self.line, before, ""))
            return
        self._add(" " if raw_words[0] == " " else "")
        self._link(words, self._usable(raw_target))
        self._add(" " if raw_words[-1] == " " else "")

    def _usable(self, raw_target: str) -> str | None:
        """The address a link led to; None for "#" and for what is no address of the web."""
        target = unescape(raw_target).strip("<>")
        if _USABLE.fullmatch(target):
            return target
        if not target.startswith("#") and target:
            self.repairs.append(Repair(RepairKind.TARGET, self.line, target, ""))
        return None

    def _link(self, words: str, target: str | None) -> None:
        start = self._length
        self._parts.append(words)
        self._length += len(words)
        self.links.append(Link(start, self._length, words, target))

    def _add(self, raw: str) -> None:
        """Add plain text; two spaces never meet at the edge of a link."""
        text = unescape(raw)
        if not self._length or self._parts[-1].endswith(" "):
            text = text.removeprefix(" ")
        if text:
            self._parts.append(text)
            self._length += len(text)


def _may_link(raw: str) -> bool:
    return "](" in raw or "<http" in raw


def unescape(raw: str) -> str:
    """``raw`` with a character in place of each escaped one; whole-text replacements are fast."""
    if "\\" not in raw:
        return raw
    text = raw.replace("\\\\", _HELD)
    for character in _ESCAPABLE:
        text = text.replace(f"\\{character}", character)
    return text.replace(_HELD, "\\")


def escapes_freed(line: str, number: int) -> list[Repair]:
    """The repair for a source line with escapes; shows the first words that hold some."""
    if "\\" not in line:
        return []
    words = [match[0] for match in islice(_ESCAPED_WORD.finditer(line), _SHOWN + 1)]
    if not words:
        return []
    before = " ".join(words[:_SHOWN]) + (" …" if len(words) > _SHOWN else "")
    return [Repair(RepairKind.ESCAPE, number, before, unescape(before))]

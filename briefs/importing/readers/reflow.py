"""Lines to paragraphs: wrapped lines joined, page breaks inside a sentence closed.

A line that would have had no room for the next line's first word was wrapped. Across an empty
line or a form feed a sentence goes on if it was left open and what follows starts in lower case.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from briefs.importing.draft import Repair, RepairKind
from briefs.importing.readers.source_lines import SourceLine
from briefs.importing.titles import is_title_case
from briefs.sentences import first_letter, is_closed

# Takes a line and the number of paragraphs before it: is the line one that never runs on?
StandsAlone = Callable[[str, int], bool]

_SOFT_HYPHEN = "\u00ad"
# What is looked at of a growing paragraph; constant, so that many joins stay linear.
_TAIL = 400
# Optimal-fit wrapping leaves lines short of the width, seldom by more than a third.
_NEARLY_FULL = 0.65
# Below this, an open end is more likely a heading or a name than half a sentence.
_RUNNING = 60
_NO_SENTENCE_ENDS_ON = frozenset(
    "a an the and or but nor of in on at by for from to with within without into onto upon over "
    "under between among against through during than that which who whose its their his her our "
    "your this these those as if when while because is are was were be been being has have had "
    "will would can could may might must should not".split()
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LAST_WORD = re.compile(r"(?:[^\W\d_]+-)*[^\W\d_]+(?=-$)|(?:[^\W\d_]+)(?=\u00ad$)")
_STOP_AHEAD = re.compile(r"[.,;:!?)](?:\s|$)")
# A target may hold balanced brackets, and may be cut inside them or behind a backslash.
_OPEN_ADDRESS = re.compile(
    r"(?:<https?://[^\s<>]*|\]\(https?://(?:\\.|[^\s<>()\\]|\((?:\\.|[^\s()\\])*+\)?)*\\?)$"
)


@dataclass(frozen=True)
class Paragraph:
    text: str
    line: int


@dataclass
class _Open:
    """The paragraph being put together."""

    first: int
    parts: list[str] = field(default_factory=list)
    tail: str = ""
    length: int = 0
    last: SourceLine | None = None
    wraps: int = 0

    def add(self, line: SourceLine, separator: str) -> None:
        self.parts += [separator, line.text]
        self.tail = (self.tail + separator + line.text)[-_TAIL:]
        self.length += len(separator) + len(line.text)
        self.last = line

    def drop_hyphen(self) -> None:
        self.parts[-1] = self.parts[-1][:-1]
        self.tail = self.tail[:-1]
        self.length -= 1

    @property
    def whole(self) -> str | None:
        """The text so far, if it is short enough to be looked at as one."""
        return self.tail if self.length < _TAIL else None


class Reflow:
    """One pass over the lines of a file; ``paragraphs`` and ``repairs`` are its results.

    ``wrapping`` is for files that tell where their lines were broken; it is found where not given.
    """

    def __init__(
        self,
        lines: Sequence[SourceLine],
        stands_alone: StandsAlone,
        wrapping: "Wrapping | None" = None,
    ) -> None:
        self.paragraphs: list[Paragraph] = []
        self.repairs: list[Repair] = []
        self._lines = lines
        self._stands_alone = stands_alone
        self._wrapping = wrapping or find_wrapping(lines)
        self._words: frozenset[str] | None = None
        self._open: _Open | None = None
        self._run()

    def _run(self) -> None:
        gap = False
        for line in self._lines:
            if not line.text:
                gap = True
                continue
            if self._open is None or not self._goes_on(self._open, line, gap):
                self._close()
                self._open = _Open(line.number)
                self._open.add(line, "")
            gap = False
        self._close()

    def _goes_on(self, paragraph: _Open, line: SourceLine, gap: bool) -> bool:
        """Join ``line`` to ``paragraph`` if it continues it."""
        last = paragraph.last
        assert last is not None
        if not gap and last.page == line.page:
            if not self._is_wrapped(last.text, line.text) and not self._runs_on(paragraph, line):
                return False
            paragraph.wraps += 1
            self._join(paragraph, line)
            return True
        turned = last.page != line.page
        if not self._runs_on(paragraph, line) and not self._breaks_off(paragraph, line, turned):
            return False
        before, number = paragraph.tail, last.number
        separator = self._join(paragraph, line)
        ending, beginning = _words_around(before, line.text)
        self.repairs.append(
            Repair(
                RepairKind.PAGE_BREAK,
                number,
                f"{ending} ¶ {beginning}",
                f"{ending}{separator}{beginning}",
            )
        )
        return True

    def _is_wrapped(self, left: str, right: str) -> bool:
        if self._wrapping is None or (left.startswith("<http") and left.endswith(">")):
            return False
        return self._wrapping.fills(left, right) or (
            self._wrapping.nearly_fills(left)
            and not self._stands_alone(right, len(self.paragraphs) + 1)
        )

    def _runs_on(self, paragraph: _Open, line: SourceLine) -> bool:
        """Whether a sentence, a link or an address left open goes on in ``line``."""
        if self._is_apart(paragraph, line):
            return False
        if _is_link_open(paragraph.tail):
            return True
        if is_closed(paragraph.tail):
            return False
        if not first_letter(line.text).islower() and not _STOP_AHEAD.match(line.text):
            return False
        whole = paragraph.whole
        return whole is None or not is_title_case(whole)

    def _breaks_off(self, paragraph: _Open, line: SourceLine, turned: bool) -> bool:
        """Whether running text stops where no sentence can, before a capital letter."""
        if self._is_apart(paragraph, line) or paragraph.length < _RUNNING:
            return False
        if is_closed(paragraph.tail):
            return False
        words = paragraph.tail.rsplit(maxsplit=1)
        stuck = words[-1].lower() in _NO_SENTENCE_ENDS_ON or paragraph.tail.endswith(",")
        return turned or stuck

    def _is_apart(self, paragraph: _Open, line: SourceLine) -> bool:
        count = len(self.paragraphs)
        whole = paragraph.whole
        return self._stands_alone(line.text, count + 1) or (
            whole is not None and self._stands_alone(whole, count)
        )

    def _join(self, paragraph: _Open, line: SourceLine) -> str:
        """Add ``line`` and return what was put between."""
        tail = paragraph.tail
        if _OPEN_ADDRESS.search(tail) and not line.text.startswith('"'):
            separator = ""
        elif tail.endswith(_SOFT_HYPHEN):
            separator = ""
            paragraph.drop_hyphen()
        elif _is_hyphened(tail, line.text):
            separator = ""
            self._settle_hyphen(paragraph, line)
        else:
            separator = "" if _is_tight(tail, line.text) else " "
        paragraph.add(line, separator)
        return separator

    def _settle_hyphen(self, paragraph: _Open, line: SourceLine) -> None:
        """Drop the hyphen only if the file elsewhere has the word without and never with it."""
        left = _LAST_WORD.search(paragraph.tail)
        right = _WORD.search(line.text)
        assert left is not None
        assert right is not None
        assert paragraph.last is not None
        with_hyphen = f"{left[0]}-{right[0]}"
        without = f"{left[0]}{right[0]}"
        number = paragraph.last.number
        if without.lower() in self._known and with_hyphen.lower() not in self._known:
            paragraph.drop_hyphen()
            repair = Repair(RepairKind.HYPHEN_DROPPED, number, with_hyphen, without)
        else:
            repair = Repair(RepairKind.HYPHEN_KEPT, number, f"{left[0]}- {right[0]}", with_hyphen)
        self.repairs.append(repair)

    @property
    def _known(self) -> frozenset[str]:
        if self._words is None:
            self._words = frozenset(
                word.lower() for line in self._lines for word in _WORD.findall(line.text)
            )
        return self._words

    def _close(self) -> None:
        done = self._open
        if done is None:
            return
        if done.wraps:
            lines = f"{done.wraps + 1} lines"
            self.repairs.append(Repair(RepairKind.LINE_WRAP, done.first, lines, "one paragraph"))
        text = "".join(done.parts).removesuffix(_SOFT_HYPHEN).rstrip()
        if text:
            self.paragraphs.append(Paragraph(text, done.first))
        self._open = None


@dataclass(frozen=True)
class Wrapping:
    """How a file was wrapped: up to which width, and whether empty lines part its paragraphs."""

    width: int
    parted: bool

    def fills(self, left: str, right: str) -> bool:
        """Whether the first word of ``right`` had no room behind ``left``."""
        return _fills(left, right, self.width)

    def nearly_fills(self, left: str) -> bool:
        """Whether ``left`` is long enough to have been broken where it ends."""
        is_long = len(left) >= _NEARLY_FULL * self.width
        return is_long and (self.parted or not is_closed(left))


def find_wrapping(lines: Sequence[SourceLine]) -> Wrapping | None:
    """The wrapping as far as the lines show it; None if a line is a paragraph.

    Only lines directly followed by another are looked at: a paragraph's last one says nothing.
    """
    pairs = [
        (left.text, right.text)
        for left, right in pairwise(lines)
        if left.text and right.text and left.page == right.page
    ]
    width = max((len(left) for left, _ in pairs if " " in left), default=0)
    full = [left for left, right in pairs if _fills(left, right, width)]
    broken = [left for left in full if not is_closed(left)]
    if len(broken) < 2 or 2 * len(broken) < len(full):
        return None
    short_ends = [left for left, _ in pairs if is_closed(left) and len(left) < _NEARLY_FULL * width]
    return Wrapping(width, parted=4 * len(short_ends) < _count_blocks(lines))


def _fills(left: str, right: str, width: int) -> bool:
    return len(left) + 1 + len(right.split(" ", 1)[0]) > width


def _count_blocks(lines: Sequence[SourceLine]) -> int:
    """How many groups of several lines stand between empty ones."""
    groups = groupby(lines, key=lambda line: bool(line.text))
    return sum(has_text and len(list(group)) > 1 for has_text, group in groups)


def _is_link_open(text: str) -> bool:
    return text.rfind("[") > text.rfind("]") or _OPEN_ADDRESS.search(text) is not None


def _is_hyphened(left: str, right: str) -> bool:
    """Whether a word was broken here; "mid-" before "and long-term" was not."""
    follows = _WORD.match(right)
    if follows is None or follows[0] in ("and", "or", "to", "nor"):
        return False
    return left.endswith("-") and _LAST_WORD.search(left[-80:]) is not None


def _is_tight(left: str, right: str) -> bool:
    """Whether no space belongs at the break: at an unspaced em dash, before a stop."""
    after = left.endswith("—") and left[-2:-1].strip() != ""
    before = right.startswith("—") and right[1:2].strip() != ""
    return after or before or _STOP_AHEAD.match(right) is not None


def _words_around(left: str, right: str) -> tuple[str, str]:
    return " ".join(left.split()[-3:]), " ".join(right[:200].split()[:3])

"""PDF files: lines of text with their places, put together to paragraphs.

A PDF knows no paragraphs. A gap wider than between lines, another size of type, or a line that
ends short parts them; a sentence left open at the foot of a page goes on on the next.
"""

import io
import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from briefs.importing.draft import (
    ArticleDraft,
    DraftError,
    Passage,
    PassageKind,
    Repair,
    RepairKind,
)
from briefs.importing.layout import stands_alone
from briefs.importing.making import make_draft
from briefs.importing.readers.marked_up import USABLE
from briefs.importing.readers.pdf_links import place
from briefs.importing.readers.pdf_page import Line, Spot, lines_of, spots_of
from briefs.importing.readers.reflow import Reflow, Wrapping
from briefs.importing.readers.source_lines import SourceLine

MAX_PAGES = 300
MAX_LINES = 20_000
_UNIT = "page"
# In units of the usual distance between lines, and of the size of type.
_GAP = 1.35
_OTHER_SIZE = 0.08
# Of the width that lines have: one that ends before it was not broken for want of room.
_SHORT = 0.75
_STOPS = (".", "!", "?", "”", '"')
_EDGE_LINES = 2
_PAGE_NUMBER = re.compile(r"(?:page )?[-–—]? ?[0-9]{1,4} ?[-–—]?(?: ?(?:of|/) ?[0-9]{1,4})?", re.I)


def read(data: bytes, name: str) -> ArticleDraft:
    """Read a PDF file; raise DraftError if it is encrypted, damaged, a scan, or no article."""
    try:
        lines, spots = _pages(data, name)
    except (DraftError, MemoryError):
        raise
    # Whatever a damaged file makes the parser do, it is one message.
    except Exception as error:
        raise DraftError(name, "is a damaged PDF file, and cannot be read") from error
    lines, furniture = _without_furniture(lines)
    sources = _with_gaps(lines)
    pages = {source.number: source.page for source in sources}
    reflowed = Reflow(sources, stands_alone, Wrapping(width=0, parted=True))
    texts = [paragraph.text for paragraph in reflowed.paragraphs]
    usable = [spot for spot in spots if USABLE.fullmatch(spot.target)]
    placed = place(usable, lines, texts)
    passages = [
        Passage(PassageKind.PARAGRAPH, text, links)
        for text, links in zip(texts, placed.links, strict=True)
    ]
    found = [replace(repair, where=pages[repair.where], unit=_UNIT) for repair in reflowed.repairs]
    dropped = [
        *(_dropped(spot, RepairKind.TARGET) for spot in spots if spot not in usable),
        *(_dropped(spot, RepairKind.UNPLACED_LINK) for spot in placed.left),
    ]
    in_order = sorted([*dropped, *furniture, *found], key=lambda repair: repair.where)
    return make_draft(passages, in_order, name)


def _dropped(spot: Spot, kind: RepairKind) -> Repair:
    return Repair(kind, spot.page, spot.target, "", _UNIT)


def _pages(data: bytes, name: str) -> tuple[list[Line], list[Spot]]:
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise DraftError(name, "is encrypted; save it without a password")
        if len(reader.pages) > MAX_PAGES:
            raise DraftError(name, f"has more than {MAX_PAGES:,} pages")
    except PyPdfError as error:
        raise DraftError(name, "is a damaged PDF file, and cannot be read") from error
    lines: list[Line] = []
    spots: list[Spot] = []
    for number, page in enumerate(reader.pages, 1):
        lines += lines_of(page, number)
        spots += spots_of(page, number)
        if len(lines) > MAX_LINES:
            raise DraftError(name, f"has more than {MAX_LINES:,} lines")
    if not lines:
        raise DraftError(name, "holds no text, only pictures of pages; it needs text recognition")
    return lines, spots


def _without_furniture(lines: list[Line]) -> tuple[list[Line], list[Repair]]:
    """Drop page numbers, and lines that stand at the edge of most pages, but for the title."""
    edges = _edges(lines)
    pages = len({line.page for line in lines})
    shapes = Counter(_shape(lines[at].text) for at in edges)
    kept, repairs = [], []
    for at, line in enumerate(lines):
        kind = None
        if at in edges and pages > 1 and _PAGE_NUMBER.fullmatch(line.text):
            kind = RepairKind.PAGE_NUMBER
        elif at in edges and pages > 1 and shapes[_shape(line.text)] >= max(2, (pages + 1) // 2):
            kind = None if _is_title(lines, at) else RepairKind.RUNNING_LINE
        if kind is None:
            kept.append(line)
        else:
            repairs.append(Repair(kind, line.page, line.text, "", _UNIT))
    return kept, repairs


def _edges(lines: list[Line]) -> set[int]:
    """Indexes of the first and last lines of each page."""
    by_page: dict[int, list[int]] = {}
    for at, line in enumerate(lines):
        by_page.setdefault(line.page, []).append(at)
    return {
        at for found in by_page.values() for at in (*found[:_EDGE_LINES], *found[-_EDGE_LINES:])
    }


def _shape(text: str) -> str:
    return re.sub(r"\d+", "0", text.casefold())


def _is_title(lines: list[Line], at: int) -> bool:
    """Whether the line is set larger than the text: then the running lines repeat it."""
    usual = median(line.size for line in lines)
    return lines[at].page == lines[0].page and lines[at].size > usual * (1 + _OTHER_SIZE)


def _with_gaps(lines: list[Line]) -> list[SourceLine]:
    """The lines, with an empty one wherever one paragraph ends and another begins."""
    setting = _Setting(_leading(lines), _width(lines), median(line.size for line in lines) or 1.0)
    sources: list[SourceLine] = []
    for at, line in enumerate(lines):
        last = lines[at - 1] if at else None
        if last is not None and last.page == line.page and setting.parts(last, line):
            sources.append(SourceLine(len(sources) + 1, "", line.page))
        sources.append(SourceLine(len(sources) + 1, line.text, line.page))
    return sources


@dataclass(frozen=True)
class _Setting:
    """How the running text is set: distance of lines, characters of a line, size of type."""

    leading: float
    width: float
    size: float

    def parts(self, last: Line, line: Line) -> bool:
        """Whether a paragraph ends with ``last``, and ``line`` begins another."""
        if abs(last.size - line.size) > _OTHER_SIZE * max(last.size, line.size):
            return True
        # Upwards is the top of the next column, where only the end of the line can tell.
        fall = last.y - line.y
        is_short = len(last.text) < _SHORT * self.width and last.text.endswith(_STOPS)
        return fall > _GAP * self.leading * max(1.0, line.size / self.size) or is_short


def _leading(lines: list[Line]) -> float:
    """The distance that most lines keep from the one above."""
    falls = [
        round(above.y - below.y, 1)
        for above, below in pairwise(lines)
        if above.page == below.page and above.y > below.y
    ]
    return Counter(falls).most_common(1)[0][0] if falls else 1.0


def _width(lines: list[Line]) -> float:
    lengths = sorted(len(line.text) for line in lines)
    return lengths[int(0.8 * (len(lengths) - 1))]

"""Articles as they are exported to plain text: a paragraph a line, or wrapped at some width."""

from briefs.importing.draft import ArticleDraft, DraftError, Passage, PassageKind, Repair
from briefs.importing.layout import stands_alone
from briefs.importing.making import make_draft
from briefs.importing.readers.inline import Inline, escapes_freed
from briefs.importing.readers.reflow import Reflow
from briefs.importing.readers.source_lines import read_lines

MAX_LINKS = 5_000
# A byline, label or address with its markup; link targets can be long.
_LONGEST_APART = 2_000


def read(data: bytes, name: str) -> ArticleDraft:
    """Read a text file; raise DraftError if it holds no article. ``name`` is for messages."""
    lines, repairs = read_lines(data, name)
    if data.count(b"](") + data.count(b"<http") > MAX_LINKS:
        raise DraftError(name, f"has more than {MAX_LINKS:,} links")
    reflowed = Reflow(lines, _stands_alone)
    inlines = [Inline(paragraph.text, paragraph.line) for paragraph in reflowed.paragraphs]
    passages = [
        Passage(PassageKind.PARAGRAPH, inline.text, tuple(inline.links))
        for inline in inlines
        if inline.text
    ]
    first = reflowed.paragraphs[0].line if reflowed.paragraphs else None
    repairs += reflowed.repairs
    repairs += [repair for line in lines for repair in escapes_freed(line.text, line.number)]
    repairs += [repair for inline in inlines for repair in inline.repairs]
    return make_draft(passages, sorted(repairs, key=_line), name, first)


def _line(repair: Repair) -> int:
    return repair.where


def _stands_alone(line: str, position: int) -> bool:
    return len(line) <= _LONGEST_APART and stands_alone(Inline(line, 0).text, position)

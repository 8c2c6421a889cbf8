"""Articles as they are exported to plain text: a paragraph a line, or wrapped at some width."""

from briefs.importing.draft import ArticleDraft, DraftError, Passage, PassageKind, Repair
from briefs.importing.layout import MAX_TITLE, lay_out, stands_alone
from briefs.importing.readers.inline import Inline, escapes_freed
from briefs.importing.readers.reflow import Paragraph, Reflow
from briefs.importing.readers.source_lines import read_lines
from briefs.importing.sentences import is_closed

# Less running text than this is a note, a list or data, not an article.
MIN_WORDS = 40
MAX_LINKS = 5_000
_LEAST_WORDS_OF_PROSE = 5
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
    layout = lay_out(passages)
    _check(layout.passages, reflowed.paragraphs, name)
    repairs += reflowed.repairs
    repairs += [repair for line in lines for repair in escapes_freed(line.text, line.number)]
    repairs += [repair for inline in inlines for repair in inline.repairs]
    return ArticleDraft(
        passages=tuple(layout.passages),
        authors=layout.authors,
        publisher=layout.publisher,
        publisher_host=layout.publisher_host,
        published=layout.published,
        original_url=layout.original_url,
        licence=layout.licence,
        repairs=tuple(sorted(repairs, key=_line)),
    )


def _line(repair: Repair) -> int:
    return repair.where


def _stands_alone(line: str, position: int) -> bool:
    return len(line) <= _LONGEST_APART and stands_alone(Inline(line, 0).text, position)


def _check(passages: list[Passage], paragraphs: list[Paragraph], name: str) -> None:
    if not any(passage.kind is PassageKind.TITLE for passage in passages):
        first = paragraphs[0].line if paragraphs else None
        reason = f"no article in it: a title of up to {MAX_TITLE} characters must come first"
        raise DraftError(name, reason, first)
    words = sum(len(passage.text.split()) for passage in passages if _is_prose(passage))
    if words < MIN_WORDS:
        reason = f"no article in it: {words} words of running text below the title"
        raise DraftError(name, f"{reason}, at least {MIN_WORDS} are needed")


def _is_prose(passage: Passage) -> bool:
    is_body = passage.kind is PassageKind.PARAGRAPH
    return is_body and is_closed(passage.text) and passage.text.count(" ") >= _LEAST_WORDS_OF_PROSE

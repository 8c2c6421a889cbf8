"""From passages to a draft, whatever form the file had."""

from collections.abc import Iterable, Sequence

from briefs.importing.draft import ArticleDraft, DraftError, Passage, PassageKind, Repair
from briefs.importing.layout import MAX_TITLE, lay_out
from briefs.sentences import is_closed

# Less running text than this is a note, a list or data, not an article.
MIN_WORDS = 40
_LEAST_WORDS_OF_PROSE = 5


def make_draft(
    passages: Sequence[Passage], repairs: Iterable[Repair], name: str, first: int | None = None
) -> ArticleDraft:
    """The draft that ``passages`` make; raise DraftError if they are no article.

    ``name`` and ``first``, the line of the first passage, are for its message.
    """
    layout = lay_out(passages)
    _check(layout.passages, name, first)
    return ArticleDraft(
        passages=tuple(layout.passages),
        authors=layout.authors,
        publisher=layout.publisher,
        publisher_host=layout.publisher_host,
        published=layout.published,
        original_url=layout.original_url,
        licence=layout.licence,
        repairs=tuple(repairs),
    )


def _check(passages: Sequence[Passage], name: str, first: int | None) -> None:
    if not any(passage.kind is PassageKind.TITLE for passage in passages):
        reason = f"no article in it: a title of up to {MAX_TITLE} characters must come first"
        raise DraftError(name, reason, first)
    words = sum(len(passage.text.split()) for passage in passages if _is_prose(passage))
    if words < MIN_WORDS:
        reason = f"no article in it: {words} words of running text below the title"
        raise DraftError(name, f"{reason}, at least {MIN_WORDS} are needed")


def _is_prose(passage: Passage) -> bool:
    is_body = passage.kind is PassageKind.PARAGRAPH
    return is_body and is_closed(passage.text) and passage.text.count(" ") >= _LEAST_WORDS_OF_PROSE

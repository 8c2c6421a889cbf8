"""A version's body and its annotations -> HTML with marks. The one place that trusts HTML.

Bodies and notes are stored in normal form (``briefs.markup``), which is what makes them safe.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from briefs.anchoring import Part, Span, compare
from briefs.markup import Piece, blocks, headings, mark
from briefs.models import Anchor, Version
from briefs.reading import Card

KEPT = 64
"""So many texts are kept with their marks by each process: they are the same until an edit."""
MarkedBlock = tuple[SafeString, int, int]


@dataclass(frozen=True)
class ContentsLine:
    id: str
    text: str
    level: int


def contents(version: Version) -> tuple[ContentsLine, ...]:
    """The headings of the text, with the ids they carry on the page."""
    return _contents(version.body)


@lru_cache(maxsize=KEPT)
def _contents(body: str) -> tuple[ContentsLine, ...]:
    lines: list[ContentsLine] = []
    taken: set[str] = set()
    for heading in headings(body):
        name = base = slugify(heading.text) or "section"
        copy = 1
        while name in taken:
            copy += 1
            name = f"{base}-{copy}"
        taken.add(name)
        lines.append(ContentsLine(name, heading.text, heading.level))
    return tuple(lines)


def marked_blocks(version: Version, cards: Sequence[Card]) -> tuple[MarkedBlock, ...]:
    """Each top-level block with its marks, and where it starts and ends in the text.

    Joined by line feeds, the blocks' ``textContent`` is ``version.text`` to the letter.
    """
    return _marked_blocks(version.body, tuple(cards))


@lru_cache(maxsize=KEPT)
def _marked_blocks(body: str, cards: tuple[Card, ...]) -> tuple[MarkedBlock, ...]:
    by_id = {card.id: card for card in cards}

    def opening(piece: Piece[int]) -> str:
        covering = [by_id[pk] for pk in piece.ids]
        # Where claims overlap, the shortest is what the reader points at.
        nearest = min(covering, key=lambda card: card.end - card.start)
        return format_html(
            '<mark role="none" class="{} {}{}" data-claims="{}"{}>',
            nearest.kind.value,
            nearest.family,
            "" if nearest.is_public else " unpublished",
            " ".join(card.label for card in covering),
            _heard("begins", " and ".join(_name(by_id[pk]) for pk in piece.first_of)),
        )

    def after(pk: int) -> str:
        card = by_id[pk]
        said = f": {card.kind.label}, {card.verdict_words}" if card.is_claim else ""
        return format_html(
            '<a class="ref" id="mark-{0}" href="#{1}" data-label="{0}" aria-label="End of {2}{3}">'
            "</a>",
            card.label,
            card.anchor,
            _name(card),
            said,
        )

    marked = mark(
        body,
        {card.id: Span(card.start, card.end) for card in cards},
        opening,
        after=after,
        heading_ids=[line.id for line in _contents(body)],
    )
    return tuple(
        (mark_safe(html), block.start, block.end)
        for html, block in zip(marked, blocks(body), strict=True)
    )


def _name(card: Card) -> str:
    return f"claim {card.label}" if card.is_claim else f"editors’ note {card.label}"


def _heard(edge: str, name: str) -> SafeString:
    """An attribute that the style turns into words for screen readers alone; none without a name.

    A span falls into pieces wherever a tag or another span cuts it. As marks each would be told of,
    so pieces have no role, and the first and last alone carry words. These are generated from
    attributes because an element that held them would change the ``textContent``.
    """
    return format_html(' data-{}="{}"', edge, name) if name else SafeString()


def marked_text(version: Version, cards: Sequence[Card]) -> SafeString:
    """The whole body with its marks; its ``textContent`` is ``version.text`` to the letter."""
    return mark_safe("\n".join(html for html, _, _ in marked_blocks(version, cards)))


def passage_around(version: Version, anchor: Anchor) -> SafeString:
    """The blocks that hold the anchored words, with these words alone marked."""
    span = anchor.span
    if span is None:
        return SafeString()

    def opening(piece: Piece[int]) -> str:
        begins = _heard("begins", "the claim" if piece.first_of else "")
        ends = _heard("ends", "the claim" if piece.last_of else "")
        return format_html('<mark role="none"{}{}>', begins, ends)

    marked = mark(version.body, {anchor.pk: span}, opening)
    touched = [
        html
        for html, block in zip(marked, blocks(version.body), strict=True)
        if block.start < span.end and block.end > span.start
    ]
    return mark_safe("\n".join(touched))


def sentence_around(text: str, span: Span) -> SafeString:
    """The words with what stands around them in their paragraph, marked; for editors."""
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    return format_html(
        "{}<mark>{}</mark>{}",
        text[start : span.start],
        text[span.start : span.end],
        text[span.end : end if end >= 0 else len(text)],
    )


# As Django's json_script, which cannot say that it is JSON-LD: nothing in it ends the element.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def data_block(data: Mapping[str, Any]) -> SafeString:
    """JSON-LD in a page: a data block, which no browser runs (HTML, 4.12.1)."""
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(written))


TAGS = {
    Part.SAME: "{}",
    Part.DELETED: "<del>{}</del>",
    Part.INSERTED: "<ins>{}</ins>",
    Part.MOVED_AWAY: '<del class="moved">{}</del>',
    Part.MOVED_HERE: '<ins class="moved">{}</ins>',
}
GONE = (Part.DELETED, Part.MOVED_AWAY)


def compared(old_text: str, new_text: str) -> list[SafeString]:
    """The paragraphs of the new text with what went and what came, by word.

    A paragraph's end that went is shown as a sign; one that came ends a paragraph as any other.
    """
    paragraphs: list[list[SafeString]] = [[]]
    for change in compare(old_text, new_text):
        for number, line in enumerate(change.text.split("\n")):
            if number and change.part in GONE:
                paragraphs[-1].append(format_html(TAGS[change.part], "¶ "))
            elif number:
                paragraphs.append([])
            if line:
                paragraphs[-1].append(format_html(TAGS[change.part], line))
    return [mark_safe("".join(pieces)) for pieces in paragraphs if pieces]


def changed_paragraphs(old_text: str, new_text: str) -> list[SafeString]:
    """Those of ``compared`` in which words went or came. What is alike at both ends is not read."""
    old, new = old_text.split("\n"), new_text.split("\n")
    while old and new and old[0] == new[0]:
        del old[0], new[0]
    while old and new and old[-1] == new[-1]:
        del old[-1], new[-1]
    paragraphs = compared("\n".join(old), "\n".join(new))
    return [paragraph for paragraph in paragraphs if "<ins" in paragraph or "<del" in paragraph]


def plain(html: str) -> SafeString:
    """HTML in normal form, as it is."""
    return mark_safe(html)


_OWN_ADDRESS = re.compile(r'(<a\b[^<>]*? href=")/')


def with_origin(html: SafeString, origin: str) -> SafeString:
    """With links into this site whole, for where the text is read elsewhere."""
    return mark_safe(_OWN_ADDRESS.sub(lambda found: f"{found[1]}{escape(origin)}/", html))

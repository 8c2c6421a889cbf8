"""What every reader returns: an article as it was received, before anything is saved."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from html import escape

from briefs.dates import PartialDate
from briefs.sentences import Sentences


class DraftError(Exception):
    """A file that cannot be read as an article; ``str`` is one line that names file and line."""

    def __init__(self, name: str, reason: str, line: int | None = None) -> None:
        self.name = " ".join(name.split())
        self.reason = reason
        self.line = line
        where = self.name if line is None else f"{self.name}, line {line}"
        super().__init__(f"{where}: {reason}")


class PassageKind(StrEnum):
    DATE = "date"
    TITLE = "title"
    STANDFIRST = "standfirst"
    BYLINE = "byline"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST = "list"
    QUOTATION = "quotation"
    TABLE = "table"
    END_NOTE = "end-note"
    AUTHOR_NOTE = "author-note"
    LABEL = "label"
    PUBLISHER = "publisher"
    LICENCE = "licence"
    ADDRESS = "address"


BODY = (
    PassageKind.HEADING,
    PassageKind.PARAGRAPH,
    PassageKind.LIST,
    PassageKind.QUOTATION,
    PassageKind.TABLE,
)


class Place(StrEnum):
    """The part of the article a link stands in, in the values references are stored under."""

    TITLE = "title"
    STANDFIRST = "standfirst"
    BYLINE = "byline"
    BODY = "body"
    END_NOTE = "end-note"
    AUTHOR_NOTE = "author-note"
    PUBLISHER = "publisher"


_PLACES = {
    PassageKind.TITLE: Place.TITLE,
    PassageKind.STANDFIRST: Place.STANDFIRST,
    PassageKind.DATE: Place.BYLINE,
    PassageKind.BYLINE: Place.BYLINE,
    PassageKind.HEADING: Place.BODY,
    PassageKind.PARAGRAPH: Place.BODY,
    PassageKind.LIST: Place.BODY,
    PassageKind.QUOTATION: Place.BODY,
    PassageKind.TABLE: Place.BODY,
    PassageKind.END_NOTE: Place.END_NOTE,
    PassageKind.AUTHOR_NOTE: Place.AUTHOR_NOTE,
}
_TAGS = {PassageKind.HEADING: "h2"}
_KEYS = {PassageKind.PARAGRAPH: "p", PassageKind.HEADING: "h"}
_LINK = re.compile(r"<a(?: [^>]*)?>")


class RepairKind(StrEnum):
    BYTE_ORDER_MARK = "byte-order mark dropped"
    LINE_ENDS = "line ends made one kind"
    CHARACTERS = "characters made plain"
    PAGE_NUMBER = "page number dropped"
    PAGE_BREAK = "page break closed"
    LINE_WRAP = "wrapped lines joined"
    HYPHEN_KEPT = "hyphen at a line end kept"
    HYPHEN_DROPPED = "hyphen at a line end dropped"
    ESCAPE = "escaped character freed"
    TARGET = "unusable link target dropped"
    NO_WORDS = "link without words dropped"
    INNER_LINK = "link within the file dropped"
    UNPLACED_LINK = "link dropped, since the file does not say which words carry it"
    PICTURE = "picture dropped"
    HEADING = "bold line made a heading"
    LIST = "paragraphs with typed bullets made a list"
    RUNNING_LINE = "page header or footer dropped"
    ENCODING = "read in another encoding than UTF-8"
    CHANGES = "tracked changes taken as accepted"


@dataclass(frozen=True)
class Repair:
    """One thing that was put right; ``where`` counts ``unit``s of the file from 1.

    It is 0 where the file has no such places, or all of it is meant.
    """

    kind: RepairKind
    where: int
    before: str
    after: str
    unit: str = "line"


@dataclass(frozen=True)
class Link:
    """Linked words of a passage: code points ``start`` to ``end``, end excluded.

    ``target`` is None where the file no longer says where the link led.
    """

    start: int
    end: int
    words: str
    target: str | None


@dataclass(frozen=True)
class Passage:
    """One paragraph, heading or line of the file, joined and without its markup.

    ``html`` is the block in normal form where the file has markup of its own (emphasis, lists,
    quotations, levels of headings); its ``<a>`` are ``links``, in order, and ``text`` its text.
    """

    kind: PassageKind
    text: str
    links: tuple[Link, ...] = ()
    html: str = ""

    def followed_by(self, other: "Passage") -> "Passage":
        """Both in one, with a space between; the kind is this one's."""
        shift = len(self.text) + 1
        moved = (Link(at.start + shift, at.end + shift, at.words, at.target) for at in other.links)
        return Passage(self.kind, f"{self.text} {other.text}", (*self.links, *moved))


@dataclass(frozen=True)
class PlacedLink:
    """A link and where it stands; ``offset`` counts code points from the passage's start.

    ``number`` counts all links, live and lost, in reading order from 1, and is what
    ``data-reference`` holds in the HTML. ``passage`` is the key of ``ArticleDraft.keyed``.
    """

    number: int
    words: str
    target: str | None
    place: Place
    passage: str
    offset: int
    sentence: str


@dataclass(frozen=True)
class Author:
    """Somebody named in the byline; role and affiliation are empty where the file gives none."""

    name: str
    role: str = ""
    affiliation: str = ""


@dataclass(frozen=True)
class Licence:
    """The terms as stated; all but the name are empty where the rule knows no such licence."""

    name: str
    short: str = ""
    url: str = ""
    spdx: str = ""


@dataclass(frozen=True)
class ArticleDraft:
    """An article as received: ``passages`` holds every word of it, in reading order.

    Two drafts are equal when they say the same, whatever had to be repaired on the way.
    """

    passages: tuple[Passage, ...]
    authors: tuple[Author, ...] = ()
    publisher: str = ""
    publisher_host: str = ""
    published: PartialDate | None = None
    original_url: str = ""
    licence: Licence | None = None
    repairs: tuple[Repair, ...] = field(default=(), compare=False)

    @property
    def title(self) -> str:
        return self._text(PassageKind.TITLE)

    @property
    def standfirst(self) -> str:
        return self._text(PassageKind.STANDFIRST)

    @property
    def byline(self) -> str:
        return self._text(PassageKind.BYLINE)

    @property
    def blocks(self) -> tuple[Passage, ...]:
        """Headings and paragraphs of the body."""
        return self._of(*BODY)

    @property
    def end_notes(self) -> tuple[Passage, ...]:
        return self._of(PassageKind.END_NOTE)

    @property
    def author_notes(self) -> tuple[Passage, ...]:
        return self._of(PassageKind.AUTHOR_NOTE)

    @property
    def publisher_lines(self) -> tuple[Passage, ...]:
        return self._of(PassageKind.PUBLISHER)

    @cached_property
    def keyed(self) -> dict[str, Passage]:
        """Passages by key: p1, p2 …, h1 …; any other is its kind, numbered from the second."""
        seen: Counter[PassageKind] = Counter()
        keyed = {}
        for passage in self.passages:
            seen[passage.kind] += 1
            keyed[_key(passage.kind, seen[passage.kind])] = passage
        return keyed

    @cached_property
    def links(self) -> tuple[PlacedLink, ...]:
        """All links of the article, live and lost, in reading order."""
        return tuple(self._placed())

    @property
    def lost_links(self) -> tuple[PlacedLink, ...]:
        return tuple(link for link in self.links if link.target is None)

    def body_html(self, numbers: Mapping[int, int] | None = None) -> str:
        """The body; ``numbers`` says which reference each link is, if not its own number."""
        return self._html(BODY, numbers)

    def end_note_html(self, numbers: Mapping[int, int] | None = None) -> str:
        return self._html((PassageKind.END_NOTE,), numbers)

    def author_note_html(self, numbers: Mapping[int, int] | None = None) -> str:
        return self._html((PassageKind.AUTHOR_NOTE,), numbers)

    def _of(self, *kinds: PassageKind) -> tuple[Passage, ...]:
        return tuple(passage for passage in self.passages if passage.kind in kinds)

    def _text(self, kind: PassageKind) -> str:
        return " ".join(passage.text for passage in self._of(kind))

    def _placed(self) -> Iterator[PlacedLink]:
        number = 0
        label = ""
        for key, passage in self.keyed.items():
            sentences = Sentences(passage.text) if passage.links else None
            for link in passage.links:
                assert sentences is not None
                number += 1
                yield PlacedLink(
                    number=number,
                    words=link.words,
                    target=link.target,
                    place=_PLACES.get(passage.kind, Place.PUBLISHER),
                    passage=key,
                    offset=link.start,
                    sentence=label + sentences.around(link.start, link.end),
                )
            label = _label_before(passage)

    def _html(self, kinds: Iterable[PassageKind], numbers: Mapping[int, int] | None) -> str:
        wanted = tuple(kinds)
        blocks = []
        number = 1
        for passage in self.passages:
            after = number + len(passage.links)
            if passage.kind in wanted:
                given = [(numbers or {}).get(own, own) for own in range(number, after)]
                blocks.append(_block(passage, given))
            number = after
        return "\n".join(blocks)


def _key(kind: PassageKind, count: int) -> str:
    if kind in _KEYS:
        return f"{_KEYS[kind]}{count}"
    return kind.value if count == 1 else f"{kind.value}-{count}"


def _label_before(passage: Passage) -> str:
    """A line like "Publisher" is read together with the one below it."""
    if passage.kind is not PassageKind.LABEL:
        return ""
    return f"{passage.text.rstrip(': ')}: "


def _block(passage: Passage, numbers: list[int]) -> str:
    if passage.html:
        tags = map(_link_tag, passage.links, numbers)
        return _LINK.sub(lambda _: next(tags), passage.html)
    tag = _TAGS.get(passage.kind, "p")
    return f"<{tag}>{''.join(_inline(passage, numbers))}</{tag}>"


def _inline(passage: Passage, numbers: list[int]) -> Iterator[str]:
    at = 0
    for link, number in zip(passage.links, numbers, strict=True):
        yield escape(passage.text[at : link.start], quote=False)
        yield _link_tag(link, number)
        yield f"{escape(passage.text[link.start : link.end], quote=False)}</a>"
        at = link.end
    yield escape(passage.text[at:], quote=False)


def _link_tag(link: Link, number: int) -> str:
    href = "" if link.target is None else f'href="{escape(link.target)}" '
    return f'<a {href}data-reference="{number}">'

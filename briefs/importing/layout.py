"""What each paragraph of an article is: head, body, notes, publisher, licence.

Rules read the shape of the lines alone, so that they serve every reader and every article.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from briefs.dates import PartialDate
from briefs.importing.credits import (
    Byline,
    introduced,
    is_author_note,
    read_byline,
    with_posts,
)
from briefs.importing.draft import Author, Licence, Passage, PassageKind
from briefs.importing.licences import read_licence
from briefs.importing.titles import is_headline, is_title_case
from briefs.importing.written_dates import read_date
from briefs.sentences import is_closed

MAX_TITLE = 300
# Title, standfirst, byline, date, an address or two: the head is over within so many lines.
_HEAD = 8
_MOST_STANDFIRST = 2
# End matter is looked for in so many last paragraphs, and may hold one that no rule knows.
_TAIL = 14
_MOST_UNKNOWN = 1
_SHORT = 200

_LABEL = re.compile(
    r"(?:(?P<publisher>publisher|published by)|(?P<author>(?:about )?the authors?|authors?)|"
    r"(?P<licence>licen[cs]e|copyright|rights)|"
    r"(?P<address>source|original(?: article| address| source)?|url|link|date))\s?:?",
    re.IGNORECASE,
)
_PUBLISHED_BY = re.compile(r"(?:publisher\s?:|published by:?)\s+(?:the )?(\S.*)", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:[\w' ]{1,60}:? )?(https?://[^\s<>]+)", re.IGNORECASE)
_TEXT = r"(?:article|essay|post|piece|commentary|text|paper|analysis|brief|report)"
_END_NOTE = re.compile(
    r"for (?:more|further) (?:information|reading|details|analysis)\b"
    r"|to (?:learn|read|find out) more"
    rf"|this {_TEXT} (?:was|is|has been) (?:first |originally |also )?"
    r"(?:published|reprinted|republished|based|part|an? |adapted|licensed|translated|made|written)"
    rf"|this {_TEXT} (?:first |originally )?appeared|(?:the )?(?:views|opinions) expressed"
    r"|(?:first|originally) published|re(?:printed|published) |(?:editor.?s.? )?note:"
    r"|disclaimer\b|acknowledge?ments?\b|read more\b|see also\b|(?:photo|image)(?: credit)?:",
    re.IGNORECASE,
)


@dataclass
class Layout:
    """The passages with their kinds, and what the lines around the body state."""

    passages: list[Passage] = field(default_factory=list)
    authors: tuple[Author, ...] = ()
    publisher: str = ""
    publisher_host: str = ""
    published: PartialDate | None = None
    original_url: str = ""
    licence: Licence | None = None

    def add(self, passage: Passage, kind: PassageKind) -> None:
        links = () if kind is PassageKind.ADDRESS else passage.links
        self.passages.append(replace(passage, kind=kind, links=links))


def lay_out(paragraphs: Sequence[Passage]) -> Layout:
    """Give every paragraph its kind. Without a TITLE or a PARAGRAPH it was no article."""
    layout = Layout()
    rest = paragraphs[_add_head(layout, paragraphs) :]
    tail = _tail_start(rest, layout.authors)
    _add_body(layout, rest[:tail])
    _Tail(layout).add(rest[tail:])
    notes = [at.text for at in layout.passages if at.kind is PassageKind.AUTHOR_NOTE]
    layout.authors = with_posts(layout.authors, notes)
    return layout


def stands_alone(line: str, position: int) -> bool:
    """Whether a line is of a kind that no sentence runs into or out of.

    ``position`` counts the paragraphs before it: only near the top is "by …" a byline.
    """
    if len(line) > MAX_TITLE:
        return False
    if position < _HEAD and read_byline(line):
        return True
    return bool(
        read_date(line)
        or _LABEL.fullmatch(line)
        or _PUBLISHED_BY.fullmatch(line)
        or _address(line)
        or (len(line) < _SHORT and read_licence(line))
    )


def _address(line: str) -> str:
    match = _ADDRESS.fullmatch(line.replace("<", "").replace(">", ""))
    return match[1].rstrip(".") if match else ""


def _add_head(layout: Layout, paragraphs: Sequence[Passage]) -> int:
    """Add title, standfirst, byline, date; return where the body begins.

    What stands between the title and a byline or date is the standfirst.
    """
    byline_at, byline = _find_byline(paragraphs[:_HEAD])
    has_title = False
    waiting: list[Passage] = []
    end = 0
    for at, passage in enumerate(paragraphs[:_HEAD]):
        kind = _head_kind(passage.text, is_byline=at == byline_at)
        if kind is None and not has_title:
            if len(passage.text) > MAX_TITLE or not re.search(r"\w", passage.text):
                return end
            kind, has_title = PassageKind.TITLE, True
        if kind is None:
            waiting.append(passage)
            if len(waiting) > _MOST_STANDFIRST:
                break
            continue
        if waiting and not _ends_standfirst(kind, paragraphs[at + 1 :]):
            break
        for standfirst in waiting:
            layout.add(standfirst, PassageKind.STANDFIRST)
        waiting = []
        _add_stated(layout, passage, kind)
        end = at + 1
    if byline is not None:
        layout.authors = byline.authors
        layout.published = layout.published or byline.published
    return end


def _ends_standfirst(kind: PassageKind, below: Sequence[Passage]) -> bool:
    """Whether a line belongs to the head, and not to the end of a very short article."""
    if kind is PassageKind.BYLINE:
        return bool(below)
    return kind is PassageKind.DATE and any(
        len(at.text) > _SHORT and not _is_note(at, ()) for at in below
    )


def _find_byline(head: Sequence[Passage]) -> tuple[int, Byline | None]:
    """The last line that can be one: a title may read "By Popular Demand"."""
    for at in reversed(range(len(head))):
        byline = read_byline(head[at].text)
        if byline is not None:
            return at, byline
    return -1, None


def _head_kind(text: str, *, is_byline: bool) -> PassageKind | None:
    if is_byline:
        return PassageKind.BYLINE
    if read_date(text):
        return PassageKind.DATE
    return PassageKind.ADDRESS if _address(text) else None


def _add_stated(layout: Layout, passage: Passage, kind: PassageKind) -> None:
    """Add a line together with the date, licence or address it states; the first one counts."""
    if kind is PassageKind.DATE:
        layout.published = layout.published or read_date(passage.text)
    elif kind is PassageKind.ADDRESS:
        layout.original_url = layout.original_url or _address(passage.text)
    layout.add(passage, kind)


def _add_body(layout: Layout, body: Sequence[Passage]) -> None:
    kinds: list[PassageKind] = []
    below: PassageKind | None = None
    for passage in reversed(body):
        kinds.append(_body_kind(passage, below))
        below = kinds[-1]
    for passage, kind in zip(body, reversed(kinds), strict=True):
        layout.add(passage, kind)


def _body_kind(passage: Passage, below: PassageKind | None) -> PassageKind:
    """What the markup says; without any, a headline is a heading if text follows it.

    So it is before a heading of the next lower level.
    """
    if passage.html:
        return passage.kind
    text = passage.text
    if below is None or not is_headline(text):
        return PassageKind.PARAGRAPH
    if below is PassageKind.HEADING and not is_title_case(text):
        return PassageKind.PARAGRAPH
    return PassageKind.HEADING


def _tail_start(rest: Sequence[Passage], authors: Sequence[Author]) -> int:
    """Where the body ends; at least one paragraph is body."""
    start = _first_note(rest, authors)
    at = start
    while at > 1 and (_is_stated(rest[at - 1].text) or _is_loose(rest[at - 1].text)):
        at -= 1
    is_stated = [_is_stated(passage.text) for passage in rest[at:start]]
    if start < len(rest) and not any(is_stated):
        heads_the_notes = start > at and is_title_case(rest[start - 1].text)
        return start - 1 if heads_the_notes else start
    while at < start and not _belongs_to_tail(rest[at].text, stated=any(is_stated)):
        at += 1
    return at


def _first_note(rest: Sequence[Passage], authors: Sequence[Author]) -> int:
    """The first paragraph that only end matter has, with hardly any plain text below it."""
    for at in range(max(1, len(rest) - _TAIL), len(rest)):
        if _is_note(rest[at], authors):
            below = rest[at + 1 :]
            unknown = [p for p in below if not _is_note(p, authors) and not _is_loose(p.text)]
            if sum(not _is_stated(passage.text) for passage in unknown) <= _MOST_UNKNOWN:
                return at
    return len(rest)


def _is_note(passage: Passage, authors: Sequence[Author]) -> bool:
    text = passage.text
    return bool(
        _LABEL.fullmatch(text)
        or (len(text) < _SHORT and _PUBLISHED_BY.fullmatch(text))
        or _END_NOTE.match(text)
        or is_author_note(passage, authors)
    )


def _is_stated(text: str) -> bool:
    return bool(_address(text) or read_date(text) or read_licence(text))


def _is_loose(text: str) -> bool:
    """Short and no sentence, as the line that says who hosts the publisher."""
    return len(text) <= _SHORT and not is_closed(text)


def _belongs_to_tail(text: str, *, stated: bool) -> bool:
    return _is_stated(text) or (stated and _is_proper(text))


def _is_proper(text: str) -> bool:
    """Whether a line is made of names: nearly all of its longer words have capitals."""
    words = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 3]
    return bool(words) and sum(word[0].isupper() for word in words) >= 0.7 * len(words)


class _Tail:
    """Adds the paragraphs after the body; a label says what the next one is."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._label = ""

    def add(self, passages: Sequence[Passage]) -> None:
        for at, passage in enumerate(passages):
            follows = passages[at + 1] if at + 1 < len(passages) else None
            self._add(passage, follows)

    def _add(self, passage: Passage, follows: Passage | None) -> None:
        layout, text = self._layout, passage.text
        label = _LABEL.fullmatch(text)
        named = _PUBLISHED_BY.fullmatch(text) if len(text) < _SHORT else None
        if label:
            layout.add(passage, PassageKind.LABEL)
            self._label = label.lastgroup or ""
            return
        if self._label == "publisher" and len(text) <= _SHORT:
            layout.publisher = layout.publisher or text
            layout.add(passage, PassageKind.PUBLISHER)
        elif named:
            layout.publisher = layout.publisher or named[1].rstrip(".")
            layout.add(passage, PassageKind.PUBLISHER)
        elif _address(text) and not read_licence(text):
            _add_stated(layout, passage, PassageKind.ADDRESS)
        elif read_date(text):
            _add_stated(layout, passage, PassageKind.DATE)
        elif self._label == "licence" or _states_licence(passage):
            self._add_licence(passage)
        else:
            self._add_note(passage, follows)
        if self._label != "author":
            self._label = ""

    def _add_licence(self, passage: Passage) -> None:
        """Lines that state the licence one after the other are one statement."""
        layout = self._layout
        if layout.passages[-1].kind is PassageKind.LICENCE:
            passage = layout.passages.pop().followed_by(passage)
        layout.add(passage, PassageKind.LICENCE)
        stated = _states_licence(passage) or Licence(passage.text)
        if layout.licence is None or stated.short:
            layout.licence = stated

    def _add_note(self, passage: Passage, follows: Passage | None) -> None:
        layout, text = self._layout, passage.text
        if self._label == "author" or is_author_note(passage, layout.authors):
            layout.authors = layout.authors or tuple(map(Author, introduced(passage)))
            layout.add(passage, PassageKind.AUTHOR_NOTE)
        elif _END_NOTE.match(text) or not _is_loose(text):
            layout.add(passage, PassageKind.END_NOTE)
        elif follows is not None and "," not in text and _is_note(follows, layout.authors):
            layout.add(passage, PassageKind.LABEL)
        elif not _is_proper(text):
            layout.add(passage, PassageKind.END_NOTE)
        else:
            layout.publisher_host = text
            layout.add(passage, PassageKind.PUBLISHER)


def _states_licence(passage: Passage) -> Licence | None:
    """The licence a line names, or the address behind its words does."""
    stated = read_licence(passage.text)
    if stated is not None and stated.spdx:
        return stated
    linked = (read_licence(link.target) for link in passage.links if link.target)
    return next((licence for licence in linked if licence), stated)

"""Links of a PDF on their words in the paragraphs that were made of its lines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from briefs.importing.draft import Link
from briefs.importing.readers.pdf_page import Line, Spot, without_spaces

# Letters of what stands before a link, added until its words are found once only.
_REACHES = (0, 4, 16, 60)
_HYPHENS = "-\u00ad"

# A paragraph and an offset in it; None for a hyphen that went when lines were joined.
_Place = tuple[int, int] | None


@dataclass
class Placed:
    """The links of each paragraph, and those that no words could be found for."""

    links: list[tuple[Link, ...]] = field(default_factory=list)
    left: list[Spot] = field(default_factory=list)


def place(spots: Sequence[Spot], lines: Sequence[Line], paragraphs: Sequence[str]) -> Placed:
    """Put each spot on the one place where its words stand."""
    places = _places(lines, paragraphs) if spots else []
    found: list[list[Link]] = [[] for _ in paragraphs]
    placed = Placed()
    for spot in spots:
        at = _found(spot, lines, places)
        if at is None or not _add(found[at[0]], _link(paragraphs[at[0]], *at[1:], spot.target)):
            placed.left.append(spot)
    placed.links = [
        tuple(_joined(sorted(links, key=lambda link: link.start), text))
        for links, text in zip(found, paragraphs, strict=True)
    ]
    return placed


def _places(lines: Sequence[Line], paragraphs: Sequence[str]) -> list[list[_Place]]:
    """Where each letter of each line is now: both have the same letters in the same order."""
    ahead = iter(
        (number, offset, sign)
        for number, text in enumerate(paragraphs)
        for offset, sign in enumerate(text)
        if not sign.isspace()
    )
    places: list[list[_Place]] = []
    upcoming = next(ahead, None)
    for line in lines:
        places.append([])
        for sign in without_spaces(line.text):
            if upcoming is not None and upcoming[2] == sign:
                places[-1].append(upcoming[:2])
                upcoming = next(ahead, None)
            elif sign in _HYPHENS:
                places[-1].append(None)
            else:
                return []
    return places


def _found(
    spot: Spot, lines: Sequence[Line], places: Sequence[list[_Place]]
) -> tuple[int, int, int] | None:
    """The paragraph, start and end of the words; None if they are nowhere, or at two places."""
    if not spot.words or not places:
        return None
    near = [
        (places[at], without_spaces(line.text))
        for at, line in enumerate(lines)
        if line.page == spot.page and abs(line.y - spot.y) <= line.size / 2
    ]
    for reach in _REACHES:
        before = spot.before[-reach:] if reach else ""
        words = before + spot.words
        hits = [(of, at) for of, text in near for at in _all(words, text)]
        if len(hits) == 1:
            of, at = hits[0]
            return _stretch(of[at + len(before) : at + len(words)])
    return None


def _all(words: str, text: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _stretch(places: Sequence[_Place]) -> tuple[int, int, int] | None:
    there = [place for place in places if place is not None]
    if not there or there[0][0] != there[-1][0]:
        return None
    return there[0][0], there[0][1], there[-1][1] + 1


def _link(text: str, start: int, end: int, target: str) -> Link:
    return Link(start, end, text[start:end], target)


def _add(links: list[Link], link: Link) -> bool:
    """Add it, unless other words' link stands there; the same one a second time is no other."""
    if link in links:
        return True
    if any(link.start < other.end and other.start < link.end for other in links):
        return False
    links.append(link)
    return True


def _joined(links: Sequence[Link], text: str) -> list[Link]:
    """Parts of one link, as its lines or its bold words are, put together."""
    joined: list[Link] = []
    for link in links:
        last = joined[-1] if joined else None
        if last and last.target == link.target and not text[last.end : link.start].strip():
            joined[-1] = _link(text, last.start, link.end, last.target or "")
        else:
            joined.append(link)
    return joined

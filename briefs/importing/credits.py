"""Who wrote it: bylines and the notes about authors."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from briefs.dates import PartialDate
from briefs.importing.draft import Author, Passage
from briefs.importing.written_dates import read_date
from briefs.sentences import Sentences

_LONGEST_BYLINE = 300
_BYLINE = re.compile(r"(?:(?:written )?by|authors?:)\s+(.+)", re.IGNORECASE)
_WRITTEN_FOR = re.compile(r"(.*?)\s+for\s+(.+)")
_BETWEEN_NAMES = re.compile(r"\s*(?:;|&|\band\b|\bwith\b)\s*")
_TITLES = frozenset("dr dr. prof prof. professor mr mr. mrs mrs. ms ms. sir dame lord lady".split())
_PARTICLES = frozenset(
    "van von de der den ten ter di da do dos du del della la le el al bin ibn y e af av zu".split()
)
_SUFFIXES = frozenset("jr jr. sr sr. ii iii iv phd ph.d. ph.d md m.d. esq esq.".split())
_BODIES = frozenset(
    "institute institution university centre center college network school council foundation "
    "academy association society agency ministry department faculty group initiative programme "
    "program forum fund trust union observatory laboratory lab office bureau press board".split()
)
_NAME_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.\-])*")
_MOST_WORDS_OF_A_NAME = 6

_VERB = (
    "is|was|are|were|has|have|works?|worked|teaches|taught|serves?|served|holds?|heads?|headed|"
    "leads?|led|directs?|directed|writes?|wrote|covers?|covered|studies|studied|conducts?|joined|"
    "researches|specialises|specializes|focuses"
)
_DOING = re.compile(rf"\b(?:{_VERB})\b")
_BEING = re.compile(
    r"(?:\s*\([^()]{0,80}\))?\s+(?:is|was)\s+(?:currently |now |also )?(?:an? |the )?"
)
_ABOUT_THE_AUTHOR = re.compile(r"(?:about the authors?:|the authors? (?:is|are|was|were)\b)", re.I)
_AFTER_BODY = re.compile(r",\s(?=[a-z])|\s(?:where|and (?:an?|the|is|was|also))\s|;\s")
_AT = re.compile(r"\s(?:at|with)\s(?:the\s)?(?=[^\W\d_a-z])")
# How far into an author note its verb may stand: "A. Name and B. Name, both of …, are".
_VERB_WITHIN = 120


@dataclass(frozen=True)
class Byline:
    authors: tuple[Author, ...]
    published: PartialDate | None = None


def read_byline(line: str) -> Byline | None:
    """The authors, if ``line`` is a byline ("By A, B and C for D | 10 May 2014"); else None."""
    match = _BYLINE.fullmatch(line) if len(line) <= _LONGEST_BYLINE else None
    if match is None:
        return None
    credit, *asides = re.split(r"\s+[|·•]\s+", match[1])
    authors = _authors(credit)
    dates = [found for found in map(read_date, asides) if found]
    if not authors or len(dates) < len(asides):
        return None
    return Byline(authors, dates[0] if dates else None)


def _authors(credit: str) -> tuple[Author, ...]:
    """The people a credit names; none at all if any part of it is neither name nor body."""
    authors: list[Author] = []
    for segment in (part.strip() for part in credit.split(",")):
        if segment.lower() in _SUFFIXES:
            continue
        written_for = _WRITTEN_FOR.fullmatch(segment)
        if written_for and _names(written_for[1], alone=not authors):
            authors += map(Author, _names(written_for[1], alone=not authors))
            break
        names = _names(segment)
        if names:
            authors += map(Author, names)
        elif authors and _names_a_body(segment):
            authors[-1] = replace(authors[-1], affiliation=segment.removeprefix("the "))
        else:
            return ()
    return tuple(authors)


def _names(segment: str, *, alone: bool = False) -> list[str]:
    """The names in "A and B"; empty if a part is no name. ``alone`` admits single-word names."""
    names = [_without_titles(part) for part in _BETWEEN_NAMES.split(segment) if part]
    if all(is_name(name) or (alone and _is_mononym(name)) for name in names):
        return names
    return []


def _without_titles(name: str) -> str:
    words = name.split()
    while words and words[0].lower() in _TITLES:
        words = words[1:]
    return " ".join(words)


def is_name(text: str) -> bool:
    """Whether ``text`` has the shape of a person's full name."""
    words = text.split()
    if not 2 <= len(words) <= _MOST_WORDS_OF_A_NAME or _names_a_body(text):
        return False
    return _is_capital(words[-1]) and all(
        _is_capital(word) or word.lower() in _PARTICLES for word in words
    )


def _is_mononym(text: str) -> bool:
    return " " not in text and _is_capital(text)


def _is_capital(word: str) -> bool:
    letters = word.removeprefix("al-").removeprefix("el-")
    # Scripts without capitals have names too: not lower case is enough.
    return bool(_NAME_WORD.fullmatch(letters)) and not letters[0].islower()


def _names_a_body(text: str) -> bool:
    return any(word.strip("().").lower() in _BODIES for word in text.split())


def is_author_note(passage: Passage, authors: Sequence[Author]) -> bool:
    """Whether a passage after the body tells who the author is."""
    if _ABOUT_THE_AUTHOR.match(passage.text):
        return True
    opening = _without_titles(passage.text[:_VERB_WITHIN])
    names = [author.name for author in authors] or introduced(passage)
    return any(opening.startswith(name) and _DOING.search(opening, len(name)) for name in names)


def introduced(passage: Passage) -> list[str]:
    """The name a note without a byline begins with, if it is linked: "[A. Name](#) is …"."""
    first = passage.links[0] if passage.links else None
    if first is None or first.start or not is_name(first.words):
        return []
    return [first.words] if _BEING.match(passage.text, first.end) else []


def with_posts(authors: Sequence[Author], notes: Sequence[str]) -> tuple[Author, ...]:
    """Authors with role and affiliation as the notes about them state them."""
    names = [author.name for author in authors]
    return tuple(_with_post(author, names, notes) for author in authors)


def _with_post(author: Author, names: Sequence[str], notes: Sequence[str]) -> Author:
    for note in notes:
        at = note.find(author.name)
        being = _BEING.match(note, at + len(author.name)) if at >= 0 else None
        if being is None:
            continue
        ends = [note.find(name, being.end()) for name in names if name != author.name]
        rest = note[being.end() : min((end for end in ends if end >= 0), default=len(note))]
        sentence = Sentences(rest).around(0, 0).rstrip(" .,;").removesuffix(" and").rstrip(",")
        role, *body = _AT.split(sentence, maxsplit=1)
        affiliation = _AFTER_BODY.split(body[0], maxsplit=1)[0] if body else ""
        role = _AFTER_BODY.split(role, maxsplit=1)[0]
        return replace(author, role=role, affiliation=affiliation or author.affiliation)
    return author

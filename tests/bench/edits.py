"""Random edits of named kinds, each with the true answer for every span known.

An edited text is a list of pieces: ranges of the old text, and new strings. Every character of
the old text is in one range at most (a copy is a new string), so where a span's words truly went
can be read off, whatever the result looks like.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from random import Random

from briefs.anchoring import Span

Piece = tuple[int, int] | str
SENTENCE = re.compile(r"[^\n]+?(?:[.?!][\"'”’)]*(?=\s|$)|(?=\n)|$)")
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(frozen=True)
class Edit:
    """A change of ``old``; ``focus`` is the sentence that it is about.

    ``open`` holds the sentences (of the old text) of which the two texts alone do not tell what
    became of them, as when a twin came or went right beside one; so an editor has to be asked.
    """

    old: str
    pieces: Sequence[Piece]
    focus: Span
    open: tuple[Span, ...] = ()

    @property
    def new(self) -> str:
        return "".join(p if isinstance(p, str) else self.old[p[0] : p[1]] for p in self.pieces)

    def truth(self, span: Span) -> Span | None:
        """Where the words of ``span`` stand in the new text; None if they were touched."""
        at = 0
        new = self.new
        found: list[tuple[int, int]] = []
        for piece in self.pieces:
            if isinstance(piece, str):
                at += len(piece)
                continue
            start, end = max(piece[0], span.start), min(piece[1], span.end)
            if start < end:
                found.append((start, at + start - piece[0]))
                if len(found) > 1 and at + start - piece[0] != found[0][1] + start - found[0][0]:
                    return None
            at += piece[1] - piece[0]
        if not found or found[0][0] != span.start:
            return None
        place = Span(found[0][1], found[0][1] + len(span))
        same = new[place.start : place.end] == self.old[span.start : span.end]
        if not same or _words_at(self.old, span) != _words_at(new, place):
            return None
        return place


def _words_at(text: str, span: Span) -> tuple[str, str]:
    """The whole words in which a span starts and ends."""
    before, after = text[max(0, span.start - 40) : span.start], text[span.end : span.end + 40]
    head = re.search(r"(?:[^\W_]|(?<=\w)['’-](?=\w|\Z))*\Z", before)
    tail = re.match(r"(?:[^\W_]|['’-](?=\w))*", after)
    first, last = text[span.start], text[span.end - 1]
    return (
        head[0] if head and first.isalnum() else "",
        tail[0] if tail and last.isalnum() else "",
    )


def sentences(text: str) -> list[Span]:
    """The sentences of four words or more."""
    found = [
        Span(m.start() + len(m[0]) - len(m[0].lstrip()), m.end())
        for m in SENTENCE.finditer(text)
        if m[0].strip()
    ]
    return [span for span in found if len(WORD.findall(span.of(text))) >= 4]


def without(text: str, start: int, end: int, instead: str = "") -> list[Piece]:
    return [(0, start), *([instead] if instead else []), (end, len(text))]


def _word(rng: Random, text: str, within: Span) -> Span:
    words = [Span(m.start(), m.end()) for m in WORD.finditer(text, within.start, within.end)]
    return rng.choice(words)


def _some_word(rng: Random, text: str, other_than: str = "") -> str:
    while True:
        start = text.find(" ", rng.randrange(len(text)))
        found = WORD.search(text, max(0, start))
        if found and found[0].lower() != other_than.lower():
            return found[0]


def _new_word(rng: Random, text: str, at: int) -> str:
    """Return a word that stands on neither side of ``at``; else it could be either of the two."""
    beside = WORD.findall(text[max(0, at - 60) : at])[-1:] + WORD.findall(text[at : at + 60])[:1]
    while (word := _some_word(rng, text)).lower() in [other.lower() for other in beside]:
        pass
    return word


def _varied_pieces(rng: Random, text: str, span: Span, share: float) -> list[Piece]:
    """Exchange at least one word of ``span``, and about ``share`` of them."""
    found = [m.span() for m in WORD.finditer(text, span.start, span.end)]
    chosen = sorted(rng.sample(found, max(1, round(share * len(found)))))
    pieces: list[Piece] = []
    at = span.start
    for start, end in chosen:
        pieces += [(at, start), _some_word(rng, text, text[start:end])]
        at = end
    return [*pieces, (at, span.end)]


def _varied(rng: Random, text: str, span: Span, share: float) -> str:
    """Return a near twin of the words of ``span``."""
    return Edit(text, _varied_pieces(rng, text, span, share), span).new


def insert_word(rng: Random, text: str, focus: Span) -> Edit:
    word = _word(rng, text, focus)
    if rng.random() < 0.5:
        new = _new_word(rng, text, word.start)
        return Edit(text, [(0, word.start), f"{new} ", (word.start, len(text))], focus)
    new = _new_word(rng, text, word.end)
    return Edit(text, [(0, word.end), f" {new}", (word.end, len(text))], focus)


def insert_sentence(rng: Random, text: str, focus: Span) -> Edit:
    new = _varied(rng, text, rng.choice(sentences(text)), 0.4)
    if rng.random() < 0.5:
        return Edit(text, [(0, focus.start), f"{new} ", (focus.start, len(text))], focus)
    return Edit(text, [(0, focus.end), f" {new}", (focus.end, len(text))], focus)


def delete_word(rng: Random, text: str, focus: Span) -> Edit:
    word = _word(rng, text, focus)
    end = word.end + (text[word.end : word.end + 1] == " ")
    return Edit(text, without(text, word.start, end), focus)


def delete_sentence(rng: Random, text: str, focus: Span) -> Edit:
    end = focus.end + (text[focus.end : focus.end + 1] == " ")
    return Edit(text, without(text, focus.start, end), focus)


def typo(rng: Random, text: str, focus: Span) -> Edit:
    word = _word(rng, text, focus)
    at = rng.randrange(word.start, word.end)
    letter = rng.choice([c for c in "abcdefghijklmnopqrstuvwxyz" if c != text[at].lower()])
    match rng.randrange(3):
        case 0:
            return Edit(text, without(text, at, at + 1, letter), focus)
        case 1:
            return Edit(text, [(0, at), letter, (at, len(text))], focus)
        case _:
            return Edit(text, [(0, word.end), letter, (word.end, len(text))], focus)


def move_paragraphs(rng: Random, text: str, focus: Span) -> Edit:
    edges = [0, *(m.end() for m in re.finditer("\n+", text)), len(text)]
    paragraphs = [(a, b) for a, b in pairwise(edges) if a < b]
    if rng.random() < 0.5:
        moved = next(p for p in paragraphs if p[0] <= focus.start < p[1])
        paragraphs.remove(moved)
        paragraphs.insert(rng.randrange(len(paragraphs) + 1), moved)
    else:
        rng.shuffle(paragraphs)
    pieces: list[Piece] = []
    for paragraph in paragraphs:
        pieces.append(paragraph)
        if not text[paragraph[0] : paragraph[1]].endswith("\n"):
            pieces.append("\n")
    return Edit(text, pieces, focus)


def move_sentence(rng: Random, text: str, focus: Span) -> Edit:
    to = rng.choice([s for s in sentences(text) if s != focus])
    if to.start < focus.start:
        pieces: list[Piece] = [(0, to.start), (focus.start, focus.end), " "]
        pieces += [(to.start, focus.start), (focus.end, len(text))]
    else:
        pieces = [(0, focus.start), (focus.end, to.end), " "]
        pieces += [(focus.start, focus.end), (to.end, len(text))]
    return Edit(text, pieces, focus)


def split(rng: Random, text: str, focus: Span) -> Edit:
    if focus.start and text[focus.start - 1] == " " and rng.random() < 0.6:
        return Edit(text, without(text, focus.start - 1, focus.start, "\n"), focus)
    spaces = [m.start() for m in re.finditer(r"(?<=\w) (?=\w)", focus.of(text))]
    if not spaces:
        return merge(rng, text, focus)
    at = focus.start + rng.choice(spaces)
    return Edit(text, without(text, at, at + 1, rng.choice([". ", "; ", ".\n"])), focus)


def merge(rng: Random, text: str, focus: Span) -> Edit:
    breaks = [m.span() for m in re.finditer("\n+", text)]
    start, end = min(breaks, key=lambda b: abs(b[0] - focus.start))
    return Edit(text, without(text, start, end, " "), focus)


def rewrite_sentence(rng: Random, text: str, focus: Span) -> Edit:
    return _rewritten(rng, text, focus, rng.choice([0.3, 0.6, 1.0]))


def _rewritten(rng: Random, text: str, focus: Span, share: float) -> Edit:
    pieces = _varied_pieces(rng, text, focus, share)
    return Edit(text, [(0, focus.start), *pieces, (focus.end, len(text))], focus)


def _planted(rng: Random, text: str, focus: Span, share: float) -> Edit:
    """Put a twin of ``focus`` into the text beforehand; the change as such is still to come."""
    twin = _varied(rng, text, focus, share) if share else focus.of(text)
    to = focus if rng.random() < 0.3 else rng.choice(sentences(text))
    text = f"{text[: to.end]} {twin}{text[to.end :]}"
    planted = Span(to.end + 1, to.end + 1 + len(twin))
    if planted.start < focus.start:
        focus = Span(focus.start + len(twin) + 1, focus.end + len(twin) + 1)
    beside = not _words_between(text, focus, planted)
    return Edit(text, [], focus, (focus, planted) if beside else ())


def delete_beside_near_twin(rng: Random, text: str, focus: Span) -> Edit:
    before = _planted(rng, text, focus, rng.choice([0.01, 0.1, 0.25]))
    return replace(delete_sentence(rng, before.old, before.focus), open=before.open)


def delete_beside_twin(rng: Random, text: str, focus: Span) -> Edit:
    before = _planted(rng, text, focus, 0)
    return replace(delete_sentence(rng, before.old, before.focus), open=before.open)


def rewrite_beside_twin(rng: Random, text: str, focus: Span) -> Edit:
    before = _planted(rng, text, focus, rng.choice([0, 0.1]))
    return replace(rewrite_sentence(rng, before.old, before.focus), open=before.open)


def duplicate(rng: Random, text: str, focus: Span) -> Edit:
    share = rng.choice([0, 0, 0, 0.01, 0.1, 0.25])
    copy = _varied(rng, text, focus, share) if share else focus.of(text)
    return _with_copy(rng, Edit(text, [(0, len(text))], focus), copy)


def duplicate_and_edit(rng: Random, text: str, focus: Span) -> Edit:
    """Put the very words elsewhere and change a little of the original.

    Or did the words move, and leave a changed copy behind? That is open wherever they went.
    """
    edit = typo(rng, text, focus) if rng.random() < 0.5 else _rewritten(rng, text, focus, 0.2)
    return replace(_with_copy(rng, edit, focus.of(text)), open=(focus,))


def _with_copy(rng: Random, edit: Edit, copy: str) -> Edit:
    to = edit.focus if rng.random() < 0.3 else rng.choice(sentences(edit.old))
    at, copy = (to.start, f"{copy} ") if rng.random() < 0.5 else (to.end, f" {copy}")
    pieces: list[Piece] = []
    placed = False
    for piece in edit.pieces:
        if not placed and not isinstance(piece, str) and piece[0] <= at <= piece[1]:
            pieces += [(piece[0], at), copy, (at, piece[1])]
            placed = True
        else:
            pieces.append(piece)
    beside = not _words_between(edit.old, edit.focus, Span(at, at + 1))
    return replace(edit, pieces=pieces, open=(edit.focus,) if beside else ())


def _words_between(text: str, one: Span, other: Span) -> bool:
    first, second = sorted((one, other))
    return bool(text[first.end : second.start].strip())


def many_words(rng: Random, text: str, focus: Span) -> Edit:
    """Five words in a hundred exchanged, added or taken out, everywhere."""
    pieces: list[Piece] = []
    at = 0
    for match in WORD.finditer(text):
        if rng.random() < 0.05:
            pieces.append((at, match.start()))
            at = match.end()
            choice = rng.randrange(3)
            if choice == 0:
                pieces.append(_some_word(rng, text, match[0]))
            elif choice == 1:
                pieces += [match.span(), f" {_new_word(rng, text, at)}"]
            elif text[at : at + 1] == " ":
                at += 1
            else:
                pieces.append(_some_word(rng, text, match[0]))
    return Edit(text, [*pieces, (at, len(text))], focus)


KINDS: dict[str, Callable[[Random, str, Span], Edit]] = {
    "insert a word": insert_word,
    "insert a sentence": insert_sentence,
    "delete a word": delete_word,
    "delete a sentence": delete_sentence,
    "typo": typo,
    "reorder paragraphs": move_paragraphs,
    "move a sentence": move_sentence,
    "split": split,
    "merge": merge,
    "rewrite a sentence": rewrite_sentence,
    "delete, a near twin stays": delete_beside_near_twin,
    "delete, an exact twin stays": delete_beside_twin,
    "rewrite, a twin stays": rewrite_beside_twin,
    "duplicate the sentence": duplicate,
    "duplicate it, change the original": duplicate_and_edit,
    "5 % of all words": many_words,
}


def spans_around(rng: Random, edit: Edit, count: int) -> list[Span]:
    """Sentences, phrases and words, half of them in or beside the edited sentence."""
    near = [
        s
        for s in sentences(edit.old)
        if s.start <= edit.focus.end + 300 and s.end >= edit.focus.start - 300
    ]
    spans = [edit.focus]
    while len(spans) < count:
        sentence = rng.choice(near if rng.random() < 0.5 else sentences(edit.old))
        words = [
            Span(m.start(), m.end()) for m in WORD.finditer(edit.old, sentence.start, sentence.end)
        ]
        first = rng.randrange(len(words))
        match rng.randrange(4):
            case 0:
                spans.append(sentence)
            case 1:
                spans.append(words[first])
            case 2:
                last = min(len(words) - 1, first + rng.randrange(3, 12))
                spans.append(Span(words[first].start, words[last].end))
            case _:
                spans.append(Span(words[0].start, words[first].end))
    return spans

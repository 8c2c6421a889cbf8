"""Put marks around spans of a body in normal form, without touching its text."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Generic

from briefs.anchoring.segments import Id, Run, segments
from briefs.anchoring.selectors import EmptySpan, OutsideText, Span

from .reading import TOKEN, decoded

_HEADINGS = ("h2", "h3", "h4")
_VOID = ("br", "hr")
_HOLDS_BREAKS = (
    "/p", "/h2", "/h3", "/h4", "/ul", "/ol", "/li", "/blockquote", "/table", "/thead", "/tbody",
    "/tr", "/th", "/td", "/caption", "hr",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece(Generic[Id]):
    """Words within one text node that the same spans cover, to be wrapped in one element.

    ``first_of`` and ``last_of`` name the spans whose first or last piece this is.
    """

    start: int
    end: int
    ids: tuple[Id, ...]
    first_of: tuple[Id, ...]
    last_of: tuple[Id, ...]


@dataclass(slots=True)
class _Token:
    """A tag as written, or the decoded text of one text node with its offset."""

    html: str
    name: str  # "p", "/p", or "" for text
    text: str = ""
    start: int = 0
    is_break: bool = False  # the line feed between two blocks, where no element may stand


def mark(
    body: str,
    spans: Mapping[Id, Span],
    opening: Callable[[Piece[Id]], str],
    closing: str = "</mark>",
    after: Callable[[Id], str] | None = None,
    heading_ids: Sequence[str] = (),
) -> list[str]:
    """Return the marked HTML of each top-level block; joined by line feeds it is the whole body.

    ``opening`` writes the start tag around a piece. ``after`` writes what follows a span's last
    piece, once for each span: phrasing content without text; it is put behind the link in which
    the piece stands, if any, so it may be a link itself. ``heading_ids`` are given to the
    headings in order. What the callables write is trusted.

    Raise OutsideText for a span beyond the text, EmptySpan for one of block breaks alone, and
    ValueError when the ``heading_ids`` are too few or too many (none at all is right).
    """
    tokens = list(_tokens(body))
    text_end = max((token.start + len(token.text) for token in tokens), default=0)
    for span in spans.values():
        if span.end > text_end:
            raise OutsideText(f"The span {span.start}-{span.end} ends after {text_end}.")
    pieces = _pieces(tokens, segments(spans))
    names = _heading_names(tokens, heading_ids)
    writer = _Writer(opening, closing, after)
    for number, token in enumerate(tokens):
        if not token.name:
            writer.text(token, pieces.get(number, ()))
        elif token.name in _HEADINGS and heading_ids:
            cut = 1 + len(token.name)
            heading_id = escape(next(names), quote=True)
            writer.tag(token, f'{token.html[:cut]} id="{heading_id}"{token.html[cut:]}')
        else:
            writer.tag(token, token.html)
    return writer.blocks


def _tokens(body: str) -> Iterator[_Token]:
    start = 0
    before = ""
    for match in TOKEN.finditer(body):
        slash, name, _, text = match.groups()
        if text is None:
            before = slash + name
            yield _Token(match[0], before)
            continue
        text = decoded(text)
        yield _Token(match[0], "", text, start, text == "\n" and before in _HOLDS_BREAKS)
        start += len(text)


def _heading_names(tokens: Sequence[_Token], heading_ids: Sequence[str]) -> Iterator[str]:
    count = sum(token.name in _HEADINGS for token in tokens)
    if heading_ids and len(heading_ids) != count:
        raise ValueError(f"{len(heading_ids)} ids were given for {count} headings.")
    return iter(heading_ids)


def _pieces(tokens: Sequence[_Token], runs: Sequence[Run[Id]]) -> dict[int, list[Piece[Id]]]:
    """Cut the runs at the edges of text nodes; keys are numbers of tokens."""
    cuts: list[tuple[int, int, int, tuple[Id, ...]]] = []
    first: dict[Id, int] = {}
    last: dict[Id, int] = {}
    at = 0
    for number, token in enumerate(tokens):
        token_end = token.start + len(token.text)
        while at < len(runs) and runs[at].start < token_end:
            run = runs[at]
            start, end = max(run.start, token.start), min(run.end, token_end)
            if start < end and not token.is_break:
                for covering in run.ids:
                    first.setdefault(covering, len(cuts))
                    last[covering] = len(cuts)
                cuts.append((number, start, end, run.ids))
            if run.end > token_end:
                break
            at += 1
    for run in runs:
        for covering in run.ids:
            if covering not in first:
                raise EmptySpan(f"The span of {covering!r} holds no words to mark.")
    pieces: dict[int, list[Piece[Id]]] = {}
    for index, (number, start, end, ids) in enumerate(cuts):
        first_of = tuple(covering for covering in ids if first[covering] == index)
        last_of = tuple(covering for covering in ids if last[covering] == index)
        pieces.setdefault(number, []).append(Piece(start, end, ids, first_of, last_of))
    return pieces


class _Writer(Generic[Id]):
    def __init__(
        self,
        opening: Callable[[Piece[Id]], str],
        closing: str,
        after: Callable[[Id], str] | None,
    ) -> None:
        self.opening, self.closing, self.after = opening, closing, after
        self.blocks: list[str] = []
        self.out: list[str] = []
        self.depth = 0
        self.in_link = False
        self.behind_link: list[str] = []

    def tag(self, token: _Token, html: str) -> None:
        self.out.append(html)
        if token.name == "a":
            self.in_link = True
        elif token.name == "/a":
            self.in_link = False
            self.out += self.behind_link
            self.behind_link.clear()
        if token.name.startswith("/"):
            self.depth -= 1
        elif token.name not in _VOID:
            self.depth += 1
        if self.depth == 0:
            self.blocks.append("".join(self.out))
            self.out.clear()

    def text(self, token: _Token, pieces: Sequence[Piece[Id]]) -> None:
        if self.depth == 0:  # the break between two top-level blocks
            return
        if not pieces:
            self.out.append(token.html)
            return
        at = token.start
        for piece in pieces:
            self._plain(token, at, piece.start)
            self.out.append(self.opening(piece))
            self._plain(token, piece.start, piece.end)
            self.out.append(self.closing)
            at = piece.end
            if self.after is not None:
                into = self.behind_link if self.in_link else self.out
                into += [self.after(ended) for ended in piece.last_of]
        self._plain(token, at, token.start + len(token.text))

    def _plain(self, token: _Token, start: int, end: int) -> None:
        words = token.text[start - token.start : end - token.start]
        self.out.append(escape(words, quote=False))

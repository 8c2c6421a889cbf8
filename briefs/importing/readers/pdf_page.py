"""A page of a PDF: its lines of text, and its links with the words that stand in their areas."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

# Not of pypdf's public side, which tells where a line begins and not where a word stands.
from pypdf._text_extraction._layout_mode._fixed_width_page import recurse_to_target_op
from pypdf._text_extraction._layout_mode._text_state_manager import TextStateManager
from pypdf._text_extraction._layout_mode._text_state_params import TextStateParams
from pypdf.generic import ContentStream

from briefs.importing.readers.source_lines import plain_line

# Looking at every letter for every link shall stay a matter of a second.
MAX_LINKS = 500
MAX_LETTERS = 50_000
# Of what stands before a link so much is kept as tells it from others of its line.
_BEFORE = 60


@dataclass(frozen=True)
class Line:
    """``y`` and ``size`` are in the page's units, ``y`` upwards."""

    page: int
    text: str
    y: float
    size: float


@dataclass(frozen=True)
class Spot:
    """A link, and the words in its area; ``before`` are those left of it, ``y`` is their baseline.

    Words are without white space; none where the area holds none, or those of several lines.
    """

    page: int
    target: str
    words: str = ""
    before: str = ""
    y: float = 0.0


def lines_of(page: Any, number: int) -> list[Line]:
    """The page's lines in reading order, each where its first words stand."""
    lines: list[Line] = []
    parts: list[str] = []
    place = (0.0, 0.0)

    def end() -> None:
        text = plain_line("".join(parts))
        if text:
            lines.append(Line(number, text, *place))
        parts.clear()

    def see(text: str, matrix: list[float], tm: list[float], font: Any, size: float) -> None:
        nonlocal place
        for count, piece in enumerate(text.split("\n")):
            if count:
                end()
            if piece.strip() and not any(map(str.strip, parts)):
                place = _place(matrix, tm, size)
            parts.append(piece)

    page.extract_text(visitor_text=see)
    end()
    return lines


def _place(matrix: Sequence[float], tm: Sequence[float], size: float) -> tuple[float, float]:
    """Height on the page and size of type, both in the page's own units."""
    y = tm[4] * matrix[1] + tm[5] * matrix[3] + matrix[5]
    scale = abs(tm[3] * matrix[3]) or 1.0
    return y, round(abs(size) * scale, 1)


# Links -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Box:
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True)
class _Letter:
    """A letter or sign, the middle of which is at ``x``, on the baseline ``y``."""

    sign: str
    x: float
    y: float
    height: float


def spots_of(page: Any, number: int) -> list[Spot]:
    """The page's links in the order in which they are listed."""
    links = list(_links(page))
    letters = _letters(page) if links and len(links) <= MAX_LINKS else []
    return [
        _spot(number, target, box, letters) if box else Spot(number, target)
        for target, box in links
    ]


def _links(page: Any) -> Iterator[tuple[str, _Box | None]]:
    """Each link's target, once for each area that it has on the page."""
    for entry in _resolved(page.get("/Annots")) or ():
        annotation = _resolved(entry)
        action = _resolved(annotation.get("/A"))
        target = _resolved(action.get("/URI")) if action is not None else None
        if target:
            target = target if isinstance(target, str) else target.decode("utf-8", "replace")
            yield from ((target.strip(), box) for box in _boxes(annotation))


def _resolved(value: Any) -> Any:
    return value.get_object() if hasattr(value, "get_object") else value


def _boxes(annotation: Any) -> list[_Box | None]:
    """One for each line that the link covers, where the file says so; None for what is no area."""
    try:
        corners = [float(at) for at in _resolved(annotation.get("/QuadPoints")) or ()]
        boxes = [corners[at : at + 8] for at in range(0, len(corners), 8)]
        if not boxes:
            left, bottom, right, top = map(float, _resolved(annotation.get("/Rect")))
            boxes = [[left, bottom, right, top]]
        return [_Box(min(b[::2]), min(b[1::2]), max(b[::2]), max(b[1::2])) for b in boxes]
    except (TypeError, ValueError):
        return [None]


def _letters(page: Any) -> list[_Letter]:
    """Every letter where it stands; none if the page is not read to its end."""
    try:
        fonts = page._layout_mode_fonts()
        operations = ContentStream(page["/Contents"], page.pdf, "bytes").operations
        whole = iter([*operations, ([], b"Q")])
        _, shown = recurse_to_target_op(whole, TextStateManager(), b"Q", fonts)
        letters = [letter for text in shown if not text.rotated for letter in _letters_in(text)]
    except MemoryError:
        raise
    # Whatever a damaged file makes the parser do, its links are reported without their words.
    except Exception:
        return []
    return letters if len(letters) <= MAX_LETTERS else []


def _letters_in(text: TextStateParams) -> Iterator[_Letter]:
    signs = text._raw_chars or text.text
    widths = [text.word_tx(sign) for sign in signs]
    if len(signs) != len(text.text):  # letters drawn as one, as fi: evenly, then
        widths = [1.0] * len(text.text)
    scale = (text.displaced_tx - text.tx) / (sum(widths) or 1.0)
    x = text.tx
    for sign, width in zip(text.text, widths, strict=True):
        if not sign.isspace():
            yield _Letter(sign, x + scale * width / 2, text.ty, text.font_height)
        x += scale * width


def _spot(number: int, target: str, box: _Box, letters: list[_Letter]) -> Spot:
    inside = [at for at in letters if box.left < at.x < box.right and box.bottom <= at.y < box.top]
    if not inside:
        return Spot(number, target)
    first = inside[0]
    on_line = [at for at in letters if abs(at.y - first.y) < first.height / 2]
    if any(abs(at.y - first.y) >= first.height / 2 for at in inside):
        return Spot(number, target)
    before = [at for at in on_line if at.x <= box.left]
    return Spot(number, target, _words(inside), _words(before[-_BEFORE:]), first.y)


def _words(letters: list[_Letter]) -> str:
    return without_spaces(plain_line("".join(at.sign for at in letters)))


def without_spaces(text: str) -> str:
    return "".join(text.split())

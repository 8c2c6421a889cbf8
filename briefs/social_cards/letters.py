"""The font of the cards, what of a text it can set, and how a text fits a place.

Charis SIL is a book face with all of Latin and Cyrillic; its licence lies beside it.
"""

import unicodedata
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

FOLDER = Path(__file__).parent / "fonts"
MOST = 600
"""Signs of a text that are looked at: no card holds as many."""
ENOUGH = 0.7
"""Of the signs of a text that can be set; with fewer it would be no text any more."""
ELLIPSIS = "…"
_NO_GLYPH = "\uffff"
_MEASURED = 1000

Font = ImageFont.FreeTypeFont


@lru_cache(maxsize=32)
def font(size: int, *, bold: bool = False) -> Font:
    """Basic layout: the same on every machine, whatever shaping libraries it has."""
    name = "CharisSIL-Bold.ttf" if bold else "CharisSIL-Regular.ttf"
    return ImageFont.truetype(FOLDER / name, size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=4096)
def _has_glyph(sign: str) -> bool:
    regular = font(20)
    return bytes(regular.getmask(sign)) != bytes(regular.getmask(_NO_GLYPH))


def _settable(sign: str) -> str:
    """The sign, or the letter under its accents, or nothing."""
    if sign.isspace():
        return " "
    if unicodedata.bidirectional(sign) in ("R", "AL") or unicodedata.category(sign)[0] == "C":
        return ""
    if _has_glyph(sign):
        return sign
    bare = unicodedata.normalize("NFKD", sign)[0]
    return bare if bare != sign and _has_glyph(bare) else ""


def settable(text: str) -> str:
    """The text without what the font cannot set; empty if too little is left of it."""
    signs = unicodedata.normalize("NFC", " ".join(text[:MOST].split()))
    found = "".join(map(_settable, signs))
    return " ".join(found.split()) if len(found) >= ENOUGH * len(signs) else ""


@lru_cache(maxsize=4096)
def _advance(sign: str, bold: bool) -> float:
    """How far the pen goes on, for a font of size 1; kerning is left out, and only saves room."""
    return font(_MEASURED, bold=bold).getlength(sign) / _MEASURED


def width_of(text: str, size: int, *, bold: bool = False) -> float:
    return size * sum(_advance(sign, bold) for sign in text)


def _lines(text: str, size: int, width: float) -> list[str]:
    """Broken between words; a word that is too long on its own is broken where it must."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if width_of(longer, size, bold=True) <= width:
            lines[-1] = longer
            continue
        if lines[-1]:
            lines.append("")
        for sign in word:
            if width_of(lines[-1] + sign, size, bold=True) > width:
                lines.append("")
            lines[-1] += sign
    return lines


def _balanced(text: str, size: int, width: int, lines: list[str]) -> list[str]:
    """As many lines of nearly one length, so that no word is left alone on the last."""
    for narrower in range(width - 20, width // 2, -20):
        tried = _lines(text, size, narrower)
        if len(tried) > len(lines):
            break
        lines = tried
    return lines


def fitted(
    text: str, *, width: int, height: int, sizes: tuple[int, ...], leading: float
) -> tuple[int, list[str]]:
    """The largest of the sizes in which the text fits, bold, and its lines.

    In the smallest it is cut at a word, and says so, if it must be.
    """
    for size in sizes:
        lines, room = _lines(text, size, width), int(height / (size * leading))
        if len(lines) <= room:
            return size, _balanced(text, size, width, lines)
    kept = lines[:room]
    kept[-1] = cut(f"{kept[-1]} {lines[room]}", size, width, bold=True)
    return size, kept


def cut(text: str, size: int, width: float, *, bold: bool = False) -> str:
    """One line, with an ellipsis for the words that did not fit."""
    if width_of(text, size, bold=bold) <= width:
        return text
    words = text.split(" ")
    while len(words) > 1 and width_of(" ".join(words) + ELLIPSIS, size, bold=bold) > width:
        words.pop()
    short = " ".join(words).rstrip(" ,;:–—-")
    while short and width_of(short + ELLIPSIS, size, bold=bold) > width:
        short = short[:-1]
    return short + ELLIPSIS

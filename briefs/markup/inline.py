"""Words and inline elements of one leaf block -> their one spelling."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

MAX_MARKS = 30
"""As in Unicode's stream-safe format (UAX 15); no script needs as many."""
_MAYBE_MARKS = re.compile(rf"[^\w\s\x00-\x7f]{{{MAX_MARKS + 1},}}")
# All white space but the two non-breaking spaces, which writers set on purpose.
_WHITE_SPACE = re.compile(r"[^\S\u00a0\u202f]+")
# Control characters that are no white space, surrogates, the byte order mark, noncharacters.
_NO_TEXT = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff"
    + "".join(
        chr(plane + 0xFFFE) + chr(plane + 0xFFFF) for plane in range(1 << 16, 17 << 16, 1 << 16)
    )
    + "]"
)


@dataclass(frozen=True, eq=False)
class Inline:
    """One inline element; two that look alike are still two."""

    tag: str
    attributes: str


Path = tuple[Inline, ...]


@dataclass(slots=True)
class Words:
    """Text under one path of inline elements, outermost first; ``text`` is None for a <br>."""

    path: Path
    text: str | None


def spell(content: Iterable[Words]) -> str:
    """Write a leaf's content in normal form; empty when it has no words."""
    content = [Words(words.path, words.text and _NO_TEXT.sub("", words.text)) for words in content]
    with_words = {
        element
        for words in content
        if words.text and not words.text.isspace()
        for element in words.path
    }
    if not any(words.text and not words.text.isspace() for words in content):
        return ""
    for words in content:
        words.path = tuple(element for element in words.path if element in with_words)
    return _write(_merged(_collapsed(_merged(content))))


def _merged(content: Iterable[Words]) -> list[Words]:
    """Join neighbours under one path, and compose their characters (NFC)."""
    merged: list[Words] = []
    for words in content:
        last = merged[-1] if merged else None
        if words.text == "":
            continue
        if last and last.text is not None and words.text is not None and last.path == words.path:
            last.text += words.text
        else:
            merged.append(words)
    for words in merged:
        words.text = words.text and _composed(words.text)
    return merged


def _composed(text: str) -> str:
    """Normalise to NFC, with MAX_MARKS at most on a letter: sorting them takes quadratic time."""
    composed = unicodedata.normalize("NFC", _MAYBE_MARKS.sub(_without_heaps, text))
    return _MAYBE_MARKS.sub(_without_heaps, composed)


def _without_heaps(signs: re.Match[str]) -> str:
    heap, kept = 0, []
    for sign in signs[0]:
        heap = heap + 1 if unicodedata.combining(sign) else 0
        if heap <= MAX_MARKS:
            kept.append(sign)
    return "".join(kept)


def _collapsed(content: Iterable[Words]) -> list[Words]:
    """Make every run of white space one space, and none at the block's edges or beside a <br>."""
    done: list[Words] = []
    after_space = True
    for words in content:
        if words.text is None:
            if done:
                _trim_end(done)
                done.append(words)
            after_space = True
            continue
        words.text = _WHITE_SPACE.sub(" ", words.text)
        if after_space:
            words.text = words.text.removeprefix(" ")
        if words.text:
            after_space = words.text.endswith(" ")
            done.append(words)
    while done and done[-1].text is None:
        done.pop()
    if done:
        _trim_end(done)
    return done


def _trim_end(done: list[Words]) -> None:
    last = done[-1]
    last.text = last.text and last.text.removesuffix(" ")
    if last.text == "":
        done.pop()


def _write(content: Iterable[Words]) -> str:
    out: list[str] = []
    open_now: Path = ()
    for words in content:
        shared = 0
        for one, other in zip(open_now, words.path, strict=False):
            if one is not other:
                break
            shared += 1
        out += [f"</{element.tag}>" for element in reversed(open_now[shared:])]
        out += [f"<{element.tag}{element.attributes}>" for element in words.path[shared:]]
        open_now = words.path
        out.append("<br>\n" if words.text is None else escape(words.text, quote=False))
    out += [f"</{element.tag}>" for element in reversed(open_now)]
    return "".join(out)

"""Bytes to lines of plain characters, with what had to be put right on the way."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace

from briefs.importing.draft import DraftError, Repair, RepairKind

# The longest article of this kind is a hundredth of it; more is a mistake or an attack.
MAX_BYTES = 2_000_000
MAX_LINES = 20_000

_SIGNATURES = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive (DOCX, ODT or EPUB perhaps)"),
    (b"\xd0\xcf\x11\xe0", "an old Word file"),
    (b"{\\rtf", "an RTF file"),
    (b"\xff\xfe", "UTF-16 text; save it as UTF-8"),
    (b"\xfe\xff", "UTF-16 text; save it as UTF-8"),
)
_HTML = re.compile(rb"\s{0,100}(?:<!doctype html|<html|<\?xml)", re.IGNORECASE)
_MARK = "\ufeff"
_OTHER_LINE_ENDS = re.compile("\r\n|[\r\v\x85\u2028\u2029]")
_SOFT_HYPHEN = "\u00ad"
# Invisible characters that carry no meaning in running text. Joiners stay: emoji need them.
_DROPPED = "\u200b\u2060\ufeff" + _SOFT_HYPHEN
# Half of a pair (U+D800 to U+DFFF) is no character; YAML's escapes can make one.
_CONTROLS = "".join(map(chr, (*range(9), *range(14, 32), *range(127, 160), *range(0xD800, 0xE000))))
_SPACES = "\t\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
# Letters drawn as one, as PDFs keep them: whoever looks for “office” would not find it.
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_ODD = re.compile(f"[{_SPACES}{_DROPPED}{_CONTROLS}{''.join(_LIGATURES)}]")
_PLAIN = str.maketrans(
    dict.fromkeys(_DROPPED + _CONTROLS, "") | dict.fromkeys(_SPACES, " ") | _LIGATURES
)
_SPACES_IN_A_ROW = re.compile(" {2,}")
_PAGE_NUMBER = re.compile(r"(?:page )?[0-9]{1,4}(?: (?:of|/) [0-9]{1,4})?", re.IGNORECASE)


@dataclass(frozen=True)
class SourceLine:
    """A line without outer spaces; ``page`` goes up by one at every form feed."""

    number: int
    text: str
    page: int


def read_lines(data: bytes, name: str) -> tuple[list[SourceLine], list[Repair]]:
    """The lines of a text file; raise DraftError if ``data`` is none or not to be read."""
    text, repairs = plain_text(data, name)
    lines, characters = _clean_lines(text)
    lines, page_numbers = _without_page_numbers(lines)
    return lines, [*repairs, *characters, *page_numbers]


def plain_text(data: bytes, name: str) -> tuple[str, list[Repair]]:
    """The text of a text file, its lines ended in one way; raise DraftError if it is none."""
    text = _decoded(data, name)
    repairs = []
    if text.startswith(_MARK):
        text = text.removeprefix(_MARK)
        repairs.append(Repair(RepairKind.BYTE_ORDER_MARK, 1, "U+FEFF", ""))
    text, line_ends = _with_one_line_end(text)
    if text.count("\n") + text.count("\f") >= MAX_LINES:
        raise DraftError(name, f"has more than {MAX_LINES:,} lines")
    return text, [*repairs, *line_ends]


def _decoded(data: bytes, name: str) -> str:
    if not data.strip():
        raise DraftError(name, "is empty")
    if len(data) > MAX_BYTES:
        raise DraftError(name, f"has {len(data):,} bytes; the limit is {MAX_BYTES:,}")
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise DraftError(name, f"is no plain text but {kind}")
    if _HTML.match(data):
        raise DraftError(name, "is no plain text but HTML or XML")
    if b"\0" in data:
        line, at = data.count(b"\n", 0, data.index(b"\0")) + 1, data.index(b"\0")
        raise DraftError(name, f"is no text but binary (a zero at byte {at:,})", line)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        found = f"0x{data[error.start]:02x} at byte {error.start:,}"
        raise DraftError(name, f"is not UTF-8 ({found})", line) from None


def _with_one_line_end(text: str) -> tuple[str, list[Repair]]:
    found = Counter(match[0] for match in _OTHER_LINE_ENDS.finditer(text))
    repairs = [
        Repair(RepairKind.LINE_ENDS, 1, f"{count} × {_codes(end)}", _codes("\n"))
        for end, count in found.items()
    ]
    return _OTHER_LINE_ENDS.sub("\n", text), repairs


def _codes(characters: str) -> str:
    return " ".join(f"U+{ord(character):04X}" for character in characters)


def _clean_lines(text: str) -> tuple[list[SourceLine], list[Repair]]:
    lines: list[SourceLine] = []
    repairs: list[Repair] = []
    page = 1
    for number, raw in enumerate(text.split("\n"), 1):
        for count, piece in enumerate(raw.split("\f")):
            page += count > 0
            clean, found = _clean(piece.strip(" \t"), number)
            lines.append(SourceLine(number, clean, page))
            repairs += found
    return lines, repairs


def plain_line(line: str) -> str:
    """A line as ``read_lines`` gives it, without the report on it."""
    return _clean(line.strip(" \t"), 0)[0]


def _clean(line: str, number: int) -> tuple[str, list[Repair]]:
    """NFC, plain single spaces, nothing invisible; a soft hyphen at the very end stays."""
    repairs = []
    hyphen = _SOFT_HYPHEN if line.endswith(_SOFT_HYPHEN) else ""
    body = line.removesuffix(hyphen)
    for odd, count in Counter(_ODD.findall(body)).items():
        after = "a space" if odd in _SPACES else _LIGATURES.get(odd, "nothing")
        repairs.append(_characters(number, f"{count} × {_codes(odd)}", after))
    if repairs:
        body = body.translate(_PLAIN)
    if _SPACES_IN_A_ROW.search(body):
        body = _SPACES_IN_A_ROW.sub(" ", body)
        if not repairs:
            repairs.append(_characters(number, "spaces in a row", "a space"))
    if not unicodedata.is_normalized("NFC", body):
        body = unicodedata.normalize("NFC", body)
        repairs.append(_characters(number, "letters and accents apart", "composed letters"))
    return body.strip() + hyphen, repairs


def _characters(number: int, before: str, after: str) -> Repair:
    return Repair(RepairKind.CHARACTERS, number, before, after)


def _without_page_numbers(
    lines: list[SourceLine],
) -> tuple[list[SourceLine], list[Repair]]:
    """Empty the first and last lines of a page that hold its number alone.

    Only a form feed tells where a page ends: without one, a number is kept as words.
    """
    if lines[-1].page == 1:
        return lines, []
    repairs = []
    for at in _page_edges(lines):
        if _PAGE_NUMBER.fullmatch(lines[at].text):
            found = lines[at]
            repairs.append(Repair(RepairKind.PAGE_NUMBER, found.number, found.text, ""))
            lines[at] = replace(found, text="")
    return lines, repairs


def _page_edges(lines: list[SourceLine]) -> list[int]:
    """Indexes of the first and the last line with words on each page, in order."""
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for at, line in enumerate(lines):
        if line.text:
            first.setdefault(line.page, at)
            last[line.page] = at
    return sorted({*first.values(), *last.values()})

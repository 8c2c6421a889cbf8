"""Word files (DOCX): their structure by mammoth; nothing is opened but the file itself."""

import io
import re
import zipfile
from html import unescape

import mammoth

from briefs.importing.draft import ArticleDraft, DraftError, Repair, RepairKind
from briefs.importing.readers.marked_up import Stated, read_html

MAX_ENTRIES = 2_000
MAX_UNPACKED = 50_000_000
# Text of XML packs to a tenth or twentieth; a bomb to a thousandth.
MAX_RATIO = 200
_SMALL = 1_000_000
_DOCUMENT = "word/document.xml"
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Heading 1'] => h2:fresh
p[style-name='Heading 2'] => h3:fresh
p[style-name='Heading 3'] => h4:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
"""
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_BACK_FROM_NOTE = re.compile(r'\s*<a href="#[^"]*-ref-[^"]*">↑</a>')
_CREATOR = re.compile(r"<dc:creator(?:\s[^>]*)?>([^<]*)</dc:creator>")


def read(data: bytes, name: str) -> ArticleDraft:
    """Read a DOCX file; raise DraftError if it is unsafe, damaged, or holds no article."""
    parts = _parts(data, name)
    try:
        html = mammoth.convert_to_html(
            io.BytesIO(data),
            style_map=_STYLES,
            convert_image=mammoth.images.img_element(lambda image: {"src": ""}),
        ).value
    except MemoryError:
        raise
    # Whatever a damaged file makes the parser do, it is one message.
    except Exception as error:
        raise DraftError(name, "is a damaged Word file, and cannot be read") from error
    stated = _stated(parts.get("docProps/core.xml", b""))
    return read_html(_BACK_FROM_NOTE.sub("", html), name, stated, _changes(parts[_DOCUMENT]))


def _parts(data: bytes, name: str) -> dict[str, bytes]:
    """The XML files in the archive, once it is known to be no bomb and to run nothing."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_archive(archive.infolist(), len(data), name)
            parts = {
                entry.filename: archive.read(entry)
                for entry in archive.infolist()
                if entry.filename.endswith((".xml", ".rels"))
            }
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError) as error:
        raise DraftError(name, "is a damaged Word file, and cannot be unpacked") from error
    if _DOCUMENT not in parts:
        raise DraftError(name, "is a ZIP archive, but no Word document is in it")
    if b"macroEnabled" in parts.get("[Content_Types].xml", b""):
        raise DraftError(name, _MACROS)
    for part, content in parts.items():
        # UTF-16 has a zero in every letter of the sign.
        if _DECLARATION.search(content.replace(b"\0", b"")):
            raise DraftError(name, f"declares entities in {part}, as no Word file does")
    return parts


_MACROS = "holds macros; save it as DOCX without them"


def _check_archive(entries: list[zipfile.ZipInfo], packed: int, name: str) -> None:
    if len(entries) > MAX_ENTRIES:
        raise DraftError(name, f"holds more than {MAX_ENTRIES:,} files")
    if any(entry.flag_bits & 1 for entry in entries):
        raise DraftError(name, "is encrypted; save it without a password")
    if any(entry.filename.lower().endswith("vbaproject.bin") for entry in entries):
        raise DraftError(name, _MACROS)
    if len({entry.filename for entry in entries}) < len(entries):
        raise DraftError(name, "holds two files of one name")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED:
        raise DraftError(name, f"unpacks to more than {MAX_UNPACKED:,} bytes")
    if unpacked > _SMALL and unpacked > MAX_RATIO * packed:
        raise DraftError(name, f"unpacks to more than {MAX_RATIO} times its size")


def _changes(document: bytes) -> list[Repair]:
    marks = len(re.findall(rb"<w:(?:ins|del) ", document))
    return [Repair(RepairKind.CHANGES, 0, f"{marks} × inserted or deleted", "")] if marks else []


def _stated(core: bytes) -> Stated:
    """The author. Dates in a file are of the file, and its title is often that of a template."""
    creator = _CREATOR.search(core.decode("utf-8", "replace"))
    names = unescape(creator[1]).split(";") if creator else []
    return Stated(authors=tuple(" ".join(name.split()) for name in names))

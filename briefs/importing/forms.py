"""Which form a file has: told by its first bytes, then by its name."""

import re
from enum import StrEnum
from pathlib import PurePath

from briefs.importing.draft import DraftError


class Form(StrEnum):
    TEXT = "text"
    MARKDOWN = "Markdown"
    HTML = "HTML"
    DOCX = "DOCX"
    PDF = "PDF"


EXTENSIONS = {
    ".txt": Form.TEXT,
    ".text": Form.TEXT,
    ".md": Form.MARKDOWN,
    ".markdown": Form.MARKDOWN,
    ".html": Form.HTML,
    ".htm": Form.HTML,
    ".xhtml": Form.HTML,
    ".docx": Form.DOCX,
    ".pdf": Form.PDF,
}
_MACRO_EXTENSIONS = (".docm", ".dotm")
_PDF = b"%PDF-"
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
# The name of the stream that holds an encrypted package (MS-OFFCRYPTO, 1.3.2).
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_HTML = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,100}(?:<!--.{0,2000}?-->\s{0,100})?"
                   rb"(?:<!doctype html|<html\b|<\?xml[^>]{0,200}>\s{0,100}<(?:!doctype )?html)",
                   re.IGNORECASE | re.DOTALL)  # fmt: skip


def form_of(data: bytes, name: str) -> Form:
    """The form of a file; raise DraftError if none is read, or its name says another."""
    extension = PurePath(name).suffix.lower()
    if extension in _MACRO_EXTENSIONS:
        raise DraftError(name, "is a Word file with macros; save it as DOCX without them")
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise DraftError(name, "is encrypted; save it without a password")
        raise DraftError(name, "is an old Word file; save it as DOCX")
    if not data.strip():
        raise DraftError(name, "is empty")
    named, found = EXTENSIONS.get(extension), _found(data)
    if found is None and named in (None, Form.TEXT, Form.MARKDOWN, Form.HTML):
        return named or Form.TEXT
    if named is not None and named is not found:
        shown = (
            f"{'an' if found is Form.HTML else 'a'} {found} file" if found else f"no {named} file"
        )
        raise DraftError(name, f"is {shown}, though its name ends in {extension}; rename it")
    assert found is not None
    return found


def _found(data: bytes) -> Form | None:
    """What the first bytes say; None for what may be any form of text."""
    if data[:1024].lstrip().startswith(_PDF):
        return Form.PDF
    if data.startswith(_ZIP):
        return Form.DOCX
    return Form.HTML if _HTML.match(data) else None

"""All the words of a page: for looking whether a passage stands on it, not for reading."""

import io
import re
from html import unescape

import nh3
from pypdf import PdfReader

from briefs.importing.draft import DraftError
from briefs.importing.readers.html import decoded
from briefs.importing.readers.pdf import MAX_PAGES

MOST_LETTERS = 3_000_000
_BETWEEN = re.compile(r"<[^>]*>")
_BLOCKS = frozenset(
    "address article aside blockquote br caption dd details div dl dt figcaption figure footer h1 "
    "h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead "
    "tr ul".split()
)
_CLEANER = nh3.Cleaner(
    tags=set(_BLOCKS), attributes={}, clean_content_tags={"script", "style", "template", "noscript"}
)


def read(data: bytes, name: str) -> str:
    """The text of an HTML, PDF or plain file; raise DraftError if it has none that can be read."""
    text = _of_pdf(data, name) if data.startswith(b"%PDF-") else _of_html(data)
    if not text.strip():
        raise DraftError(name, "holds no text")
    return text[:MOST_LETTERS]


def _of_html(data: bytes) -> str:
    page, _ = decoded(data)
    return unescape(_BETWEEN.sub(" ", _CLEANER.clean(page)))


def _of_pdf(data: bytes, name: str) -> str:
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise DraftError(name, "is encrypted")
        pages = reader.pages[:MAX_PAGES]
        return "\n".join(page.extract_text() for page in pages)
    except (DraftError, MemoryError):
        raise
    # Whatever a damaged file makes the parser do, it is one message.
    except Exception as error:
        raise DraftError(name, "is a damaged PDF file") from error

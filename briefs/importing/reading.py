"""From the bytes of any file that is read to its draft."""

from briefs.importing.draft import ArticleDraft, DraftError
from briefs.importing.forms import Form, form_of
from briefs.importing.readers import received_text
from briefs.importing.sandbox import read_apart

# Pictures make Word files and PDFs large; their text is a hundredth of it.
SIZE_LIMIT = 20_000_000


def read_file(data: bytes, name: str) -> ArticleDraft:
    """Read a file by the reader of its form; raise DraftError. ``name`` tells the form too."""
    if len(data) > SIZE_LIMIT:
        raise DraftError(name, f"is larger than {SIZE_LIMIT:,} bytes")
    form = form_of(data, name)
    if form is Form.TEXT:
        return received_text.read(data, name)
    return read_apart(data, name, form)

"""The process that ``sandbox`` starts: a file on standard input, its draft on standard output."""

import json
import resource
import sys
from collections.abc import Callable
from typing import Any

from briefs.importing.draft import ArticleDraft, DraftError
from briefs.importing.forms import Form
from briefs.importing.readers import docx, html, markdown, pdf
from briefs.importing.sandbox import OUT_OF_MEMORY
from briefs.importing.wire import to_data

_READERS: dict[Form, Callable[[bytes, str], ArticleDraft]] = {
    Form.MARKDOWN: markdown.read,
    Form.HTML: html.read,
    Form.DOCX: docx.read,
    Form.PDF: pdf.read,
}


def main(form: str, seconds: str, memory: str) -> None:
    _limit(int(seconds), int(memory))
    try:
        data = sys.stdin.buffer.read()
        answer = json.dumps(_answer(Form[form], data))
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)
    sys.stdout.write(answer)


def _limit(seconds: int, memory: int) -> None:
    """Set before a byte of the file is read; none of the limits can be raised again."""
    for what, limit in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (limit, limit))


def _answer(form: Form, data: bytes) -> dict[str, Any]:
    try:
        return {"draft": to_data(_READERS[form](data, ""))}
    except DraftError as error:
        return {"reason": error.reason, "line": error.line}


if __name__ == "__main__":
    main(*sys.argv[1:])

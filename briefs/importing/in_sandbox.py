"""The process that ``sandbox`` starts: a file on standard input, what it holds on the output."""

import json
import resource
import sys
from collections.abc import Callable
from typing import Any

from briefs.importing.annotations import reading as annotations
from briefs.importing.annotations.shape import to_data as annotations_to_data
from briefs.importing.draft import ArticleDraft, DraftError
from briefs.importing.forms import Form
from briefs.importing.readers import docx, html, markdown, page_text, pdf
from briefs.importing.sandbox import ANNOTATIONS, OUT_OF_MEMORY, PAGE_TEXT
from briefs.importing.wire import to_data

_READERS: dict[Form, Callable[[bytes, str], ArticleDraft]] = {
    Form.MARKDOWN: markdown.read,
    Form.HTML: html.read,
    Form.DOCX: docx.read,
    Form.PDF: pdf.read,
}


def main(reader: str, seconds: str, memory: str) -> None:
    _limit(int(seconds), int(memory))
    try:
        data = sys.stdin.buffer.read()
        answer = json.dumps(_answer(reader, data))
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


def _answer(reader: str, data: bytes) -> dict[str, Any]:
    try:
        if reader == ANNOTATIONS:
            return {"made": annotations_to_data(annotations.read(data, ""))}
        if reader == PAGE_TEXT:
            return {"made": page_text.read(data, "")}
        return {"made": to_data(_READERS[Form[reader]](data, ""))}
    except DraftError as error:
        return {"reason": error.reason, "line": error.line}


if __name__ == "__main__":
    main(*sys.argv[1:])

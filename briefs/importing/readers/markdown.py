"""Markdown (CommonMark with tables): raw HTML in it is text, as it stands."""

import re
from typing import Any

import yaml
from markdown_it import MarkdownIt

from briefs.importing.draft import ArticleDraft, DraftError, Repair
from briefs.importing.licences import read_licence
from briefs.importing.readers.marked_up import Stated, read_html
from briefs.importing.readers.source_lines import plain_line, plain_text
from briefs.importing.written_dates import read_date

_PARSER = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable("table")
_FRONT_MATTER = re.compile(r"---\n(.{0,10000}?)\n(?:---|\.\.\.)\n", re.DOTALL)


def read(data: bytes, name: str) -> ArticleDraft:
    """Read a Markdown file; raise DraftError if it holds no article."""
    text, repairs = plain_text(data, name)
    return _read(text, name, repairs)


def _read(text: str, name: str, repairs: list[Repair]) -> ArticleDraft:
    front = _FRONT_MATTER.match(text)
    stated = _stated(front[1], name) if front else Stated()
    return read_html(_PARSER.render(text[front.end() if front else 0 :]), name, stated, repairs)


def _stated(yaml_text: str, name: str) -> Stated:
    """What the lines between the dashes at the top say; aliases, which can grow, are refused."""
    try:
        if any(isinstance(at, yaml.AliasToken) for at in yaml.scan(yaml_text)):
            raise DraftError(name, "its first lines hold an alias of YAML; write the words out", 1)
        found = yaml.safe_load(yaml_text)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise DraftError(name, "its first lines, between dashes, are no YAML", 1) from error
    if not isinstance(found, dict):
        return Stated()
    authors = found.get("authors", found.get("author"))
    return Stated(
        title=_words(found.get("title")),
        authors=tuple(map(_words, authors if isinstance(authors, list) else [authors])),
        publisher=_words(found.get("publisher")),
        published=read_date(_words(found.get("date"))),
        original_url=_words(found.get("url", found.get("source"))),
        licence=read_licence(_words(found.get("licence", found.get("license")))),
    )


def _words(value: Any) -> str:
    if value is None or isinstance(value, dict | list):
        return ""
    return " ".join(plain_line(str(value)).split())

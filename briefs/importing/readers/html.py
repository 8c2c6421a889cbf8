"""A saved web page: its article, and what it states about it. Nothing is ever fetched."""

import codecs
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import nh3

from briefs.dates import PartialDate
from briefs.importing.draft import ArticleDraft, DraftError, Repair, RepairKind
from briefs.importing.licences import read_licence
from briefs.importing.readers.marked_up import Stated, read_html
from briefs.importing.readers.source_lines import MAX_BYTES
from briefs.importing.written_dates import read_date

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?\s*([\w-]{1,40})", re.IGNORECASE)
_SITE_NAME = re.compile(r"\s+(?:[|–—·»]|-)\s+[^|–—·»]{1,80}$")
_WORDS = re.compile(r"\w+")
_DEEPEST = 200
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
# What surrounds an article on its page, or stands in it without being of it.
_AROUND = frozenset({"nav", "aside", "form", "footer", "button", "select", "dialog"})
_AROUND_ROLE = frozenset({"navigation", "banner", "contentinfo", "complementary", "search"})
_AROUND_NAME = re.compile(
    r"(?:^|[\s_-])(?:share|sharing|social|related|comments?|sidebar|breadcrumbs?|newsletter|"
    r"advert\w*|promo|cookie\w*|skip-link)(?:$|[\s_-])",
    re.IGNORECASE,
)
_TAGS = nh3.ALLOWED_TAGS | {"section", "main", "header", "footer", "nav", "figure", "aside",
                            "body", "form", "button", "select", "dialog"}  # fmt: skip
_SANITISER = nh3.Cleaner(
    tags=_TAGS,
    attributes={
        "*": {"class", "id", "role", "itemprop", "aria-hidden", "hidden"},
        "a": {"href"}, "img": {"alt"}, "ol": {"start"},
        "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan", "scope"},
    },
    url_schemes={"http", "https", "mailto", "ftp", "file", "javascript", "data", "tel"},
    link_rel=None,
)  # fmt: skip


def read(data: bytes, name: str) -> ArticleDraft:
    """Read an HTML file; raise DraftError if it holds no article."""
    if len(data) > MAX_BYTES:
        raise DraftError(name, f"has {len(data):,} bytes; the limit is {MAX_BYTES:,}")
    page, repairs = decoded(data)
    stated = _stated(page)
    return read_html(_article(page, name), name, stated, repairs)


def decoded(data: bytes) -> tuple[str, list[Repair]]:
    """The page as text: by its mark, as UTF-8, as it declares, or as browsers guess."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(encoding, "replace").removeprefix("\ufeff"), []
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        declared = _CHARSET.search(data[:2_000])
    encoding = declared[1].decode("ascii", "replace") if declared else "windows-1252"
    try:
        if encoding.lower() in ("utf-8", "iso-8859-1", "latin1"):
            encoding = "windows-1252"
        text = data.decode(encoding, "replace")
    except LookupError:
        encoding = "windows-1252"
        text = data.decode(encoding, "replace")
    return text, [Repair(RepairKind.ENCODING, 0, encoding, "UTF-8")]


# The article in its page -------------------------------------------------------------------


@dataclass
class _Element:
    tag: str
    attributes: dict[str, str]
    start: str = ""
    children: list["_Element | str"] = field(default_factory=list)

    @property
    def html(self) -> str:
        inner = "".join(at if isinstance(at, str) else at.html for at in self.children)
        return self.start + inner + (f"</{self.tag}>" if self.tag and self.start else "")

    def walk(self) -> Iterator["_Element"]:
        waiting: list[_Element] = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += [at for at in reversed(element.children) if isinstance(at, _Element)]


class _Tree(HTMLParser):
    """The elements of sanitised, hence well-formed, HTML, without what only surrounds articles."""

    def __init__(self, name: str) -> None:
        super().__init__(convert_charrefs=False)
        self._name = name
        self.root = _Element("", {})
        self._open = [self.root]
        self._skipped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if self._skipped or _is_around(tag, attributes):
            self._skipped += tag not in _VOID
            return
        element = _Element(tag, attributes, self.get_starttag_text() or "")
        if tag in _VOID:
            self._open[-1].children.append(element.start)
            return
        self._open[-1].children.append(element)
        self._open.append(element)
        if len(self._open) > _DEEPEST:
            raise DraftError(self._name, f"nests more than {_DEEPEST} elements")

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if self._skipped:
            self._skipped -= 1
        elif len(self._open) > 1:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self._open[-1].children.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")


def _is_around(tag: str, attributes: dict[str, str]) -> bool:
    names = f"{attributes.get('class', '')} {attributes.get('id', '')}"
    return (
        tag in _AROUND
        or attributes.get("role") in _AROUND_ROLE
        or "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or (tag not in ("body", "article", "main") and bool(_AROUND_NAME.search(names)))
    )


def _article(page: str, name: str) -> str:
    """The HTML of the article: its body as marked, else the element with most of the prose."""
    tree = _Tree(name)
    tree.feed(_SANITISER.clean(page))
    tree.close()
    elements = list(tree.root.walk())
    best = _marked(elements) or _densest(elements) or tree.root
    html = best.html
    outer = [at.html for at in elements if at.tag == "h1"]
    return outer[0] + html if len(outer) == 1 and "<h1" not in html else html


_SIGNS: tuple[Callable[[_Element], bool], ...] = (
    lambda at: at.attributes.get("itemprop") == "articleBody",
    lambda at: at.tag == "article",
    lambda at: at.tag == "main" or at.attributes.get("role") == "main",
)


def _marked(elements: list[_Element]) -> _Element | None:
    """The element that the page itself marks as its article; the longest, if there are some."""
    for is_it in _SIGNS:
        found = [at for at in elements if is_it(at)]
        if found:
            return max(found, key=_prose)
    return None


def _densest(elements: list[_Element]) -> _Element | None:
    """The smallest element that holds most of the page's words in paragraphs."""
    total = sum(_own_prose(at) for at in elements)
    holding = [at for at in elements if at.tag in ("div", "section") and 2 * _prose(at) > total]
    return min(holding, key=_prose, default=None)


def _prose(element: _Element) -> int:
    return sum(map(_own_prose, element.walk()))


def _own_prose(element: _Element) -> int:
    return len(_WORDS.findall(element.html)) if element.tag == "p" else 0


# What the page states ----------------------------------------------------------------------


class _Head(HTMLParser):
    """The title, the meta elements, the canonical address and the JSON-LD of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.title = ""
        self.metas: dict[str, list[str]] = {}
        self.links: dict[str, str] = {}
        self.data: list[str] = []
        self._into = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "meta":
            key = (found.get("name") or found.get("property") or found.get("itemprop", "")).lower()
            self.metas.setdefault(key, []).append(_line(found.get("content", "")))
        elif tag in ("link", "a"):
            for rel in found.get("rel", "").lower().split():
                self.links.setdefault(rel, found.get("href", ""))
        is_data = found.get("type", "").lower() == "application/ld+json"
        self._into = tag if tag == "title" or (tag == "script" and is_data) else ""
        if self._into == "script":
            self.data.append("")

    def handle_endtag(self, tag: str) -> None:
        self._into = ""

    def handle_data(self, data: str) -> None:
        if self._into == "title" and not self.title:
            self.title = _line(data)
        elif self._into == "script":
            self.data[-1] += data

    def all(self, *names: str) -> list[str]:
        """The values under the first of ``names`` that the page has."""
        return next((self.metas[name] for name in names if any(self.metas.get(name, ()))), [])

    def first(self, *names: str) -> str:
        return next(iter(self.all(*names)), "")


def _stated(page: str) -> Stated:
    head = _Head()
    head.feed(page)
    head.close()
    data = _linked_data(head.data)
    authors = head.all("citation_author", "author", "dc.creator") or _names(data.get("author"))
    published = (
        head.first("citation_publication_date", "citation_date", "article:published_time")
        or head.first("date", "dc.date", "datepublished")
        or _text(data.get("datePublished"))
    )
    licence = head.links.get("license") or head.first("dc.rights", "copyright")
    return Stated(
        title=head.first("citation_title", "og:title")
        or _text(data.get("headline"))
        or _SITE_NAME.sub("", head.title),
        authors=tuple(_in_reading_order(author) for author in authors),
        publisher=head.first("citation_publisher", "og:site_name", "dc.publisher")
        or next(iter(_names(data.get("publisher"))), ""),
        published=_date(published),
        original_url=_web(head.links.get("canonical", "") or head.first("og:url")),
        licence=read_licence(licence or _text(data.get("license"))),
    )


def _linked_data(scripts: list[str]) -> dict[str, Any]:
    """The first JSON-LD object that is an article; an empty one where there is none."""
    for script in scripts:
        try:
            found = json.loads(script)
        except (ValueError, RecursionError):
            continue
        graph = found.get("@graph", [found]) if isinstance(found, dict) else found
        for entry in graph if isinstance(graph, list) else []:
            if isinstance(entry, dict) and re.search(
                "Article|Report|Posting", str(entry.get("@type"))
            ):
                return entry
    return {}


def _names(value: Any) -> list[str]:
    found = value if isinstance(value, list) else [value]
    return [name for at in found if (name := _text(at.get("name") if isinstance(at, dict) else at))]


def _text(value: Any) -> str:
    return _line(value) if isinstance(value, str) else ""


def _line(text: str) -> str:
    return " ".join(text.split())


def _in_reading_order(author: str) -> str:
    """citation_author may say "Roe, Jane"."""
    last, comma, first = author.partition(", ")
    return f"{first} {last}" if comma and "," not in first else author


def _date(text: str) -> PartialDate | None:
    written = re.match(r"\d{4}([-/]\d{2}([-/]\d{2})?)?", text)
    try:
        return PartialDate.parse(written[0].replace("/", "-")) if written else read_date(text)
    except ValueError:
        return None


def _web(address: str) -> str:
    return address if re.fullmatch(r"https?://\S+", address) else ""

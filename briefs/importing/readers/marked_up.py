"""HTML, whatever it was made from, to passages: what Markdown, web pages and Word files share."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from urllib.parse import urljoin, urlsplit

import nh3

from briefs.dates import PartialDate
from briefs.importing.credits import is_name
from briefs.importing.draft import (
    ArticleDraft,
    Author,
    DraftError,
    Licence,
    Link,
    Passage,
    PassageKind,
    Repair,
    RepairKind,
)
from briefs.importing.making import make_draft
from briefs.importing.titles import is_headline
from briefs.markup import MarkupError, blocks, normal_form, text_of

_UNIT = "block"
# A byline, a date or a kicker is shorter than any paragraph of prose.
_LONGEST_LINE = 120
_SCHEMES = {"http", "https", "mailto", "ftp", "file", "javascript", "data", "tel"}
USABLE = re.compile(r"(?:https?://|mailto:)\S+", re.IGNORECASE)
_KINDS = {
    **dict.fromkeys(("h2", "h3", "h4"), PassageKind.HEADING),
    **dict.fromkeys(("ul", "ol"), PassageKind.LIST),
    "blockquote": PassageKind.QUOTATION,
    "table": PassageKind.TABLE,
}
_TAG_NAME = re.compile(r"<([a-z0-9]+)")
_HEADING = re.compile(r"(</?h)([1-6])\b", re.IGNORECASE)
_ALL_BOLD = re.compile(r"<p>(?:<strong>)([^<]*)</strong></p>")
_LINKED = re.compile(r'<a(?: href="([^"]*)")?[^>]*>(.*?)</a>', re.DOTALL)
_EMPTY_LINK = re.compile(r"<a(?: [^>]*)?>(\s*)</a>")
# Signs that nobody begins a sentence with; the last is the bullet of Word's font Symbol.
_BULLETED = re.compile("<p>([•‣▪◦●○■□\uf0b7])[ \t\u00a0\u2002\u2003]+(.+)</p>", re.DOTALL)
_PICTURE = re.compile(r"<img(?P<attributes>[^>]*)>")
_ALT = re.compile(r'alt="([^"]*)"')
# Keeps what has no words or links from being lost on the way through the sanitiser.
_KEPT_TAGS = nh3.ALLOWED_TAGS | {"section", "main", "header", "footer", "nav", "figure", "aside"}


@dataclass(frozen=True)
class Stated:
    """What a file says about itself outside its text; taken where the text is silent."""

    title: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    published: PartialDate | None = None
    original_url: str = ""
    licence: Licence | None = None


@dataclass
class _Links:
    """Makes every target one that a browser can follow, or "#" where it is lost."""

    base: str
    repairs: list[Repair] = field(default_factory=list)

    def attribute(self, tag: str, name: str, value: str) -> str | None:
        if tag != "a" or name != "href":
            return value if name in ("alt", "colspan", "rowspan", "scope", "start") else None
        value = value.strip()
        if value in ("", "#"):
            return "#"
        if value.startswith("#"):
            self.repairs.append(Repair(RepairKind.INNER_LINK, 0, value, ""))
            return None
        whole = _joined(self.base, value)
        if USABLE.fullmatch(whole):
            return whole
        self.repairs.append(Repair(RepairKind.TARGET, 0, value, ""))
        return "#"


def _joined(base: str, value: str) -> str:
    try:
        return urljoin(base, value)
    except ValueError:
        return value


def read_html(
    html: str, name: str, stated: Stated = Stated(), repairs: Sequence[Repair] = ()
) -> ArticleDraft:
    """The draft that ``html`` makes; raise DraftError if it holds no article."""
    passages, found = _passages(html, name, stated.original_url)
    if stated.title and not _has_title(passages, stated.title):
        passages.insert(0, _titled(stated.title))
    draft = make_draft(passages, [*repairs, *found], name)
    return _with_stated(_from_second_level(draft), stated)


def _has_title(passages: Sequence[Passage], title: str) -> bool:
    """Whether a heading, or the title itself, stands before the first paragraph of prose."""
    for passage in passages:
        if passage.kind is PassageKind.HEADING or passage.text == title:
            return True
        if len(passage.text) > _LONGEST_LINE:
            return False
    return False


def _titled(title: str) -> Passage:
    return Passage(
        PassageKind.HEADING, title, html=normal_form(f"<h2>{nh3.clean_text(title)}</h2>")
    )


def _passages(html: str, name: str, base: str) -> tuple[list[Passage], list[Repair]]:
    links = _Links(base)
    clean = nh3.Cleaner(
        tags=_KEPT_TAGS,
        attributes={"a": {"href"}, "img": {"alt"}, "ol": {"start"}, "td": {"colspan", "rowspan"},
                    "th": {"colspan", "rowspan", "scope"}},
        attribute_filter=links.attribute,
        url_schemes=_SCHEMES,
        link_rel=None,
    )  # fmt: skip
    try:
        html, pictures = _without_pictures(clean.clean(_levelled(html)))
        body = normal_form(html)
    except MarkupError as error:
        raise DraftError(name, str(error)) from error
    passages: list[Passage] = []
    units, bullets = _with_lists([block.html for block in blocks(body)])
    repairs = [*links.repairs, *pictures, *bullets]
    for number, unit in enumerate(units, 1):
        passage, repair = _passage(unit, number)
        repairs += repair
        if passage.text.strip():
            passages.append(passage)
    return passages, repairs


def _with_lists(units: list[str]) -> tuple[list[str], list[Repair]]:
    """Paragraphs in a row that begin with one bullet, typed by hand, made the list they look like.

    One alone stays a paragraph: it may be an ornament.
    """
    made: list[str] = []
    repairs = []
    for sign, group in groupby(units, _bullet):
        run = list(group)
        items = [at[2] for unit in run if (at := _BULLETED.fullmatch(unit))]
        if sign and len(items) > 1:
            before = f"{len(items)} × a paragraph with {sign}"
            repairs.append(Repair(RepairKind.LIST, len(made) + 1, before, "a list", _UNIT))
            run = ["<ul>" + "\n".join(f"<li>{item}</li>" for item in items) + "</ul>"]
        made += run
    return made, repairs


def _bullet(unit: str) -> str:
    at = _BULLETED.fullmatch(unit)
    return at[1] if at else ""


def _levelled(html: str) -> str:
    """Headings moved down by one where the highest level is not the title's alone."""
    first_levels = len(re.findall(r"<h1\b", html, re.IGNORECASE))
    if first_levels < 2:
        return html
    return _HEADING.sub(lambda at: f"{at[1]}{min(6, int(at[2]) + 1)}", html)


def _without_pictures(html: str) -> tuple[str, list[Repair]]:
    repairs = []
    for picture in _PICTURE.finditer(html):
        alt = _ALT.search(picture["attributes"])
        words = text_of(alt[1]).replace("&quot;", '"') if alt else ""
        repairs.append(Repair(RepairKind.PICTURE, 0, words or "a picture without words", ""))
    return _PICTURE.sub("", html), repairs


def _passage(html: str, number: int) -> tuple[Passage, list[Repair]]:
    repairs = []
    for _ in _EMPTY_LINK.finditer(html):
        repairs.append(Repair(RepairKind.NO_WORDS, number, "a link", "", _UNIT))
    html = _EMPTY_LINK.sub(r"\1", html)
    bold = _ALL_BOLD.fullmatch(html)
    if bold and is_headline(text_of(bold[1])):
        html = f"<h2>{bold[1]}</h2>"
        words = text_of(bold[1])
        repairs.append(Repair(RepairKind.HEADING, number, words, words, _UNIT))
    tag = _TAG_NAME.match(html)
    kind = _KINDS.get(tag[1] if tag else "", PassageKind.PARAGRAPH)
    return Passage(kind, text_of(html), tuple(_links(html)), html), repairs


def _links(html: str) -> list[Link]:
    found = []
    for at in _LINKED.finditer(html):
        start = len(text_of(html[: at.start()]))
        words = text_of(at[2])
        target = None if at[1] in (None, "#") else text_of(at[1]).replace("&quot;", '"')
        found.append(Link(start, start + len(words), " ".join(words.split()), target))
    return found


def _from_second_level(draft: ArticleDraft) -> ArticleDraft:
    """The body's headings begin at the second level: the first is the title's."""
    levels = [
        int(at.html[2])
        for at in draft.passages
        if at.kind is PassageKind.HEADING and at.html.startswith("<h")
    ]
    up = min(levels, default=2) - 2
    if not up:
        return draft
    moved = [
        replace(at, html=_HEADING.sub(lambda tag: f"{tag[1]}{int(tag[2]) - up}", at.html))
        if at.kind is PassageKind.HEADING
        else at
        for at in draft.passages
    ]
    return replace(draft, passages=tuple(moved))


def _with_stated(draft: ArticleDraft, stated: Stated) -> ArticleDraft:
    authors = tuple(Author(name) for name in stated.authors if is_name(name))
    address = stated.original_url if urlsplit(stated.original_url).scheme else ""
    return replace(
        draft,
        authors=draft.authors or authors,
        publisher=draft.publisher or stated.publisher,
        published=draft.published or stated.published,
        original_url=draft.original_url or address,
        licence=draft.licence or stated.licence,
    )

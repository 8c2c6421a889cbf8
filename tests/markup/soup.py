"""Nasty HTML, and a standard HTML parser to judge what became of it."""

from collections.abc import Iterator
from itertools import pairwise
from xml.etree.ElementTree import Element

import html5lib
from hypothesis import strategies as st

from briefs.markup.allowed import BLOCKS, ELEMENTS, INLINE, LEAVES

_NAMES = sorted(
    {*ELEMENTS, "div", "span", "b", "i", "h1", "h6", "tfoot", "dl", "dd", "script", "style", "svg"}
    | {"math", "textarea", "select", "option", "template", "title", "img", "col", "font", "pre"}
)
_ATTRIBUTES = (
    "", "", "", ' href="/x"', " href='https://a.example/?a=1&b=2'", ' href="javascript:x"',
    ' href="//evil.example"', ' href="/\t/evil.example"', ' href="/\\evil.example"',
    ' href="HTTP://A.example/a b"', ' href="mailto:a@b.example"', ' data-reference="12"',
    ' data-reference="x"', ' lang="ru"', ' dir="rtl" lang=fr', " class=c id=d style='x:y'",
    " onclick=x", " colspan=2", " rowspan=0 scope=col", " start=5", ' title="a>b"', " a'b=\"<p>",
    ' href="', " /",
)  # fmt: skip
_TEXTS = (
    "word", "two words", " ", "\n", "\r\n", "\t ", "&amp;", "&lt;p&gt;", "<", ">", "&", "&nbsp;",
    "\u00a0", "\u202f", "\u2028", "\x00", "\x01", "&#0;", "&#x1F600;", "&#128;", "&notit;", "&a",
    "e\u0301", "\u0301", "&#x301;", "&gt;\u0338", "\U0001f469\u200d\U0001f4bb", "\u05e9\u05dc",
    "\ufdd0", "\ufdd1b\ufdd2", "\ud800", "&#xd800;", "\uffff", "<!-- c -->", "<!-->",
    "<!doctype x>", "<![CDATA[x]]>", "<?x?>", "</ x>", '"', "'", "]]>", "\u1100\u1161",
    "\x0b", "\x85", "&#13;",
)  # fmt: skip

_tags = st.builds(
    lambda slash, name, attributes: f"<{slash}{name}{'' if slash else attributes}>",
    st.sampled_from(["", "", "/"]),
    st.sampled_from(_NAMES),
    st.sampled_from(_ATTRIBUTES),
)
soup = st.lists(st.one_of(_tags, st.sampled_from(_TEXTS), st.text(max_size=4)), max_size=40).map(
    "".join
)

_HOLDS = {
    "div": {"p", "h2", "h3", "h4", "ul", "ol", "blockquote", "table", "hr"},
    "ul": {"li"},
    "ol": {"li"},
    "table": {"caption", "thead", "tbody"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "tr": {"th", "td"},
}
_HOLDS["blockquote"] = _HOLDS["li"] = _HOLDS["td"] = _HOLDS["div"]
_HOLDS["th"] = _HOLDS["div"] - {"h2", "h3", "h4"}
_PHRASING = INLINE | {"br", "mark"}


def parsed(body: str) -> Element:
    """Return what a browser makes of ``body`` inside a <div>."""
    document = html5lib.parse(f"<!doctype html><div>{body}</div>", namespaceHTMLElements=False)
    (container,) = document.find("body")
    return container


def text_content(element: Element) -> str:
    return "".join(element.itertext())


def faults(container: Element) -> list[str]:
    """Name what is not valid HTML, or not normal form, in the tree of a body."""
    found: list[str] = []
    pending = [(container, False)]
    while pending:
        element, in_link = pending.pop()
        names = [child.tag for child in element]
        in_link = in_link or element.tag == "a"
        if in_link and "a" in names:
            found.append("a link in a link")
        if element.tag in ("thead", "tbody", "tr", "ul", "ol", "blockquote", "table") and not names:
            found.append(f"{element.tag} is empty")
        blocks = [name for name in names if name in BLOCKS]
        if blocks or element.tag in ("div", "blockquote"):
            found += [
                f"{name} in {element.tag}" for name in set(names) - _HOLDS.get(element.tag, set())
            ]
            found += [f"text {gap!r} in {element.tag}" for gap in _gaps(element)]
        else:
            found += [f"{name} in {element.tag}" for name in set(names) - _PHRASING]
            if element.tag in LEAVES and not text_content(element).strip():
                found.append(f"{element.tag} is empty")
        if element.tag == "table" and names != sorted(
            names, key=["caption", "thead", "tbody"].index
        ):
            found.append("parts of a table out of order")
        pending += [(child, in_link) for child in element]
    return found


def _gaps(element: Element) -> Iterator[str]:
    """Yield text between blocks that is not one line feed between two of them."""
    if element.text:
        yield element.text
    for child, following in pairwise(element):
        if child.tail != "\n":
            yield f"{child.tag}, {child.tail!r}, {following.tag}"
    if len(element) and element[-1].tail:
        yield element[-1].tail

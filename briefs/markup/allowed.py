"""The one allow-list: which elements and attributes a body may have, and what others become."""

import re
from collections.abc import Callable

LEAVES = frozenset({"p", "h2", "h3", "h4", "caption"})
CONTAINERS = frozenset({"blockquote", "ul", "ol", "li"})
TABLE_PARTS = frozenset({"table", "thead", "tbody", "tr", "th", "td"})
VOID = frozenset({"br", "hr"})
INLINE = frozenset({"a", "em", "strong", "sub", "sup", "code"})
BLOCKS = LEAVES | CONTAINERS | TABLE_PARTS | {"hr"}
ELEMENTS = BLOCKS | INLINE | {"br"}

# "div" is only read: it parts what stands in it from its neighbours and is then dissolved.
_BECOMES = {
    "b": "strong", "i": "em", "tt": "code", "kbd": "code", "samp": "code", "h1": "h2",
    "h5": "h4", "h6": "h4", "tfoot": "tbody", "menu": "ul", "dir": "ul",
}  # fmt: skip
_LIKE_DIV = """address article aside body center dd details dialog div dl dt fieldset figcaption
figure footer form header hgroup html legend main nav pre search section summary""".split()
READ_AS = {name: name for name in ELEMENTS} | _BECOMES | dict.fromkeys(_LIKE_DIV, "div")

# What stands between the tags of these is no text of the article, so it goes with them.
DROPPED_WITH_CONTENT = frozenset(
    """applet audio canvas embed frameset head iframe math noembed noframes noscript object
    plaintext script select style svg template textarea title video xmp""".split()
)

MAX_ADDRESS = 4_000
_WHITE_SPACE_OR_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_ADDRESS = re.compile(
    r"(?P<scheme>https?)://[^/\\?#\s]+[^\s]*|mailto:[^\s@]+@[^\s]+|/(?![/\\])[^\s]*|#[^\s]*",
    re.IGNORECASE,
)


def _address(value: str) -> str | None:
    """Keep absolute web and mail addresses and paths of this site, as a browser would read them."""
    value = _WHITE_SPACE_OR_CONTROL.sub("", value).strip()
    value = re.sub(r"\s", "%20", value)
    if len(value) > MAX_ADDRESS or not _ADDRESS.fullmatch(value):
        return None
    scheme, colon, rest = value.partition(":")
    return scheme.lower() + colon + rest if scheme.isalpha() else value


def _matching(pattern: str) -> Callable[[str], str | None]:
    accepts = re.compile(pattern, re.ASCII | re.IGNORECASE)

    def read(value: str) -> str | None:
        value = value.strip(" \t\n\r\f")
        return value if accepts.fullmatch(value) else None

    return read


def _word_of(*words: str) -> Callable[[str], str | None]:
    def read(value: str) -> str | None:
        value = value.strip(" \t\n\r\f").lower()
        return value if value in words else None

    return read


def _span_of_cells(value: str) -> str | None:
    value = value.strip(" \t\n\r\f")
    if not (value.isascii() and value.isdigit() and len(value) <= 4):
        return None
    return str(int(value)) if 2 <= int(value) <= 1000 else None


def _first_number(value: str) -> str | None:
    value = value.strip(" \t\n\r\f")
    if not re.fullmatch(r"-?[0-9]{1,9}", value):
        return None
    return None if int(value) == 1 else str(int(value))


# Per element, in the order in which attributes are written; each with its reader, which returns
# the value in its one spelling or None.
_EVERYWHERE: dict[str, Callable[[str], str | None]] = {
    "lang": _matching(r"[a-z]{1,8}(-[a-z0-9]{1,8})*"),
    "dir": _word_of("ltr", "rtl", "auto"),
}
_CELL: dict[str, Callable[[str], str | None]] = {
    "colspan": _span_of_cells,
    "rowspan": _span_of_cells,
}
_SCOPE: dict[str, Callable[[str], str | None]] = {
    "scope": _word_of("row", "col", "rowgroup", "colgroup")
}
_OWN: dict[str, dict[str, Callable[[str], str | None]]] = {
    "a": {"href": _address, "data-reference": _matching("[0-9]{1,9}")},
    "ol": {"start": _first_number},
    "td": _CELL,
    "th": _SCOPE | _CELL,
}
ATTRIBUTES = {
    name: {} if name in VOID else _OWN.get(name, {}) | _EVERYWHERE for name in ELEMENTS | {"div"}
}

"""Text that any reader of feeds can hold, whatever somebody typed or pasted."""

import re

# XML 1.0, 2.2: no other characters may stand in a document. A lone surrogate is none in UTF-8.
_REFUSED = re.compile(r"[^\t\n\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")


def clean(text: str) -> str:
    """The text without the characters that XML cannot hold; its line ends are line feeds."""
    return _REFUSED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """The same for a title: never empty, since feeds must have one."""
    return " ".join(clean(text).split()) or "Untitled"

"""An annotation as the Hypothesis API gives it.

Its positions count UTF-16 units, over the text of the whole page; only the quotation tells where it
belongs. Its text is Markdown, which is kept as it was typed.
"""

from typing import Any

from briefs.anchoring import TextQuote
from briefs.importing.annotations.selectors import quote_in
from briefs.importing.annotations.shape import Foreign, NotRead, Origin
from briefs.importing.annotations.values import (
    MOST_TAGS,
    address,
    identity,
    line,
    listed,
    moment,
    words,
)


def read(number: int, data: dict[str, Any]) -> Foreign:
    """Raise NotRead for replies, notes on whole pages and what has no id."""
    key = identity(data.get("id"))
    if not key:
        raise NotRead("It has no “id” by which it would be known again.")
    if listed(data.get("references")):
        raise NotRead("It is a reply to another annotation.", skipped=True)
    page = address(data.get("uri"))
    if not page:
        raise NotRead("Its “uri” is no http address.")
    links = data.get("links")
    return Foreign(
        number=number,
        origin=Origin.HYPOTHESIS,
        id=f"hypothesis:{key}",
        address=page,
        quote=_quote(data),
        text=words(data.get("text")),
        tags=tuple(filter(None, (line(tag) for tag in listed(data.get("tags"))[:MOST_TAGS]))),
        author=_author(data),
        made_at=moment(data.get("created")),
        link=address(links.get("html")) if isinstance(links, dict) else "",
    )


def _quote(data: dict[str, Any]) -> TextQuote:
    selectors = [
        selector
        for target in listed(data.get("target"))
        if isinstance(target, dict)
        for selector in listed(target.get("selector"))
    ]
    if not selectors:
        raise NotRead("It is a note on the whole page, not on words of it.", skipped=True)
    return quote_in(selectors)


def _author(data: dict[str, Any]) -> str:
    """The name as it is shown there, else the account: acct:name@place."""
    about = data.get("user_info")
    shown = line(about.get("display_name")) if isinstance(about, dict) else ""
    return shown or line(data.get("user")).removeprefix("acct:")

"""One page visited, and what was found there, whatever was found before. Knows no database."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from urllib.parse import urlsplit

from briefs.importing.draft import DraftError
from briefs.importing.sandbox import PAGE_TEXT, answer_apart
from briefs.outgoing import Answer, NotReached, Refused, fetch
from briefs.outgoing.connecting import MayReach
from briefs.sourcing import same_pages
from briefs.visiting.texts import folded, is_in, name_of, sketch

MOST_BYTES = 8 * 1024 * 1024
_GONE = frozenset({404, 410})
_READ = ("text/", "application/xhtml", "application/xml", "application/pdf")


class Outcome(Enum):
    ANSWERED = "answered"
    GONE = "gone"
    UNREACHED = "not reached"
    UNVISITED = "not to be visited"


@dataclass(frozen=True)
class Seen:
    """``found`` and ``missing`` are passages by name; one that could not be looked for is in
    neither. ``asks_for_rest``: the machine wants to be left alone for now.
    """

    outcome: Outcome
    remark: str = ""
    status: int | None = None
    final_address: str = ""
    text: str = ""
    found: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()
    asks_for_rest: bool = False


def see(
    url: str, passages: Iterable[str], *, agent: str, seconds: float, may_reach: MayReach
) -> Seen:
    """Ask for the page and look for the passages; never raises for what a server does."""
    headers = {"User-Agent": agent, "Accept": "text/html, application/pdf;q=0.9, */*;q=0.5"}
    try:
        answer = fetch(
            url, headers=headers, seconds=seconds, most_bytes=MOST_BYTES, may_reach=may_reach
        )
    except Refused as refused:
        return Seen(Outcome.UNVISITED, str(refused)[:300])
    except NotReached as missed:
        return Seen(Outcome.UNREACHED, str(missed)[:300])
    final = "" if is_same(url, answer.url) else answer.url
    if answer.status in _GONE:
        return Seen(Outcome.GONE, f"The answer is {answer.status}.", answer.status, final)
    if not 200 <= answer.status < 300:
        return Seen(
            Outcome.UNREACHED,
            f"The answer is {answer.status}, which says nothing of the page.",
            answer.status,
            final,
            asks_for_rest=answer.status == 429 or "Retry-After" in answer.headers,
        )
    return _read(answer, final, tuple(passages))


def is_same(url: str, other: str) -> bool:
    """Whether both are one page, with or without TLS, www and a slash at the end."""
    return urlsplit(url)._replace(fragment="").geturl() == other or other in same_pages(url)


def _read(answer: Answer, final: str, passages: tuple[str, ...]) -> Seen:
    remark = _where(answer, final)
    try:
        text = folded(_text(answer))
    except DraftError as error:
        remark = f"{remark} The page {error.reason}: its text was not looked at.".strip()
        return Seen(Outcome.ANSWERED, remark[:300], answer.status, final)
    found = frozenset(name_of(words) for words in passages if is_in(words, text))
    # Of a page that was cut at the limit the rest may hold them.
    all_names = frozenset(map(name_of, passages)) if answer.is_whole else found
    return Seen(
        Outcome.ANSWERED, remark, answer.status, final, sketch(text), found, all_names - found
    )


def _where(answer: Answer, final: str) -> str:
    if not final:
        return ""
    first = answer.hops[0][0] if answer.hops else final
    if urlsplit(final).path in ("", "/") and urlsplit(first).path not in ("", "/"):
        return "It leads to a front page."
    for_good = all(status in (301, 308) for _, status in answer.hops)
    return "It leads on for good." if for_good else "It leads on for the time being."


def _text(answer: Answer) -> str:
    """The words of the page; raise DraftError where they cannot be had."""
    kind = answer.headers.get_content_type()
    if "Content-Type" in answer.headers and not kind.startswith(_READ):
        raise DraftError("", f"is {kind[:60]}")
    data, charset = answer.body, answer.headers.get_content_charset()
    if charset and not data.startswith(b"%PDF-"):
        # If nobody knows it, what the page itself declares, or browsers guess.
        with suppress(LookupError, ValueError):
            data = data.decode(charset, "replace").encode("utf-8", "replace")
    return str(answer_apart(data, "", PAGE_TEXT))

"""One request to another machine: checked, bounded in time, size and redirects.

The name is resolved once, every number it has is checked, and the connection goes to a number
that was checked: a name that changes between look and use (DNS rebinding) wins nothing. Proxies of
the environment are not used, since they would resolve the name again.
"""

import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import Message
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import urljoin

from briefs.outgoing.connecting import MayReach, TimedSocket, connect
from briefs.outgoing.errors import NotReached, Refused
from briefs.outgoing.reach import public_web
from briefs.outgoing.reading import read
from briefs.outgoing.target import Target

SECONDS = 20.0
MOST_BYTES = 2 * 1024 * 1024
MOST_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_OWN_HEADERS = {"User-Agent": "living-analysis", "Accept-Encoding": "gzip", "Connection": "close"}
# What is meant for one site is told to no other that it leads on to.
_SECRETS = frozenset({"authorization", "cookie"})


@dataclass(frozen=True)
class Answer:
    """What came back, whatever its status.

    ``body`` is unpacked, and cut at the limit if not ``is_whole``. ``hops`` are the addresses that
    led on, each with its status: 301 and 308 say that the move is for good.
    """

    status: int
    url: str
    headers: Message
    body: bytes
    is_whole: bool
    hops: tuple[tuple[str, int], ...] = field(default=())


def fetch(
    url: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    data: bytes | None = None,
    seconds: float = SECONDS,
    most_bytes: int = MOST_BYTES,
    may_reach: MayReach = public_web,
) -> Answer:
    """Ask for ``url`` (http or https) and follow GET and HEAD up to five redirects.

    ``seconds`` bound the whole, ``most_bytes`` the body both packed and unpacked; with 0 none is
    read. The answer to any other method may be a redirect. ``may_reach(number, port)`` is asked of
    every number a name has, at each redirect anew; tests pass their own to reach their server.

    Raise Refused where the site does not go, NotReached where nothing readable came in time.
    """
    ends = time.monotonic() + seconds
    sent = _headers(headers or {})
    target = Target.parse(url)
    hops: list[tuple[str, int]] = []
    while True:
        answer = _ask(target, method, sent, data, ends, most_bytes, may_reach)
        location = answer.headers.get("Location")
        leads_on = answer.status in _REDIRECTS and location and method in ("GET", "HEAD")
        if not leads_on:
            return Answer(
                answer.status,
                target.url,
                answer.headers,
                answer.body,
                answer.is_whole,
                tuple(hops),
            )
        if len(hops) == MOST_REDIRECTS:
            raise NotReached(f"{url} leads on more than {MOST_REDIRECTS} times.")
        hops.append((target.url, answer.status))
        following = Target.parse(join(target.url, str(location)))
        if following.origin != target.origin:
            sent = {name: value for name, value in sent.items() if name.lower() not in _SECRETS}
        target = following


def _headers(given: Mapping[str, str]) -> dict[str, str]:
    names = {name.lower() for name in given}
    own = {name: value for name, value in _OWN_HEADERS.items() if name.lower() not in names}
    return own | dict(given)


def join(base: str, location: str) -> str:
    """The address that a ``Location`` header means (RFC 9110, 10.2.2)."""
    with suppress(UnicodeError):
        # Headers come as Latin-1; what is in them beyond ASCII is mostly UTF-8.
        location = location.encode("latin-1").decode()
    try:
        return urljoin(base, location.strip().replace(" ", "%20"))
    except ValueError as error:
        raise Refused(f"{base} leads on to what is no address.") from error


def _ask(
    target: Target,
    method: str,
    headers: Mapping[str, str],
    data: bytes | None,
    ends: float,
    most_bytes: int,
    may_reach: MayReach,
) -> Answer:
    """One request without redirects."""
    try:
        with connect(target, ends, may_reach) as sock:
            connection = HTTPConnection(target.host, target.port)
            connection.sock = TimedSocket(sock, ends)
            connection.request(
                method, target.path, body=data, headers={"Host": target.authority, **headers}
            )
            response: HTTPResponse = connection.getresponse()
            with response:
                body, is_whole = read(response, most_bytes)
            return Answer(response.status, target.url, response.headers, body, is_whole)
    except TimeoutError as error:
        raise NotReached(f"{target.host} did not answer in time.") from error
    except OSError as error:
        raise NotReached(f"{target.host}: {error.strerror or error}") from error
    except HTTPException as error:
        raise NotReached(f"{target.host} answered with what is not HTTP.") from error

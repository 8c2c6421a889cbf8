"""A rendered page: its bytes in each encoding, and its answer to one request."""

import gzip
import re
from collections.abc import Callable, Iterable
from email.utils import parsedate_to_datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any

import brotli

Environ = dict[str, Any]
Header = tuple[str, str]

# In the environ of a request that was answered by a page that had been kept.
KEPT = "sco_site.kept"
# Smaller ones fit into one packet whatever is done.
SMALLEST_COMPRESSED = 500
_COMPRESSIBLE = re.compile(r"text/|application/(?:[a-z.-]+\+)?(?:json|xml|javascript)|image/svg")
# What is said anew for each encoding.
_OURS = frozenset({"etag", "vary", "content-length", "content-encoding"})


class Page:
    """What Django answered once, for all who ask for the same address."""

    __slots__ = ("_answers", "_headers", "_modified", "body", "compressible", "status")

    def __init__(self, status: str, headers: Iterable[Header], body: bytes) -> None:
        self.status = status
        self.body = body
        self._headers = [(name, value) for name, value in headers if name.lower() not in _OURS]
        names = {name.lower(): value for name, value in self._headers}
        if "cache-control" not in names:
            # Kept by whoever likes to, and asked about before each use.
            self._headers.append(("Cache-Control", "no-cache"))
        self._modified = names.get("last-modified", "")
        kind = names.get("content-type", "")
        self.compressible = len(body) >= SMALLEST_COMPRESSED and bool(_COMPRESSIBLE.match(kind))
        # By encoding: tag, headers, body.
        self._answers: dict[str, tuple[str, list[Header], bytes]] = {}

    @property
    def cost(self) -> int:
        """Bytes that it can come to take, with its compressed forms."""
        return len(self.body) * (2 if self.compressible else 1) + 1000

    def answer(self, environ: Environ, start_response: Any) -> list[bytes]:
        encoding = "identity"
        if self.compressible:
            encoding = best_encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
        tag, headers, body = self._answers.get(encoding) or self._encode(encoding)
        if self.status.startswith("200") and self._is_known(environ, tag):
            start_response("304 Not Modified", without_content(headers))
            return [b""]
        start_response(self.status, list(headers))
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]

    def _encode(self, encoding: str) -> tuple[str, list[Header], bytes]:
        body = ENCODERS[encoding](self.body)
        # Strong, and so another one for each encoding (RFC 9110, 8.8.3.3).
        tag = f'"{sha256(self.body).hexdigest()[:24]}-{encoding}"'
        headers = [
            *self._headers,
            ("ETag", tag),
            ("Vary", "Accept-Encoding, Cookie"),
            ("Content-Length", str(len(body))),
        ]
        if encoding != "identity":
            headers.append(("Content-Encoding", encoding))
        self._answers[encoding] = tag, headers, body
        return tag, headers, body

    def _is_known(self, environ: Environ, tag: str) -> bool:
        """Whether the one who asks has these very bytes (RFC 9110, 13.2.2)."""
        if "HTTP_IF_NONE_MATCH" in environ:
            return has_tag(environ, tag)
        since = environ.get("HTTP_IF_MODIFIED_SINCE")
        if not since or not self._modified:
            return False
        return not is_later(self._modified, since)


def has_tag(environ: Environ, tag: str) -> bool:
    """Whether the one who asks says that the answer of that tag is there already."""
    tags: str = environ.get("HTTP_IF_NONE_MATCH", "")
    return tags.strip() == "*" or tag in tags


def without_content(headers: Iterable[Header]) -> list[Header]:
    """The headers of an answer that has none of its content."""
    unsaid = {"content-length", "content-type", "content-encoding"}
    return [(name, value) for name, value in headers if name.lower() not in unsaid]


ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "identity": bytes,
    # Quick ones: a page is encoded anew after each edit.
    "gzip": lambda body: gzip.compress(body, 6, mtime=0),
    "br": lambda body: brotli.compress(body, mode=brotli.MODE_TEXT, quality=5),
}


def is_later(moment: str, than: str) -> bool:
    """Of two dates as HTTP writes them; one that cannot be read is no reason to send nothing."""
    try:
        return parsedate_to_datetime(moment) > parsedate_to_datetime(than)
    except (TypeError, ValueError):
        return True


@lru_cache(maxsize=500)
def best_encoding(accepted: str) -> str:
    """The one of ours that ``Accept-Encoding`` likes best (RFC 9110, 12.5.3); Brotli at a tie.

    Identity too where it is refused: there is nothing else that such a request could be given.
    """
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, _, parameters = part.strip().partition(";")
        weights[name.strip()] = _weight(parameters)
    anything = weights.get("*", 0.0)
    offers = [(weights.get(name, anything), name) for name in ("br", "gzip")]
    weight, name = max(offers, key=lambda offer: offer[0])
    return name if weight > 0 and weight >= weights.get("identity", 0.0) else "identity"


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0

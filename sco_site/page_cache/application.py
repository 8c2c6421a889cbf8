"""The WSGI application that stands between the static files and Django."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from datetime import time as time_of_day
from itertools import chain
from typing import Any
from urllib.parse import unquote_plus

from django.utils import timezone

from sco_site.page_cache.pages import KEPT, Environ, Header, Page, has_tag, without_content
from sco_site.page_cache.stamps import StampReader
from sco_site.page_cache.store import Kept, Key, Store

Application = Callable[[Environ, Any], Iterable[bytes]]

# Longer answers go on as they come: whole tables as data, which nobody asks for twice.
LARGEST_PAGE = 2_000_000
LONGEST_QUERY = 1_000
# Renders that go on at once; two addresses in a hundred share a turn without need.
TURNS = 64
# Where changes come faster than a page is made, the last one made is served, and not kept.
TRIES = 5
_SAME_FOR_ALL = frozenset({"", "accept-encoding", "cookie"})


class PageCache:
    """Serve public pages from memory as long as nothing has changed; else ask ``application``.

    ``cookies`` are the names of those that make an answer one person's own, ``own`` the beginnings
    of addresses that never are the same for all. A fifth of ``most_bytes`` is for addresses with a
    query, so that made-up ones never take the room of the pages themselves.
    """

    def __init__(
        self,
        application: Application,
        stamps: StampReader,
        *,
        most_bytes: int,
        cookies: Iterable[str],
        own: tuple[str, ...],
    ) -> None:
        self._application = application
        self._stamps = stamps
        self._queried = Store(most_bytes // 5)
        self._plain = Store(most_bytes - most_bytes // 5)
        self._cookies = tuple(f"{name}=" for name in cookies)
        self._own = own
        self._turns = tuple(threading.Lock() for _ in range(TURNS))

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        key = self._key(environ)
        if key is None:
            return self._application(environ, start_response)
        store = self._queried if key[-1] else self._plain
        stamp = self._stamps.read()
        kept = store.get(key)
        if kept is not None and _holds(kept, stamp):
            environ[KEPT] = True
            return kept.page.answer(environ, start_response)
        if stamp is None:
            return self._application(environ, start_response)
        with self._turns[hash(key) % TURNS]:
            # Whoever had the turn before may have made it.
            stamp = self._stamps.read()
            kept = store.get(key)
            if kept is not None and _holds(kept, stamp):
                return kept.page.answer(environ, start_response)
            answer, page = self._made(environ, key, store, stamp)
        if page is not None:
            return page.answer(environ, start_response)
        return answer.pass_on(environ, start_response)

    def _made(
        self, environ: Environ, key: Key, store: Store, stamp: str | None
    ) -> "tuple[_Answer, Page | None]":
        """What Django says, kept if nothing was changed while it was made; else made once more.

        A page asks several questions: a change between two of them would leave it half old.
        """
        for _ in range(TRIES):
            answer = _Answer(self._application, environ)
            page = answer.page()
            if page is None or not stamp:
                break
            now = self._stamps.read()
            if now == stamp:
                store.put(key, Kept(page, stamp, answer.day_ends))
                break
            stamp = now
        return answer, page

    def _key(self, environ: Environ) -> Key | None:
        """What an answer may depend on; None where it is not the same for all who ask."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or "HTTP_AUTHORIZATION" in environ:
            return None
        path = environ.get("PATH_INFO", "")
        if path.startswith(self._own):
            return None
        cookie = environ.get("HTTP_COOKIE", "")
        if cookie and any(part.strip().startswith(self._cookies) for part in cookie.split(";")):
            return None
        query = environ.get("QUERY_STRING", "")
        if len(query) > LONGEST_QUERY:
            return None
        if "&" in query:
            # The order of values of one name may mean something, that of the names never does.
            query = "&".join(sorted(query.split("&"), key=_name))
        # A host that is not allowed is never stored: Django answers it with 400.
        return (
            environ.get("HTTP_HOST", ""),
            environ.get("wsgi.url_scheme", ""),
            environ.get("HTTP_X_FORWARDED_PROTO", ""),
            environ.get("SCRIPT_NAME", ""),
            path,
            query,
        )


def _name(pair: str) -> str:
    """As Django reads it: %6b is k."""
    return unquote_plus(pair.partition("=")[0])


def _holds(kept: Kept, stamp: str | None) -> bool:
    """Whether a page is still what Django would say; without a database, what it said last."""
    return stamp is None or (kept.stamp == stamp and time.time() < kept.until)


class _Answer:
    """What Django says to one request, taken in as far as a page can be long."""

    def __init__(self, application: Application, environ: Environ) -> None:
        self.day_ends = end_of_day()
        self._status = ""
        self._headers: list[Header] = []
        self._exc_info: Any = None
        self._chunks: list[bytes] = []
        asked = {
            name: value
            for name, value in environ.items()
            # All of it, whatever the one who asks has: the next one may have nothing.
            if name not in ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE")
            and name != "wsgi.file_wrapper"
        }
        asked["REQUEST_METHOD"] = "GET"
        self._is_head = environ["REQUEST_METHOD"] == "HEAD"
        self._result = application(asked, self._start)
        self._rest = iter(self._result)

    def _start(self, status: str, headers: list[Header], exc_info: Any = None) -> Any:
        self._status, self._headers, self._exc_info = status, headers, exc_info
        return self._chunks.append

    def page(self) -> Page | None:
        """None for what is not the same for all, or longer than a page is."""
        if not self._is_same_for_all():
            return None
        length = 0
        for chunk in self._rest:
            self._chunks.append(chunk)
            length += len(chunk)
            if length > LARGEST_PAGE:
                return None
        self._close()
        return Page(self._status, self._headers, b"".join(self._chunks))

    def pass_on(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        """The answer as it came, the part that was taken in first; nothing to one who has it."""
        tag = next((value for name, value in self._headers if name.lower() == "etag"), "")
        if tag and self._status.startswith("200") and has_tag(environ, tag):
            self._close()
            start_response("304 Not Modified", without_content(self._headers))
            return [b""]
        start_response(self._status, self._headers, self._exc_info)
        if self._is_head:
            self._close()
            return [b""]
        return _Closing(chain(self._chunks, self._rest), self._close)

    def _is_same_for_all(self) -> bool:
        headers = {name.lower(): value for name, value in self._headers}
        vary = {name.strip().lower() for name in headers.get("vary", "").split(",")}
        control = headers.get("cache-control", "").lower()
        return (
            self._status[:3] in ("200", "301")
            and "set-cookie" not in headers
            and "content-encoding" not in headers
            and "private" not in control
            and "no-store" not in control
            and vary <= _SAME_FOR_ALL
        )

    def _close(self) -> None:
        close = getattr(self._result, "close", None)
        if close is not None:
            close()


class _Closing:
    """An iterable of bytes that is closed by the server, as WSGI asks (PEP 3333)."""

    def __init__(self, chunks: Iterator[bytes], close: Callable[[], None]) -> None:
        self._chunks = chunks
        self.close = close

    def __iter__(self) -> Iterator[bytes]:
        return self._chunks


def end_of_day() -> float:
    """When today's date ends, in seconds since the epoch: pages say what is due and overdue."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    return timezone.make_aware(datetime.combine(tomorrow, time_of_day.min)).timestamp()

"""The outermost layer of the application: an id and a line for each request."""

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.conf import settings

from sco_site.logs.asked import Asked, asked
from sco_site.page_cache.pages import KEPT

Environ = dict[str, Any]
Application = Callable[[Environ, Any], Iterable[bytes]]

HEADER = "X-Request-ID"
logger = logging.getLogger("site.requests")


def with_request_log(application: Application) -> Application:
    """The application, each of whose answers has the id of its request and leaves a line.

    In front of the kept pages: their bytes and tags are the same for all, the id is not. Kept pages
    and static files, of which there are thousands a second, have their line at DEBUG alone; the
    proxy has one of each under the same id.
    """

    def answer(environ: Environ, start_response: Any) -> Iterable[bytes]:
        begun = time.perf_counter()
        request = Asked(environ)
        # Not taken back: what is sent piece by piece is made after this function has returned.
        asked.set(request)
        status = "500"

        def start(line: str, headers: list[tuple[str, str]], *exc_info: Any) -> Any:
            nonlocal status
            status = line[:3]
            return start_response(line, [*headers, (HEADER, request.id)], *exc_info)

        try:
            result = application(environ, start)
        except Exception:
            logger.exception("The request could not be answered.")
            raise
        if isinstance(result, list) or _is_file(result, environ):
            _log(request, status, begun, environ)
            return result
        return _Logged(result, lambda: _log(request, status, begun, environ))

    return answer


def _log(request: Asked, status: str, begun: float, environ: Environ) -> None:
    level = logging.ERROR if status[0] == "5" else logging.INFO
    if level == logging.INFO and status[0] in "23" and _is_ready_made(environ):
        level = logging.DEBUG
    if logger.isEnabledFor(level):
        took = round((time.perf_counter() - begun) * 1000, 2)
        said = {"status": int(status), "duration_ms": took}
        logger.log(level, "%s %s", request.method, request.path, extra=said)


def _is_ready_made(environ: Environ) -> bool:
    return KEPT in environ or environ["PATH_INFO"].startswith(settings.STATIC_URL)


def _is_file(result: Iterable[bytes], environ: Environ) -> bool:
    """A file that the server sends by itself, if it is handed on as it is (PEP 3333)."""
    wrapper = environ.get("wsgi.file_wrapper")
    return isinstance(wrapper, type) and isinstance(result, wrapper)


class _Logged:
    """What is sent piece by piece has its line when it was sent, or was left by its reader."""

    def __init__(self, result: Iterable[bytes], log: Callable[[], None]) -> None:
        self._result, self._log = result, log

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._result)

    def close(self) -> None:
        try:
            close = getattr(self._result, "close", None)
            if close is not None:
                close()
        finally:
            self._log()

"""The static files, for a browser whose pages are answered without a server: see ``answers``."""

import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders


@cache
def content(name: str) -> bytes | None:
    found = finders.find(name)
    return Path(found).read_bytes() if isinstance(found, str) else None


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # one connection for all files of a page
    timeout = 60

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        body = content(path.removeprefix(settings.STATIC_URL))
        self.send_response(200 if body is not None else 404)
        self.send_header("Content-Type", mimetypes.guess_type(path)[0] or "text/plain")
        self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *said: object) -> None:
        """Nothing: a file that is missing is an error on the browser's console."""


@contextmanager
def served() -> Iterator[int]:
    """The port at which they are served, on this machine alone."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()

"""Pages answered by Django's test client, straight into the browser.

There is no server and no thread, so a test sees its own transaction and is rolled back after it:
a walk over all pages takes a small part of the time that live servers would take.
"""

import mimetypes
from contextvars import copy_context
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import Client
from playwright.sync_api import Page, Request, Route

# A host of this machine: a browser trusts it as it trusts a site with a certificate.
ORIGIN = "http://localhost"


class Answers:
    """What a page asks for, answered; ``elsewhere`` holds what it asked others for."""

    def __init__(self, page: Page, client: Client) -> None:
        self.client = client
        self.prepared: dict[str, HttpResponse] = {}
        self.elsewhere: list[str] = []
        # Playwright answers in a context of its own, in which Django would open another connection.
        self.context = copy_context()
        page.route("**/*", lambda route: self.context.copy().run(self.answer, route))

    def answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(ORIGIN)
        if path == route.request.url:
            self.elsewhere.append(path)
            route.abort()
        elif path.startswith(settings.STATIC_URL):
            self._answer_with_file(route, path.removeprefix(settings.STATIC_URL))
        else:
            response = self.prepared.get(path) or self._ask(route.request, path)
            # The status of an error would be an error on the console; tests of views look at it.
            status = 200 if response.status_code >= 400 else response.status_code
            body = b"".join(response) if response.streaming else response.content
            route.fulfill(status=status, headers=dict(response.items()), body=body)

    def _ask(self, request: Request, path: str) -> HttpResponse:
        data = request.post_data_buffer or b""
        kind = request.headers.get("content-type", "application/octet-stream")
        return self.client.generic(request.method, path, data, content_type=kind)

    def _answer_with_file(self, route: Route, name: str) -> None:
        found = finders.find(name)
        assert isinstance(found, str), f"There is no static file {name}."
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        route.fulfill(headers={"Content-Type": kind}, body=Path(found).read_bytes())

"""Pages answered by Django's test client, straight into the browser.

No server makes them and no thread, so a test sees its own transaction and is rolled back after it:
a walk over all pages takes a small part of the time that live servers would take. Static files
know no transaction: the browser asks a server for them (``static_files``).
"""

import re
from contextvars import copy_context

from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from playwright.sync_api import Page, Request, Route

# A host of this machine: a browser trusts it as it trusts a site with a certificate.
ORIGIN = "http://localhost"
NO_FILE = re.compile(f"^(?!{ORIGIN}{settings.STATIC_URL})")


class Answers:
    """What a page asks for, answered; ``elsewhere`` holds what it asked others for."""

    def __init__(self, page: Page, client: Client) -> None:
        self.page, self.client = page, client
        self.prepared: dict[str, HttpResponse] = {}
        self.elsewhere: list[str] = []
        self.under_way: set[Request] = set()
        page.on("request", lambda request: self.under_way.add(request))
        page.on("requestfinished", lambda request: self.under_way.discard(request))
        page.on("requestfailed", lambda request: self.under_way.discard(request))
        # Playwright answers in a context of its own, in which Django would open another connection.
        self.context = copy_context()
        page.route(NO_FILE, lambda route: self.context.copy().run(self.answer, route))

    def settle(self) -> None:
        """Wait until the page has all that its scripts asked for, and has shown it."""
        while self.under_way:
            self.page.wait_for_timeout(10)
        self.page.evaluate("new Promise(shown => requestAnimationFrame(() => setTimeout(shown)))")

    def answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(ORIGIN)
        if path == route.request.url:
            self.elsewhere.append(path)
            route.abort()
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

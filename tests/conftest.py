"""What all tests share: a fixed search for counterexamples, and a browser."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from django.db import connections, transaction
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from tests import static_files
from tests.chromium import OPTIONS, find_browser

# The same examples every time, and no time limit: a slow machine is no failure.
hypothesis_settings.register_profile("ci", derandomize=True, deadline=None)
hypothesis_settings.register_profile("search", deadline=None)
hypothesis_settings.load_profile("ci" if os.environ.get("CI") else "search")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find_browser()
    # Playwright runs an event loop in this thread, in which Django would refuse the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with static_files.served() as port, sync_playwright() as playwright:
        # Where no live server is, at the port of no other: see ``answers``.
        files = f"--host-resolver-rules=MAP localhost:80 127.0.0.1:{port}"
        chromium = playwright.chromium.launch(executable_path=path, args=[*OPTIONS, files])
        yield chromium
        chromium.close()
        # The loop has connections of its own, which nothing else reaches once it has ended.
        connections.close_all()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page; an error on its console, a breach of the policy included, fails the test."""
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(message.text)

    context = browser.new_context()
    # What a closing page still sends would come while the next test's tables are emptied.
    context.add_init_script("navigator.sendBeacon = () => true")
    page = context.new_page()
    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


@pytest.fixture(scope="module")
def writing(django_db_setup, django_db_blocker) -> Iterator[Callable[[], AbstractContextManager]]:
    """Lets a fixture write what all tests of a module read; their own writes are rolled back to it.

    Not for a module with a test that commits.
    """
    with django_db_blocker.unblock():
        outermost = transaction.atomic()
        outermost.__enter__()
    yield django_db_blocker.unblock
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        outermost.__exit__(None, None, None)

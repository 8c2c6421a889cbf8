"""The browser that the tests drive: the machine's own Chromium."""

import os
import shutil

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# No rights that a container lacks, no graphics card, and no word to the outside.
OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
)


def find_browser() -> str:
    """Path of a Chromium on this machine; a test that needs one fails without, and says so."""
    for name in (os.environ.get("CHROMIUM"), *NAMES):
        path = name and shutil.which(name)
        if path:
            return path
    pytest.fail(
        "The browser tests need Chromium: apt-get install chromium, "
        "or set CHROMIUM to the path of one.",
        pytrace=False,
    )

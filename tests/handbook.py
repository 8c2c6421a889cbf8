"""Takes the pictures of the editors' handbook: the site with its seeds, as an editor sees it.

    python -m tests.handbook

Everything happens in a database and on a port of its own, which are gone afterwards.
"""

import os
import secrets
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.chromium import OPTIONS, find_browser
from tests.ports import free_port

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "handbook"
WIDTH = 1280
LARGEST = 200_000  # bytes of one picture
SECONDS_TO_ANSWER = 30
PASSWORD = "of the pictures alone"

CLAIM = "india-pakistan-next-year"
UPDATE = "india-pakistan-join"
SOURCES = """\
url,title,publisher,date,archived_url
https://example.org/annual-report,Annual report,A ministry,2026-03,
https://example.org/interview,An interview,A paper,spring 2026,
http://tass.com/world/950697,India and Pakistan join SCO,TASS,2017-06-09,https://example.org/copy-of-950697
"""
ARTICLE = """\
# Two Ports and a Railway

By Ann Author

The railway will reach the second port by 2030. It is the longest line of the region and
carries a third of its grain.

## What May Come of It

The ports might merge; [one report](#) says that they will not, because neither town wants
to give up its own harbour master, and both have borrowed for new cranes.
"""
# Some claims are due, some overdue, and some looked after by somebody.
DUE = """\
from datetime import timedelta
from django.contrib.auth.models import User
from django.utils import timezone
from briefs.models import Annotation
owners = [None, User.objects.get(username="editor"), User.objects.get(username="colleague")]
late = (240, 95, 40, 12, 3, -2, -6, -11)
for number, claim in enumerate(Annotation.objects.claims().order_by("slug")[: len(late)]):
    claim.look_again_on = in_days(-late[number])
    claim.owner = owners[number % 3]
    claim.save()
"""
SELECT = """words => {
  const walker = document.createTreeWalker(
    document.querySelector(".field-body .tiptap"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.data.indexOf(words);
    if (at < 0) continue;
    getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + words.length);
    return;
  }
  throw new Error(`The text has no “${words}”.`);
}"""


def main() -> int:
    try:
        chromium = find_browser()
    except pytest.fail.Exception as missing:
        print(missing, file=sys.stderr)
        return 1
    FOLDER.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder)) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=list(OPTIONS))
        take_all(browser, address)
        browser.close()
    large = sorted(path.name for path in FOLDER.glob("*.png") if path.stat().st_size > LARGEST)
    if large:
        print(f"Larger than {LARGEST:,} bytes: {', '.join(large)}", file=sys.stderr)
    return bool(large)


# The site -----------------------------------------------------------------------------------


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a site that has the seeds and two editors, while the block runs."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "sco_site.settings",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "DATA_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
        "HTTPS": "off",
        "ALLOWED_HOSTS": "127.0.0.1",
        "TAG_AUTHORITY": "example.org,2026",
        "DJANGO_SUPERUSER_PASSWORD": PASSWORD,
    }

    def django(*arguments: str) -> list[str]:
        return [sys.executable, "-m", "django", *arguments]

    for command in (
        django("migrate", "--verbosity=0"),
        django("load_seeds"),
        django("collectstatic", "--noinput", "--verbosity=0"),
        *(
            django("createsuperuser", "--noinput", f"--username={name}", "--email=", "-v0")
            for name in ("editor", "colleague")
        ),
        django("shell", "--verbosity=0", "--command", DUE),
    ):
        subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    port = free_port()
    serve = django("runserver", "--noreload", f"127.0.0.1:{port}")
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(serve, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(f"{address}/readyz", server)
        yield address
    finally:
        server.terminate()
        server.wait()


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + SECONDS_TO_ANSWER
    while time.monotonic() < end and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=1).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise SystemExit("The site could not be started.")


# The pictures -------------------------------------------------------------------------------


def take_all(browser: Browser, address: str) -> None:
    page = log_in(browser, address, "editor")
    desk(page)
    claims(page)
    importing(page)
    table(page)
    assessing(page)
    draft = writing(page)
    conflict(page, log_in(browser, address, "colleague"), draft)
    gate(page)
    steps(page, draft)
    history(page)


def log_in(browser: Browser, address: str, name: str) -> Page:
    viewport = {"width": WIDTH, "height": 860}
    page = browser.new_page(
        base_url=address, viewport=viewport, color_scheme="light", locale="en-GB"
    )
    # Folded away, as its button does it: the pictures are of the page beside it.
    page.add_init_script("localStorage.setItem('django.admin.navSidebarIsOpen', 'false')")
    page.set_default_timeout(15_000)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/admin/login/?next=/admin/briefs/article/")
    page.fill("#id_username", name)
    page.fill("#id_password", PASSWORD)
    page.click("[type=submit]")
    return page


def take(page: Page, name: str, height: int) -> None:
    """The window as it stands, ``height`` pixels high."""
    page.set_viewport_size({"width": WIDTH, "height": height})
    page.screenshot(path=FOLDER / f"{name}.png", animations="disabled", caret="hide")


def open_article(page: Page) -> None:
    page.goto("/admin/briefs/article/")
    page.click("#result_list tbody th a")


def open_found(page: Page, noun: str, words: str, button: str) -> None:
    page.goto(f"/admin/briefs/{noun}/?q={words}")
    page.click("#result_list tbody th a")
    page.click(f".object-tools >> text={button}")


def desk(page: Page) -> None:
    page.goto("/admin/")
    page.wait_for_selector(".keys-open:visible")
    for key in ("j", "j"):
        page.keyboard.press(key)
    take(page, "desk", 800)


def claims(page: Page) -> None:
    page.set_viewport_size({"width": WIDTH, "height": 660})
    open_article(page)
    page.click(".object-tools >> text=Claims")
    page.wait_for_selector(".tagger.works")
    for key in ("s", "s", "Enter"):
        page.keyboard.press(key)
    page.wait_for_selector("form.claim .chip")
    page.keyboard.type("Despite its size the SCO has lost momentum and disappointed its partners.")
    take(page, "claims", 660)


def importing(page: Page) -> None:
    page.goto("/admin/briefs/article/import/")
    file = {"name": "two-ports.md", "mimeType": "text/markdown", "buffer": ARTICLE.encode()}
    page.set_input_files("#id_file", file)
    page.click("[value='Read the file']")
    page.wait_for_selector("[value=Import]")
    take(page, "import", 1180)


def table(page: Page) -> None:
    page.goto("/admin/briefs/source/table/")
    file = {"name": "sources.csv", "mimeType": "text/csv", "buffer": SOURCES.encode()}
    page.set_input_files("#id_file", file)
    page.click("text=Look it over")
    page.wait_for_selector(".errornote")
    take(page, "table", 620)


def assessing(page: Page) -> None:
    open_found(page, "annotation", CLAIM, "Assess")
    take(page, "assess", 860)
    open_found(page, "update", UPDATE, "Assess the claims")
    take(page, "update", 860)


def writing(page: Page) -> str:
    """Open a draft and type in it without saving; the result is its address."""
    open_article(page)
    page.click("text=Edit the text")
    page.wait_for_selector(".field-body .tiptap")
    rewrite(page, "early as next year", "early as 2016")
    page.wait_for_selector("text=What you typed until")
    page.evaluate("scrollTo(0, document.querySelector('#draft-guard').offsetTop - 60)")
    take(page, "writing", 760)
    return page.url


def rewrite(page: Page, words: str, new: str) -> None:
    page.locator(".field-body .tiptap").focus()
    page.evaluate(SELECT, words)
    page.keyboard.type(new)


def conflict(page: Page, colleague: Page, draft: str) -> None:
    colleague.goto(draft)
    colleague.wait_for_selector(".field-body .tiptap")
    rewrite(colleague, "Peace Mission 2014", "the drill of 2014")
    save(colleague)
    save(page)
    page.wait_for_selector(".conflict")
    page.evaluate("document.querySelector('.conflict del').scrollIntoView({ block: 'center' })")
    take(page, "conflict", 760)


def gate(page: Page) -> None:
    save(page)
    page.click("text=of the marked claims")
    page.wait_for_selector(".case")
    take(page, "gate", 830)


def steps(page: Page, draft: str) -> None:
    page.goto(draft)
    page.click(".stage summary >> text=Schedule")
    page.wait_for_selector(".stage [name=moment]:visible")
    take(page, "steps", 480)


def history(page: Page) -> None:
    page.goto(f"/admin/briefs/update/?q={UPDATE}")
    page.click("#result_list tbody th a")
    page.fill("#id_headline", "India and Pakistan become full members of the SCO")
    page.check("#id_tagged_topics-0-DELETE")
    page.fill("#id_reason", "The headline did not say of what.")
    save(page)
    page.click(".object-tools >> text=History")
    page.wait_for_selector(".step")
    take(page, "history", 620)


def save(page: Page) -> None:
    page.click("[name=_continue]")
    page.wait_for_selector(".messagelist .success, .errornote")


if __name__ == "__main__":
    sys.exit(main())

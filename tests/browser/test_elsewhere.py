"""What is read away from the site: the article as a file, the claim in a frame of another page."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.browser.axe import look, prepare
from tests.factories import make_annotation, make_article, make_assessment, make_update

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def claim():
    claim = make_annotation(make_article(slug="an-article"), slug="will-admit")
    make_assessment(claim, "came-true")
    make_update(bears_on=claim)
    return claim


@contextmanager
def another_site(html: str) -> Iterator[str]:
    """The address of a page that another site serves; of this machine, under another name."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.parametrize("width", [320, 1280])
def test_the_carried_article_asks_for_nothing(page, client, claim, tmp_path, width):
    file = tmp_path / "carried.html"
    file.write_bytes(client.get("/articles/an-article/carry.html").content)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.context.set_offline(True)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(file.as_uri())
    assert asked == [file.as_uri()]
    prepare(page)
    assert look(page) == []
    mark = page.locator("mark.forecast.held")
    assert mark.evaluate("it => getComputedStyle(it).textDecorationStyle") == "dashed"
    page.click("a.ref")
    assert page.locator("#claim-1").is_visible()
    assert page.url == f"{file.as_uri()}#claim-1"
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_another_site_shows_the_card_and_its_links_open(browser, live_server, client, claim):
    # Not the shared page, on which a script that was not run is an error.
    page = browser.new_context().new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    told = client.get(
        "/oembed",
        {"url": f"{live_server.url}/claims/will-admit/"},
        headers={"Host": live_server.url.removeprefix("http://")},
    ).json()
    with another_site(f"<!doctype html><title>Elsewhere</title>{told['html']}") as address:
        page.goto(address)
        frame = page.frame_locator("iframe")
        frame.locator("h1", has_text=claim.summary).wait_for()
        card = frame.locator(".card")
        assert card.evaluate("it => getComputedStyle(it).borderTopWidth") == "1px"
        assert frame.locator("html").evaluate("it => it.scrollHeight <= innerHeight")
        with page.context.expect_page() as opened:
            frame.get_by_role("link", name="Why, and what happened since").click()
        opened.value.wait_for_url(f"{live_server.url}/claims/will-admit/")
        opened.value.locator("h1").wait_for()
    page.context.close()
    # The browser says that it ran none of the scripts by which this test looks into the frame.
    assert [one for one in said if not one.startswith("Blocked script execution")] == []

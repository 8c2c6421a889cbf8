import random

from hypothesis import HealthCheck, given, settings
from playwright.sync_api import Page

from briefs.anchoring import Span
from briefs.markup import Piece, mark, normal_form, text_of
from tests.markup.soup import soup
from tests.markup.test_marking import CASES as MARKED
from tests.markup.test_normal_form import CASES as CLEANED

READ = """bodies => bodies.map(body => {
    const container = document.createElement("div");
    container.innerHTML = body;
    const page = new DOMParser().parseFromString(
        "<!doctype html><body><div>" + body + "</div>", "text/html");
    return [container.textContent, page.body.textContent];
})"""


def _opening(piece: Piece[int]) -> str:
    return f'<mark data-ids="{" ".join(map(str, piece.ids))}">'


def _after(number: int) -> str:
    return f'<a class="claim-number" href="#claim-{number}"></a>'


@given(soup)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_browser_reads_the_same_text_of_any_body(page: Page, html: str) -> None:
    body = normal_form(html)
    assert page.evaluate(READ, [body]) == [[text_of(body)] * 2]


def test_a_browser_reads_the_same_text(page: Page) -> None:
    bodies = [body for _, body in CLEANED.values()] + [body for body, _, _ in MARKED.values()]
    read = page.evaluate(READ, bodies)
    assert [[text_of(body)] * 2 for body in bodies] == read


def test_marks_change_no_text_in_a_browser(page: Page) -> None:
    marked, texts = [], []
    rng = random.Random(1)
    for body, _, _ in MARKED.values():
        text = text_of(body)
        for _ in range(40):
            start = rng.randrange(len(text))
            span = Span(start, rng.randrange(start, len(text)) + 1)
            other = Span(0, span.end)
            if span.of(text).strip("\n"):
                spans = {1: span, 2: other}
                marked.append("\n".join(mark(body, spans, _opening, after=_after)))
                texts.append(text)
    read = page.evaluate(READ, marked)
    assert [[text] * 2 for text in texts] == read

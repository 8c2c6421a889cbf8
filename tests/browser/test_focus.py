"""The article by keyboard and on paper."""

import pytest

from tests.answers import ORIGIN, Answers
from tests.public_pages import full_site, site

__all__ = ["full_site", "site"]

pytestmark = pytest.mark.django_db

# Does what has the focus come after what had it before, is it marked, and does nothing cover it?
FOCUSED = """() => {
  const element = document.activeElement;
  if (element === document.body) return null;
  const before = window.before ?? document.body;
  window.before = element;
  const style = getComputedStyle(element);
  const box = element.getClientRects()[0];
  const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return {
    what: element.outerHTML.slice(0, 150),
    follows: Boolean(before.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING),
    isMarked: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    isSeen: Boolean(hit && (element.contains(hit) || hit.contains(element))),
  };
}"""
REACHABLE = """() => [...document.querySelectorAll('a[href], summary, button, input')]
  .filter(element => element.type !== 'hidden' && element.checkVisibility()).length"""


@pytest.mark.parametrize("width", [1280, 320])
def test_the_focus_follows_the_text_and_is_always_seen(page, client, full_site, width):
    Answers(page, client)
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(f"{ORIGIN}/articles/a-club/")
    page.evaluate("document.querySelector('#claim-1 details').open = true")
    reachable = page.evaluate(REACHABLE)
    steps = []
    for _ in range(reachable + 20):
        page.keyboard.press("Tab")
        step = page.evaluate(FOCUSED)
        if step is None:
            break
        steps.append(step)
    assert [
        one for one in steps if not (one["follows"] and one["isMarked"] and one["isSeen"])
    ] == []
    assert len(steps) >= reachable > 30


def test_on_paper_the_claims_stand_numbered_in_the_margin(page, client, full_site):
    Answers(page, client)
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(f"{ORIGIN}/articles/a-club/")
    page.evaluate("document.querySelector('#claim-1 details').open = true")
    cards = page.evaluate(
        """() => [...document.querySelectorAll('.cards li')].map(card => {
          const words = card.closest('.passage').querySelector('.text').getBoundingClientRect();
          const number = card.querySelector('.label');
          const box = number.getBoundingClientRect();
          return [number.textContent, box.width > 0 && box.left > words.right];
        })"""
    )
    labels = page.evaluate("[...document.querySelectorAll('.ref')].map(one => one.dataset.label)")
    assert sorted(cards) == sorted([label, True] for label in labels)
    for name in ("nav", "form", ".cards .opened"):
        assert not page.locator(name).first.is_visible()
    colours = page.evaluate(
        "(style => [style.color, style.backgroundColor])(getComputedStyle(document.body))"
    )
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]

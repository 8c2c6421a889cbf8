"""Every public page, light and dark, wide and narrow: for all readers, and quiet.

All rules once a width; in the dark those that colours can break.
"""

import json

import pytest

from tests.answers import ORIGIN, Answers
from tests.browser.axe import COLOURS, MARKS, look, prepare, show
from tests.public_pages import PLACES, full_site, mistakes, site

__all__ = ["full_site", "site"]

pytestmark = MARKS

OPEN_ALL = "for (const one of document.querySelectorAll('details')) one.open = true"
INLINE = """() => [...document.querySelectorAll('style, [style], script:not([src])')]
  .filter(element => !element.type?.endsWith('json')).map(element => element.outerHTML)"""
# What does not fit into 320 px: what sticks out, what is cut off, and what stays in the way.
MISFITS = """() => {
  const wide = document.documentElement.scrollWidth > 320 ? ['The page scrolls sideways.'] : [];
  const seen = [...document.querySelectorAll('body *')].filter(e => e.getClientRects().length);
  return wide.concat(seen.filter(element => {
    const style = getComputedStyle(element);
    const isCut = style.overflowX === 'hidden' && element.scrollWidth > element.clientWidth;
    return (isCut && element.clientWidth > 1) || style.position === 'fixed';
  }).map(element => element.outerHTML.slice(0, 200)));
}"""
MOVING = """() => [...document.querySelectorAll('*')].filter(element => {
  const style = getComputedStyle(element);
  return style.animationName !== 'none' || style.scrollBehavior === 'smooth'
    || style.transitionDuration.split(', ').some(duration => duration !== '0s');
}).map(element => element.outerHTML.slice(0, 200))"""


def is_page(client, address: str) -> bool:
    if address in mistakes():
        return True
    response = client.get(address)
    is_file = "Content-Disposition" in response.headers
    is_html = "text/html" in response.headers["Content-Type"]
    return is_html and response.status_code != 302 and not is_file


@pytest.mark.parametrize("name", PLACES)
def test_every_page_is_for_everyone(page, client, full_site, name):
    address = PLACES[name]
    if not is_page(client, address):  # a feed, a picture, data
        return
    answers = Answers(page, client)
    answers.prepared |= mistakes()
    show(page, 1280, "light")
    page.goto(f"{ORIGIN}{address}")
    prepare(page)
    faults = {"elsewhere": answers.elsewhere, "inline": page.evaluate(INLINE)}
    if name == "claim-embed":  # brings one style, which its policy knows by its hash
        assert len(faults.pop("inline")) == 1
    for width in (1280, 375):
        show(page, width, "light")
        faults[f"{width} light"] = look(page)
        show(page, width, "dark")
        faults[f"{width} dark"] = look(page, COLOURS)
        page.evaluate(OPEN_ALL)
    show(page, 320, "light")
    faults |= {"misfits": page.evaluate(MISFITS), "moving": page.evaluate(MOVING)}
    assert not any(faults.values()), json.dumps(faults, indent=1, ensure_ascii=False)

"""What only a browser can show of the head of a page."""

import pytest

from tests.factories import make_annotation, make_assessment

pytestmark = pytest.mark.django_db(transaction=True)
LISTEN = """
window.breaches = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.breaches.push(event.violatedDirective);
});
"""


def test_a_data_block_breaks_no_policy_and_runs_nowhere(page, live_server):
    claim = make_annotation(summary="</script><script>document.title = 'run'</script>")
    make_assessment(claim)
    page.add_init_script(LISTEN)
    for address in (claim.get_absolute_url(), claim.article.get_absolute_url()):
        page.goto(live_server.url + address)
        blocks = page.locator('script[type="application/ld+json"]')
        assert (blocks.count(), page.evaluate("breaches")) == (1, [])
        assert page.title() != "run"


def test_citations_open_without_script(page, live_server):
    claim = make_annotation(slug="a-claim")
    page.goto(live_server.url + claim.get_absolute_url())
    file = page.get_by_role("link", name="BibTeX")
    assert not file.is_visible()
    page.get_by_text("Cite", exact=True).click()
    with page.expect_download() as download:
        file.click()
    assert download.value.suggested_filename == "a-claim.bib"

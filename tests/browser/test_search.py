"""What only a browser can show of public search."""

import pytest

from tests.factories import make_update

pytestmark = pytest.mark.django_db(transaction=True)


def test_titles_are_suggested_while_one_types_and_one_of_them_is_found(page, live_server):
    make_update(headline="Uzbekistan returns")
    make_update(headline="Grain ships")
    page.goto(f"{live_server.url}/search/")
    page.locator("#q").press_sequentially("uzb")
    page.wait_for_selector("#suggested option", state="attached")
    suggested = page.locator("#suggested option")
    assert [option.get_attribute("value") for option in suggested.all()] == ["Uzbekistan returns"]
    page.locator("#q").fill("Uzbekistan returns")
    page.get_by_role("button", name="Search").click()
    page.wait_for_load_state()
    assert page.locator("mark").all_inner_texts() == ["Uzbekistan", "returns"]

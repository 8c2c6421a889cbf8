"""The desk by the keyboard, and without script."""

from datetime import timedelta

import pytest
from django.utils import timezone

from briefs.models import Annotation, Event
from tests.browser.entering import enter
from tests.factories import make_annotation

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def claims():
    """Three that are overdue, in the order of the list."""
    made = [make_annotation(summary=f"Claim {number}.") for number in (1, 2, 3)]
    for number, claim in enumerate(made):
        day = timezone.localdate() - timedelta(days=9 - number)
        Annotation.objects.filter(pk=claim.pk).update(look_again_on=day)
    return made


@pytest.fixture
def desk(page, live_server, admin_user, claims):
    enter(page.context, admin_user, live_server.url)
    page.goto(f"{live_server.url}/admin/desk/overdue/")
    page.wait_for_selector(".keys-open:visible")
    return page


def press(page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def said(page, words: str) -> None:
    page.wait_for_selector(f".status:has-text('{words}')")


def focused(page) -> str:
    return page.evaluate("document.activeElement.textContent")


def test_rows_are_gone_through_and_checked_by_one_key(desk, claims):
    press(desk, "c")
    said(desk, "Choose a row first")
    press(desk, "j", "j", "k", "ArrowDown")
    assert focused(desk) == "Claim 2."
    press(desk, "c")
    said(desk, "Checked, no change. Due again on")
    assert focused(desk) == "Claim 3."
    row = desk.locator("tr.done")
    assert "Checked, no change. Due again on" in row.inner_text()
    assert [event.annotation for event in Event.objects.filter(kind="checked")] == [claims[1]]
    press(desk, "k", "c")
    said(desk, "it was just now")
    press(desk, "k", "Enter")
    desk.wait_for_url(f"**/annotation/{claims[0].pk}/change/")


def test_a_note_is_written_first_where_there_is_one(desk):
    press(desk, "j", "n")
    desk.keyboard.type("No news; c and a are letters here.")
    press(desk, "Escape")
    assert focused(desk) == "Claim 1."
    press(desk, "n", "Enter")
    said(desk, "Checked, no change.")
    assert Event.objects.get(kind="checked").reason == "No news; c and a are letters here."


def owners() -> list[str | None]:
    return list(Annotation.objects.order_by("pk").values_list("owner__username", flat=True))


def test_claims_are_assigned_and_given_back(desk, admin_user):
    press(desk, "j", "a")
    said(desk, "1 claim assigned to admin.")
    assert (focused(desk), owners()) == ("Claim 1.", ["admin", None, None])
    assert desk.locator("tbody tr").first.locator(".owner").inner_text() == "admin"
    press(desk, "u")
    said(desk, "undone")
    assert owners() == [None] * 3
    press(desk, "u")
    said(desk, "nothing to undo")
    press(desk, "j", "x", "j", "x")
    desk.select_option(".assign select", str(admin_user.pk))
    desk.click(".assign button")
    said(desk, "2 claims assigned to admin.")
    assert owners() == [None, "admin", "admin"]
    assert desk.locator(".tick input:checked").count() == 0


def test_the_keys_are_shown(desk):
    press(desk, "?")
    assert desk.locator("dialog.keys").is_visible()
    press(desk, "c", "Escape")
    assert not desk.locator("dialog.keys").is_visible()
    assert desk.locator(".status").inner_text() == ""


def test_without_script_the_same_buttons_work(browser, live_server, admin_user, claims):
    context = browser.new_context(java_script_enabled=False)
    enter(context, admin_user, live_server.url)
    page = context.new_page()
    page.goto(f"{live_server.url}/admin/")
    row = page.locator("#overdue tbody tr").first
    row.locator("summary").click()
    row.locator("textarea").fill("No news.")
    row.locator("text='Checked, no change'").click()
    page.wait_for_selector(".messagelist:has-text('Checked, no change.')")
    assert page.url.endswith(f"/admin/#overdue-annotation-{claims[1].pk}")
    page.locator("#overdue button.take").first.click()
    page.click("text='Undo the assignment'")
    # The page before it has a list of messages too.
    page.wait_for_selector(".messagelist:has-text('The assignment was undone.')")
    assert (owners(), Event.objects.get(kind="checked").reason) == ([None] * 3, "No news.")
    context.close()


@pytest.mark.parametrize("width", [1280, 1000, 375])
def test_nothing_lies_over_the_list_of_everything(desk, width):
    desk.set_viewport_size({"width": width, "height": 800})
    desk.goto(desk.url.partition("desk/")[0])
    desk.get_by_role("link", name="Topics", exact=True).click(timeout=5_000)
    desk.wait_for_url("**/topic/")

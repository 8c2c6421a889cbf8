"""The desk as a page: what it shows, what is answered on it, and who may."""

from datetime import date

import html5lib
import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse

from briefs.desk.lists import LISTS
from briefs.models import Annotation, CalendarAddress, Event
from briefs.publishing import withdraw
from briefs.workflow import submit
from tests.days import in_days
from tests.factories import (
    make_annotation,
    make_assessment,
    make_membership,
    make_source,
    make_update,
    make_watch,
)

pytestmark = pytest.mark.django_db

JSON = {"Accept": "application/json"}


def due(days: int = -3, **fields) -> Annotation:
    claim = make_annotation(**fields)
    Annotation.objects.filter(pk=claim.pk).update(look_again_on=in_days(days))
    claim.refresh_from_db()
    return claim


def person(name: str, *roles: str) -> User:
    made = User.objects.create_user(name, is_staff=True)
    made.groups.set(Group.objects.filter(name__in=roles))
    return made


def rows(response) -> dict[str, list[str]]:
    """What each list on the page says of each of its rows."""
    tree = html5lib.parse(response.text, namespaceHTMLElements=False)
    found = {}
    for section in tree.iter("section"):
        lines = section.findall(".//tbody/tr")
        cells = [[" ".join("".join(cell.itertext()).split()) for cell in line] for line in lines]
        found[section.get("id")] = cells
    return found


def test_the_admin_begins_with_the_desk_and_still_lists_everything(admin_client):
    response = admin_client.get("/admin/")
    assert set(rows(response)) == set(LISTS)
    for listed in LISTS.values():
        assert listed.empty in response.text
    assert reverse("admin:briefs_article_changelist") in response.text
    assert reverse("admin:auth_user_changelist") in response.text


def test_a_row_says_what_when_and_whose(admin_client, admin_user):
    claim = due(-3, summary="It will join.", owner=admin_user)
    page = rows(admin_client.get("/admin/"))
    day = in_days(-3)
    ((tick, what, when, owner, _acts),) = page["overdue"]
    assert (tick, what) == ("", f"It will join. forecast · {claim.article.live.title}")
    assert when == f"due {day.day} {day:%B %Y} 3 days late"
    assert owner == "admin"


def test_a_list_shows_its_first_rows_and_where_the_others_are(admin_client):
    article = due(-1).article
    for days in range(2, 62):
        due(-days, article=article)
    page = admin_client.get("/admin/?owner=nobody")
    assert len(rows(page)["overdue"]) == 10
    assert 'href="/admin/desk/overdue/?owner=nobody">All 61</a>' in page.text
    first = admin_client.get("/admin/desk/overdue/?owner=nobody")
    last = admin_client.get("/admin/desk/overdue/?owner=nobody&page=2")
    assert [len(rows(page)["overdue"]) for page in (first, last)] == [50, 11]
    assert 'href="?owner=nobody&amp;page=2"' in first.text


def test_the_owner_in_the_address_is_that_of_all_lists(admin_client, admin_user):
    bert = person("bert")
    due(-1, summary="Mine.", owner=admin_user)
    due(-1, summary="His.", owner=bert)
    due(-1, summary="Nobody’s.")

    def shown(owner: str) -> list[str]:
        page = rows(admin_client.get(f"/admin/?owner={owner}"))
        return sorted(row[1].split(".")[0] for row in page["overdue"])

    assert shown("me") == ["Mine"]
    assert shown(str(bert.pk)) == ["His"]
    assert shown("nobody") == ["Nobody’s"]
    for everybody in ("", "nonsense", "99999"):
        assert shown(everybody) == ["His", "Mine", "Nobody’s"]


def test_it_asks_as_much_for_three_of_everything_as_for_one(
    admin_client, admin_user, django_assert_num_queries
):
    def one_more():
        claim = due(-1, owner=admin_user, deadline=date(2020, 1, 1), deadline_precision="day")
        due(1), make_annotation()
        make_assessment(claim, verified=False, source=make_source(weak=True))
        Annotation.objects.filter(pk=claim.pk).update(look_again_on=in_days(-1))
        make_membership(verified=False)
        make_update(public=False, created_by=admin_user)
        submit(make_watch(public=False), by=None)

    for number in (1, 2):
        for _ in range(number):
            one_more()
        with django_assert_num_queries(31):
            admin_client.get("/admin/")


def test_lists_with_something_on_them_come_first(admin_client):
    due(-1), make_update(public=False, created_by=User.objects.get())
    shown = rows(admin_client.get("/admin/"))
    filled = [name for name, lines in shown.items() if lines]
    assert filled == ["overdue", "never", "drafts"]
    assert list(shown) == filled + [name for name in LISTS if name not in filled]


def test_a_list_by_itself_asks_little(admin_client, django_assert_num_queries):
    for number in (1, 2):
        for _ in range(number):
            due(-1)
        with django_assert_num_queries(5):
            admin_client.get("/admin/desk/overdue/")


def test_each_sees_the_lists_of_what_she_may_see(client):
    reader = person("reader")
    reader.user_permissions.add(Permission.objects.get(codename="view_source"))
    client.force_login(reader)
    assert set(rows(client.get("/admin/"))) == {"visited", "weak-sources"}
    assert client.get("/admin/desk/overdue/").status_code == 404
    assert client.get(f"/admin/desk/claims/{due().pk}/").status_code == 403


def test_who_may_not_change_claims_is_offered_no_answer(client):
    due(-1)
    client.force_login(person("rita", "Reviewer"))
    page = client.get("/admin/")
    assert len(rows(page)["overdue"][0]) == 3
    assert "Checked, no change" not in page.text


@pytest.mark.parametrize("name", ["desk-list", "desk-claim", "desk-calendar-page"])
def test_only_editors_enter(client, name):
    args = {"desk-list": ["overdue"], "desk-claim": [1]}.get(name, [])
    assert client.get(reverse(name, args=args)).status_code == 302


# Checked, no change -------------------------------------------------------------------------


def check(client, claim: Annotation, data=None, **options):
    return client.post(reverse("desk-check", args=[claim.pk]), data or {}, **options)


def test_one_button_records_that_nothing_changed(admin_client, admin_user, settings):
    claim = due(-3)
    back = "/admin/?owner=nobody#overdue-annotation-7"
    response = check(admin_client, claim, {"back": back, "note": "", "next_on": ""})
    assert (response.status_code, response["Location"]) == (302, back)
    claim.refresh_from_db()
    assert claim.look_again_on == in_days(settings.LOOK_AGAIN_AFTER_DAYS)
    event = Event.objects.get(kind="checked")
    assert (event.annotation, event.by, event.reason) == (claim, admin_user, "")
    assert LogEntry.objects.get().change_message == "Checked, no change."
    assert "Checked, no change. Due again on" in admin_client.get("/admin/").text


def test_a_note_and_a_next_date_can_be_given(admin_client):
    claim = due(-3)
    data = {"note": "No news.", "next_on": in_days(9).isoformat()}
    answer = check(admin_client, claim, data, headers=JSON).json()
    claim.refresh_from_db()
    assert claim.look_again_on == in_days(9)
    assert Event.objects.get(kind="checked").reason == "No news."
    day = claim.look_again_on
    done = f"Checked, no change. Due again on {day.day} {day:%B %Y}."
    assert answer == {
        "message": f"{done} {claim.summary}",
        "rows": {str(claim.pk): {"done": done}},
        "undo": "",
    }


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"next_on": "2020-01-01"}, "Say a day to come"),
        ({"next_on": "soon"}, "Next date: Enter a valid date."),
    ],
)
def test_what_cannot_be_recorded_is_said(admin_client, data, said):
    claim = due(-3)
    response = check(admin_client, claim, data, headers=JSON)
    assert (response.status_code, said in response.json()["message"]) == (400, True)
    page = check(admin_client, claim, data, follow=True)
    assert said in page.text
    assert not Event.objects.filter(kind="checked").exists()


def test_who_may_not_change_claims_cannot_check_or_assign(client):
    client.force_login(person("rita", "Reviewer"))
    claim = due(-3)
    assert "You may not change" in check(client, claim, headers=JSON).json()["message"]
    response = client.post(reverse("desk-assign"), {"take": claim.pk}, headers=JSON)
    assert (response.status_code, "You may not change" in response.text) == (400, True)


def test_what_is_withdrawn_is_not_followed_up(admin_client):
    claim = due(-3)
    withdraw(claim, reason="Wrong.")
    assert check(admin_client, claim).status_code == 404


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "javascript:x", ""])
def test_it_never_leads_elsewhere(admin_client, back):
    assert check(admin_client, due(-3), {"back": back})["Location"] == "/admin/"


@pytest.mark.parametrize("name", ["desk-check", "desk-assign", "desk-undo"])
def test_nothing_is_answered_by_a_link(admin_client, name):
    args = [due().pk] if name == "desk-check" else []
    assert admin_client.get(reverse(name, args=args)).status_code == 405


# Assigning ----------------------------------------------------------------------------------


def test_ticked_claims_are_assigned_and_given_back(admin_client, admin_user):
    bert = person("bert")
    claims = [due(-1), due(-2, owner=bert), due(-3)]
    data = {"claim": [claims[0].pk, claims[1].pk], "owner": admin_user.pk}
    answer = admin_client.post(reverse("desk-assign"), data, headers=JSON).json()
    assert answer["message"] == "2 claims assigned to admin."
    assert {row["owner"] for row in answer["rows"].values()} == {"admin"}
    assert owners(claims) == ["admin", "admin", None]
    undone = admin_client.post(reverse("desk-undo"), {"before": answer["undo"]}, headers=JSON)
    assert [row["owner"] for row in undone.json()["rows"].values()] == ["nobody", "bert"]
    assert owners(claims) == [None, "bert", None]


def owners(claims) -> list[str | None]:
    found = Annotation.objects.in_bulk([claim.pk for claim in claims])
    return [found[claim.pk].owner and str(found[claim.pk].owner) for claim in claims]


def test_without_script_the_next_page_offers_to_undo_once(admin_client):
    claim = due(-3)
    page = admin_client.post(reverse("desk-assign"), {"take": claim.pk}, follow=True)
    assert "1 claim assigned to admin." in page.text
    assert f'name="before" value="{claim.pk}:"' in page.text
    assert 'class="undo" hidden' in admin_client.get("/admin/").text
    admin_client.post(reverse("desk-undo"), {"before": f"{claim.pk}:"})
    assert owners([claim]) == [None]


def test_who_has_a_claim_already_is_told_that_nothing_changed(admin_client, admin_user):
    claim = due(-3, owner=admin_user)
    answer = admin_client.post(reverse("desk-assign"), {"take": claim.pk}, headers=JSON).json()
    assert (answer["message"], answer["undo"]) == ("Nothing changed hands.", "")
    assert not LogEntry.objects.exists()


def test_a_claim_can_be_given_to_nobody(admin_client, admin_user):
    claim = due(-3, owner=admin_user)
    admin_client.post(reverse("desk-assign"), {"claim": claim.pk, "owner": ""})
    assert owners([claim]) == [None]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("desk-assign", {}, "Tick first what is to be assigned."),
        ("desk-assign", {"claim": "x"}, "“x” is not a valid value."),
        ("desk-assign", {"claim": "9" * 30}, "There is no such claim."),
        ("desk-assign", {"claim": "99"}, "Select a valid choice"),
        ("desk-assign", {"take": "9" * 30}, "Select a valid choice"),
        ("desk-assign", {"take": "99"}, "Select a valid choice"),
        ("desk-undo", {}, "There is nothing to undo."),
        ("desk-undo", {"before": "1:2;"}, "There is nothing to undo."),
    ],
)
def test_senseless_answers_are_refused_in_words(admin_client, name, data, said):
    response = admin_client.post(reverse(name), data, headers=JSON)
    assert (response.status_code, said in response.json()["message"]) == (400, True)


def test_a_person_without_a_desk_is_given_nothing(admin_client):
    outsider = User.objects.create_user("outsider")
    data = {"claim": due(-3).pk, "owner": outsider.pk}
    response = admin_client.post(reverse("desk-assign"), data, headers=JSON)
    assert "Owner: Select a valid choice" in response.json()["message"]


# One claim, and the calendar ----------------------------------------------------------------


def test_any_claim_can_be_followed_up_from_its_page(admin_client):
    claim = make_annotation(summary="Not due yet.")
    page = admin_client.get(reverse("admin:briefs_annotation_change", args=[claim.pk]))
    address = reverse("desk-claim", args=[claim.pk])
    assert f'href="{address}"' in page.text
    check(admin_client, claim, {"note": "No news."})
    admin_client.post(reverse("desk-assign"), {"take": claim.pk})
    page = admin_client.get(address)
    for said in ("Not due yet.", "checked, no change, by admin. No news.", "assigned to admin"):
        assert said in page.text


@pytest.mark.parametrize("fields", [{"public": False}, {"kind": "note"}])
def test_what_readers_cannot_wait_for_is_assigned_but_not_checked(admin_client, fields):
    made = make_annotation(**fields)
    page = admin_client.get(reverse("desk-claim", args=[made.pk]))
    assert ("Assign to me" in page.text, "Checked, no change" in page.text) == (True, False)
    admin_client.post(reverse("desk-assign"), {"take": made.pk})
    assert owners([made]) == ["admin"]
    assert check(admin_client, made, headers=JSON).status_code in (400, 404)


def test_the_secret_is_shown_once(admin_client, admin_user, client):
    page = reverse("desk-calendar-page")
    assert "You have no address." in admin_client.get(page).text
    made = admin_client.post(page, {"make": ""})
    address = made.text.partition('value="http://testserver')[2].partition('"')[0]
    assert made["Cache-Control"].startswith("max-age=0")
    assert client.get(address).status_code == 200
    assert address not in admin_client.get(page).text
    assert "is revoked" in admin_client.post(page, {"revoke": ""}, follow=True).text
    assert client.get(address).status_code == 404
    assert not CalendarAddress.objects.exists()

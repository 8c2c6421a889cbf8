"""The calendar is read back by a program of its own, and its address is a secret."""

import re
from datetime import date

import icalendar
import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from briefs.desk.assigning import assign
from briefs.desk.calendar import new_address, revoke
from briefs.models import Annotation, CalendarAddress
from tests.factories import make_annotation, make_assessment, make_watch

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return User.objects.create_user("anna", is_staff=True)


def read(client, secret: str) -> icalendar.Calendar:
    response = client.get(reverse("briefs:desk-calendar", args=[secret]))
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex"
    return icalendar.Calendar.from_ical(response.content)


def entries(calendar: icalendar.Calendar) -> list[tuple[date, str]]:
    found = calendar.walk("VEVENT")
    return [(entry["dtstart"].dt, str(entry["summary"])) for entry in found]


def owned(editor: User, due: date | None = None, **fields) -> Annotation:
    claim = make_annotation(owner=editor, **fields)
    if due:
        Annotation.objects.filter(pk=claim.pk).update(look_again_on=due)
    return claim


def test_it_holds_what_is_due_deadlines_and_what_is_expected(client, editor):
    foreseen = {"deadline": date(2031, 1, 1), "deadline_precision": "year"}
    owned(editor, date(2027, 3, 3), summary="It will join.", event="It joins", **foreseen)
    make_annotation(summary="Somebody else’s.")
    owned(editor, public=False, summary="A draft.")
    make_assessment(owned(editor, summary="It came true.", **foreseen))
    make_watch(
        what="A summit",
        expected="October 2027",
        expected_on=date(2027, 10, 1),
        expected_on_precision="month",
    )
    make_watch(what="Some day")
    make_watch(public=False, expected_on=date(2027, 10, 1), expected_on_precision="day")
    calendar = read(client, new_address(editor))
    assert entries(calendar) == [
        (date(2027, 3, 3), "Look again: It will join."),
        (date(2031, 12, 31), "Deadline 2031: It joins"),
        (date(2027, 10, 31), "Expected October 2027: A summit"),
    ]
    assert (calendar["version"], calendar["prodid"]) == ("2.0", "-//Living Analysis//Desk//EN")
    assert str(calendar.walk("VEVENT")[0]["url"]).startswith("http://testserver/admin/desk/claims/")


def test_nothing_changes_in_it_until_something_happened(client, editor):
    claim = owned(editor)
    other = User.objects.create_user("bert", is_staff=True)
    secret = new_address(editor)
    first, again = (read(client, secret) for _ in range(2))
    assert first.to_ical() == again.to_ical()
    assign([claim.pk], other, by=None)
    assign([claim.pk], editor, by=None)
    before, after = first.walk("VEVENT")[0], read(client, secret).walk("VEVENT")[0]
    assert before["uid"] == after["uid"]
    last = claim.events.latest("pk").recorded_at.replace(microsecond=0)
    assert before["dtstamp"].dt <= after["dtstamp"].dt == last


def test_every_entry_has_an_id_of_its_own(client, editor):
    for _ in range(2):
        owned(editor, deadline=date(2031, 5, 1), deadline_precision="day")
    ids = [str(entry["uid"]) for entry in read(client, new_address(editor)).walk("VEVENT")]
    assert len(ids) == len(set(ids)) == 4


def test_a_deadline_is_a_whole_day_and_takes_no_time(client, editor):
    owned(editor, date(2027, 3, 3))
    response = client.get(reverse("briefs:desk-calendar", args=[new_address(editor)]))
    assert b"DTSTART;VALUE=DATE:20270303\r\n" in response.content
    assert b"TRANSP:TRANSPARENT\r\n" in response.content


ODD = {
    "long": "Es wird über Größe geredet: " + "ä" * 90 + "👩‍💻" * 30,
    "escaped": r"a, b; c\ d\n e: \"f\" BEGIN:VEVENT",
    "combining": "Cafe\u0301 " * 30,
    "lines": "one\r\nBEGIN:VALARM\rtwo\nthree\u2028four",
    "control": "a\x07b\x1fc\x7fd\te",
}


@pytest.mark.parametrize("words", ODD.values(), ids=ODD)
def test_any_words_survive_folded_and_escaped(client, editor, words):
    owned(editor, date(2027, 3, 3), summary=words, kind="fact")
    response = client.get(reverse("briefs:desk-calendar", args=[new_address(editor)]))
    lines = response.content.split(b"\r\n")
    assert lines.pop() == b""
    assert [line for line in lines if len(line) > 75 or re.search(rb"[\x00-\x1f\x7f]", line)] == []
    assert all(line.decode() for line in lines)  # no letter is cut in two
    (entry,) = icalendar.Calendar.from_ical(response.content).walk("VEVENT")
    plain = " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", words).split())
    assert str(entry["summary"]) == f"Look again: {plain}"
    assert entry.subcomponents == []


def test_the_address_is_kept_as_its_hash_alone(editor):
    secret = new_address(editor)
    assert len(secret) == 43  # 256 bits in base64
    known = CalendarAddress.objects.get()
    assert secret not in str(known.__dict__.values())


def test_a_new_address_and_a_revoked_one_end_the_old(client, editor):
    first = new_address(editor)
    second = new_address(editor)
    assert address_answers(client, first, second) == [404, 200]
    assert (revoke(editor), revoke(editor)) == (True, False)
    assert address_answers(client, first, second, "", "x" * 500) == [404] * 4


@pytest.mark.parametrize("flag", ["is_active", "is_staff"])
def test_who_works_here_no_more_has_no_calendar(client, editor, flag):
    secret = new_address(editor)
    setattr(editor, flag, False)
    editor.save()
    assert address_answers(client, secret) == [404]


def address_answers(client, *secrets: str) -> list[int]:
    return [client.get(f"/desk/calendar/{secret}.ics").status_code for secret in secrets]


def test_it_asks_as_much_for_three_claims_as_for_one(client, editor, django_assert_num_queries):
    address = reverse("briefs:desk-calendar", args=[new_address(editor)])
    for number in (1, 2):
        for _ in range(number):
            owned(editor, deadline=date(2031, 5, 1), deadline_precision="day")
            make_watch(expected_on=date(2027, 10, 1), expected_on_precision="day")
        with django_assert_num_queries(4):
            client.get(address)

"""The day in the address of a page."""

from datetime import date

import pytest
from django.utils import timezone

from briefs.views.dates import asked_date
from tests.days import in_days


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2017-06-10", date(2017, 6, 10)),
        (" 2017-06-10 ", date(2017, 6, 10)),
        ("2017-02", date(2017, 2, 28)),
        ("1900", date(1900, 12, 31)),
        ("", None),
    ],
)
def test_a_day_is_understood(rf, words, day):
    asked = asked_date(rf.get("/", {"as_of": words}))
    assert (asked.day, asked.problem) == (day, "")
    assert asked.day_or_today == (day or timezone.localdate())


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("10.6.2017", "“10.6.2017” is no date"),
        ("2017-02-30", "“2017-02-30” is no date"),
        ("2017-06-10T00:00", "is no date"),
        ("٢٠١٧-٠٦-١٠", "is no date"),
        ("x\0" + "y" * 500, "“x" + "y" * 39 + "” is no date"),
        ("1899-12-31", "older than 1900"),
        ("0000-01-01", "is no date"),
        ("9999-12-31", "31 December 9999 is still to come"),
    ],
)
def test_what_cannot_be_is_said_and_now_is_shown(rf, words, problem):
    asked = asked_date(rf.get("/", {"as_of": words}))
    assert asked.day is None
    assert problem in asked.problem
    assert asked.problem.endswith("Shown is how it is now.")
    assert asked.day_or_today == timezone.localdate()


def test_tomorrow_is_still_to_come(rf):
    asked = asked_date(rf.get("/", {"as_of": in_days(1).isoformat()}))
    assert asked.day is None
    assert "is still to come" in asked.problem

"""Which roles are held on a day."""

from datetime import date

import pytest

from briefs.models import Membership
from tests.factories import make_membership


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("end", "day", "is_held"),
    [
        (date(2017, 6, 9), date(2005, 7, 4), False),
        (date(2017, 6, 9), date(2005, 7, 5), True),
        (date(2017, 6, 9), date(2017, 6, 8), True),
        (date(2017, 6, 9), date(2017, 6, 9), False),
        (None, date(2005, 7, 4), False),
        (None, date(2026, 1, 1), True),
    ],
)
def test_a_role_is_held_from_its_first_day_up_to_its_end(end, day, is_held):
    row = make_membership(start=date(2005, 7, 5), end=end)
    assert row.held_on(day) == is_held
    assert Membership.objects.on(day).filter(pk=row.pk).exists() == is_held

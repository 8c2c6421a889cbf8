"""The newest lines of the record are found among the newest, however many of those are hidden."""

import pytest

from briefs.models import Event, Update
from tests.factories import make_update

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("hidden", "queries"), [(0, 3), (1, 3), (9, 3), (12, 3)])
def test_newest_published(hidden, queries, django_assert_num_queries):
    shown = [make_update(headline=f"Shown {n}") for n in range(3)]
    of_hidden = [make_update(headline=f"Hidden {n}").pk for n in range(hidden)]
    Update.objects.filter(pk__in=of_hidden).update(status="draft")
    with django_assert_num_queries(queries):
        found = list(Event.objects.filter(update__isnull=False).newest_published(3))
    assert [event.update_id for event in found] == [update.pk for update in reversed(shown)]

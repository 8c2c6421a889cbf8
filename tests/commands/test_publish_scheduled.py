"""Scheduled publication by the clock: what is due, what is refused, and two runs at once."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from briefs.models import Update
from briefs.workflow import schedule
from tests.factories import make_annotation, make_update
from tests.processes import environment, start

SOON = timedelta(minutes=5)


def due(thing):
    """Schedule it, and let its moment come."""
    schedule(thing, timezone.now() + SOON, by=None)
    passed = timezone.now() - SOON
    type(thing)._base_manager.filter(pk=thing.pk).update(scheduled_for=passed)
    return thing


@pytest.mark.django_db
def test_what_is_due_is_published_and_told():
    first, second = (due(make_update(public=False, headline=name)) for name in ("One", "Two"))
    later = make_update(public=False)
    schedule(later, timezone.now() + SOON, by=None)
    said = StringIO()
    call_command("publish_scheduled", stdout=said)
    assert said.getvalue() == "Published: update “One”.\nPublished: update “Two”.\n"
    assert set(Update.objects.published()) == {first, second}
    said = StringIO()
    call_command("publish_scheduled", stdout=said)
    assert said.getvalue() == ""


@pytest.mark.django_db
def test_what_is_refused_stays_scheduled_and_keeps_nothing_else_back():
    claim = due(make_annotation(public=False))
    claim.anchors.all().delete()
    update = due(make_update(public=False))
    said, wrong = StringIO(), StringIO()
    with pytest.raises(CommandError, match="1 of 2 could not be published") as refused:
        call_command("publish_scheduled", stdout=said, stderr=wrong)
    assert refused.value.returncode == 2
    assert "is not anchored" in wrong.getvalue()
    claim.refresh_from_db()
    update.refresh_from_db()
    assert (claim.status, update.status) == ("scheduled", "published")


@pytest.mark.django_db(transaction=True)
def test_several_runs_at_once_publish_each_thing_once(tmp_path):
    things = [due(make_update(public=False, headline=f"Update {n:02}")) for n in range(12)]
    others = environment(tmp_path)
    runs = [start(others, "publish_scheduled") for _ in range(3)]
    said = [run.communicate(timeout=120) for run in runs]
    assert [(run.returncode, wrong) for run, (_, wrong) in zip(runs, said, strict=True)] == [
        (0, "")
    ] * 3
    told = sorted(line for out, _ in said for line in out.splitlines())
    assert told == [f"Published: update “{thing.headline}”." for thing in things]
    again = start(others, "publish_scheduled").communicate(timeout=120)
    assert again == ("", "")

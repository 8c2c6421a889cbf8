"""How jobs ended is written down, and those that run no more are told."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from briefs.doctor import machine
from briefs.jobs import JOBS, late_jobs, noted
from briefs.models import Change, JobRun, PageStamp

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.fixture
def production(settings):
    settings.HTTPS = True
    settings.SITE_URL = settings.WEBSUB_HUB = ""


def late(now=NOW) -> dict[str, datetime | None]:
    return {one.job.name: one.since for one in late_jobs(now)}


def ran(job: str, ago: timedelta, **fields) -> None:
    values = {"ended_at": NOW - ago, "succeeded_at": NOW - ago, **fields}
    JobRun.objects.update_or_create(job=job, defaults=values)


def all_ran() -> None:
    for job in JOBS:
        ran(job.name, timedelta(minutes=1))


def test_how_a_job_ended_is_written_over_by_its_next_run(time_machine):
    time_machine.move_to(NOW, tick=False)
    with noted("backup"):
        pass
    time_machine.shift(3600)
    with pytest.raises(CommandError), noted("backup"):
        raise CommandError("The disk is full.\nMore of it.")
    run = JobRun.objects.get()
    assert (run.job, run.succeeded_at, run.ended_at, run.problem) == (
        *("backup", NOW, NOW + timedelta(hours=1)),
        "The disk is full.",
    )
    time_machine.shift(3600)
    with noted("backup"):
        pass
    run.refresh_from_db()
    assert (run.succeeded_at, run.problem) == (NOW + timedelta(hours=2), "")


def test_one_that_was_interrupted_did_not_end_well():
    with pytest.raises(SystemExit), noted("check_sources"):
        raise SystemExit(130)
    assert JobRun.objects.get().problem == "It was ended from outside."


def test_a_run_is_no_change_of_anything_public():
    before = (PageStamp.objects.get().value, Change.objects.count())
    with noted("backup"):
        pass
    assert (PageStamp.objects.get().value, Change.objects.count()) == before


def test_a_job_that_cannot_be_noted_is_done_all_the_same(monkeypatch, caplog):
    def broken(*args, **kwargs):
        raise DatabaseError("no such table")

    monkeypatch.setattr(JobRun.objects, "bulk_create", broken)
    with noted("backup"):
        done = True
    assert done
    assert "It could not be noted that backup ran: no such table" in caplog.text


def test_nothing_is_late_while_all_run(production):
    all_ran()
    assert late() == {}


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
def test_a_job_is_late_once_it_has_not_ended_well_for_too_long(production, settings, job):
    settings.WEBSUB_HUB = settings.SITE_URL = "https://example.org"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    all_ran()
    ran(job.name, job.late_after)
    assert late() == {}
    ran(job.name, job.late_after + timedelta(seconds=1), ended_at=NOW, problem="Failed.")
    assert late() == {job.name: NOW - job.late_after - timedelta(seconds=1)}


def test_a_job_without_anything_to_do_is_never_late(production, settings):
    settings.EMAIL_BACKEND = "sco_site.mail.NoMail"
    assert {"ping_hub", "send_digest"} & set(late()) == set()
    settings.WEBSUB_HUB = settings.SITE_URL = "https://example.org"
    assert {"ping_hub", "send_digest"} & set(late()) == {"ping_hub"}


def test_a_site_of_ones_own_machine_has_no_clock(settings):
    settings.HTTPS = False
    assert late_jobs(NOW) == []


def test_the_doctor_tells_which_and_why(production, time_machine):
    time_machine.move_to(NOW, tick=False)
    all_ran()
    JobRun.objects.filter(job="backup").delete()
    ran("doctor", timedelta(days=9))
    long_ago = timedelta(hours=5)
    ran("publish_scheduled", long_ago, problem="1 of 1 could not be published.")
    assert [complaint.what for complaint in machine.jobs()] == [
        "The job publish_scheduled has not ended well since 2026-11-26 07:00 UTC. "
        "It said last: 1 of 1 could not be published.",
        "The job backup has never ended well.",
    ]


@pytest.mark.parametrize(
    ("command", "arguments", "noted"),
    [
        ("publish_scheduled", {}, True),
        ("clear_sessions", {}, True),
        ("send_digest", {"dry_run": True}, False),
    ],
)
def test_commands_note_their_run_and_trials_do_not(settings, command, arguments, noted):
    settings.SITE_URL = "https://example.org"
    call_command(command, stdout=StringIO(), **arguments)
    assert JobRun.objects.filter(job=command, problem="").exists() is noted


def test_a_command_that_fails_notes_why(settings):
    settings.WEBSUB_HUB = ""
    with pytest.raises(CommandError):
        call_command("ping_hub")
    assert JobRun.objects.get(job="ping_hub").problem.startswith("Set WEBSUB_HUB")

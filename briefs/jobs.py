"""The jobs that the clock runs: which there are, how each last ended, which are late."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from briefs.models import JobRun

logger = logging.getLogger("site.jobs")


@dataclass(frozen=True)
class Job:
    """``name`` is that of the command. A job is late once it has not ended well for so long."""

    name: str
    late_after: timedelta

    @property
    def is_wanted(self) -> bool:
        """Whether the settings give it something to do."""
        if self.name == "ping_hub":
            return bool(settings.WEBSUB_HUB)
        if self.name == "send_digest":
            return bool(settings.SITE_URL) and not settings.EMAIL_BACKEND.endswith(".NoMail")
        return True


# How often each runs is said in docs/deploy.md and by the timers in deploy/.
JOBS = (
    Job("publish_scheduled", timedelta(minutes=30)),
    Job("ping_hub", timedelta(minutes=30)),
    Job("backup", timedelta(days=2)),
    Job("check_sources", timedelta(days=2)),
    Job("doctor", timedelta(days=2)),
    # Not at the weekend.
    Job("send_digest", timedelta(days=4)),
    Job("clear_sessions", timedelta(days=14)),
)


@dataclass(frozen=True)
class Late:
    job: Job
    since: datetime | None  # the last time it ended well; None: never
    problem: str


@contextmanager
def noted(name: str) -> Iterator[None]:
    """Write down how the job ended. What is wrong with it is raised all the same, and what is wrong
    with the database is no failure of the job: a backup may be made of one that is being mended.
    """
    problem = "It was ended from outside."
    try:
        yield
        problem = ""
    except Exception as error:
        problem = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise
    finally:
        _note(name, problem)


def _note(name: str, problem: str) -> None:
    now = timezone.now()
    row = JobRun(
        job=name, ended_at=now, succeeded_at=None if problem else now, problem=problem[:300]
    )
    changed = ["ended_at", "problem"] if problem else ["ended_at", "problem", "succeeded_at"]
    try:
        JobRun.objects.bulk_create(
            [row], update_conflicts=True, unique_fields=["job"], update_fields=changed
        )
    except DatabaseError as error:
        logger.warning("It could not be noted that %s ran: %s", name, error)


def late_jobs(now: datetime) -> list[Late]:
    """Those that have not ended well for too long, or never. None on a site of one's own machine,
    which has no clock.
    """
    if not settings.HTTPS:
        return []
    runs = {run.job: run for run in JobRun.objects.all()}
    late = []
    for job in JOBS:
        run = runs.get(job.name)
        since = run.succeeded_at if run else None
        if job.is_wanted and (since is None or now - since > job.late_after):
            late.append(Late(job, since, run.problem if run else ""))
    return late

"""What the site runs on."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from briefs.doctor.complaints import Complaint
from briefs.jobs import late_jobs
from briefs.models import PageStamp
from briefs.models.guards import GUARDS
from briefs.models.history import recorded_models
from briefs.models.history_triggers import installed
from briefs.models.page_stamp import TRIGGER

LEAST_ROOM = 200 * 1024 * 1024  # bytes
MIGRATE = "Run manage.py migrate, which puts every trigger in place."
RESTORE = "Restore the newest backup that manage.py doctor finds sound."


def configuration() -> Iterator[Complaint]:
    """Django's checks, those for production among them where it is one."""
    found = checks.run_checks(include_deployment_checks=settings.HTTPS)
    for message in found:
        if message.level >= checks.WARNING:
            said = str(message.msg).replace("\n", " ")
            yield Complaint(f"{message.id}: {said}", message.hint or "Set it in the environment.")


def database() -> Iterator[Complaint]:
    try:
        if connection.vendor == "sqlite":
            yield from _sqlite()
        else:
            connection.ensure_connection()
    except DatabaseError as error:
        words = str(error).strip().splitlines() or [type(error).__name__]
        yield Complaint(f"The database does not answer: {words[0]}", "See DATABASE_URL.")


def _sqlite() -> Iterator[Complaint]:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check(5)")
        for (words,) in cursor.fetchall():
            if words != "ok":
                yield Complaint(f"The file of the database is damaged: {words}", RESTORE)
        cursor.execute("PRAGMA foreign_key_check")
        for table, row, parent, _ in cursor.fetchmany(20):
            yield Complaint(f"Row {row} of {table} names a row of {parent} that is gone.", RESTORE)


def migrations() -> Iterator[Complaint]:
    executor = MigrationExecutor(connection)
    for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield Complaint(f"Migration {migration} is missing.", "Run manage.py migrate.")
    known = executor.loader.disk_migrations
    apps = {app for app, _ in known}
    for app, name in sorted(executor.loader.applied_migrations or {}):
        if app in apps and (app, name) not in known:
            yield Complaint(
                f"The database is newer than the code: it has migration {app}.{name}.",
                "Put the newer code back, or restore the backup made before the upgrade.",
            )


def triggers() -> Iterator[Complaint]:
    """The history's, the guards' and the page stamp's, by their names in the catalogue."""
    watched = {table for table, _ in installed(connection)}
    for model in recorded_models():
        if model._meta.db_table not in watched:
            yield Complaint(f"Changes of {model._meta.db_table} are not recorded.", MIGRATE)
    there = _names_of_triggers()
    wanted = [name for name, _, _ in GUARDS]
    for name in (*wanted, TRIGGER):
        if not any(found.startswith(name) for found in there):
            yield Complaint(f"The trigger {name} is missing.", MIGRATE)
    if PageStamp.objects.count() != 1:
        yield Complaint("The stamp of the pages is missing: none is kept.", MIGRATE)


def _names_of_triggers() -> list[str]:
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        # Not those that are switched off.
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
    }
    with connection.cursor() as cursor:
        cursor.execute(query[connection.vendor])
        return [name for (name,) in cursor.fetchall()]


def room() -> Iterator[Complaint]:
    folder = Path(settings.DATA_DIR)
    if not folder.is_dir():
        yield Complaint(f"The data folder {folder} is not there.", "Make it, or set DATA_DIR.")
        return
    free = shutil.disk_usage(folder).free
    if free < LEAST_ROOM:
        mib = free // 1024**2
        yield Complaint(f"{mib} MiB are free in {folder}.", "Make room before it is full.")


def jobs() -> Iterator[Complaint]:
    """Those that run no more, or run and fail. Its own answer is no part of what it looks at."""
    for late in late_jobs(timezone.now()):
        if late.job.name == "doctor":
            continue
        ended = "has never ended well"
        if late.since:
            ended = f"has not ended well since {late.since:%Y-%m-%d %H:%M} UTC"
        said = f" It said last: {late.problem}" if late.problem else ""
        yield Complaint(
            f"The job {late.job.name} {ended}.{said}",
            "Look at its timer and at the log of its last run; docs/deploy.md lists the jobs.",
        )

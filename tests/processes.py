"""Other processes at work on the database of a test, as cron and workers are on a site's."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.db import connection

ROOT = Path(__file__).parent.parent


def environment(folder: Path) -> dict[str, str]:
    """What another process needs to open the test's database, as it is committed now.

    The SQLite database of the tests is in memory: others get a copy of it, in ``folder``.
    """
    if connection.vendor == "sqlite":
        file = folder / "site.sqlite3"
        connection.ensure_connection()
        with sqlite3.connect(file) as copy:
            connection.connection.backup(copy)
        copy.close()
        address = f"sqlite:///{file}"
    else:
        parts = urlsplit(os.environ["DATABASE_URL"])
        address = urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}"))
    return {**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "tests.settings"}


def start(environment: dict[str, str], *command: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "django", *command],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )

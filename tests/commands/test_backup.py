"""What was backed up comes back, all of it; what is wrong is refused and nothing is lost."""

import os
import stat
import subprocess
import sys

import psycopg
import pytest
from django.db import connection

from sco_site.backups import EXTENSION
from tests.factories import make_annotation, make_assessment, make_update
from tests.processes import ROOT, environment

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def manage(tmp_path):
    """Runs a command on the test's database (on SQLite a copy of it) as a process of its own."""
    claim = make_annotation()
    make_assessment(claim)
    make_update(bears_on=claim, headline="Before the backup")
    surroundings = environment(tmp_path)
    connection.close_if_unusable_or_obsolete()

    def run(*command: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "-m", "django", *command],
            cwd=ROOT,
            env=surroundings,
            capture_output=True,
            text=True,
        )

    return run


def counts(manage) -> str:
    code = (
        "from briefs.models import *; print([m.objects.count() for m in "
        "(Update, Event, Change, Annotation, Assessment)], Update.objects.get().headline)"
    )
    return manage("shell", "-v0", "-c", code).stdout


def stamp(manage) -> str:
    code = "from briefs.models import *; print(PageStamp.objects.get().value)"
    return manage("shell", "-v0", "-c", code).stdout


def edit(manage) -> None:
    code = "from briefs.models import Update; Update.objects.update(headline='After it')"
    assert manage("shell", "-v0", "-c", code).returncode == 0


def test_what_was_backed_up_comes_back(manage, tmp_path):
    file = tmp_path / "site.backup"
    before, stamped = counts(manage), {stamp(manage)}
    assert "Before the backup" in before
    done = manage("backup", str(file))
    assert (done.returncode, done.stderr) == (0, "")
    assert stat.S_IMODE(os.stat(file).st_mode) == 0o600
    edit(manage)
    stamped.add(stamp(manage))
    assert "After it" in counts(manage)

    refused = manage("restore", str(file))
    assert refused.returncode == 1
    assert "Say --yes" in refused.stderr
    assert "After it" in counts(manage)

    beside = sorted(file.parent.glob("site.backup*"))
    done = manage("restore", str(file), "--yes")
    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(file.parent.glob("site.backup*")) == beside == [file]
    # The history and the record came back with it, and go on.
    assert counts(manage) == before
    # What a process keeps by a stamp may be newer than the backup that the stamp is in.
    stamped.add(stamp(manage))
    assert len(stamped) == 3
    assert manage("migrate", "-v0").returncode == 0
    edit(manage)
    assert "After it" in counts(manage)


def test_what_came_after_the_backup_is_gone(manage, tmp_path):
    """As after an upgrade that is taken back: tables that lean on those of the backup."""
    file = tmp_path / "site.backup"
    manage("backup", str(file))
    code = (
        "from django.db import connection as c; u = c.cursor(); "
        "u.execute('CREATE TABLE later (id integer REFERENCES briefs_update (id))'); "
        "u.execute('CREATE TABLE apart (id integer)'); "
        "u.execute('INSERT INTO later SELECT id FROM briefs_update')"
    )
    done = manage("shell", "-v0", "-c", code)
    assert (done.returncode, done.stderr) == (0, "")
    before = counts(manage)
    done = manage("restore", str(file), "--yes")
    assert (done.returncode, done.stderr) == (0, "")
    tables = "from django.db import connection as c; print(c.introspection.table_names())"
    left = manage("shell", "-v0", "-c", tables).stdout
    assert "briefs_update" in left
    assert "'later'" not in left
    assert "'apart'" not in left
    assert counts(manage) == before
    assert manage("migrate", "-v0").returncode == 0


def test_a_file_that_is_there_is_not_overwritten(manage, tmp_path):
    file = tmp_path / "site.backup"
    file.write_text("Somebody's")
    done = manage("backup", str(file))
    assert "is there already" in done.stderr
    assert file.read_text() == "Somebody's"


def test_a_folder_that_is_missing_is_named(manage, tmp_path):
    done = manage("backup", str(tmp_path / "no" / "site.backup"))
    assert done.returncode == 1
    assert "No such file or directory" in done.stderr
    assert sorted(path.suffix for path in tmp_path.iterdir()) in ([], [".sqlite3"])


@pytest.mark.skipif(connection.vendor != "sqlite", reason="The database is a file.")
def test_a_folder_that_is_missing_for_the_database_is_named(manage, tmp_path):
    file = tmp_path / "site.backup"
    manage("backup", str(file))
    there = tmp_path / "nowhere"
    elsewhere = {**environment(tmp_path), "DATABASE_URL": f"sqlite:///{there}/site.sqlite3"}
    done = subprocess.run(
        [sys.executable, "-m", "django", "restore", str(file), "--yes"],
        cwd=ROOT,
        env=elsewhere,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert f"{there} is not there, where the database is to be." in done.stderr


@pytest.mark.parametrize("content", [b"", b"rubbish" * 1000, None])
def test_what_is_no_backup_leaves_everything_as_it_was(manage, tmp_path, content):
    file = tmp_path / "other"
    if content is not None:
        file.write_bytes(content)
    before = counts(manage)
    done = manage("restore", str(file), "--yes")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert str(file) in done.stderr
    assert counts(manage) == before


def test_a_backup_that_was_cut_short_leaves_everything_as_it_was(manage, tmp_path):
    file = tmp_path / "site.backup"
    manage("backup", str(file))
    file.write_bytes(file.read_bytes()[: file.stat().st_size * 2 // 3])
    edit(manage)
    before = counts(manage)
    done = manage("restore", str(file), "--yes")
    assert done.returncode == 1
    assert counts(manage) == before


@pytest.fixture
def theirs():
    """Connection parameters of an empty database with an extension that its user does not own."""
    parameters = connection.get_connection_params()
    name = f"{parameters['dbname']}_theirs"
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_available_extensions WHERE name = %s", [EXTENSION])
        if cursor.fetchone() is None:
            pytest.skip(f"This PostgreSQL does not bring {EXTENSION}.")
        cursor.execute(f"CREATE ROLE {name} LOGIN")
        cursor.execute(f"CREATE DATABASE {name} OWNER {name}")
    place = {"host": parameters["host"], "dbname": name}
    with psycopg.connect(**place, user=parameters["user"]) as made:
        made.execute(f"CREATE EXTENSION {EXTENSION}")
    yield f"postgres://{name}@/{name}?host={parameters['host']}"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
        cursor.execute(f"DROP ROLE {name}")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no extensions.")
def test_an_extension_may_be_another_s(manage, tmp_path, theirs):
    file = tmp_path / "site.backup"
    assert manage("backup", str(file)).returncode == 0
    for command in (*[["restore", str(file), "--yes"]] * 2, ["migrate", "-v0"]):
        done = subprocess.run(
            [sys.executable, "-m", "django", *command],
            cwd=ROOT,
            env={**environment(tmp_path), "DATABASE_URL": theirs},
            capture_output=True,
            text=True,
        )
        assert (done.returncode, done.stderr) == (0, "")
    with psycopg.connect(theirs) as restored:
        query = "SELECT count(*) FROM pg_indexes WHERE indexname LIKE '%%\\_trigrams'"
        assert restored.execute(query).fetchone() == (13,)

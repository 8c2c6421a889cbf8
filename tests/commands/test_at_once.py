"""Two processes that migrate or load at once: one waits, and both come to a good end."""

import subprocess
import sys

import pytest
from django.db import connection

from sco_site.turns import WAITING, turn
from tests.processes import ROOT, environment, start

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def empty(tmp_path):
    """A database without any table, as other processes see it, and a connection to it."""
    surroundings = {**environment(tmp_path), "PYTHONUNBUFFERED": "1"}
    own = connection.copy()
    if connection.vendor == "sqlite":
        file = tmp_path / "empty.sqlite3"
        own.settings_dict = {**own.settings_dict, "NAME": str(file)}
        yield own, {**surroundings, "DATABASE_URL": f"sqlite:///{file}"}
        own.close()
        return
    name = connection.settings_dict["NAME"]
    empty = f"{name}_empty"  # other workers of the tests have theirs on the same server
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {empty}")
    own.settings_dict = {**own.settings_dict, "NAME": empty}
    yield (
        own,
        {
            **surroundings,
            "DATABASE_URL": surroundings["DATABASE_URL"].replace(f"/{name}", f"/{empty}"),
        },
    )
    own.close()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {empty} WITH (FORCE)")


def first_line(process: subprocess.Popen) -> str:
    return process.stdout.readline().strip()


def both(own, surroundings, *command) -> list[str]:
    """What two processes say that began while somebody else had the turn, each after it waited."""
    with turn(own, pytest.fail):
        two = [start(surroundings, *command) for _ in range(2)]
        assert [first_line(process) for process in two] == [WAITING] * 2
        assert [process.poll() for process in two] == [None, None]
    said = [process.communicate(timeout=400) for process in two]
    assert [(process.returncode, wrong) for process, (_, wrong) in zip(two, said, strict=True)] == [
        (0, "")
    ] * 2
    return [out for out, _ in said]


def test_two_that_migrate_and_two_that_load(empty, tmp_path):
    own, surroundings = empty
    said = both(own, surroundings, "migrate", "--no-color")
    applied = [words.count("Applying briefs.0001") for words in said]
    assert sorted(applied) == [0, 1]
    assert "No migrations to apply." in said[applied.index(0)]

    seeds = tmp_path / "seeds"
    (seeds / "sources").mkdir(parents=True)
    (seeds / "sources" / "all.yaml").write_text(
        "sources:\n  - url: https://example.org/seed\n    title: A page\n"
    )
    said = both(own, surroundings, "load_seeds", str(seeds))
    assert sorted("Nothing to do" in words for words in said) == [False, True]
    with own.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM briefs_source")
        assert cursor.fetchone() == (1,)


HOLD = """
import django
django.setup()
from django.db import connection
from sco_site.turns import turn
with turn(connection, print):
    print("holds", flush=True)
    import time
    time.sleep(600)
"""


def test_whoever_is_killed_gives_its_turn_back(empty):
    own, surroundings = empty
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD], cwd=ROOT, env=surroundings, stdout=subprocess.PIPE, text=True
    )
    assert first_line(holder) == "holds"
    holder.kill()
    holder.communicate()
    with turn(own, print):
        pass


def test_a_database_in_memory_is_nobody_elses():
    if connection.vendor == "sqlite":
        with turn(connection, pytest.fail), turn(connection, pytest.fail):
            pass

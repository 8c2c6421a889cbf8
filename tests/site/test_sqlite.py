"""Connections to SQLite are kept from request to request, and never to a file that was replaced."""

import os
import shutil

import pytest
from django.db import OperationalError

from sco_site.sqlite.base import DatabaseWrapper

pytestmark = pytest.mark.django_db  # which lets connections be opened at all


@pytest.fixture
def database(tmp_path):
    made = DatabaseWrapper(
        {
            **dict.fromkeys(("USER", "PASSWORD", "HOST", "PORT"), ""),
            "NAME": str(tmp_path / "site.sqlite3"),
            "ENGINE": "sco_site.sqlite",
            "OPTIONS": {},
            "TIME_ZONE": None,
            "AUTOCOMMIT": True,
            "ATOMIC_REQUESTS": False,
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "TEST": {"NAME": None},
        }
    )
    write(made, "first")
    yield made
    made.close()


def write(database, word):
    with database.cursor() as cursor:
        cursor.execute("CREATE TABLE told (word TEXT)")
        cursor.execute("INSERT INTO told VALUES (%s)", [word])


def read(database):
    """As the next request would."""
    database.close_if_unusable_or_obsolete()
    with database.cursor() as cursor:
        return cursor.execute("SELECT word FROM told").fetchone()[0]


def test_is_kept(database):
    read(database)  # of the file that the first connection made
    opened = database.connection
    assert read(database) == "first"
    assert database.connection is opened


def test_another_file_in_its_place_is_seen(database):
    name = database.settings_dict["NAME"]
    shutil.copy(name, f"{name}.away")
    write_other = DatabaseWrapper({**database.settings_dict, "NAME": f"{name}.other"})
    write(write_other, "second")
    write_other.close()
    os.replace(f"{name}.other", name)
    assert read(database) == "second"
    os.replace(f"{name}.away", name)
    assert read(database) == "first"


def test_a_file_that_is_gone_is_let_go(database):
    os.remove(database.settings_dict["NAME"])
    assert not database.is_usable()


def test_a_server_makes_no_file(database, monkeypatch):
    """An empty one would take the log of writes that stands beside the one that was moved away."""
    monkeypatch.setattr(DatabaseWrapper, "creates_file", False)
    name = database.settings_dict["NAME"]
    assert read(database) == "first"
    os.rename(name, f"{name}.away")
    with pytest.raises(OperationalError, match="unable to open database file"):
        read(database)
    assert not os.path.exists(name)
    os.rename(f"{name}.away", name)
    assert read(database) == "first"


def test_what_is_in_memory_alone_stays():
    settings = {"NAME": ":memory:", "ENGINE": "sco_site.sqlite"}
    assert DatabaseWrapper(settings).is_usable()

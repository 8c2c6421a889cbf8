"""Where there is no stamp to read: the database is gone, or only has none to give."""

import sqlite3

import psycopg
import pytest

from sco_site.page_cache.stamps import NONE, PostgresStamp, SqliteStamp


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "site.sqlite3"
    with sqlite3.connect(path) as made:
        made.execute("CREATE TABLE briefs_pagestamp (value text)")
    made.close()
    return path


def test_what_is_committed_is_read(file):
    stamps = SqliteStamp(str(file))
    assert stamps.read() == NONE
    writer = sqlite3.connect(file, isolation_level=None)
    writer.execute("INSERT INTO briefs_pagestamp VALUES ('one')")
    assert stamps.read() == "one"
    writer.close()


def test_a_database_that_is_locked_is_not_gone(file):
    stamps = SqliteStamp(str(file))
    writer = sqlite3.connect(file, isolation_level=None)
    writer.execute("BEGIN EXCLUSIVE")
    assert stamps.read() == NONE
    writer.close()


def test_a_file_that_is_gone_or_another(file, tmp_path):
    stamps = SqliteStamp(str(file))
    assert stamps.read() == NONE
    file.rename(tmp_path / "away")
    assert stamps.read() is None
    file.touch()
    assert stamps.read() is None
    (tmp_path / "away").rename(file)
    assert stamps.read() == NONE


@pytest.mark.parametrize(
    ("words", "stamp"),
    [
        ("FATAL:  sorry, too many clients already", NONE),
        ("FATAL:  remaining connection slots are reserved", NONE),
        ("connection refused", None),
    ],
)
def test_a_server_that_takes_no_more_connections_is_not_gone(monkeypatch, words, stamp):
    def refuse(**parameters):
        raise psycopg.OperationalError(words)

    monkeypatch.setattr(psycopg, "connect", refuse)
    assert PostgresStamp({}).read() == stamp

"""The stamp as it is committed; or none: the database is gone, or has none to give."""

import sqlite3
import subprocess
import sys
from contextlib import closing

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

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


def write(file, *statements: str, mode: str = "") -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as writer:
        if mode:
            assert writer.execute(f"PRAGMA journal_mode = {mode}").fetchone() == (mode,)
        for statement in statements:
            writer.execute(statement).fetchall()


SET = "UPDATE briefs_pagestamp SET value = hex(randomblob(8))"
WAYS = {
    "commit": [SET],
    "two in one": ["BEGIN", SET, SET, "COMMIT"],
    "rolled back": ["BEGIN", SET, "ROLLBACK"],
    "given up": ["BEGIN", SET],
    "folded in": ["PRAGMA wal_checkpoint(TRUNCATE)"],
    "folded in passing": ["PRAGMA wal_checkpoint(PASSIVE)"],
    "made anew": ["VACUUM"],
    "large": ["CREATE TABLE IF NOT EXISTS more (x)", "INSERT INTO more VALUES (zeroblob(900000))"],
}


@pytest.mark.parametrize("mode", ["wal", "delete"])
def test_whatever_was_written_it_is_as_somebody_new_reads_it(tmp_path_factory, mode):
    @given(st.lists(st.sampled_from(sorted(WAYS)), max_size=25))
    def run(ways):
        file = tmp_path_factory.mktemp("stamps") / "site.sqlite3"
        made = [
            "CREATE TABLE briefs_pagestamp (value text)",
            "INSERT INTO briefs_pagestamp VALUES ('')",
        ]
        write(file, *made, mode=mode)
        stamps = SqliteStamp(str(file))
        for way in ways:
            write(file, *WAYS[way])
            with closing(sqlite3.connect(file)) as somebody:
                expected = somebody.execute("SELECT value FROM briefs_pagestamp").fetchone()
            assert (stamps.read(), stamps.read()) == 2 * expected

    run()


def test_what_another_process_commits_is_read(file):
    write(file, "INSERT INTO briefs_pagestamp VALUES ('')", mode="wal")
    stamps = SqliteStamp(str(file))
    for _ in range(5):
        before = stamps.read()
        script = (
            f"import sqlite3; c = sqlite3.connect({str(file)!r}); c.execute({SET!r}); c.commit()"
        )
        subprocess.run([sys.executable, "-c", script], check=True)
        assert stamps.read() not in (before, NONE, None)


def test_another_file_with_a_log_in_its_place(file, tmp_path):
    write(file, "INSERT INTO briefs_pagestamp VALUES ('one')", mode="wal")
    stamps = SqliteStamp(str(file))
    assert stamps.read() == "one"
    other = tmp_path / "other"
    write(other, "CREATE TABLE briefs_pagestamp (value text)", mode="wal")
    write(other, "INSERT INTO briefs_pagestamp VALUES ('two')")
    for beside in ("", "-wal", "-shm"):
        (tmp_path / f"site.sqlite3{beside}").rename(tmp_path / f"away{beside}")
    other.rename(file)
    assert stamps.read() == "two"
    write(file, "UPDATE briefs_pagestamp SET value = 'three'")
    assert stamps.read() == "three"


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

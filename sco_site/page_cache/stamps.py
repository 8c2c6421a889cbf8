"""Reading the stamp of the pages, by a raw connection per thread: the least that it can cost."""

import mmap
import os
import sqlite3
import threading
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

import psycopg

QUERY = "SELECT value FROM briefs_pagestamp"
SECONDS_TO_CONNECT = 3
BOTH_HEADERS = 96
"""Bytes at the start of the index of a write-ahead log: a header, and the same once more."""


NONE = ""
"""No stamp that could be that of a page: of a database that is busy, or has none."""


class StampReader(ABC):
    """``read()`` gives the stamp as it is committed now, NONE if the database is there and has
    none to give at this moment, and None if it is gone: nobody writes to it then.
    """

    def __init__(self) -> None:
        self._threads = threading.local()

    @abstractmethod
    def read(self) -> str | None: ...


class SqliteStamp(StampReader):
    """Asks only where something was committed since: to ask costs a hit a third of its time.

    What is committed to a write-ahead log is known by the first bytes of the log's index, which is
    memory that all processes share (https://sqlite.org/walformat.html, section 2.1). A connection
    of our own holds the index open, so that nobody makes another one in its place.
    """

    def __init__(self, path: str) -> None:
        super().__init__()
        self._path = path

    def read(self) -> str | None:
        try:
            return self._opened().stamp()
        except (sqlite3.Error, OSError) as error:
            self._threads.opened = None
            name = getattr(error, "sqlite_errorname", "")
            return NONE if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")) else None

    def _opened(self) -> "_Opened":
        """The file that is there now: a database that was put in its place is another file."""
        found = os.stat(self._path)
        file = (found.st_dev, found.st_ino)
        opened: _Opened | None = getattr(self._threads, "opened", None)
        if opened is None or opened.file != file:
            opened = self._threads.opened = _Opened(self._path, file)
        return opened


class _Opened:
    """A database file that one thread reads the stamp of."""

    def __init__(self, path: str, file: tuple[int, int]) -> None:
        self.file = file
        address = path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
        self._cursor = sqlite3.connect(
            f"file:{address}?mode=ro", uri=True, isolation_level=None, timeout=1
        ).cursor()
        self._index = self._index_of(path)
        self._seen = b""
        self._stamp = NONE

    def _index_of(self, path: str) -> mmap.mmap | None:
        """The index of the write-ahead log, as far as it tells of commits; None where there is none
        to be read, and each time is asked.
        """
        (mode,) = self._cursor.execute("PRAGMA journal_mode").fetchone()
        if mode != "wal":
            return None
        self._cursor.execute("SELECT count(*) FROM sqlite_master").fetchone()  # opens the log
        try:
            with open(f"{path}-shm", "rb") as index:
                return mmap.mmap(index.fileno(), BOTH_HEADERS, access=mmap.ACCESS_READ)
        except (OSError, ValueError):
            return None

    def stamp(self) -> str:
        # Before it is asked: what is committed in between is asked for the next time.
        now = self._index[:] if self._index else b""
        if now and now == self._seen:
            return self._stamp
        row = self._cursor.execute(QUERY).fetchone()
        self._stamp = row[0] if row else NONE
        self._seen = now
        return self._stamp


class PostgresStamp(StampReader):
    def __init__(self, parameters: Mapping[str, Any]) -> None:
        super().__init__()
        self._parameters = {"connect_timeout": SECONDS_TO_CONNECT, **parameters}

    def read(self) -> str | None:
        # Twice: the server may have ended a connection that was idle.
        for _ in range(2):
            try:
                row = self._cursor().execute(QUERY, prepare=True).fetchone()
            except psycopg.OperationalError as error:
                self._threads.cursor = None
                # A refused connection has no code of its own.
                if "too many" in str(error) or "connection slots" in str(error):
                    return NONE
            except psycopg.Error:
                return None
            else:
                return row[0] if row else NONE
        return None

    def _cursor(self) -> "psycopg.Cursor[Any]":
        if getattr(self._threads, "cursor", None) is None:
            connection = psycopg.connect(autocommit=True, **self._parameters)
            self._threads.cursor = connection.cursor()
        cursor: psycopg.Cursor[Any] = self._threads.cursor
        return cursor


def stamp_reader(connection: Any) -> StampReader:
    """The reader for the database of a Django connection."""
    if connection.vendor == "sqlite":
        return SqliteStamp(str(connection.settings_dict["NAME"]))
    parameters = connection.get_connection_params()
    for of_django in ("cursor_factory", "context", "prepare_threshold"):
        parameters.pop(of_django, None)
    return PostgresStamp(parameters)

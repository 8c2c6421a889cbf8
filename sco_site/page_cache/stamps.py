"""Reading the stamp of the pages, by a raw connection per thread: the least that it can cost."""

import os
import sqlite3
import threading
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

import psycopg

QUERY = "SELECT value FROM briefs_pagestamp"
SECONDS_TO_CONNECT = 3


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
    def __init__(self, path: str) -> None:
        super().__init__()
        self._path = path
        self._address = f"file:{path.replace('%', '%25').replace('?', '%3f').replace('#', '%23')}"

    def read(self) -> str | None:
        try:
            row = self._cursor().execute(QUERY).fetchone()
        except (sqlite3.Error, OSError) as error:
            self._threads.file = None
            name = getattr(error, "sqlite_errorname", "")
            return NONE if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")) else None
        return row[0] if row else NONE

    def _cursor(self) -> sqlite3.Cursor:
        """Of the file that is there now: a database that was put in its place is another file."""
        found = os.stat(self._path)
        file = (found.st_dev, found.st_ino)
        if getattr(self._threads, "file", None) != file:
            connection = sqlite3.connect(
                f"{self._address}?mode=ro", uri=True, isolation_level=None, timeout=1
            )
            self._threads.cursor = connection.cursor()
            self._threads.file = file
        cursor: sqlite3.Cursor = self._threads.cursor
        return cursor


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

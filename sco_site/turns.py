"""One at a time: what must not be done to a database by two processes at once."""

import contextlib
import fcntl
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

# Any number, the same for all who take turns at one database.
_LOCK = 4_190_381_277
WAITING = "Waiting for another process that changes this database."


@contextlib.contextmanager
def turn(connection: Any, say: Callable[[str], object]) -> Iterator[None]:
    """Wait until no other process has its turn at this database; ``say`` so first if one
    has. A process that is killed gives its turn back.
    """
    if connection.vendor == "postgresql":
        with _turn_on_server(connection, say):
            yield
    elif connection.is_in_memory_db():
        # Nobody else can reach it.
        yield
    else:
        with _turn_at_file(Path(connection.settings_dict["NAME"]), say):
            yield


@contextlib.contextmanager
def _turn_on_server(connection: Any, say: Callable[[str], object]) -> Iterator[None]:
    """By a connection of its own: that of the command may be closed and opened on the way."""
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
            if cursor.fetchone() != (True,):
                say(WAITING)
                cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        yield
    finally:
        own.close()


@contextlib.contextmanager
def _turn_at_file(database: Path, say: Callable[[str], object]) -> Iterator[None]:
    """By a file beside it: SQLite’s own locks end with each transaction."""
    file = os.open(database.with_name(f"{database.name}.turn"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(WAITING)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)

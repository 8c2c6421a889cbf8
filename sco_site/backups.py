"""The whole database in one file, and back: by each database's own way, while the site goes on."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import Popen
from typing import IO, Any

from briefs.models.page_stamp import renew_page_stamp

# A table that only this site's databases have.
OURS = "briefs_pagestamp"
SECONDS_TO_WAIT = 60
EXTENSION = "pg_trgm"
"""PostgreSQL’s, for searching in lists of the admin."""


class BackupError(Exception):
    """One line on why a backup was not written, or not restored."""


class _ProgramError(Exception):
    """What a program of PostgreSQL said."""


def back_up(connection: Any, file: Path) -> int:
    """Write ``file``, readable by its owner alone, and return its size in bytes.

    Raise BackupError if something is there already, or it cannot be written; there is never half
    of it.
    """
    if file.exists():
        raise BackupError(f"{file} is there already: name another file.")
    draft = file.with_name(f"{file.name}.{os.getpid()}.part")
    try:
        os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        _WRITE[connection.vendor](connection, draft)
        with draft.open("rb") as written:
            os.fsync(written.fileno())
        # Refused where somebody made it meanwhile.
        os.link(draft, file)
        return file.stat().st_size
    except (OSError, sqlite3.Error, _ProgramError) as error:
        raise BackupError(f"{file} cannot be written: {_why(error)}") from error
    finally:
        draft.unlink(missing_ok=True)


def restore(connection: Any, file: Path) -> None:
    """Put the database back as it is in ``file``, in one transaction.

    Raise BackupError if the file is none of ours, is damaged, or cannot be put back: the database
    is as it was then.
    """
    if not file.is_file():
        raise BackupError(f"{file} is not there.")
    connection.close()
    try:
        _READ[connection.vendor](connection, file)
    except (OSError, sqlite3.Error, _ProgramError) as error:
        raise BackupError(f"{file} cannot be restored: {_why(error)}") from error
    # The one that came with it was the one of other rows, if something was changed since.
    renew_page_stamp(using=connection.alias)


def _why(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error)


# SQLite --------------------------------------------------------------------------------------


@contextlib.contextmanager
def _opened(path: Path | str, mode: str) -> Iterator[sqlite3.Connection]:
    address = Path(path).absolute().as_uri()
    opened = sqlite3.connect(f"{address}?mode={mode}", uri=True, timeout=SECONDS_TO_WAIT)
    try:
        yield opened
    finally:
        opened.close()


def _copy_sqlite(connection: Any, draft: Path) -> None:
    with _opened(connection.settings_dict["NAME"], "ro") as there, _opened(draft, "rw") as copy:
        there.backup(copy)


def _put_back_sqlite(connection: Any, file: Path) -> None:
    """Into the file that is there, which other processes have open: they see the whole, or none."""
    # Nobody writes to a copy; not told so, SQLite leaves two files of its own beside it, or fails
    # where it may not.
    with _opened(file, "ro&immutable=1") as copy:
        [(verdict,)] = copy.execute("PRAGMA integrity_check(1)").fetchall()
        if verdict != "ok":
            raise BackupError(f"{file} is damaged: {verdict}")
        query = "SELECT count(*) FROM sqlite_master WHERE name = ?"
        if copy.execute(query, [OURS]).fetchone() == (0,):
            raise BackupError(f"{file} is no backup of this site.")
        database = Path(connection.settings_dict["NAME"])
        if not database.parent.is_dir():
            raise BackupError(f"{database.parent} is not there, where the database is to be.")
        with _opened(database, "rwc") as there:
            copy.backup(there)


# PostgreSQL ----------------------------------------------------------------------------------


def _dump(connection: Any, draft: Path) -> None:
    _run(connection, "pg_dump", "--format=custom", "--no-owner", "--no-acl", f"--file={draft}")


def _put_back_dump(connection: Any, file: Path) -> None:
    content = _run(connection, "pg_restore", "--list", str(file), connect=False)
    if f" {OURS} " not in content:
        raise BackupError(f"{file} is no backup of this site.")
    written = ("--clean", "--if-exists", "--no-owner", "--no-acl", "--file=-", str(file))
    rest, extension = _without_extensions(content)
    psql = [_found("psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1"]
    psql += ["--dbname", connection.settings_dict["NAME"]]
    environment = {**os.environ, **_address(connection)}
    with (
        tempfile.NamedTemporaryFile() as wanted,
        tempfile.TemporaryFile() as unreadable,
        tempfile.TemporaryFile() as refused,
        _reading(rest, wanted, unreadable, *written) as reader,
        Popen(
            psql,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=refused,
            env=environment,
        ) as writer,
    ):
        assert reader.stdout is not None  # types do not know
        assert writer.stdin is not None
        # It ends at the first error, and says which.
        with contextlib.suppress(BrokenPipeError), writer.stdin as script:
            script.write(f"BEGIN;\n{_EMPTY}\n{extension}\n".encode())
            shutil.copyfileobj(reader.stdout, script)
            # Of a file that was cut short nothing is kept.
            if reader.wait() == 0:
                script.write(b"\nCOMMIT;\n")
        reader.stdout.close()
        for process, errors in ((writer, refused), (reader, unreadable)):
            if process.wait() != 0:
                errors.seek(0)
                raise _ProgramError(_first_line(errors.read().decode(errors="replace")))


def _without_extensions(content: str) -> tuple[str, str]:
    """What ``pg_restore --list`` says without them, and SQL for the one that this site needs.

    An extension that is there may be another's, who alone may drop it and make it anew.
    """
    lines = content.splitlines()
    rest = "\n".join(line for line in lines if " EXTENSION " not in line)
    is_needed = any(line.split()[-3:] == ["EXTENSION", "-", EXTENSION] for line in lines)
    return rest, f"CREATE EXTENSION IF NOT EXISTS {EXTENSION};" if is_needed else ""


def _reading(rest: str, wanted: IO[bytes], errors: IO[bytes], *arguments: str) -> Popen[bytes]:
    """``pg_restore``, which writes what ``rest`` lists as SQL."""
    wanted.write(rest.encode())
    wanted.flush()
    command = [_found("pg_restore"), f"--use-list={wanted.name}", *arguments]
    return Popen(command, stdout=subprocess.PIPE, stderr=errors)


# What came after the backup would stand in the way of what it drops, or outlive it.
_EMPTY = """DO $$ DECLARE one record; BEGIN
    FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() LOOP
        EXECUTE format('DROP TABLE IF EXISTS %I CASCADE', one.tablename);
    END LOOP;
END $$;"""


def _run(connection: Any, program: str, *arguments: str, connect: bool = True) -> str:
    """Output of a program of PostgreSQL; its address and password go by the environment."""
    environment = {**os.environ, **(_address(connection) if connect else {})}
    done = subprocess.run(
        [_found(program), *arguments],
        env=environment,
        capture_output=True,
        text=True,
        errors="replace",
    )
    if done.returncode != 0:
        raise _ProgramError(_first_line(done.stderr) or f"{program} failed.")
    return done.stdout


def _found(program: str) -> str:
    path = shutil.which(program)
    if path is None:
        raise _ProgramError(
            f"{program} is not on this machine: install Debian's postgresql-client."
        )
    return path


def _first_line(said: str) -> str:
    return next((line for line in said.splitlines() if line.strip()), "")


def _address(connection: Any) -> dict[str, str]:
    parameters = connection.get_connection_params()
    names = {"dbname": "PGDATABASE", "host": "PGHOST", "port": "PGPORT", "user": "PGUSER"}
    names |= {"password": "PGPASSWORD", "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT"}
    return {names[name]: str(value) for name, value in parameters.items() if name in names}


_WRITE: dict[str, Callable[[Any, Path], None]] = {"sqlite": _copy_sqlite, "postgresql": _dump}
_READ: dict[str, Callable[[Any, Path], None]] = {
    "sqlite": _put_back_sqlite,
    "postgresql": _put_back_dump,
}

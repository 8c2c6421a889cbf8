"""``make run`` from its second stage on: the real server, on a free port and an empty folder."""

import contextlib
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

import psycopg
import pytest
from django.db import OperationalError

from sco_site import bootstrap, run
from tests.ports import free_port

ANNOUNCEMENT = re.compile(
    r"""
  Public  http://127\.0\.0\.1:(?P<port>\d+)/
  Admin   http://127\.0\.0\.1:(?P=port)/admin/
  Login   (editor  (?P<password>\S{16})
          \(made on this machine, kept in (?P<file>\S+)\)|as you set it)

Ctrl-C ends it\.
$"""
)
LAST_LINE = "Ctrl-C ends it.\n"
STEPS = (
    "Settings and data folder",
    "Database",
    "Seeds",
    "Login",
    "Static files",
    "Server",
)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message
    text: str


class Site:
    """A site that has been started: what it printed until it was ready, and its process."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.port = int(environment["PORT"])
        self.process = begin(environment)
        self.printed = ""
        for line in self.process.stdout:
            self.printed += line
            if line == LAST_LINE:
                return
        pytest.fail(f"The site did not start.\n{self.printed}{self.process.stderr.read()}")

    @property
    def announcement(self) -> dict[str, str]:
        return ANNOUNCEMENT.search(self.printed).groupdict()

    def get(self, path: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        with contextlib.closing(connection):
            connection.request("GET", path)
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read().decode())

    def end(self, number: signal.Signals) -> tuple[int, str]:
        """Exit code and complaints. The pipes stay open as long as anything is left behind."""
        self.process.send_signal(number)
        _, complaints = self.process.communicate(timeout=30)
        return self.process.returncode, complaints


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """Variables of a machine on which nothing of the site is set but folder, port and database."""
    folder = tmp_path_factory.mktemp("machine")
    variables = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder / "home"),
        "DATA_DIR": str(folder / "data"),
        "PORT": str(free_port()),
    }
    url = os.environ["DATABASE_URL"]
    if url.startswith("postgres"):
        variables["DATABASE_URL"] = new_database(url)
    return variables


def new_database(url: str) -> str:
    """Address of an empty database on the server of ``url``."""
    name = f"run_{os.urandom(4).hex()}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return url.replace("/postgres?", f"/{name}?")


def begin(environment: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "sco_site.run"],
        cwd=bootstrap.ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture(scope="module")
def site(environment):
    """The site after its first start, which takes the longest."""
    site = Site(environment)
    yield site
    if site.process.poll() is None:
        site.end(signal.SIGTERM)


def test_each_step_is_one_line(site):
    lines = site.printed.splitlines()[: len(STEPS)]
    assert [re.sub(r"done \(\d+ s\)", "done", line) for line in lines] == [
        f"{number}/8 {name} ... done" for number, name in enumerate(STEPS, 3)
    ]


def test_addresses_and_login_are_printed_last(site, environment):
    ready = site.announcement
    password = (Path(environment["DATA_DIR"]) / "first-login.txt").read_text().strip()
    assert ready == {
        "port": environment["PORT"],
        "password": password,
        "file": f"{environment['DATA_DIR']}/first-login.txt",
    }


def test_site_answers_without_a_cookie(site):
    for path in ("/readyz", "/"):
        answer = site.get(path)
        assert (answer.status, answer.headers["Set-Cookie"]) == (200, None)


def test_static_files_are_hashed_compressed_and_kept_for_ever(site, environment):
    static = Path(environment["DATA_DIR"]) / "static"
    hashed = re.search(
        r"admin/css/base\.[0-9a-f]{12}\.css", (static / "staticfiles.json").read_text()
    )[0]
    assert (static / f"{hashed}.br").is_file()
    for name, caching in [
        (hashed, "max-age=315360000, public, immutable"),
        ("admin/css/base.css", "max-age=60, public"),
    ]:
        answer = site.get(f"/static/{name}")
        assert {
            "status": answer.status,
            "type": answer.headers["Content-Type"],
            "caching": answer.headers["Cache-Control"],
            "sniffing": answer.headers["X-Content-Type-Options"],
            "others": answer.headers["Access-Control-Allow-Origin"],
        } == {
            "status": 200,
            "type": 'text/css; charset="utf-8"',
            "caching": caching,
            "sniffing": "nosniff",
            "others": None,
        }


def test_later_start_keeps_login_and_edits(site, environment):
    password = site.announcement["password"]
    assert site.end(signal.SIGTERM) == (0, "")
    with pytest.raises(ConnectionRefusedError):
        site.get("/readyz")
    manage(environment, EDIT)

    second = Site(environment)
    assert second.announcement["password"] == password
    assert "7/8 Static files ... there\n" in second.printed
    assert "as an editor wrote it" in second.get("/topics/").text
    assert second.end(signal.SIGINT) == (0, "")

    manage(environment, NEW_PASSWORD)
    third = Site(environment)
    assert "\n  Login   as you set it\n" in third.printed
    assert third.end(signal.SIGHUP) == (0, "")


EDIT = """
from briefs.models import Topic
topic = Topic.objects.first()
topic.definition = "as an editor wrote it"
topic.save()
"""
NEW_PASSWORD = """
from django.contrib.auth.models import User
user = User.objects.get()
user.set_password("of the editor's own choice")
user.save()
"""


def manage(environment: dict[str, str], script: str) -> None:
    """Run ``script`` on the site by a management command, as ``make manage`` does."""
    command = [sys.executable, "-m", "sco_site.run", "manage", "shell", "-v", "0", "-c", script]
    subprocess.run(command, cwd=bootstrap.ROOT, env=environment, check=True)


def test_signal_while_the_server_starts_leaves_nothing(environment):
    process = begin(environment)
    while not process.stdout.readline().startswith("7/8"):
        assert process.poll() is None
    process.terminate()
    # The pipes stay open as long as a server that was left behind holds them.
    process.communicate(timeout=30)
    # The first is a signal that came before the server, the second one that came after it.
    assert process.returncode in (-signal.SIGTERM, 0)


def refused(environment: dict[str, str]) -> tuple[int, str]:
    """Exit code and complaint of a start that cannot succeed."""
    process = begin(environment)
    _, complaint = process.communicate(timeout=30)
    return process.returncode, complaint


def test_taken_port_is_told_before_anything_is_made(environment, tmp_path):
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        assert refused(environment | {"PORT": str(port), "DATA_DIR": str(tmp_path)}) == (
            1,
            f"Port {port} is taken by another program: run PORT={port + 1} make run\n",
        )
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


@pytest.mark.parametrize(
    ("variables", "complaint"),
    [
        ({"PORT": "web"}, "PORT is a whole number from 1 to 65535, not 'web'.\n"),
        ({"DATA_DIR": "/dev/null/data"}, "/dev/null/data: Not a directory.\n"),
        (
            {"DATABASE_URL": "postgres://site:secret@127.0.0.1:1/site"},
            "The database cannot be reached: connection failed: connection to server at "
            '"127.0.0.1", port 1 failed: Connection refused\n',
        ),
        (
            {"DATABASE_URL": "sqlite:////dev/null/site.sqlite3"},
            "The database cannot be reached: unable to open database file\n",
        ),
        (
            {"DATABASE_URL": "mysql://site@127.0.0.1/site"},
            "The settings cannot be read: DATABASE_URL names 'django.db.backends.mysql'; "
            "the site runs on sqlite:// and postgres:// only.\n",
        ),
        (
            {"DATABASE_URL": "postgres://site@127.0.0.1:99999/site"},
            "The settings cannot be read: Port out of range 0-65535\n",
        ),
    ],
)
def test_senseless_variable_is_one_line(environment, variables, complaint):
    # The module's own port may have been given to a server meanwhile.
    assert refused(environment | {"PORT": str(free_port())} | variables) == (1, complaint)


def test_unfinished_collection_of_static_files_is_made_anew(tmp_path, settings):
    stamp, left_over = tmp_path / "stamp", tmp_path / "static" / "left-over.css"
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    left_over.parent.mkdir()

    left_over.touch()
    assert (run.collect_static_files(stamp), left_over.exists()) == (True, False)
    left_over.touch()
    assert (run.collect_static_files(stamp), left_over.exists()) == (False, True)
    stamp.write_text("of an earlier version")
    assert (run.collect_static_files(stamp), left_over.exists()) == (True, True)


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("database or disk is full", "The disk is full at /data: free some space, .*"),
        (
            'could not extend file "base/1": No space left on device\nHINT:  Check',
            "The disk is full at /data: free some space, .*",
        ),
        ("database is locked\nand more", "The database failed: database is locked"),
    ],
)
def test_failure_of_the_database_is_one_line(said, line, monkeypatch):
    def fail(arguments):
        raise OperationalError(said)

    monkeypatch.setenv("DATA_DIR", "/data")
    monkeypatch.setattr(run, "main", fail)
    with pytest.raises(bootstrap.Stop, match=f"^{line}$"):
        run.in_one_line([])

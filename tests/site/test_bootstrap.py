import ast
import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sco_site import bootstrap

VERSION = sys.version_info[:2]
FULL = OSError(errno.ENOSPC, "No space left on device", "/data/site.sqlite3")
CLOSED = OSError(errno.EACCES, "Permission denied", "/data")
OTHER = OSError(errno.EIO, "Input/output error")


@pytest.fixture
def environment(tmp_path, monkeypatch):
    """A virtual environment with nothing in it, in the place of the project's."""
    venv = tmp_path / "venv"
    monkeypatch.setattr(bootstrap, "VENV", str(venv))
    monkeypatch.setattr(bootstrap, "VENV_PYTHON", str(venv / "bin" / "python"))
    monkeypatch.setattr(bootstrap, "INSTALLING", str(venv / "installing"))
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
    return venv


def add_pip(venv: Path) -> None:
    pip = venv / "lib" / f"python{VERSION[0]}.{VERSION[1]}" / "site-packages" / "pip"
    pip.mkdir()
    (pip / "__main__.py").touch()


def command(folder: Path, name: str, script: str) -> Path:
    """An executable of the shell in ``folder``."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def test_an_old_python_can_read_the_file():
    assert ast.parse(Path(bootstrap.__file__).read_text(), feature_version=(3, 6))


@pytest.mark.parametrize(
    ("version", "line"),
    [
        ((3, 6, 15), "Python 3.11 or newer is needed; this is Python 3.6."),
        ((3, 10, 4), "Python 3.11 or newer is needed; this is Python 3.10."),
        ((3, 11, 0), None),
        ((3, 14, 1), None),
    ],
)
def test_old_python_is_named(version, line):
    assert bootstrap.too_old(version) == line


def test_old_python_without_a_newer_one_stops(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    with pytest.raises(bootstrap.Stop, match=r"^Python 3\.11 or newer is needed; .* 3\.9\.$"):
        bootstrap.use_new_python()


def test_newer_python_is_one_that_starts(tmp_path, monkeypatch):
    command(tmp_path, "python3.14", "echo 'not installed' >&2; exit 127")
    works = command(tmp_path, "python3.12", f'exec "{sys.executable}" "$@"')
    monkeypatch.setenv("PATH", str(tmp_path))
    assert bootstrap.newer_python() == str(works)


def test_environment_is_whole_once_pip_is_there(environment):
    assert bootstrap.venv_is_whole() is False
    add_pip(environment)
    assert (bootstrap.venv_is_whole(), bootstrap.venv_version()) == (True, VERSION)


def test_environment_of_an_interrupted_installation_is_not_whole(environment):
    add_pip(environment)
    (environment / "installing").touch()
    assert bootstrap.venv_is_whole() is False


def test_environment_whose_python_has_gone_is_not_whole(environment):
    add_pip(environment)
    (environment / "bin" / "python").unlink()
    (environment / "bin" / "python").symlink_to("/nowhere/python")
    assert (bootstrap.venv_version(), bootstrap.venv_is_whole()) == (None, False)


def test_python_without_venv_says_what_to_install(monkeypatch):
    monkeypatch.setattr(bootstrap.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(bootstrap.Stop) as stop:
        bootstrap.make_venv()
    assert str(stop.value) == (
        "Python came without its venv module: install it (Debian, Ubuntu: "
        f"apt-get install python{VERSION[0]}.{VERSION[1]}-venv)."
    )


def test_installation_is_remembered_until_the_lock_changes(environment, tmp_path, monkeypatch):
    lock = tmp_path / "base.txt"
    lock.write_text("# nothing to install\n")
    monkeypatch.setattr(bootstrap, "lock_file", lambda requirements: str(lock))
    monkeypatch.setattr(bootstrap, "run_quietly", lambda command, what: None)
    before = bootstrap.is_installed("base")
    bootstrap.install("base")
    after = bootstrap.is_installed("base")
    lock.write_text("django==5.2\n")
    assert (before, after, bootstrap.is_installed("base")) == (False, True, False)
    assert not (environment / "installing").exists()


def test_failed_installation_leaves_its_mark(environment, tmp_path, monkeypatch):
    monkeypatch.setattr(bootstrap, "lock_file", lambda requirements: str(tmp_path / "none.txt"))
    with pytest.raises(bootstrap.Stop, match=r"^The dependencies could not be set up: "):
        bootstrap.install("base")
    assert (environment / "installing").exists()


@pytest.mark.parametrize(
    ("script", "line"),
    [
        ("echo fine; exit 0", None),
        ("echo 'ERROR: no such wheel'; echo hint; exit 1", "It ... ERROR: no such wheel"),
        ("echo one; echo two; exit 1", "It ... two"),
        ("exit 1", "It ... no reason given"),
    ],
)
def test_quiet_command_tells_its_last_complaint(script, line):
    complaint = None
    try:
        bootstrap.run_quietly(["sh", "-c", script], "It")
    except bootstrap.Stop as stop:
        complaint = str(stop)
    assert complaint == (line and line.replace("...", "could not be set up:"))


def test_quiet_command_on_a_full_disk():
    with pytest.raises(bootstrap.Stop, match=r"^The disk is full at "):
        bootstrap.run_quietly(["sh", "-c", "echo '[Errno 28] No space left on device'; exit 1"], "")


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (FULL, "The disk is full at /data/site.sqlite3: free some space, then start again."),
        (CLOSED, "No permission to write /data."),
        (OTHER, f"{bootstrap.ROOT}: Input/output error."),
        (bootstrap.Stop("One line."), "One line."),
    ],
)
def test_foreseen_failure_is_one_line(error, line, capsys):
    def fail(arguments):
        raise error

    assert (bootstrap.run(fail, []), capsys.readouterr().err) == (1, f"{line}\n")


def test_interrupted_command_ends_without_a_word(capsys):
    def interrupted(arguments):
        raise KeyboardInterrupt

    assert (bootstrap.run(interrupted, []), capsys.readouterr().err) == (130, "")


def test_progress_is_one_line_a_step(monkeypatch, capsys):
    moments = iter([10.0, 12.6, 20.0])
    monkeypatch.setattr(bootstrap.time, "monotonic", lambda: next(moments))
    with bootstrap.progress(1, 3, "Made"):
        pass
    with bootstrap.progress(2, 3, "Found") as words:
        words.append("there")
    assert capsys.readouterr().out == "1/3 Made ... done (3 s)\n2/3 Found ... there\n"


def test_progress_of_a_step_that_fails(capsys):
    with pytest.raises(bootstrap.Stop), bootstrap.progress(1, 2, "Tried"):
        raise bootstrap.Stop
    assert capsys.readouterr().out == "1/2 Tried ... stopped\n"


def test_unknown_command_names_the_known():
    answer = subprocess.run(
        [sys.executable, bootstrap.__file__, "dance"], capture_output=True, text=True
    )
    assert (answer.returncode, answer.stderr) == (1, "Say one of: run, manage, test, lint.\n")


def test_misleading_variables_do_not_reach_pip(monkeypatch):
    monkeypatch.setenv("PIP_USER", "1")
    monkeypatch.setattr(bootstrap, "prepare", lambda requirements, total: None)
    monkeypatch.chdir(bootstrap.ROOT)
    assert (bootstrap.main(["test"]), "PIP_USER" in os.environ) == (0, False)

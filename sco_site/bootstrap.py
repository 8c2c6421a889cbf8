"""First stage of every ``make`` command: from a bare Python to the project's own environment.

Standard library alone, and written so that Python 3.6 can still read it: whoever starts it with
an old Python gets one line that says so instead of a syntax error.

    python3 sco_site/bootstrap.py COMMAND [ARGUMENT ...]

makes ``.venv``, installs the requirements of COMMAND into it, and becomes the program of COMMAND.
"""

import contextlib
import errno
import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from typing import Callable, Iterator, List, Optional, Tuple

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
VENV_PYTHON = os.path.join(VENV, "bin", "python")
INSTALLING = os.path.join(VENV, "installing")

OLDEST = (3, 11)
# Names under which a newer Python may be had where ``python3`` is too old, newest first.
NEWER = ("python3.14", "python3.13", "python3.12", "python3.11")

# command: (requirements, number of progress lines, the program that follows in the environment)
COMMANDS = {
    "run": ("base", 8, ["-m", "sco_site.run"]),
    "manage": ("base", 2, ["-m", "sco_site.run", "manage"]),
    "test": ("test", 2, []),
    "lint": ("lint", 2, []),
}

# pip obeys these, and would then install somewhere else or refuse.
MISLEADING = (
    "PYTHONHOME",
    "PYTHONPATH",
    "PIP_USER",
    "PIP_TARGET",
    "PIP_PREFIX",
    "PIP_ROOT",
    "PIP_REQUIRE_VIRTUALENV",
)


class Stop(Exception):
    """The command cannot go on; the message is one line for whoever typed it."""


@contextlib.contextmanager
def progress(number: int, total: int, name: str) -> Iterator[List[str]]:
    """Print "3/8 Name ... done (2 s)" around the block; the yielded list may take other words."""
    words = []  # type: List[str]
    sys.stdout.write("%d/%d %s ... " % (number, total, name))
    sys.stdout.flush()
    started = time.monotonic()
    try:
        yield words
    except BaseException:
        sys.stdout.write("stopped\n")
        raise
    else:
        words = words or ["done (%.0f s)" % (time.monotonic() - started)]
        sys.stdout.write("%s\n" % ", ".join(words))
    finally:
        sys.stdout.flush()


def what_stopped(error: OSError, place: str) -> str:
    """One line for an OSError: full disk, missing permission, or whatever the system says."""
    where = getattr(error, "filename", None) or place
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_full(where)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return "No permission to write %s." % where
    return "%s: %s." % (where, error.strerror or error)


def disk_full(where: str) -> str:
    return "The disk is full at %s: free some space, then start again." % where


# Python -------------------------------------------------------------------------------------


def too_old(version: Tuple[int, ...]) -> Optional[str]:
    """The line for whoever has only an old Python, None if ``version`` will do."""
    if version[:2] >= OLDEST:
        return None
    return "Python %d.%d or newer is needed; this is Python %d.%d." % (*OLDEST, *version[:2])


def newer_python() -> Optional[str]:
    """Path of a Python on PATH that is new enough and starts, or None."""
    question = "import sys; sys.exit(sys.version_info[:2] < %r)" % (OLDEST,)
    for name in NEWER:
        path = shutil.which(name)
        if path is None:
            continue
        answer = subprocess.run([path, "-c", question], stderr=subprocess.DEVNULL)
        if answer.returncode == 0:
            return path
    return None


def use_new_python() -> None:
    """Go on in a newer Python if this one is too old; raise Stop if there is none."""
    complaint = too_old(tuple(sys.version_info[:2]))
    if complaint is None:
        return
    path = newer_python()
    if path is None:
        raise Stop(complaint)
    os.execv(path, [path, os.path.abspath(__file__)] + sys.argv[1:])


# Virtual environment ------------------------------------------------------------------------


def venv_version() -> Optional[Tuple[int, ...]]:
    """(major, minor) of the environment's Python, None if there is none that works."""
    question = "import sys; print('%d %d' % sys.version_info[:2])"
    try:
        answer = subprocess.check_output(
            [VENV_PYTHON, "-I", "-S", "-c", question], stderr=subprocess.DEVNULL
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return tuple(int(part) for part in answer.split())


def venv_is_whole() -> bool:
    """Whether the environment was made to its end and no installation in it was cut short."""
    version = venv_version()
    if version is None or version < OLDEST or os.path.exists(INSTALLING):
        return False
    pip = os.path.join(VENV, "lib", "python%d.%d" % version, "site-packages", "pip", "__main__.py")
    return os.path.exists(pip)


def make_venv() -> None:
    """(Re)make ``.venv``; raise Stop with the package to install where Python came without venv."""
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        raise Stop(
            "Python came without its venv module: install it (Debian, Ubuntu: "
            "apt-get install python%d.%d-venv)." % sys.version_info[:2]
        )
    if os.path.lexists(VENV) and not os.path.isdir(VENV):
        raise Stop("%s is in the way: it is no folder." % VENV)
    run_quietly([sys.executable, "-m", "venv", "--clear", VENV], "The virtual environment")


# Dependencies -------------------------------------------------------------------------------


def fingerprint(requirements: str) -> str:
    """Hash of everything that decides what is installed for a set of requirements."""
    content = hashlib.sha256(repr(venv_version()).encode())
    with open(lock_file(requirements), "rb") as lock:
        content.update(lock.read())
    return content.hexdigest()


def lock_file(requirements: str) -> str:
    return os.path.join(ROOT, "requirements", requirements + ".txt")


def stamp_file(requirements: str) -> str:
    return os.path.join(VENV, "installed-" + requirements)


def is_installed(requirements: str) -> bool:
    try:
        with open(stamp_file(requirements)) as stamp:
            return stamp.read() == fingerprint(requirements)
    except OSError:
        return False


def install(requirements: str) -> None:
    """Install a set of requirements, every file checked against its hash, wheels only."""
    with open(INSTALLING, "w") as marker:
        marker.write(requirements)
    run_quietly(
        [VENV_PYTHON, "-m", "pip", "install", "--quiet", "--no-input", "--progress-bar", "off"]
        + ["--disable-pip-version-check", "--require-hashes", "--only-binary", ":all:"]
        + ["--requirement", lock_file(requirements)],
        "The dependencies",
    )
    with open(stamp_file(requirements), "w") as stamp:
        stamp.write(fingerprint(requirements))
    os.remove(INSTALLING)


def run_quietly(command: List[str], what: str) -> None:
    """Run a command unheard; raise Stop with the last thing it complained of if it fails."""
    answer = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if answer.returncode == 0:
        return
    lines = answer.stdout.decode("utf-8", "replace").strip().splitlines() or ["no reason given"]
    if any("No space left on device" in line or "Disk quota" in line for line in lines):
        raise Stop(disk_full(VENV))
    complaints = [line for line in lines if "ERROR" in line or "Error" in line] or lines
    raise Stop("%s could not be set up: %s" % (what, complaints[-1].strip()))


# All together -------------------------------------------------------------------------------


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Keep two ``make`` commands from building the same environment at once.

    The lock lies on this very file, since everything else may yet have to be made.
    """
    with open(os.path.abspath(__file__)) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Waiting for another command that is setting up the environment.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def prepare(requirements: str, total: int) -> None:
    """Environment and dependencies, each skipped where it is there already."""
    with progress(1, total, "Virtual environment") as words:
        if venv_is_whole():
            words.append("there")
        else:
            make_venv()
    with progress(2, total, "Dependencies") as words:
        if is_installed(requirements):
            words.append("there")
        else:
            install(requirements)


def main(arguments: List[str]) -> int:
    use_new_python()
    if not arguments or arguments[0] not in COMMANDS:
        raise Stop("Say one of: %s." % ", ".join(COMMANDS))
    requirements, total, program = COMMANDS[arguments[0]]
    os.chdir(ROOT)
    for name in MISLEADING:
        os.environ.pop(name, None)
    with one_at_a_time():
        prepare(requirements, total)
    if program:
        os.execv(VENV_PYTHON, [VENV_PYTHON] + program + arguments[1:])
    return 0


def run(main: Callable[[List[str]], int], arguments: List[str]) -> int:
    """Call ``main``; turn what can be foreseen into one line and an exit code."""
    try:
        return main(arguments)
    except Stop as stop:
        complaint = str(stop)
    except OSError as error:
        complaint = what_stopped(error, ROOT)
    except KeyboardInterrupt:
        return 130
    sys.stderr.write("%s\n" % complaint)
    return 1


if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))

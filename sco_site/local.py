"""The environment of a site that ``make run`` starts: plain HTTP, for this machine alone.

Whatever the caller or ``.env`` has set stays as it is; production sets all of it and never comes
here. The secret key and the first login are made on the machine and lie in ``DATA_DIR``.
"""

import os
import secrets
import tempfile
from pathlib import Path

import environ

from sco_site.bootstrap import ROOT, Stop

DEFAULTS = {
    "DJANGO_SETTINGS_MODULE": "sco_site.settings",
    "ALLOWED_HOSTS": "127.0.0.1,localhost",
    "HTTPS": "0",
    "TAG_AUTHORITY": "localhost,2026",
    "LOG_FORMAT": "words",
    "LOG_LEVEL": "WARNING",
    "PORT": "8000",
    "DATA_DIR": str(Path(ROOT) / "var"),
}


def prepare_environment() -> Path:
    """Set what the settings ask for and return the data folder, made where it was missing."""
    if (Path(ROOT) / ".env").is_file():
        environ.Env.read_env(Path(ROOT) / ".env")
    for name, value in DEFAULTS.items():
        if not os.environ.get(name):
            os.environ[name] = value
    data_dir = Path(os.environ["DATA_DIR"]).absolute()
    make_writable(data_dir)
    if not os.environ.get("SECRET_KEY"):
        os.environ["SECRET_KEY"] = secret_key(data_dir / "secret-key")
    return data_dir


def make_writable(folder: Path) -> None:
    """Make ``folder``, for its owner alone, and prove that it takes a file; an OSError names it."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix="write-test-") as file:
            file.write(b"full disks refuse this")
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(folder)) from error


def secret_key(file: Path) -> str:
    """The machine's own key, made at the first start."""
    if not file.exists():
        write_private(file, secrets.token_urlsafe(50))
    key = file.read_text().strip()
    if not key:
        raise Stop(f"{file} is empty: remove it, and the next start makes a new key.")
    return key


def write_private(file: Path, text: str) -> None:
    """Write a file that its owner alone may read; there is never half of it."""
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "w") as stream:
            stream.write(f"{text}\n")
        draft.replace(file)
    except OSError:
        draft.unlink(missing_ok=True)
        raise


def port() -> int:
    """PORT as a number; raise Stop if it is none that a server can have."""
    value = os.environ["PORT"]
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= 65535):
        raise Stop(f"PORT is a whole number from 1 to 65535, not {value!r}.")
    return int(value)

import os
import stat
from pathlib import Path

import pytest

from sco_site import bootstrap, local

UNSET = (*local.DEFAULTS, "SECRET_KEY", "DATABASE_URL")


@pytest.fixture(autouse=True)
def bare_environment(tmp_path, monkeypatch):
    """No variable of the site is set, and the checkout is an empty folder."""
    for name in UNSET:
        # Set first, so that what the code sets is taken back as well.
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    monkeypatch.setattr(local, "ROOT", str(tmp_path))
    monkeypatch.setitem(local.DEFAULTS, "DATA_DIR", str(tmp_path / "var"))


def test_bare_environment_gets_all_that_the_settings_ask_for(tmp_path):
    assert local.prepare_environment() == tmp_path / "var"
    key = (tmp_path / "var" / "secret-key").read_text().strip()
    assert {name: os.environ.get(name) for name in UNSET} == {
        "DJANGO_SETTINGS_MODULE": "sco_site.settings",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "HTTPS": "0",
        "TAG_AUTHORITY": "localhost,2026",
        "LOG_FORMAT": "words",
        "LOG_LEVEL": "WARNING",
        "PORT": "8000",
        "DATA_DIR": str(tmp_path / "var"),
        "SECRET_KEY": key,
        "DATABASE_URL": None,
    }


def test_what_is_set_stays(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "mine")
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "elsewhere"))
    (tmp_path / ".env").write_text("PORT=8010\nSECRET_KEY=of the file\n")
    assert local.prepare_environment() == tmp_path / "elsewhere"
    assert (os.environ["SECRET_KEY"], local.port()) == ("mine", 8010)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_secret_key_is_made_once_and_private(tmp_path):
    file = tmp_path / "secret-key"
    key = local.secret_key(file)
    assert (local.secret_key(file), len(key) >= 50) == (key, True)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_two_machines_have_two_keys(tmp_path):
    assert local.secret_key(tmp_path / "one") != local.secret_key(tmp_path / "two")


def test_empty_key_is_refused(tmp_path):
    (tmp_path / "secret-key").touch()
    with pytest.raises(bootstrap.Stop, match="is empty: remove it"):
        local.secret_key(tmp_path / "secret-key")


def test_data_folder_is_for_its_owner_alone(tmp_path):
    local.make_writable(tmp_path / "deep" / "var")
    assert stat.S_IMODE((tmp_path / "deep" / "var").stat().st_mode) == 0o700
    assert list((tmp_path / "deep" / "var").iterdir()) == []


def test_data_folder_below_a_file_is_refused(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(NotADirectoryError) as error:
        local.make_writable(tmp_path / "file" / "var")
    assert bootstrap.what_stopped(error.value, "") == f"{tmp_path}/file/var: Not a directory."


def test_data_folder_that_takes_no_file_is_named():
    with pytest.raises((FileNotFoundError, PermissionError)) as error:
        local.make_writable(Path("/proc/self/task"))
    assert error.value.filename == "/proc/self/task"


@pytest.mark.parametrize("value", ["0", "65536", "-1", "80.5", "eight", "８０００", " 80"])
def test_senseless_port_is_refused(value, monkeypatch):
    monkeypatch.setenv("PORT", value)
    with pytest.raises(bootstrap.Stop) as stop:
        local.port()
    assert str(stop.value) == f"PORT is a whole number from 1 to 65535, not {value!r}."


@pytest.mark.parametrize("value", ["1", "8000", "65535"])
def test_port_is_read(value, monkeypatch):
    monkeypatch.setenv("PORT", value)
    assert local.port() == int(value)

"""The settings as production has them, in a process of their own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
GOOD = "6Xk2vN9qLw4tRz8mBc1yHs7dJf3gPa5eUo0iTnQxVbKjWlGhEr"


def manage(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return python("manage.py", *arguments, **variables)


def python(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {name: os.environ[name] for name in ("PATH",) if name in os.environ}
    environment |= {
        "DJANGO_SETTINGS_MODULE": "sco_site.settings",
        "ALLOWED_HOSTS": "example.org",
        "TAG_AUTHORITY": "example.org,2026",
        "SECRET_KEY": GOOD,
        **variables,
    }
    return subprocess.run(
        [sys.executable, "-W", "error", *arguments],
        cwd=ROOT,
        env={name: value for name, value in environment.items() if value != "unset"},
        capture_output=True,
        text=True,
    )


CHECK = ("check", "--deploy", "--fail-level", "WARNING")


def test_deployment_is_checked_without_a_warning(tmp_path):
    result = manage(*CHECK, DATA_DIR=str(tmp_path), PROXIES_IN_FRONT="1")
    assert (result.returncode, result.stdout, result.stderr) == (
        0,
        "System check identified no issues (0 silenced).\n",
        "",
    )


def test_a_proxy_that_is_not_counted_is_told(tmp_path):
    result = manage(*CHECK, DATA_DIR=str(tmp_path))
    assert result.returncode == 1
    assert "briefs.W001) PROXIES_IN_FRONT is 0" in result.stderr


@pytest.mark.parametrize(
    ("key", "flaw"),
    [
        ("unset", "SECRET_KEY"),
        ("", "SECRET_KEY has 0 characters, and needs 50"),
        (GOOD[:49], "SECRET_KEY has 49 characters, and needs 50"),
        ("abcd" * 20, "SECRET_KEY has fewer than 5 different characters"),
        (f"django-insecure-{GOOD}", "SECRET_KEY begins with 'django-insecure-'"),
    ],
)
def test_a_key_that_can_be_guessed_stops_the_start(tmp_path, key, flaw):
    result = manage("check", DATA_DIR=str(tmp_path), SECRET_KEY=key)
    assert result.returncode == 1
    assert result.stderr.startswith(f"ImproperlyConfigured: {'Set the ' * (key == 'unset')}{flaw}")
    assert len(result.stderr.splitlines()) == 1
    assert len(key) < 10 or key not in result.stderr


def test_where_it_was_found_is_told_to_who_asks(tmp_path):
    result = manage("check", "--traceback", DATA_DIR=str(tmp_path), SECRET_KEY="")
    assert result.returncode == 1
    assert result.stderr.startswith("Traceback")


@pytest.mark.parametrize(
    ("name", "value", "known"),
    [("LOG_FORMAT", "xml", "json, words"), ("LOG_LEVEL", "loud", "DEBUG, INFO, WARNING, ERROR")],
)
def test_a_log_that_is_not_known_stops_the_start(tmp_path, name, value, known):
    result = manage("check", DATA_DIR=str(tmp_path), **{name: value})
    last = result.stderr.strip().splitlines()[-1]
    assert last.endswith(f"ImproperlyConfigured: {name} is one of {known}, not {value!r}.")


def test_a_database_of_another_kind_stops_the_start(tmp_path):
    result = manage("check", DATA_DIR=str(tmp_path), DATABASE_URL="mysql://user@host/name")
    assert "ImproperlyConfigured: DATABASE_URL names " in result.stderr.splitlines()[-1]


def test_an_empty_variable_is_one_that_was_not_given(tmp_path):
    code = "from django.db import connection; print(connection.settings_dict['NAME'])"
    variables = {"DATA_DIR": str(tmp_path), "DATABASE_URL": ""}
    result = manage("shell", "-v0", "-c", code, **variables)
    assert (result.stdout, result.stderr) == (f"{tmp_path / 'site.sqlite3'}\n", "")


@pytest.mark.parametrize(
    ("variables", "form"),
    [({}, "json"), ({"DEBUG": "1"}, "words"), ({"DEBUG": "1", "LOG_FORMAT": "json"}, "json")],
)
def test_production_logs_for_programs_and_debugging_for_eyes(tmp_path, variables, form):
    code = "from django.conf import settings; print(settings.LOGGING['handlers']['stderr'])"
    result = manage("shell", "-v0", "-c", code, DATA_DIR=str(tmp_path), **variables)
    assert f"'formatter': '{form}'" in result.stdout


def test_a_server_needs_the_name_of_the_application_alone(tmp_path):
    """No variable of Django’s: neither granian nor gunicorn sets one."""
    (tmp_path / "static").mkdir()
    variables = {"DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "unset"}
    result = python("-c", "import sco_site.wsgi", **variables)
    assert (result.returncode, result.stderr) == (0, "")


def test_static_files_may_lie_elsewhere_than_the_data(tmp_path):
    elsewhere = {"DATA_DIR": str(tmp_path / "data"), "STATIC_DIR": str(tmp_path / "static")}
    result = manage("collectstatic", "--noinput", "-v0", **elsewhere)
    assert (result.returncode, result.stderr) == (0, "")
    assert [path.name for path in tmp_path.iterdir()] == ["static"]
    assert (tmp_path / "static" / "staticfiles.json").is_file()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECOND_FACTOR_REQUIRED", "enabled"),
        ("HTTPS", "banana"),
        ("DEBUG", "2"),
        ("PROXIES_IN_FRONT", "-1"),
        ("PROXIES_IN_FRONT", "x"),
        ("PAGE_CACHE_BYTES", "64MB"),
        ("LOOK_AGAIN_AFTER_DAYS", "99999999999"),
        ("TAG_AUTHORITY", "banana"),
        ("TAG_AUTHORITY", "example.org"),
        ("SITE_URL", "ftp://example.org"),
        ("DATA_LICENCE_URL", "javascript:alert(1)"),
    ],
)
def test_a_senseless_variable_stops_the_start_with_its_name(tmp_path, name, value):
    result = manage("check", **{"DATA_DIR": str(tmp_path), name: value})
    assert result.returncode == 1
    assert f"ImproperlyConfigured: {name} " in result.stderr.splitlines()[-1]


@pytest.mark.parametrize("words", ["on", "True", "YES", "1", "off", "0", ""])
def test_a_switch_may_be_written_in_several_ways(tmp_path, words):
    code = "from django.conf import settings; print(settings.SECOND_FACTOR_REQUIRED)"
    result = python("-c", code, DATA_DIR=str(tmp_path), SECOND_FACTOR_REQUIRED=words)
    assert result.stdout.strip() == str(words in ("on", "True", "YES", "1")), result.stderr

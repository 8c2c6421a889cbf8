"""What load balancers are told, on both databases."""

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import InterfaceError, OperationalError, connection

from briefs.models.page_stamp import _DROP
from sco_site import readiness

pytestmark = pytest.mark.django_db
SOUND = {"database": "ok", "migrations": "ok", "page stamp": "ok", "static files": "ok"}


def told(client, path="/readyz", **asked) -> tuple[int, dict]:
    answer = client.get(path, **asked)
    return answer.status_code, answer.json()


def failing(client) -> dict[str, str]:
    status, said = told(client)
    assert (status, said["status"]) == (503, "not ready")
    return {name: found for name, found in said["checks"].items() if found != "ok"}


@pytest.mark.parametrize("path", readiness.ADDRESSES)
def test_ready(client, path):
    assert told(client, path) == (200, {"status": "ready", "checks": SOUND, "late_jobs": []})


def test_the_answer_is_kept_by_nobody(client):
    assert "no-store" in client.get("/readyz")["Cache-Control"]


def test_whoever_asks_by_number_and_without_https_is_answered(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["example.org"]
    assert told(client, headers={"Host": "10.0.0.7:8000"})[0] == 200
    assert client.get("/", headers={"Host": "10.0.0.7:8000"}).status_code == 400


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_is_read_and_nothing_else(client, method):
    assert getattr(client, method)("/readyz").status_code == 405
    assert client.head("/readyz").content == b""


def test_it_asks_few_questions(client, django_assert_num_queries):
    readiness.known_migrations()
    with django_assert_num_queries(4):
        client.get("/readyz")


def test_jobs_that_are_late_are_named_and_keep_nobody_away(client, settings):
    settings.HTTPS = True
    settings.WEBSUB_HUB = settings.SITE_URL = ""
    status, said = told(client)
    assert (status, said["status"]) == (200, "ready")
    assert said["late_jobs"] == [
        *("publish_scheduled", "backup", "check_sources", "doctor", "clear_sessions")
    ]


def test_a_migration_is_missing(client):
    connection.cursor().execute("DELETE FROM django_migrations WHERE name = '0011_page_stamp'")
    assert failing(client) == {"migrations": "1 missing"}


def test_no_migration_was_ever_applied(client):
    connection.cursor().execute("ALTER TABLE django_migrations RENAME TO elsewhere")
    assert failing(client) == {"migrations": f"{len(readiness.known_migrations())} missing"}


def test_changes_would_leave_kept_pages_as_they_were(client):
    connection.cursor().execute(_DROP[connection.vendor])
    assert failing(client) == {"page stamp": "not renewed by changes"}


def test_there_is_no_stamp(client):
    connection.cursor().execute("DELETE FROM briefs_pagestamp")
    assert failing(client) == {"page stamp": "not renewed by changes"}


def test_static_files_were_not_collected(client, monkeypatch):
    def missing(name):
        raise ValueError(f"Missing staticfiles manifest entry for '{name}'")

    monkeypatch.setattr(staticfiles_storage, "url", missing)
    assert failing(client) == {"static files": "not collected"}


def test_the_file_that_is_asked_for_is_there():
    assert (settings.BASE_DIR / "briefs/static" / readiness.STYLE_SHEET).is_file()


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_the_database_is_gone_and_its_words_are_not_passed_on(client, monkeypatch, error):
    def gone():
        raise error("could not connect as user “somebody” with a password")

    monkeypatch.setattr(connection, "ensure_connection", gone)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (
        503,
        {"status": "not ready", "checks": {"database": "does not answer"}},
    )

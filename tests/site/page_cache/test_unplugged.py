"""The database goes while the site is up, and comes back."""

import http.client
import os
import time
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection

KNOWN, UNKNOWN = "/method/", "/organisations/"


@pytest.fixture
def unplugged(surroundings, server):
    """A context in which nobody reaches the database of the server."""
    if connection.vendor == "sqlite":
        path = urlsplit(surroundings["DATABASE_URL"]).path[1:]
        return lambda: _moved_away(f"/{path}")
    return lambda: _shut(connection.settings_dict["NAME"])


@contextmanager
def _moved_away(path: str):
    beside = [path + end for end in ("", "-wal", "-shm") if os.path.exists(path + end)]
    for name in beside:
        os.rename(name, f"{name}.away")
    yield
    for end in ("", "-wal", "-shm"):
        if os.path.exists(path + end):
            os.remove(path + end)
    for name in beside:
        os.rename(f"{name}.away", name)


@contextmanager
def _shut(name: str):
    connection.close()
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path="/postgres").geturl()
    with psycopg.connect(address, autocommit=True) as other:
        other.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
        )
        try:
            yield
        finally:
            other.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


def ask(port: int, path: str) -> tuple[int, str | None]:
    """Status and Retry-After, asked for on a connection of its own."""
    site = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    site.request("GET", path)
    answer = site.getresponse()
    answer.read()
    site.close()
    return answer.status, answer.headers["Retry-After"]


def process_of(port: int, path: str) -> str | None:
    """Which process answered; None while none listens yet."""
    site = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        site.request("GET", path)
        answer = site.getresponse()
        answer.read()
        return answer.headers["X-Process"]
    except ConnectionError:
        return None
    finally:
        site.close()


def test_kept_pages_are_served_others_say_when_to_come_back(unplugged, port):
    give_up = time.monotonic() + 120
    while len({process_of(port, KNOWN) for _ in range(10)} - {None}) < 2:
        assert time.monotonic() < give_up
    # Often enough that both processes have it.
    assert {ask(port, KNOWN) for _ in range(40)} == {(200, None)}
    with unplugged():
        assert {ask(port, KNOWN) for _ in range(20)} == {(200, None)}
        assert {ask(port, UNKNOWN) for _ in range(20)} == {(503, "30")}
    assert {ask(port, path) for path in (KNOWN, UNKNOWN) * 10} == {(200, None)}

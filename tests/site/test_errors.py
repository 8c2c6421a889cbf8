"""What is answered when something fails on our side."""

import pytest
from django.db import DataError, InterfaceError, OperationalError
from django.test import Client

from briefs.views import site


@pytest.fixture
def failing(monkeypatch):
    """Called with an exception, gives the answer of a page that meets it."""

    def ask(error: Exception):
        def fail(*args, **kwargs):
            raise error

        monkeypatch.setattr(site, "render", fail)
        return Client(raise_request_exception=False).get("/method/")

    return ask


@pytest.mark.parametrize(
    "error",
    [
        OperationalError("connection refused"),
        OperationalError("database or disk is full"),
        InterfaceError("connection already closed"),
    ],
)
def test_a_database_that_is_gone_is_said_with_when_to_try_again(failing, error):
    answer = failing(error)
    assert answer.status_code == 503
    assert answer["Retry-After"] == "30"
    assert "The database does not answer" in answer.content.decode()
    assert str(error) not in answer.content.decode()


@pytest.mark.parametrize("error", [RuntimeError("a secret"), DataError("too long")])
def test_any_other_failure_is_plain(failing, error):
    answer = failing(error)
    assert answer.status_code == 500
    assert "Retry-After" not in answer
    assert str(error) not in answer.content.decode()

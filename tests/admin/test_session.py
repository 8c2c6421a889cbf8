"""What a page that stays open is told of the login."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_an_editor_is_named_with_the_token_of_now(admin_client):
    response = admin_client.get(reverse("session"))
    answer = response.json()
    assert (answer["user"], len(answer["token"])) == ("admin", 64)
    assert "no-store" in response["Cache-Control"]


def test_everybody_else_learns_nothing(client):
    assert client.get(reverse("session")).json() == {"user": None}
    client.force_login(User.objects.create_user("reader"))
    assert client.get(reverse("session")).json() == {"user": None}


def test_it_is_read_alone(admin_client):
    assert admin_client.post(reverse("session")).status_code == 405

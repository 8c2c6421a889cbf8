"""To whom a hole is told (RFC 9116)."""

import pytest
import time_machine

from tests.site.test_production import manage

ADDRESS = "/.well-known/security.txt"


@pytest.mark.django_db
def test_without_a_contact_there_is_none(client):
    assert client.get(ADDRESS).status_code == 404


@time_machine.travel("2027-03-01T12:00:00Z", tick=False)
def test_the_contact_is_told_and_until_when(client, settings):
    settings.SECURITY_CONTACT = "mailto:security@example.org"
    settings.SITE_URL = "https://example.org"
    answer = client.get(ADDRESS)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert answer.text == (
        "Contact: mailto:security@example.org\n"
        "Expires: 2027-08-28T00:00:00Z\n"
        "Preferred-Languages: en\n"
        "Canonical: https://example.org/.well-known/security.txt\n"
    )
    settings.SITE_URL = ""
    assert "Canonical" not in client.get(ADDRESS).text
    assert client.post(ADDRESS).status_code == 405


@pytest.mark.parametrize("contact", ["security@example.org", "http://a.example", "mailto:a\nB: c"])
def test_what_is_no_address_stops_the_start(tmp_path, contact):
    result = manage("check", DATA_DIR=str(tmp_path), SECURITY_CONTACT=contact)
    assert result.returncode != 0
    assert "ImproperlyConfigured: SECURITY_CONTACT is an address" in result.stderr

"""How mail is sent is read from the environment; without a word about it, none is."""

import json
import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import send_mail

ASK = """\
import json
from sco_site import settings
names = "EMAIL_BACKEND EMAIL_HOST EMAIL_PORT EMAIL_USE_TLS DEFAULT_FROM_EMAIL SITE_URL"
print(json.dumps([getattr(settings, name, None) for name in names.split()]))
"""


def settings_in(**environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if "EMAIL" not in name}
    return subprocess.run(
        [sys.executable, "-c", ASK], env={**kept, **environment}, capture_output=True, text=True
    )


def test_the_server_is_read_from_the_environment():
    told = settings_in(
        EMAIL_URL="smtp+tls://user:word@mail.example.org:587",
        DEFAULT_FROM_EMAIL="desk@example.org",
        SITE_URL="https://example.org/",
    )
    smtp = "django.core.mail.backends.smtp.EmailBackend"
    assert json.loads(told.stdout) == [
        *(smtp, "mail.example.org", 587, True),
        *("desk@example.org", "https://example.org"),
    ]


def test_without_a_server_every_mail_is_refused_by_the_name_of_the_variable(settings):
    settings.EMAIL_BACKEND = json.loads(settings_in().stdout)[0]
    with pytest.raises(ImproperlyConfigured, match="set EMAIL_URL"):
        send_mail("Subject", "Body", "from@example.org", ["to@example.org"])


def test_a_sender_that_is_missing_stops_the_start_with_its_name():
    told = settings_in(EMAIL_URL="smtp://mail.example.org")
    assert "DEFAULT_FROM_EMAIL" in told.stderr.splitlines()[-1]

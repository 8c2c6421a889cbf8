"""What sends mail where nobody has said how: nothing."""

from collections.abc import Sequence
from typing import NoReturn

from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class NoMail(BaseEmailBackend):
    """Refuses every message by the name of the variable that is missing."""

    def open(self) -> NoReturn:
        raise ImproperlyConfigured(
            "No mail can be sent: set EMAIL_URL, as smtp+tls://user:password@host:587, "
            "and DEFAULT_FROM_EMAIL."
        )

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> NoReturn:
        self.open()

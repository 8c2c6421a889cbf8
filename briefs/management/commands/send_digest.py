"""manage.py send_digest: tell each editor by e-mail what is due, once a day."""

from datetime import datetime
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from briefs.desk.assigning import editors
from briefs.desk.digest import Message, give_turn_back, last_told, message_for, take_turn
from briefs.management.scheduled import ScheduledCommand


class Command(ScheduledCommand):
    help = "Send each editor who has an e-mail address what is due; nobody is told twice a day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Print it; send nothing.")
        parser.add_argument("--to", metavar="USERNAME", default="", help="To this editor alone.")

    def is_the_job(self, options: dict[str, Any]) -> bool:
        return not (options.get("dry_run") or options.get("to"))

    def handle(self, *, dry_run: bool, to: str, **options) -> None:
        if not settings.SITE_URL.startswith(("https://", "http://")):
            raise CommandError("Set SITE_URL, as https://example.org: the links begin with it.")
        chosen = _chosen(to)
        connection = None if dry_run else _opened()
        failed = 0
        for editor in chosen:
            told = last_told(editor)
            message = message_for(editor, timezone.now(), told)
            if message is None:
                self.stdout.write(f"{editor}: nothing is due.")
            elif connection is None:
                self.stdout.write(
                    f"To: {editor.email}\nSubject: {message.subject}\n\n{message.body}"
                )
            elif problem := self._send(editor, message, told, connection):
                failed += 1
                self.stderr.write(f"{editor}: {problem}")
        if failed:
            raise CommandError(f"{failed} of {len(chosen)} digests could not be sent.")

    def _send(
        self,
        editor: User,
        message: Message,
        told: datetime | None,
        connection: BaseEmailBackend,
    ) -> str:
        """What went wrong, in words; empty where nothing did."""
        if not take_turn(editor, timezone.now()):
            self.stdout.write(f"{editor}: was told today.")
            return ""
        mail = EmailMessage(
            message.subject,
            message.body,
            to=[editor.email],
            connection=connection,
            headers={"Auto-Submitted": "auto-generated"},  # RFC 3834: nobody is to answer
        )
        try:
            mail.send()
        except (SMTPException, OSError) as error:
            give_turn_back(editor, told)
            return f"it could not be sent: {error}"
        self.stdout.write(f"{editor}: sent.")
        return ""


def _chosen(username: str) -> list[User]:
    if not username:
        return list(editors().exclude(email=""))
    editor = editors().filter(username=username).first()
    if editor is None:
        raise CommandError(f"There is no active editor “{username}”.")
    if not editor.email:
        raise CommandError(f"“{username}” has no e-mail address.")
    return [editor]


def _opened() -> BaseEmailBackend:
    connection = get_connection()
    try:
        connection.open()
    except ImproperlyConfigured as error:
        raise CommandError(str(error)) from error
    except (SMTPException, OSError) as error:
        raise CommandError(f"The mail server cannot be reached: {error}") from error
    return connection

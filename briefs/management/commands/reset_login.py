from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from briefs import second_factor, throttling
from briefs.recording import recorded


class Command(BaseCommand):
    help = (
        "For a person who cannot log in: ends the wait after too many failures and, with "
        "--second-factor, takes away a second factor that was lost."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument(
            "--second-factor",
            action="store_true",
            help="Take the app and the recovery codes away; all sessions of the person end.",
        )

    def handle(self, *args: Any, username: str, second_factor: bool, **options: Any) -> None:
        person = User.objects.filter(username=username).first()
        if person is None:
            raise CommandError(f"There is nobody of the name {username!r}.")
        waited = throttling.forget(username)
        self.stdout.write("Their failures are forgotten." if waited else "No failures are counted.")
        if second_factor:
            self.stdout.write(_take_away(person))


def _take_away(person: User) -> str:
    with recorded(reason="Lost second factor", origin="reset_login"):
        if second_factor.take_away(person):
            return "The second factor is taken away, and their sessions have ended."
    return "There is no second factor."

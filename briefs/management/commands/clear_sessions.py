from typing import Any

from django.core.management import call_command

from briefs.management.scheduled import ScheduledCommand


class Command(ScheduledCommand):
    help = "Remove the logins that have ended, which the database would keep for ever."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("clearsessions")

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone

from briefs.feeds.hub import tell_hub
from briefs.management.scheduled import ScheduledCommand


class Command(ScheduledCommand):
    help = (
        "Tell the hub (WebSub) which feeds have something new. For cron or a timer, every minute; "
        "safe to run again and twice at once."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.WEBSUB_HUB:
            raise CommandError("Set WEBSUB_HUB to the address of a hub, or run this no more.")
        told = tell_hub(timezone.now())
        self.stdout.write(f"Announced: {told.announced} feeds.")
        if told.left:
            self.stdout.write(f"Left for the next run: {told.left} events.")
        for address, problem in told.failed.items():
            self.stderr.write(f"Not announced: {address}: {problem}")
        if told.failed:
            raise CommandError(
                f"{len(told.failed)} feeds could not be announced; they are tried again.",
                returncode=2,
            )

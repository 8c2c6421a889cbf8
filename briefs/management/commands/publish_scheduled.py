from typing import Any

from django.core.management.base import CommandError

from briefs.management.scheduled import ScheduledCommand
from briefs.workflow import publish_due


class Command(ScheduledCommand):
    help = (
        "Publish what is scheduled for now or earlier. For cron or a timer, every few minutes; "
        "safe to run again and twice at once."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        done = publish_due()
        refused = [due for due in done if due.refusal]
        for due in done:
            noun = due.thing._meta.verbose_name
            if not due.refusal:
                self.stdout.write(f"Published: {noun} “{due.thing}”.")
            elif options["verbosity"]:
                self.stderr.write(f"Not published: {noun} “{due.thing}”. {due.refusal}")
        if refused:
            raise CommandError(
                f"{len(refused)} of {len(done)} could not be published and stay scheduled.",
                returncode=2,
            )

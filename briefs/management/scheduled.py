"""Commands that the clock runs (``briefs/jobs.py``)."""

from typing import Any

from django.core.management.base import BaseCommand

from briefs.jobs import noted


class ScheduledCommand(BaseCommand):
    """How it ended is written down, so that somebody is told when it runs no more."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        if not self.is_the_job(options):
            return super().execute(*args, **options)
        with noted(type(self).__module__.rpartition(".")[2]):
            return super().execute(*args, **options)

    def is_the_job(self, options: dict[str, Any]) -> bool:
        """Whether these options do all of it: a trial run is none."""
        return True

from typing import Any

from django.core.management.base import CommandError

from briefs.doctor import EXAMINATIONS
from briefs.management.scheduled import ScheduledCommand

MOST = 20
"""Complaints of one kind that are told; the others are counted."""


class Command(ScheduledCommand):
    help = (
        "Look whether everything is as it must be: configuration, database, triggers, anchors, "
        "versions, verdicts, the record, search. Changes nothing; says how to mend each complaint, "
        "and ends with 1 if there is one."
    )
    # It must be able to say what is wrong with the configuration itself.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        complaints = 0
        for examination in EXAMINATIONS:
            found = list(examination.rule())
            complaints += len(found)
            self.stdout.write(f"{'✗' if found else '✓'} {examination.of}")
            for complaint in found[:MOST]:
                self.stdout.write(f"    {complaint.what}\n      → {complaint.mend}")
            if len(found) > MOST:
                self.stdout.write(f"    … and {len(found) - MOST} more.")
            if found and examination.decisive:
                self.stdout.write("  The rest was not looked at.")
                break
        if complaints:
            noun = "complaint" if complaints == 1 else "complaints"
            raise CommandError(f"{complaints} {noun}.", returncode=1)
        self.stdout.write("Everything is as it must be.")

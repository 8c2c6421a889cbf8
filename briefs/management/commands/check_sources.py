"""manage.py check_sources: go to the pages that are cited, and see whether they are still there."""

import argparse
import sys
from collections import Counter
from datetime import timedelta
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from briefs.management.scheduled import ScheduledCommand
from briefs.models import SourceVisit
from briefs.models.visit import VisitState
from briefs.visiting import Pace, Round, due_sources, make_round

_BAR = 24


def number(least: float) -> Any:
    """The type of an option: a number that is not smaller."""

    def read(words: str) -> float:
        given = float(words)
        if not least <= given < 1_000_000:
            raise argparse.ArgumentTypeError(f"give a number from {least:g} on")
        return given

    return read


class Command(ScheduledCommand):
    help = (
        "Visit every cited page: is it there, has it moved, is its text another one, do the "
        "quoted passages stand in it? What is found is on the desk. Ended early it loses nothing: "
        "the next run goes on with what was not visited."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--again-after",
            type=number(0),
            default=7.0,
            metavar="DAYS",
            help="Leave out what was visited since (7).",
        )
        parser.add_argument(
            "--minutes",
            type=number(0),
            default=Pace.minutes,
            help=f"End after so many ({Pace.minutes:g}); the rest is for the next run.",
        )
        parser.add_argument(
            "--hosts",
            type=int,
            choices=range(1, 33),
            default=Pace.hosts,
            metavar="NUMBER",
            help=f"Machines to ask at once, each for one page at a time ({Pace.hosts}).",
        )
        parser.add_argument(
            "--pause",
            type=number(0.5),
            default=Pace.pause,
            metavar="SECONDS",
            help=f"Between two requests to one machine ({Pace.pause:g}).",
        )

    def handle(
        self, *, again_after: float, minutes: float, hosts: int, pause: float, **options: Any
    ) -> None:
        due = due_sources(timezone.now() - timedelta(days=again_after))
        if not due:
            self.stdout.write("No cited page is due for a visit.")
            return
        made = make_round(due, Pace(hosts=hosts, pause=pause, minutes=minutes), self._tell)
        if self._is_watched:
            self.stdout.write("")
        if made.is_offline:
            raise CommandError("No machine answered: this one has no way out. Nothing was written.")
        left = made.due - made.visited
        rest = f" {left:,} are left for the next run." if left else ""
        self.stdout.write(f"Visited {made.visited:,} of {made.due:,}: {told(made.found)}.{rest}")
        if made.is_interrupted:
            sys.exit(130)

    @property
    def _is_watched(self) -> bool:
        return bool(self.stdout.isatty())

    def _tell(self, made: Round, visit: SourceVisit | None) -> None:
        """A bar on a terminal; elsewhere a line for each page that is not as it was."""
        if self._is_watched:
            full = _BAR * made.visited // made.due
            bar = "#" * full + "." * (_BAR - full)
            words = f"[{bar}] {made.visited:,}/{made.due:,} {told(made.found)}"
            self.stdout.write(f"\r{words[:78]:<78}", ending="")
            self.stdout.flush()
        elif visit is not None and visit.since == visit.visited_at:
            state = VisitState(visit.state)
            if state != VisitState.LIVE:
                self.stdout.write(f"{state.label}: {visit.address} {visit.remark}".rstrip())


def told(found: Counter[str]) -> str:
    """“12 there, 1 gone”, in the order of the list."""
    words = [f"{found[state]:,} {state.label}" for state in VisitState if found[state]]
    return ", ".join(words) or "nothing"

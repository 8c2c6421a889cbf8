"""manage.py load_seeds: the editors' files into the database, as often as one likes."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from briefs.importing.seeds.load import Report, load_seeds
from briefs.importing.seeds.plan import Action
from briefs.importing.seeds.problems import SeedError
from briefs.searching import bring_up_to_date
from sco_site.turns import turn


class Command(BaseCommand):
    help = "Load the seeds: all or nothing; what an editor changed since is left alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folder", nargs="?", type=Path, default=settings.SEEDS_DIR, help="Default: seeds/."
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="Do everything, then take it back."
        )

    def handle(self, *, folder: Path, dry_run: bool, **options) -> None:
        # Not while the tables are being changed either.
        with turn(connection, self.stdout.write):
            try:
                report = load_seeds(folder, dry_run=dry_run)
            except SeedError as error:
                count = len(error.problems)
                raise CommandError(
                    f"{error}\n{count} {'error' if count == 1 else 'errors'}; nothing was written."
                ) from error
        # Here, so that no reader waits for it with the first search.
        bring_up_to_date()
        for line in _lines(report):
            self.stdout.write(line)
        if dry_run:
            self.stdout.write("Dry run: nothing was written.")


def _lines(report: Report) -> list[str]:
    """Rows that were left alone, then the table of counts."""
    lines = [f"kept as edited: {line}" for line in report.kept]
    lines += [f"no longer in the seeds, left as it is: {line}" for line in report.orphans]
    lines.append(_row("", [action.value for action in Action]))
    for plural, counts in report.counts.items():
        lines.append(_row(plural, [str(counts[action]) for action in Action]))
    if not report.changed:
        lines.append("Nothing to do: the database is as the seeds say.")
    return lines


def _row(name: str, cells: list[str]) -> str:
    return f"{name:<14}" + "".join(f"{cell:>16}" for cell in cells)

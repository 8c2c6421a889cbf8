from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from sco_site.backups import BackupError, restore


class Command(BaseCommand):
    help = (
        "Put the database back as it is in FILE, which backup wrote: all of it or nothing. What "
        "was written since is lost, so --yes must be said."
    )
    # The database may be empty, or broken.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--yes", action="store_true", help="Yes, replace what is there now.")

    def handle(self, *args: Any, file: Path, yes: bool, **options: Any) -> None:
        if not yes:
            raise CommandError(
                "This replaces everything that is in the database now. Say --yes if that is what "
                "you want; manage.py backup keeps what is there first."
            )
        try:
            restore(connection, file)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Restored. Run manage.py migrate, then manage.py doctor.")

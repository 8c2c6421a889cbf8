from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import connection

from briefs.management.scheduled import ScheduledCommand
from sco_site.backups import BackupError, back_up


class Command(ScheduledCommand):
    help = (
        "Write the whole database into FILE, as it is at one moment, while the site goes on: a "
        "copy that SQLite makes, or an archive of pg_dump. FILE is there whole or not at all."
    )
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            size = back_up(connection, file)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{file}: {size:,} bytes.")

"""manage.py import_annotations FILE: what others annotated on our pages becomes drafts."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from briefs.importing.annotations.reading import SIZE_LIMIT, read_annotations
from briefs.importing.annotations.save import import_annotations
from briefs.importing.draft import DraftError


class Command(BaseCommand):
    help = (
        "Make drafts of annotations that others made on articles of this site: a JSON file as the "
        "Hypothesis API or a W3C Web Annotation server gives it. Each is reported."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="JSON of the Hypothesis API, or W3C JSON-LD.")
        parser.add_argument("--dry-run", action="store_true", help="Report only; write nothing.")

    def handle(self, *, file: Path, dry_run: bool, **options) -> None:
        try:
            with file.open("rb") as opened:
                data = opened.read(SIZE_LIMIT + 1)
        except OSError as error:
            raise CommandError(f"{file}: cannot be read: {error.strerror}") from error
        try:
            reading = read_annotations(data, file.name)
        except DraftError as error:
            raise CommandError(str(error)) from error
        report = import_annotations(reading, name=file.name, dry_run=dry_run)
        for line in report.lines():
            self.stdout.write(line)
        if dry_run:
            self.stdout.write("Dry run: nothing was written.")

"""manage.py import_article FILE: an article as it was received becomes an unpublished article."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from briefs.importing.draft import DraftError
from briefs.importing.readers import received_text
from briefs.importing.report import report_lines
from briefs.importing.save import SavedArticle, SaveError, save_draft

# Far beyond the longest article, and little enough to read into memory.
SIZE_LIMIT = 5_000_000


class Command(BaseCommand):
    help = "Make an article from a text file: report every repair and lost link, keep the file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="The text as it was received, in UTF-8.")
        parser.add_argument("--slug", default="", help="Address of the article; from its title.")
        parser.add_argument("--dry-run", action="store_true", help="Report only; write nothing.")

    def handle(self, *, file: Path, slug: str, dry_run: bool, **options) -> None:
        data = _read(file)
        try:
            draft = received_text.read(data, file.name)
            for line in report_lines(draft):
                self.stdout.write(line)
            with transaction.atomic():
                saved = save_draft(draft, data, name=file.name, slug=slug)
                transaction.set_rollback(dry_run)
        except (DraftError, SaveError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write("")
        self.stdout.write(_outcome(saved, dry_run))


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            data = opened.read(SIZE_LIMIT + 1)
    except OSError as error:
        raise CommandError(f"{file}: cannot be read: {error.strerror}") from error
    if len(data) > SIZE_LIMIT:
        raise CommandError(f"{file}: is larger than {SIZE_LIMIT:,} bytes")
    return data


def _outcome(saved: SavedArticle, dry_run: bool) -> str:
    slug = saved.article.slug
    if not saved.created:
        return f"Nothing to do: this file was imported before, as “{slug}”."
    if dry_run:
        return f"Dry run: nothing was written. It would become “{slug}”."
    return f"Imported as “{slug}”, version 1, not published."

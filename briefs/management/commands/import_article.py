"""manage.py import_article FILE: a file becomes an unpublished article, or an article's draft."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from briefs.importing.draft import DraftError
from briefs.importing.reading import SIZE_LIMIT, read_file
from briefs.importing.report import report_lines
from briefs.importing.save import SavedArticle, SaveError, save_draft, save_into
from briefs.models import Article
from briefs.recording import recorded


class Command(BaseCommand):
    help = (
        "Make an article from a text, Markdown, HTML, DOCX or PDF file: report every repair and "
        "lost link, keep the file."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="The file as it was received.")
        parser.add_argument("--slug", default="", help="Address of the article; from its title.")
        parser.add_argument("--into", default="", help="Slug of an article: make its next draft.")
        parser.add_argument("--dry-run", action="store_true", help="Report only; write nothing.")

    def handle(self, *, file: Path, slug: str, into: str, dry_run: bool, **options) -> None:
        if slug and into:
            raise CommandError("Give --slug for a new article or --into for one that is there.")
        article = _article(into) if into else None
        data = _read(file)
        try:
            draft = read_file(data, file.name)
            for line in report_lines(draft):
                self.stdout.write(line)
            with recorded(reason=f"Imported from {file.name}.", origin="import_article"):
                if article is None:
                    saved = save_draft(draft, data, name=file.name, slug=slug)
                else:
                    saved = save_into(draft, data, article, name=file.name)
                outcome = _outcome(saved, article, dry_run)
                transaction.set_rollback(dry_run)
        except (DraftError, SaveError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write("")
        self.stdout.write(outcome)


def _article(slug: str) -> Article:
    article = Article.objects.filter(slug=slug).first()
    if article is None:
        raise CommandError(f"There is no article “{slug}”.")
    return article


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            data = opened.read(SIZE_LIMIT + 1)
    except OSError as error:
        raise CommandError(f"{file}: cannot be read: {error.strerror}") from error
    if len(data) > SIZE_LIMIT:
        raise CommandError(f"{file}: is larger than {SIZE_LIMIT:,} bytes")
    return data


def _outcome(saved: SavedArticle, into: Article | None, dry_run: bool) -> str:
    slug, number = saved.article.slug, saved.version.number
    if not saved.created:
        return f"Nothing to do: this file was imported before, as “{slug}”."
    undecided = saved.version.anchors.undecided().count()
    claims = f"; marked claims to decide: {undecided}" if undecided else ""
    if dry_run:
        made = f"version {number} of “{slug}”" if into else f"“{slug}”"
        return f"Dry run: nothing was written. It would become {made}{claims}."
    return f"Imported as “{slug}”, version {number}, not published{claims}."

"""manage.py generate_content: much content that means nothing, to see how the site bears it."""

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.base import ProgressBar

from briefs.generating import Amounts, generate
from briefs.generating.amounts import AMOUNTS
from briefs.generating.content import NotEmpty
from briefs.searching import rebuild


class Command(BaseCommand):
    help = "Fill a database for trials with generated content. Never for a site with readers."

    def add_arguments(self, parser: CommandParser) -> None:
        for name in AMOUNTS:
            default = getattr(Amounts(), name)
            parser.add_argument(f"--{name}", type=int, default=default, help=f"Default: {default}.")
        parser.add_argument("--seed", type=int, default=1, help="Of the random numbers; default 1.")
        parser.add_argument("--no-input", action="store_false", dest="interactive")

    def handle(self, *, seed: int, interactive: bool, **options) -> None:
        amounts = Amounts(**{name: options[name] for name in AMOUNTS})
        if min(options[name] for name in AMOUNTS) < 0:
            raise CommandError("Numbers are 0 or more.")
        if interactive:
            self.stdout.write("This fills the database with content that means nothing.")
            if input("It cannot be taken out again. Type “yes” to go on: ") != "yes":
                raise CommandError("Nothing was written.")
        bars: dict[str, ProgressBar] = {}

        def progress(what: str, done: int, total: int) -> None:
            if what not in bars:
                bars[what] = ProgressBar(self.stdout if self.stdout.isatty() else None, total)
                self.stdout.write(f"{what}: {total:,}")
            bars[what].update(done)

        try:
            generate(amounts, seed=seed, progress=progress)
        except NotEmpty as error:
            raise CommandError(str(error)) from error
        rebuild()
        self.stdout.write("Done.")

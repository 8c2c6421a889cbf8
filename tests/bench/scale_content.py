"""A database of the bench filled with generated content, and looked over.

    DATABASE_URL=… python -m tests.bench.scale_content PART

fills an empty PostgreSQL database with the whole content, or one PARTth of it, and ends with 1
where ``doctor`` finds something. What is filled already stays, and is brought to the newest schema.
"""

import os
import sys
import time

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from django.core.management import call_command

from briefs.doctor import EXAMINATIONS
from briefs.generating import Amounts, generate
from briefs.models import Article
from briefs.searching import rebuild
from tests.bench.copying import Copying, settle, without_triggers, write_history

WHOLE = Amounts(articles=10_000, annotations=200_000, memberships=50_000, events=500_000)


def amounts(part: int) -> Amounts:
    return Amounts(*(getattr(WHOLE, name) // part for name in WHOLE.__dataclass_fields__))


def fill(part: int) -> None:
    said = Said(part)
    copying = Copying()
    with without_triggers():
        generate(amounts(part), progress=said.progress, write=copying)
        copying.set_sequences()
        write_history(copying.models, "generated")
    said("history")
    rebuild()
    said("search")


class Said:
    """What is done and when, for whoever waits."""

    def __init__(self, part: int) -> None:
        self.part, self.begun = part, time.monotonic()

    def __call__(self, what: str) -> None:
        seconds = time.monotonic() - self.begun
        print(f"1/{self.part}: {what} after {seconds:,.0f} s", file=sys.stderr, flush=True)

    def progress(self, what: str, done: int, total: int) -> None:
        if done == total:
            self(what)


def complaints() -> list[str]:
    """Of the content alone: the machine of a trial is not a site's."""
    of_content = ("anchors", "versions", "verdicts", "record", "search")
    found = [one for one in EXAMINATIONS if one.of in of_content]
    return [complaint.what for one in found for complaint in one.rule()]


def main() -> int:
    part = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    call_command("migrate", verbosity=0)
    if Article.objects.exists():
        settle()
        return 0
    fill(part)
    found = complaints()
    settle()
    for one in found[:20]:
        print(f"1/{part}: {one}", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

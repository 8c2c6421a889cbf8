"""Somebody pulls the plug: a process is killed again and again while it changes the database.

``kill_again_and_again(times)`` is run by a process of its own on a database of its own. Each change
is begun by a child that is killed (SIGKILL) at a random moment of it; afterwards the whole
change is there or none of it.
"""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection, connections, transaction

from briefs.doctor import content, machine, record, search
from briefs.importing.reading import read_file
from briefs.importing.save import save_draft
from briefs.importing.seeds.load import load_seeds
from briefs.merging import merge
from briefs.models import Annotation, Article, Topic, Update
from briefs.searching import bring_up_to_date
from briefs.workflow import publish
from tests.factories import make_annotation, make_article, make_topic, make_update
from tests.processes import ROOT

RECEIVED = ROOT / "tests" / "data" / "received" / "river-compact.txt"
TAGGED = 8
UPDATES = 20
SOUND = (
    *(machine.database, machine.triggers),
    *(content.anchors, content.versions, content.verdicts, record.record, search.entries),
)


@dataclass(frozen=True)
class Change:
    """``do`` is killed; ``state`` says "none", "all", or what is half done."""

    do: Callable[[], object]
    state: Callable[[], str]


def publishing(number: int) -> Change:
    update = make_update(public=False, slug=f"killed-{number}")

    def state() -> str:
        found = Update.objects.get(pk=update.pk)
        return {
            (False, 0): "none",
            (True, 1): "all",
        }.get((found.is_published, found.events.count()), "published without its event")

    return Change(lambda: publish(update), state)


def importing(number: int) -> Change:
    data = RECEIVED.read_bytes() + f"\n\nRead for the {number}th time.\n".encode()
    draft = read_file(data, RECEIVED.name)
    slug = f"imported-{number}"

    def state() -> str:
        article = Article.objects.filter(slug=slug).first()
        if article is None:
            return "none"
        whole = article.references.count() == len(draft.links) and article.versions.filter(
            received__isnull=False
        )
        return "all" if whole else "an article without its file or references"

    return Change(lambda: save_draft(draft, data, name=RECEIVED.name, slug=slug), state)


def merging(number: int) -> Change:
    stays, goes = make_topic(slug=f"stays-{number}"), make_topic(slug=f"goes-{number}")
    for claim in Annotation.objects.all()[:TAGGED]:
        claim.topics.add(goes)

    def state() -> str:
        tagged = stays.tagged_annotations.count()
        gone = not Topic.objects.filter(pk=goes.pk).exists()
        whole = {(False, 0): "none", (True, TAGGED): "all"}
        return whole.get((gone, tagged), f"gone: {gone}, {tagged} tagged")

    return Change(lambda: merge(stays, [goes], reason="One thing."), state)


def loading(number: int, folder: Path) -> Change:
    """Seeds in which every update says another thing than last time."""
    (folder / "updates").mkdir(exist_ok=True)
    lines = ["updates:"]
    for entry in range(UPDATES):
        lines += [
            f"  - slug: seed-{entry}",
            "    happened_on: 2017-06-09",
            f"    headline: Told for the {number}th time",
            "    body: It happened.",
            "    sources: [https://example.org/seed]",
        ]
    (folder / "updates" / "2017.yaml").write_text("\n".join(lines) + "\n")

    def state() -> str:
        told = Counter(
            Update.objects.filter(slug__startswith="seed-").values_list("headline", flat=True)
        )
        new = told[f"Told for the {number}th time"]
        whole = {0: "none", UPDATES: "all"}
        return whole.get(new, f"{new} of {UPDATES} are new") if len(told) <= 1 else str(dict(told))

    return Change(lambda: load_seeds(folder), state)


def kill_again_and_again(times: int) -> dict[str, dict[str, int]]:
    """What was found after each kill, counted by kind of change; "complaints" are the doctor's."""
    dice = random.Random(2026)
    found: dict[str, Counter[str]] = {}
    article = make_article()
    for _ in range(TAGGED):
        make_annotation(article)
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "sources").mkdir()
        (folder / "sources" / "all.yaml").write_text(
            "sources:\n  - url: https://example.org/seed\n    title: A page\n"
        )
        kinds: dict[str, Callable[[int], Change]] = {
            "publish": publishing,
            "import": importing,
            "merge": merging,
            "load": lambda number: loading(number, folder),
        }
        durations = {name: _duration(make(0)) for name, make in kinds.items()}
        for number in range(1, times + 1):
            kind = list(kinds)[number % len(kinds)]
            change = kinds[kind](number)
            _kill(change.do, dice.uniform(0, 1.2 * durations[kind]))
            found.setdefault(kind, Counter())[_at_one_moment(change.state)] += 1
    bring_up_to_date()
    complaints = Counter(complaint.what for rule in SOUND for complaint in rule())
    return {**found, "complaints": complaints}


def _at_one_moment(state: Callable[[], str]) -> str:
    """On PostgreSQL a session may still commit what its killed client has asked for."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        return state()


def _duration(change: Change) -> float:
    """Seconds that it takes a child when nobody kills it."""
    begun = time.monotonic()
    os.waitpid(_begin(change.do), 0)
    assert change.state() == "all", change.state()
    return time.monotonic() - begun


def _begin(do: Callable[[], object]) -> int:
    # A connection cannot be shared by two processes.
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            do()
        finally:
            os._exit(0)
    return child


def _kill(do: Callable[[], object], after: float) -> None:
    child = _begin(do)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)

"""Loading the seeds: read and check all, decide, write; one transaction, told in counts."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction

from briefs.asserting.noting import see_new
from briefs.importing.seeds.check import read_seeds
from briefs.importing.seeds.nouns import NOUNS
from briefs.importing.seeds.plan import Action, Step, make_plan
from briefs.importing.seeds.present import Ledger
from briefs.importing.seeds.write import Writer
from briefs.recording import recorded

# Any number, the same for all who load seeds into one database.
_LOCK = 7_265_656_473


@dataclass(frozen=True)
class Report:
    """What a load did: counts by plural noun, and a line for each row that was left alone."""

    counts: Mapping[str, Counter[Action]]
    kept: tuple[str, ...]
    orphans: tuple[str, ...]

    @property
    def changed(self) -> int:
        """How many rows were written."""
        return sum(of[Action.CREATE] + of[Action.UPDATE] for of in self.counts.values())


def load_seeds(folder: Path, *, dry_run: bool = False) -> Report:
    """Bring the database in line with the seeds below ``folder``.

    A row that an editor changed or deleted since the last load is left alone. A dry run does all
    of it and takes it back. Raise SeedError, with nothing written, if anything is wrong.
    """
    seeds = read_seeds(folder)
    with recorded(reason="The seeds were loaded.", origin="load_seeds"):
        _wait_for_others()
        ledger = Ledger()
        plan = make_plan(seeds, ledger)
        report = _report(plan, ledger)
        writer = Writer(seeds, ledger)
        for noun in NOUNS:
            writer.write(noun, plan[noun.name])
        # What the rows say at first is no news; what they say later may be.
        see_new()
        if dry_run:
            transaction.set_rollback(True)
    return report


def _wait_for_others() -> None:
    """One load at a time. SQLite has locked already: its transactions begin IMMEDIATE."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _report(plan: Mapping[str, list[Step]], ledger: Ledger) -> Report:
    steps = [step for of_noun in plan.values() for step in of_noun]
    known = {(step.entry.noun.name, step.entry.key) for step in steps}
    return Report(
        counts={noun.plural: Counter(step.action for step in plan[noun.name]) for noun in NOUNS},
        kept=tuple(f"{step.entry}: {step.why}" for step in steps if step.action is Action.KEEP),
        orphans=tuple(f"{noun} {key}" for noun, key in ledger.written if (noun, key) not in known),
    )

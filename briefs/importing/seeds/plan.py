"""What is to be done about each entry, decided against the database before anything is written."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from briefs.anchoring import AnchorError
from briefs.annotating import QuoteNotFound, find
from briefs.importing.seeds.check import Seeds
from briefs.importing.seeds.entries import Content, Entry
from briefs.importing.seeds.nouns import NOUNS
from briefs.importing.seeds.present import Contents, Ledger, compared, fingerprint, present
from briefs.importing.seeds.problems import Problem, SeedError
from briefs.importing.seeds.rules import interval, misplaced, overlap, quote_of
from briefs.importing.seeds.shape import Noun
from briefs.models import Anchor, Article, Version
from briefs.models.vocabulary import MAIN_ROLES, Status


class Action(Enum):
    CREATE = "created"
    UPDATE = "updated"
    LEAVE = "unchanged"
    KEEP = "kept as edited"


WRITTEN = (Action.CREATE, Action.UPDATE)


@dataclass(frozen=True)
class Step:
    """One entry and what becomes of it. ``pk`` and ``before`` are those of its row, if any."""

    entry: Entry
    action: Action
    content: Content
    pk: int | None = None
    before: Content | None = None
    why: str = ""

    @property
    def changed(self) -> list[str]:
        """Names of what differs from the row as it is."""
        before = self.before or {}
        return [name for name, value in self.content.items() if before.get(name) != value]


def make_plan(seeds: Seeds, ledger: Ledger) -> dict[str, list[Step]]:
    """Steps by noun; raise SeedError if an entry asks for what cannot be done to its row."""
    problems: list[Problem] = []
    places = _Places(seeds, ledger)
    plan: dict[str, list[Step]] = {}
    for noun in NOUNS:
        contents = present(noun, ledger)
        rows = {_identity(noun, content): pk for pk, content in contents.items()}
        plan[noun.name] = []
        for entry in seeds.entries[noun.name]:
            places.fill(entry)
            step = _step(entry, contents, rows, ledger)
            problems += (*_refusals(step), *places.refusal(step))
            plan[noun.name].append(step)
        if noun.name == "membership":
            problems += _clashes(plan[noun.name], contents)
    problems += _missing_rows(plan, ledger)
    if problems:
        raise SeedError(problems)
    return plan


def _identity(noun: Noun, content: Content) -> tuple[object, ...]:
    return tuple(content[column] for column in noun.identified_by)


def _step(
    entry: Entry, contents: Contents, rows: dict[tuple[object, ...], int], ledger: Ledger
) -> Step:
    content = compared(entry)
    written = ledger.written.get((entry.noun.name, entry.key))
    if written is None:
        pk = rows.get(_identity(entry.noun, content))
        if pk is None or _is_as_received(entry, contents[pk]):
            return Step(entry, Action.CREATE, content)
        why = "" if contents[pk] == content else "it was there before, not from the seeds"
        action = Action.KEEP if why else Action.LEAVE
        return Step(entry, action, content, pk, contents[pk], why)
    pk, before = written.object_id, contents.get(written.object_id)
    if before is None:
        return Step(entry, Action.KEEP, content, pk, None, "it was deleted")
    if before == content:
        return Step(entry, Action.LEAVE, content, pk, before)
    if fingerprint(before) != written.fingerprint:
        return Step(entry, Action.KEEP, content, pk, before, "it was edited")
    return Step(entry, Action.UPDATE, content, pk, before)


def _is_as_received(entry: Entry, row: Content) -> bool:
    """Whether an importer wrote this row from the same file and nobody has touched it since."""
    match entry.noun.name:
        case "article":
            return (row["sha256"], row["status"]) == (entry.content["sha256"], Status.DRAFT)
        case "reference":
            return not (row["fit"] or row["note"] or row["sources"])
        case _:
            return False


def _refusals(step: Step) -> Iterator[Problem]:
    entry, before = step.entry, step.before
    if before and before.get("sha256") != step.content.get("sha256"):
        yield entry.problem("received", "is not the file that this article was made from")
    if step.action is not Action.UPDATE:
        return
    if entry.noun.name == "assessment":
        yield entry.problem(
            step.changed[0],
            "differs from the assessment that was recorded, and those are never edited; "
            "add a new one below it",
        )
    if "status" in step.changed and step.content["status"] != Status.PUBLISHED:
        yield entry.problem("status", "it is published already; withdraw it in the admin")


def _clashes(steps: list[Step], contents: Contents) -> Iterator[Problem]:
    """Main roles about to be written that overlap one an editor recorded."""
    rewritten = {step.pk for step in steps if step.action is Action.UPDATE}
    held: dict[tuple[str, str], list[Content]] = defaultdict(list)
    for pk, row in contents.items():
        if pk not in rewritten and row["role"] in MAIN_ROLES and row["status"] != Status.WITHDRAWN:
            held[row["organisation"], row["state"]].append(row)
    for step in steps:
        if step.action in WRITTEN and step.content["role"] in MAIN_ROLES:
            for row in held[step.content["organisation"], step.content["state"]]:
                if overlap(step.content, row):
                    told = f"overlaps what an editor recorded, {interval(row)}"
                    yield step.entry.problem("start", told)


def _missing_rows(plan: dict[str, list[Step]], ledger: Ledger) -> Iterator[Problem]:
    """Entries about to be written that refer to rows an editor has deleted."""
    gone = {
        (step.entry.noun.name, step.entry.key)
        for steps in plan.values()
        for step in steps
        if step.action is Action.KEEP and step.before is None
    }
    for steps in plan.values() if gone else ():
        for step in steps:
            if step.action in WRITTEN:
                for where, target, key in step.entry.keys_used():
                    if (target, key) in gone and key not in ledger.ids(target):
                        yield step.entry.problem(where, f"{target} “{key}” was deleted since")


class _Places:
    """Where the words of claims and notes stand, in the version that has or shall have them."""

    def __init__(self, seeds: Seeds, ledger: Ledger) -> None:
        self._received = seeds.received
        self._ledger = ledger
        texts = dict(Version.objects.values_list("pk", "text"))
        versions = Version.objects.order_by("-number").values_list("article", "pk")
        live = Article.objects.filter(live__isnull=False).values_list("pk", "live")
        anchors = Anchor.objects.order_by("-version__number").values_list("annotation", "version")
        # The live version, before there is one the first; of annotations, the earliest.
        self._of_article = {article: texts[pk] for article, pk in (*versions, *live)}
        self._of_annotation = {annotation: texts[pk] for annotation, pk in anchors}

    def fill(self, entry: Entry) -> None:
        """Note in the content where the words start; None if they have no one place."""
        if "quote" in entry.content:
            try:
                entry.content["start"] = find(self._text(entry), quote_of(entry)).start
            except (AnchorError, QuoteNotFound):
                entry.content["start"] = None

    def refusal(self, step: Step) -> Iterator[Problem]:
        if step.action in WRITTEN and "quote" in step.content and step.content["start"] is None:
            problem = misplaced(step.entry, self._text(step.entry))
            yield from [problem] if problem else []

    def _text(self, entry: Entry) -> str:
        slug = entry.content["article"]
        article = self._ledger.ids("article").get(slug, 0)
        text = self._of_article.get(article, self._received[slug].text)
        annotation = self._ledger.ids("claim").get(entry.key, 0)
        return self._of_annotation.get(annotation, text)

"""Carrying out a plan: rows in bulk, and through ``publishing`` the public record."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import prefetch_related_objects

from briefs.annotating import annotate
from briefs.assessing import Cited, Judgement, assess
from briefs.importing.save import SaveError, save_draft
from briefs.importing.seeds.check import Seeds
from briefs.importing.seeds.entries import Content
from briefs.importing.seeds.plan import Action, Step
from briefs.importing.seeds.present import Ledger, fingerprint
from briefs.importing.seeds.problems import Problem, SeedError
from briefs.importing.seeds.rows import (
    columns_of,
    hang_on,
    link_relatives,
    set_columns,
    take_off,
)
from briefs.importing.seeds.rules import quote_of
from briefs.importing.seeds.shape import Noun
from briefs.models import Annotation, Article, Membership, Reference, SeedEntry, Source, Version
from briefs.models.publishing import Publishable
from briefs.models.vocabulary import Status
from briefs.publishing import (
    PublishingError,
    change_membership,
    correct,
    membership_facts,
    publish_annotation,
    publish_article,
    publish_organisation,
    publish_update,
    publish_watch,
    record_membership,
)

DEFAULT_REASON = "Corrected in the editors’ files."


class Writer:
    """Carries out the steps of one noun after the other, inside the caller's transaction."""

    def __init__(self, seeds: Seeds, ledger: Ledger) -> None:
        self._seeds = seeds
        self._ledger = ledger
        self._claims: dict[int, Step] = {}  # to be published once they are judged

    def write(self, noun: Noun, steps: list[Step]) -> None:
        """Raise SeedError if the database refuses a row, for one because an editor has its like."""
        try:
            self._write(noun, steps)
        except IntegrityError as error:
            refused = f"the database refuses one of them: {' '.join(str(error).split())}"
            raise SeedError([Problem("", 0, noun.plural, "", refused)]) from error
        except ValidationError as error:
            refused = f"one of them cannot be: {' '.join(error.messages)}"
            raise SeedError([Problem("", 0, noun.plural, "", refused)]) from error

    def _write(self, noun: Noun, steps: list[Step]) -> None:
        new = [step for step in steps if step.action is Action.CREATE]
        rows = self._create(noun, new)
        made = {}
        for step, row in zip(new, rows, strict=True):
            self._ledger.add(noun.name, step.entry.key, row.pk)
            made[step.entry.key] = row.pk
        self._finish(noun, new, rows)
        for step in steps:
            if step.action is Action.UPDATE:
                self._update(noun, step)
        if noun.name == "assessment":
            self._publish_claims()
        self._remember(noun, steps, made)

    # new rows ------------------------------------------------------------------------------

    def _create(self, noun: Noun, steps: list[Step]) -> list[Any]:
        match noun.name:
            case "article":
                return [self._create_article(noun, step) for step in steps]
            case "reference":
                return self._take_over(noun, steps)
            case "assessment":
                return self._assess(steps)
        rows = [noun.model(**columns_of(noun, step.content, self._ledger)) for step in steps]
        noun.model._default_manager.bulk_create(rows)
        return rows

    def _create_article(self, noun: Noun, step: Step) -> Article:
        received = self._seeds.received[step.entry.key]
        try:
            saved = save_draft(
                received.draft, received.data, name=received.name, slug=step.entry.key, authors=()
            )
        except SaveError as error:
            raise SeedError([step.entry.problem("received", str(error))]) from error
        if saved.article.slug != step.entry.key:
            known = f"this file was imported before, as “{saved.article.slug}”"
            raise SeedError([step.entry.problem("received", known)])
        take_off(noun, saved.article.pk, [part.key for part in noun.parts])
        for name, value in columns_of(noun, step.content, self._ledger).items():
            setattr(saved.article, name, value)
        saved.article.save()
        return saved.article

    def _take_over(self, noun: Noun, steps: list[Step]) -> list[Reference]:
        """References are rows since the article was read; entries say what became of them."""
        known = {(row.article_id, row.number): row for row in Reference.objects.all()}
        articles = self._ledger.ids("article")
        rows = []
        for step in steps:
            row = known[articles[step.content["article"]], step.content["number"]]
            set_columns(row, noun, step.content, ("fit", "note", "state"), self._ledger)
            rows.append(row)
        if rows:
            Reference.objects.bulk_update(rows, ("fit", "note", "state"))
        return rows

    def _assess(self, steps: list[Step]) -> list[Any]:
        if not steps:
            return []
        claims = Annotation.objects.select_related("article").in_bulk()
        sources = Source.objects.in_bulk()
        versions = _versions()
        rows = []
        for step in steps:
            claim = claims[self._ledger.ids("claim")[step.content["annotation"]]]
            judgement = self._judgement(step.content, sources)
            rows.append(assess(claim, versions[claim.article_id], judgement))
        return rows

    def _judgement(self, content: Content, sources: dict[int, Source]) -> Judgement:
        ids = self._ledger.ids("source")
        return Judgement(
            verdict=content["verdict"],
            confidence=content["confidence"],
            rationale=content["rationale"],
            assessed_on=date.fromisoformat(content["assessed_on"]),
            still_holds=content["still_holds"],
            verified=content["verified"],
            not_confirmed=content["not_confirmed"],
            sources=tuple(
                Cited(sources[ids[row["source"]]], row["supports"], row["passage"], row["note"])
                for row in content["sources"]
            ),
        )

    def _finish(self, noun: Noun, steps: list[Step], rows: list[Any]) -> None:
        """What new rows need beyond themselves: relatives, lists, parts, a place, publication."""
        if noun.name == "assessment" or not rows:
            return
        pairs = [(row.pk, step.content) for step, row in zip(steps, rows, strict=True)]
        link_relatives(noun, pairs, rows, self._ledger)
        hang_on(noun, pairs, self._ledger)
        prefetch_related_objects(rows, *(field.column for field in noun.links))
        versions = _versions() if noun.model in (Annotation, Article) else {}
        for step, row in zip(steps, rows, strict=True):
            if isinstance(row, Annotation):
                annotate(row, versions[row.article_id], quote_of(step.entry))
            if step.content.get("status") == Status.PUBLISHED:
                self._publish(step, row, versions)

    # rows that the seeds have changed --------------------------------------------------------

    def _update(self, noun: Noun, step: Step) -> None:
        changed = step.changed
        row = noun.model._default_manager.select_related(
            *(field.column for field in noun.links)
        ).get(pk=step.pk)
        facts = membership_facts(row) if isinstance(row, Membership) else {}
        columns = [name for name in changed if name in noun.columns and name != "status"]
        set_columns(row, noun, step.content, columns, self._ledger)
        take_off(noun, row.pk, changed)
        hang_on(noun, [(row.pk, step.content)], self._ledger, changed)
        if "start" in changed and isinstance(row, Annotation):
            annotate(row, row.anchors.earliest("version__number").version, quote_of(step.entry))
        if isinstance(row, Membership):
            told = change_membership(row, facts, reason=step.entry.reason or DEFAULT_REASON)
        else:
            row.save()
            told = None
        if "status" in changed:
            self._publish(step, row, _versions())
        elif told is None and isinstance(row, Publishable) and row.is_published:
            _correct(row, step)

    # publication -----------------------------------------------------------------------------

    def _publish(self, step: Step, row: Any, versions: dict[int, Version]) -> None:
        if isinstance(row, Annotation):
            self._claims[row.pk] = step
        else:
            _publish(step, row, versions)

    def _publish_claims(self) -> None:
        """As they are now: a claim is published with its verdict."""
        claims = Annotation.objects.select_related("article__live").in_bulk(self._claims)
        for pk, step in self._claims.items():
            _publish(step, claims[pk], {})

    # what was written ------------------------------------------------------------------------

    def _remember(self, noun: Noun, steps: list[Step], made: dict[str, int]) -> None:
        """Note the fingerprint of every row that is now as its entry says."""
        entries = []
        for step in steps:
            pk = made.get(step.entry.key, step.pk)
            if pk is not None and step.action is not Action.KEEP:
                content = fingerprint(step.content)
                entries.append(
                    SeedEntry(noun=noun.name, key=step.entry.key, object_id=pk, fingerprint=content)
                )
        SeedEntry.objects.bulk_create(
            [entry for entry in entries if self._is_news(entry)],
            update_conflicts=True,
            unique_fields=["noun", "key"],
            update_fields=["object_id", "fingerprint"],
        )

    def _is_news(self, entry: SeedEntry) -> bool:
        known = self._ledger.written.get((entry.noun, entry.key))
        return known is None or (known.object_id, known.fingerprint) != (
            entry.object_id,
            entry.fingerprint,
        )


def _versions() -> dict[int, Version]:
    """For each article the version that readers see; before there is one, the first."""
    first = {version.article_id: version for version in Version.objects.order_by("-number")}
    live = Version.objects.filter(live_of__isnull=False)
    return first | {version.article_id: version for version in live}


_PUBLISHERS: dict[str, Callable[[Any], object]] = {
    "organisation": publish_organisation,
    "membership": record_membership,
    "annotation": publish_annotation,
    "update": publish_update,
    "watch": publish_watch,
}


def _publish(step: Step, row: Any, versions: dict[int, Version]) -> None:
    try:
        if isinstance(row, Article):
            publish_article(row, versions[row.pk])
        else:
            _PUBLISHERS[row._meta.model_name](row)
    except PublishingError as error:
        raise SeedError([step.entry.problem("status", str(error))]) from error


def _correct(row: Publishable, step: Step) -> None:
    before = {name: _told((step.before or {}).get(name)) for name in step.changed}
    after = {name: _told(step.content[name]) for name in step.changed}
    correct(row, before, after, reason=step.entry.reason or DEFAULT_REASON)


def _told(value: Any) -> str:
    """A value of a content as one line for readers of the record."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case list():
            return "; ".join(map(_told, value))
        case dict():
            return ", ".join(filter(None, map(_told, value.values())))
        case _:
            return str(value)

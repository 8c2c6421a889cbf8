"""Rows of a table -> what each would do, and, once that was looked over, the doing of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from briefs.anchoring import AnchorError
from briefs.annotating import QuoteNotFound
from briefs.importing.tables.cells import RowOf, Values
from briefs.importing.tables.known import Known
from briefs.importing.tables.placing import Places
from briefs.importing.tables.read import Written
from briefs.importing.tables.report import Change, Effect, Outcome, Problem, Report, digest_of
from briefs.importing.tables.shape import Column, Table
from briefs.models import Annotation, Membership, Organisation, Source
from briefs.models.publishing import Publishable, Staged
from briefs.models.vocabulary import Status
from briefs.publishing import (
    PublishingError,
    change_membership,
    correct,
    membership_facts,
    publish_annotation,
    publish_organisation,
    record_membership,
)
from briefs.record import Editor
from briefs.recording import recorded
from briefs.rights import require
from briefs.stages import reopen


class _Wrong(Exception):
    """What is wrong in a row: column, or nothing for the row as a whole, and message."""

    def __init__(self, *problems: tuple[str, str]) -> None:
        super().__init__(problems)
        self.problems = problems


@transaction.atomic
def save_table(
    table: Table,
    rows: Sequence[Written],
    *,
    by: Editor = None,
    reason: str = "",
    publish: bool = False,
    looked_over: str = "",
) -> Report:
    """Save every row if they do what was looked over, or none; say what they do.

    ``looked_over`` is the digest of the report that an editor saw; without one, with another, or
    with a row that is wrong nothing is saved. Empty cells empty their fields; columns that are not
    there leave theirs alone. What is public is changed through the record, and not saved without a
    ``reason``; ``publish`` makes new rows public. What ``by`` may not do is among the problems.
    """
    saving = _Saving(table, Known(table, rows), by, reason, publish)
    report = Report()
    with recorded(by=by, reason=reason, origin="save_table"):
        for row in rows:
            try:
                report.outcomes.append(saving.save(row))
            except _Wrong as wrong:
                report.problems += [Problem(row.number, *problem) for problem in wrong.problems]
        asked = [table.name, publish, [[row.number, row.cells] for row in rows]]
        report.digest = digest_of(asked, report.outcomes)
        report.without_reason = saving.without_reason
        right = not report.problems and not report.without_reason
        report.saved = right and looked_over == report.digest
        if not report.saved:
            transaction.set_rollback(True)
    return report


@dataclass
class _Saving:
    """One run over the rows of a table."""

    table: Table
    known: Known
    by: Editor
    reason: str
    publish: bool
    places: Places = field(default_factory=Places)
    seen: dict[Any, int] = field(default_factory=dict)
    without_reason: int = 0

    def save(self, row: Written) -> Outcome:
        """Raise _Wrong, having written nothing, if the row cannot stand."""
        values = self._values(row)
        old = self.known.row(values)
        thing = old or self.table.model()
        before = self._shown(thing, row) if old else {}
        if old:
            self._refuse(old, values, row)
        try:
            self._write(thing, values, row, before)
        except ValidationError as error:
            raise _Wrong(*self._by_column(error)) from error
        except IntegrityError as error:
            raise _Wrong(*self._in_words(thing, error)) from error
        except (AnchorError, QuoteNotFound) as error:
            raise _Wrong(("quote", str(error))) from error
        except (PublishingError, PermissionDenied) as error:
            raise _Wrong(("", str(error))) from error
        changes = tuple(_changes(before, self._shown(thing, row)))
        effect = Effect.CHANGED if changes else Effect.UNCHANGED
        if old is None:
            self.seen[thing.pk] = row.number
            self.known.add(thing)
            effect = Effect.CREATED
        return Outcome(row.number, str(thing), effect, changes)

    def _values(self, row: Written) -> Values:
        values: Values = {}
        problems = []
        for column in self._given(row):
            cell = row.cells[column.name]
            if column.required and not cell:
                problems.append((column.name, "must not be empty"))
                continue
            try:
                values |= column.cell.read(cell, self.known.find)
            except ValueError as error:
                problems.append((column.name, str(error)))
        if problems:
            raise _Wrong(*problems)
        return values

    def _given(self, row: Written) -> Iterator[Column]:
        return (column for column in self.table.columns if column.name in row.cells)

    def _shown(self, thing: Any, row: Written) -> dict[str, str]:
        return {column.name: column.cell.show(thing) for column in self._given(row)}

    def _refuse(self, old: Any, values: Values, row: Written) -> None:
        if old.pk in self.seen:
            raise _Wrong(("", f"is the same as row {self.seen[old.pk]:,}"))
        self.seen[old.pk] = row.number
        if getattr(old, "status", "") == Status.WITHDRAWN:
            raise _Wrong(("", "was withdrawn; publish it again first, or choose another slug"))
        if isinstance(old, Annotation) and old.article_id != values["article"].pk:
            raise _Wrong(("article", f"the claim stays with its article, “{old.article.slug}”"))
        if isinstance(old, Source):
            values["url"] = old.url  # the spelling that is known

    def _write(self, thing: Any, values: Values, row: Written, before: dict[str, str]) -> None:
        new = thing.pk is None
        facts = membership_facts(thing) if isinstance(thing, Membership) and not new else {}
        for name, value in values.items():
            setattr(thing, name, value)
        changes = _changes(before, self._shown(thing, row))
        if not (new or changes or isinstance(thing, Annotation)):
            return
        with transaction.atomic():
            if new:
                self._create(thing)
            elif changes:
                self._change(thing, facts, changes)
            if isinstance(thing, Annotation):
                self.places.put(thing, row)
            if isinstance(thing, Staged) and not (new or thing.is_published):
                reopen(thing, by=self.by)
            if new and self.publish:
                self._publish(thing)

    def _create(self, thing: Any) -> None:
        require(self.by, "add", type(thing))
        self._check(thing)
        if isinstance(thing, Publishable):
            thing.created_by = self.by
        thing.save()

    def _change(self, thing: Any, facts: dict[str, str], changes: list[Change]) -> None:
        """Save it; what is public through the record."""
        require(self.by, "change", thing)
        self._check(thing)
        public = isinstance(thing, Publishable) and thing.is_published
        if public and not self.reason:
            self.without_reason += 1
            thing.save()  # to see what the database says; it is not kept
            return
        event = None
        if isinstance(thing, Membership):
            event = change_membership(thing, facts, by=self.by, reason=self.reason)
        else:
            thing.save()
        if public and event is None:
            old = {change.column: change.before for change in changes}
            now = {change.column: change.after for change in changes}
            correct(thing, old, now, reason=self.reason, by=self.by)

    def _check(self, thing: Any) -> None:
        """What the model says of it by itself; the rest is left to the database, which is faster.

        The rows it points to were fetched; a membership's rules are all the database's too.
        """
        cells = (column.cell for column in self.table.columns)
        thing.clean_fields(exclude=[cell.field for cell in cells if isinstance(cell, RowOf)])
        if not isinstance(thing, Membership):
            thing.clean()

    def _in_words(self, thing: Any, error: IntegrityError) -> Iterator[tuple[str, str]]:
        """What the database refused, as the model says it."""
        try:
            thing.full_clean()
        except ValidationError as said:
            return self._by_column(said)
        return iter([("", str(error))])

    def _publish(self, thing: Any) -> None:
        match thing:
            case Organisation():
                publish_organisation(thing, by=self.by, reason=self.reason)
            case Membership():
                record_membership(thing, by=self.by, reason=self.reason)
            case Annotation():
                publish_annotation(thing, by=self.by, reason=self.reason)

    def _by_column(self, error: ValidationError) -> Iterator[tuple[str, str]]:
        for name, messages in error.message_dict.items():
            columns = [at.name for at in self.table.columns if name in at.cell.fields]
            # A field of which the table has no column is named in the message.
            stem = "" if columns or name == NON_FIELD_ERRORS else f"{name.replace('_', ' ')}: "
            yield from ((columns[0] if columns else "", stem + message) for message in messages)


def _changes(before: dict[str, str], after: dict[str, str]) -> list[Change]:
    """Without ``before``, of a new row, all that is not empty."""
    return [
        Change(column, before.get(column, ""), now)
        for column, now in after.items()
        if now != before.get(column, "")
    ]

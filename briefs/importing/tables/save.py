"""Rows of a table -> what each would do, and, if all are right, the doing of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction

from briefs.anchoring import AnchorError, TextQuote
from briefs.annotating import QuoteNotFound, annotate
from briefs.importing.tables.read import Written
from briefs.importing.tables.shape import Column, Table, Values
from briefs.models import Annotation, Membership, Organisation, Source
from briefs.models.publishing import Publishable
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
from briefs.sourcing import is_address, known_source

QUOTE = ("quote", "prefix", "suffix")


@dataclass(frozen=True)
class Outcome:
    """What a row does: created, changed or unchanged; and which columns change."""

    line: int
    name: str
    effect: str
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Problem:
    """What is wrong in a row; ``column`` is empty where it is the row as a whole."""

    line: int
    column: str
    message: str


@dataclass
class Report:
    outcomes: list[Outcome] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    saved: bool = False

    def count(self, effect: str) -> int:
        return sum(outcome.effect == effect for outcome in self.outcomes)


class _Wrong(Exception):
    def __init__(self, problems: list[tuple[str, str]]) -> None:
        super().__init__(problems)
        self.problems = problems


def save_table(
    table: Table,
    rows: list[Written],
    *,
    by: Editor = None,
    reason: str = "",
    publish: bool = False,
    dry_run: bool = False,
) -> Report:
    """Save every row, or none if one of them is wrong. ``dry_run`` says what would happen.

    Empty cells empty their fields; columns that are not there leave theirs alone. What is public
    is changed through the record, for which ``reason`` is needed; ``publish`` makes new rows
    public.
    """
    report = Report()
    with recorded(by=by, reason=reason, origin="save_table"):
        seen: dict[tuple[Any, ...], int] = {}
        for row in rows:
            try:
                with transaction.atomic():
                    report.outcomes.append(_save(table, row, seen, by, reason, publish))
            except _Wrong as wrong:
                report.problems += [Problem(row.line, *problem) for problem in wrong.problems]
        report.saved = not (dry_run or report.problems)
        if not report.saved:
            transaction.set_rollback(True)
    return report


def _save(
    table: Table,
    row: Written,
    seen: dict[tuple[Any, ...], int],
    by: Editor,
    reason: str,
    publish: bool,
) -> Outcome:
    values = _values(table, row)
    key = tuple(values[name] for name in table.key)
    if key in seen:
        raise _Wrong([("", f"is the same row as line {seen[key]}")])
    seen[key] = row.line
    quote = [values.pop(name, "") for name in QUOTE] if table.model is Annotation else []
    old = _existing(table, values)
    thing = old or table.model()
    if old and getattr(old, "status", "") == Status.WITHDRAWN:
        raise _Wrong([("", "was withdrawn; publish it again first, or choose another slug")])
    before = _facts(thing) if old else {}
    changed = [name for name, value in values.items() if getattr(thing, name, None) != value]
    shown = {name: (str(getattr(thing, name)), str(values[name])) for name in changed if old}
    for name, value in values.items():
        setattr(thing, name, value)
    try:
        if isinstance(thing, Annotation) and old and "article" in changed:
            raise PublishingError("a claim stays with its article")
        thing.full_clean()
        if old is None or changed:
            _write(thing, old is None, before, shown, by, reason)
        moved = bool(quote) and _place(thing, quote)
        if old is None and publish:
            _publish(thing, by, reason)
    except ValidationError as error:
        raise _Wrong(list(_by_column(table, error))) from error
    except (AnchorError, QuoteNotFound) as error:
        raise _Wrong([("quote", str(error))]) from error
    except (PublishingError, IntegrityError) as error:
        raise _Wrong([("", str(error))]) from error
    columns = tuple(_columns_of(table, changed)) + (("quote",) if moved and old else ())
    effect = "created" if old is None else "changed" if columns else "unchanged"
    return Outcome(row.line, str(thing), effect, columns if old else ())


def _values(table: Table, row: Written) -> Values:
    values: Values = {}
    problems = []
    for column in table.columns:
        if column.name not in row.cells:
            continue
        cell = row.cells[column.name]
        if column.required and not cell:
            problems.append((column.name, "must not be empty"))
            continue
        try:
            values |= column.read(cell)
        except ValueError as error:
            problems.append((column.name, str(error)))
    if problems:
        raise _Wrong(problems)
    return values


def _existing(table: Table, values: Values) -> Any:
    """The row that is meant. A source is known however its address is spelt, and keeps it."""
    if table.model is Source:
        source = known_source(values["url"]) if is_address(values["url"]) else None
        values["url"] = source.url if source else values["url"]
        return source
    found = table.model._default_manager.filter(**{name: values[name] for name in table.key})
    if table.model is Membership:
        found = found.exclude(status=Status.WITHDRAWN)
    return found.first()


def _facts(thing: Any) -> dict[str, str]:
    return membership_facts(thing) if isinstance(thing, Membership) else {}


def _write(
    thing: Any,
    new: bool,
    before: dict[str, str],
    shown: dict[str, tuple[str, str]],
    by: Editor,
    reason: str,
) -> None:
    """Save it; what is public through the record."""
    public = isinstance(thing, Publishable) and thing.is_published
    if public and not new and not reason:
        raise PublishingError("This is published: give the reason for the change.")
    if new and isinstance(thing, Publishable):
        thing.created_by = by
    if isinstance(thing, Membership) and not new:
        change_membership(thing, before, by=by, reason=reason)
        return
    thing.save()
    if public and not new:
        old = {name: was for name, (was, _) in shown.items()}
        now = {name: becomes for name, (_, becomes) in shown.items()}
        correct(thing, old, now, reason=reason, by=by)


def _place(claim: Annotation, quote: list[str]) -> bool:
    """Put the claim on its words; whether that moved it."""
    version = claim.article.live or claim.article.versions.first()
    if version is None:
        raise PublishingError("The article has no text yet.")
    before = claim.anchors.filter(version=version).values_list("start", "end").first()
    exact, *context = quote
    if not any(context) and claim.anchors.filter(version=version, exact=exact).exists():
        return False
    anchor = annotate(claim, version, TextQuote(*quote))
    moved = (anchor.start, anchor.end) != before
    if moved and claim.is_published:
        raise PublishingError(
            "The claim is public: give it other words on the page of its article’s claims, which "
            "records the words it had."
        )
    return moved


def _publish(thing: Any, by: Editor, reason: str) -> None:
    match thing:
        case Organisation():
            publish_organisation(thing, by=by, reason=reason)
        case Membership():
            record_membership(thing, by=by, reason=reason)
        case Annotation():
            publish_annotation(thing, by=by, reason=reason)


def _columns_of(table: Table, fields: list[str]) -> Iterator[str]:
    for column in table.columns:
        if any(_belongs(column, name) for name in fields):
            yield column.name


def _belongs(column: Column, name: str) -> bool:
    plain = name.removesuffix("_precision")
    return column.name in (plain, plain.removesuffix("_on")) or (column.name, plain) == (
        "date",
        "dated_on",
    )


def _by_column(table: Table, error: ValidationError) -> Iterator[tuple[str, str]]:
    for name, messages in error.message_dict.items():
        columns = [] if name == NON_FIELD_ERRORS else list(_columns_of(table, [name]))
        yield from ((columns[0] if columns else "", message) for message in messages)

"""Claims of fact held against the membership data of the article's day."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Q

from briefs.dates import PartialDate
from briefs.models import Annotation, Article, Membership
from briefs.models.quality import Check
from briefs.models.vocabulary import MAIN_ROLES, Kind, Role
from briefs.names import Names
from briefs.quality.claims import ClaimFacts
from briefs.quality.finding import Finding, Mend
from briefs.quality.things import unverified_role
from briefs.statements import Said, Statement, read_statement

Pair = tuple[int, int]  # a state and an organisation


class Outcome(StrEnum):
    AGREES = "agrees"
    CONTRADICTS = "contradicts"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Days:
    """From the first to the last day on which it may have been; both included."""

    first: date
    last: date


def days_of(day: PartialDate) -> Days:
    return Days(day.earliest, day.last)


def _year(year: int) -> Days:
    return Days(date(year, 1, 1), date(year, 12, 31))


def judge(
    statement: Statement, rows: Sequence[Membership], day: PartialDate
) -> tuple[Outcome, Membership | None]:
    """Hold a statement made on ``day`` against the main roles of its state in its organisation.

    It is contradicted only where no reading of the dates lets it be so. Without a row, or with
    one that is not verified, nothing is decided: what is not recorded may still have been.
    """
    written = days_of(day)
    holding = [row for row in rows if row.role == statement.role]
    sure = next((row for row in holding if row.verified and _is_so(statement, row, written)), None)
    if sure is not None:
        return Outcome.AGREES, sure
    unverified = any(not row.verified for row in rows)
    if not rows or unverified or any(_may_be_so(statement, row, written) for row in holding):
        return Outcome.UNDECIDED, None
    window = _window(statement, written)
    return Outcome.CONTRADICTS, min(
        rows,
        key=lambda row: (not _may_overlap(row, window), row.role != statement.role, row.start),
    )


def _window(statement: Statement, written: Days) -> Days:
    """The days that a statement speaks of."""
    if statement.year is not None:
        return _year(statement.year)
    return written if statement.said is Said.HOLDS else Days(date.min, written.last)


def _end(row: Membership) -> Days:
    """The first day without the role."""
    return days_of(row.ended) if row.ended else Days(date.max, date.max)


def _may_overlap(row: Membership, window: Days) -> bool:
    return days_of(row.started).first <= window.last and _end(row).last > window.first


def _may_be_so(statement: Statement, row: Membership, written: Days) -> bool:
    window = _window(statement, written)
    start = days_of(row.started)
    if statement.said is Said.TOOK:
        return start.first <= window.last and start.last >= window.first
    return _may_overlap(row, window)


def _is_so(statement: Statement, row: Membership, written: Days) -> bool:
    window = _window(statement, written)
    start, end = days_of(row.started), _end(row)
    match statement.said:
        case Said.TOOK:
            return window.first <= start.first and start.last <= window.last
        case Said.HELD:
            return start.last <= window.last and max(start.last, window.first) < end.first
        case _:
            return start.last <= window.first and window.last < end.first


def statement_of(facts: ClaimFacts, names: Names, about: "About") -> Statement | None:
    """What the claim plainly says: by its words, or else by the editors' summary of them."""
    claim = facts.claim
    if claim.kind != Kind.FACT:
        return None
    states, bodies = about.states[claim.pk], about.organisations[claim.pk]
    return read_statement(facts.words, names, states, bodies) or read_statement(
        claim.summary, names, states, bodies
    )


class About:
    """Which states and organisations each claim is about. Two queries."""

    def __init__(self, claims: Iterable[Annotation]) -> None:
        ids = [claim.pk for claim in claims]
        self.states: dict[int, set[int]] = defaultdict(set)
        self.organisations: dict[int, set[int]] = defaultdict(set)
        for model, noun in ((self.states, "state"), (self.organisations, "organisation")):
            through = getattr(Annotation, f"{noun}s").through
            rows = through.objects.filter(annotation__in=ids)
            for claim, thing in rows.values_list("annotation_id", f"{noun}_id"):
                model[claim].add(thing)

    def pairs(self, claim: Annotation) -> set[Pair]:
        return {
            (state, body)
            for state in self.states[claim.pk]
            for body in self.organisations[claim.pk]
        }


def role_findings(
    article: Article, claims: Sequence[ClaimFacts], names: Names
) -> Iterator[Finding]:
    """Claims that the memberships contradict, and unverified memberships that claims are about.

    Three queries.
    """
    about = About(facts.claim for facts in claims)
    said = {facts.claim.pk: statement_of(facts, names, about) for facts in claims}
    concerned: dict[Pair, list[ClaimFacts]] = defaultdict(list)
    for facts in claims:
        for pair in about.pairs(facts.claim) | _pair_of(said[facts.claim.pk]):
            concerned[pair].append(facts)
    rows = _rows(concerned, set().union(*map(_pair_of, said.values())))
    for facts in claims:
        statement = said[facts.claim.pk]
        if statement is not None and article.originally is not None:
            found = rows[statement.state, statement.organisation]
            yield from _contradiction(facts, statement, found, article.originally)
    for pair, memberships in rows.items():
        for membership in memberships:
            if not membership.verified:
                yield _unverified(membership, concerned[pair])


def _pair_of(statement: Statement | None) -> set[Pair]:
    return {(statement.state, statement.organisation)} if statement else set()


def _rows(concerned: Collection[Pair], said: Collection[Pair]) -> dict[Pair, list[Membership]]:
    """The main roles of the pairs that something is said of; of the others, what is unverified."""
    found: dict[Pair, list[Membership]] = defaultdict(list)
    of_statements = Q(
        state__in={state for state, _ in said}, organisation__in={body for _, body in said}
    )
    memberships = Membership.objects.published().filter(
        Q(verified=False) | of_statements,
        role__in=MAIN_ROLES,
        state__in={state for state, _ in concerned},
        organisation__in={body for _, body in concerned},
    )
    for row in memberships.select_related("state", "organisation").order_by("start", "id"):
        if (row.state_id, row.organisation_id) in concerned:
            found[row.state_id, row.organisation_id].append(row)
    return found


def _contradiction(
    facts: ClaimFacts, statement: Statement, rows: Sequence[Membership], day: PartialDate
) -> Iterator[Finding]:
    outcome, row = judge(statement, rows, day)
    if outcome is not Outcome.CONTRADICTS or row is None:
        return
    held = f"{row.get_role_display()} from {row.started}"
    if row.ended:
        held += f" to {row.ended}"
    message = (
        f"{facts.name} says that {row.state.name} {_said(statement, row)}; the membership data has "
        f"it as {held}: put right whichever is wrong."
    )
    seen = (facts.claim.summary, facts.words, held)
    yield Finding(Check.AGAINST_MEMBERSHIPS, facts.claim, message, Mend.CLAIM, seen, row)


_VERBS = {Said.HOLDS: "is", Said.HELD: "was", Said.TOOK: "became"}


def _said(statement: Statement, row: Membership) -> str:
    role = Role(statement.role).label
    article = "an" if role[0] in "aeiou" else "a"
    year = f" in {statement.year}" if statement.year else ""
    verb, body = _VERBS[statement.said], row.organisation.short_name
    return f"{verb} {article} {role} of {body}{year}"


def _unverified(membership: Membership, claims: Sequence[ClaimFacts]) -> Finding:
    """One for each membership, naming the claims."""
    more = f" and {len(claims) - 1} more" if len(claims) > 1 else ""
    return unverified_role(membership, f"about it: {claims[0].name}{more}")

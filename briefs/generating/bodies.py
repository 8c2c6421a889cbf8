"""What articles name: states, topics, people, sources, organisations with their members."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice
from random import Random

from django.utils import timezone

from briefs.generating.amounts import Amounts, moment
from briefs.generating.lines import line, public
from briefs.generating.words import name, sentence
from briefs.generating.writing import Write
from briefs.models import (
    Citation,
    Event,
    Membership,
    Organisation,
    Person,
    Source,
    SourceVisit,
    State,
    Topic,
)
from briefs.models.visit import VisitState
from briefs.models.vocabulary import EventKind, OrganisationKind, Precision, Role

STATES, TOPICS = 100, 200


@dataclass
class Shared:
    """Rows that the others name."""

    now: datetime
    states: list[State]
    topics: list[Topic]
    people: list[Person]
    sources: list[Source]
    organisations: list[Organisation] = field(default_factory=list)


def shared(amounts: Amounts, rng: Random, write: Write) -> Shared:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    known = set(State.objects.values_list("iso_a3", flat=True))
    codes = (f"X{a}{b}" for a in letters for b in letters)
    free = islice((code for code in codes if code not in known), STATES)
    states = [State(iso_a3=code, name=f"Generated state {code}") for code in free]
    topics = [
        Topic(slug=f"generated-topic-{n}", name=f"Generated topic {n}", definition="Means nothing.")
        for n in range(1, TOPICS + 1)
    ]
    people = [
        Person(slug=f"generated-person-{n}", name=f"Generated Person {n} of {name(rng)}")
        for n in range(1, amounts.articles // 20 + 2)
    ]
    sources = [
        Source(
            url=f"https://example.org/generated/{n}",
            title=f"Generated page {n} on {name(rng)}",
            publisher=f"Generated paper {n % 50}",
            weak=n % 11 == 0,
        )
        for n in range(1, amounts.annotations // 5 + 2)
    ]
    for rows in (states, topics, people, sources):
        write(rows)
    now = timezone.now()
    write(
        SourceVisit(
            source=source,
            address=source.url,
            state=VisitState.GONE if rng.random() < 0.03 else VisitState.LIVE,
            since=now - timedelta(days=rng.randrange(1, 400)),
            visited_at=now - timedelta(days=rng.randrange(7)),
        )
        for source in sources
    )
    return Shared(now, states, topics, people, sources)


def bodies(numbers: range, amounts: Amounts, rng: Random, known: Shared, write: Write) -> None:
    """The organisations of these numbers, all of them older than the first article."""
    made = [
        Organisation(
            slug=f"generated-body-{n}",
            name=f"Generated body {n} of {name(rng)}",
            abbreviation=f"GB{n}",
            kind=rng.choice(OrganisationKind.values),
            summary=sentence(rng, n),
            founded_on=date(1950 + n % 60, 1, 1),
            founded_on_precision=Precision.YEAR,
            **public(rng, moment(known.now, 0.1 * n / (amounts.bodies + 1))),
        )
        for n in numbers
    ]
    write(made)
    memberships = [
        _membership(rng, body, state)
        for body, n in zip(made, numbers, strict=True)
        for state in rng.sample(known.states, min(amounts.memberships_of(n), STATES))
    ]
    write(memberships)
    cited = rng.choices(known.sources, k=len(made) + len(memberships))
    write(
        Citation(**{str(thing._meta.model_name): thing}, source=source, position=1)
        for thing, source in zip([*made, *memberships], cited, strict=True)
    )
    write(_told(rng, made, memberships))
    known.organisations.extend(made)


def _membership(rng: Random, body: Organisation, state: State) -> Membership:
    start, ended = date(1990 + rng.randrange(25), 1, 1), rng.random() < 0.2
    return Membership(
        organisation=body,
        state=state,
        role=Role.OBSERVER if rng.random() < 0.15 else Role.MEMBER,
        start=start,
        start_precision=Precision.YEAR,
        end=start.replace(year=start.year + 5) if ended else None,
        end_precision=Precision.YEAR if ended else "",
        verified=rng.random() > 0.05,
        **public(rng, body.recorded_at),
    )


def _told(rng: Random, made: list[Organisation], memberships: list[Membership]) -> Iterator[Event]:
    for body in made:
        kind = EventKind.ORGANISATION_PUBLISHED
        yield line(rng, kind, body.name, body.recorded_at, organisation=body)
    for row in memberships:
        headline = f"{row.state.name} – {row.organisation.name}: {row.get_role_display()}"
        yield line(
            rng,
            EventKind.MEMBERSHIP_RECORDED,
            headline,
            row.recorded_at,
            row.start,
            organisation=row.organisation,
            membership=row,
        )

"""The claims of one article: which of them an address asks for, and how they add up."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict

from briefs.anchoring import Span
from briefs.models.vocabulary import FACT_SCALE, FORECAST_SCALE, Kind, Verdict
from briefs.reading import Card, Details, Tally, tally
from briefs.sentences import sentences
from briefs.views.filters import Facet, options

NOT_ASSESSED = "none"
Named = list[tuple[str, str]]  # values of a card, each with its words
VALUES: dict[str, tuple[str, Callable[[Card, Details], Named]]] = {
    "kind": ("Kind", lambda card, _: [(card.kind.value, card.kind.label)]),
    "verdict": (
        "Verdict",
        lambda card, _: [(card.verdict or NOT_ASSESSED, card.verdict_words)],
    ),
    "topic": ("Topic", lambda _, known: [(topic.slug, topic.name) for topic in known.topics]),
    "organisation": (
        "Organisation",
        lambda _, known: [(body.slug, body.name) for body in known.organisations],
    ),
}


@dataclass(frozen=True)
class Chosen:
    """The claims that the address asks for, and what else it could ask for."""

    claims: list[Card]
    facets: tuple[Facet, ...]
    is_narrowed: bool
    rest: str  # the address's query without the filters


def chosen_claims(
    claims: Sequence[Card], details: Mapping[int, Details], asked: QueryDict
) -> Chosen:
    """Filter by kind, verdict, topic and organisation; each facet counts as the others leave it."""
    wanted = {name: asked[name] for name in VALUES if asked.get(name)}

    def fits(card: Card, names: Sequence[str]) -> bool:
        return all(wanted[name] in dict(VALUES[name][1](card, details[card.id])) for name in names)

    facets = []
    for name, (label, values) in VALUES.items():
        others = [other for other in wanted if other != name]
        counts: Counter[tuple[str, str]] = Counter()
        for card in claims:
            if fits(card, others):
                counts.update(values(card, details[card.id]))
        found = [
            (value, words, count)
            for (value, words), count in sorted(counts.items(), key=lambda at: (-at[1], at[0][1]))
        ]
        facets.append(Facet(label, options(asked, name, found, wanted.get(name))))
    rest = asked.copy()
    for name in VALUES:
        rest.pop(name, None)
    kept = [card for card in claims if fits(card, list(wanted))]
    return Chosen(kept, tuple(facets), bool(wanted), rest.urlencode())


# How it adds up ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Segment:
    """One verdict of a bar a hundred wide."""

    tally: Tally
    start: float
    width: float


@dataclass(frozen=True)
class Bar:
    """The claims of one scale by their verdicts; ``open`` are those without one yet."""

    label: str
    total: int
    segments: tuple[Segment, ...]
    open: int


def bar(label: str, counts: Counter[str], scale: Sequence[Verdict]) -> Bar:
    total = counts.total()
    segments = []
    start = 0.0
    for one in tally(counts, scale):
        width = 100 * one.count / total
        segments.append(Segment(one, round(start, 2), round(width, 2)))
        start += width
    judged = sum(segment.tally.count for segment in segments)
    return Bar(label, total, tuple(segments), total - judged)


def bars(counted: Mapping[tuple[str, str], int]) -> list[Bar]:
    """One for each scale that has a claim, from how many there are by kind and verdict."""
    forecasts: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for (kind, verdict), count in counted.items():
        (forecasts if kind == Kind.FORECAST else others)[verdict] += count
    made = [("Statements", others, FACT_SCALE), ("Forecasts", forecasts, FORECAST_SCALE)]
    return [bar(label, counts, scale) for label, counts, scale in made if counts]


def sentences_claimed(text: str, claims: Sequence[Card]) -> tuple[int, int]:
    """How many sentences the text has, and in how many of them something is claimed."""
    found = sentences(text)
    spans = [Span(card.start, card.end) for card in claims]
    with_claim = sum(any(s.start < one.end and one.start < s.end for s in spans) for one in found)
    return len(found), with_claim

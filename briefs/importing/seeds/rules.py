"""What must hold between the keys of one entry, and between entries, beyond the table of nouns."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

from briefs.anchoring import AmbiguousQuote, AnchorError, TextQuote
from briefs.annotating import QuoteNotFound, find
from briefs.importing.seeds.entries import Content, Entry
from briefs.importing.seeds.problems import Problem
from briefs.importing.seeds.received import Received
from briefs.models.vocabulary import FACT_SCALE, FORECAST_SCALE, MAIN_ROLES, Fit, Kind, Role

ByNoun = Mapping[str, list[Entry]]
Texts = Mapping[str, Received]
_OPEN_END = "9999-12-31"
_KEY = re.compile("[a-z0-9-]{1,100}")


def broken_rules(entries: ByNoun, texts: Texts) -> Iterator[Problem]:
    """Every breach among entries that could be read."""
    for noun, rules in _RULES.items():
        for entry in entries[noun]:
            for rule in rules:
                yield from rule(entry)
    yield from _overlaps(entries["membership"])
    yield from _assessments(entries)
    yield from _quotes(entries, texts)
    yield from _links(entries["reference"], texts)
    yield from _mentions(entries["article"], texts)


def _state(entry: Entry) -> Iterator[Problem]:
    yield from _place(entry, "latitude", "longitude", "latitude", "longitude")
    if entry.key in entry.content["successors"]:
        yield entry.problem("successors", "a state does not succeed itself")


def _organisation(entry: Entry) -> Iterator[Problem]:
    content = entry.content
    yield from _place(entry, "seat.latitude", "seat.longitude", "seat_latitude", "seat_longitude")
    for key in ("parent", "predecessor", "successor"):
        if content[key] == entry.key:
            yield entry.problem(key, "a body is not its own relative")
    founded, dissolved = content["founded_on"], content["dissolved_on"]
    if founded and dissolved and dissolved < founded:
        yield entry.problem("dissolved.date", "lies before it was founded")


def _place(entry: Entry, *names: str) -> Iterator[Problem]:
    """``names``: keys of latitude and longitude, then their columns."""
    limits = {names[0]: (entry.content[names[2]], 90), names[1]: (entry.content[names[3]], 180)}
    for key, (value, limit) in limits.items():
        if value is not None and abs(value) > limit:
            yield entry.problem(key, f"{value} lies outside -{limit} to {limit}")
    if [value is None for value, _ in limits.values()].count(True) == 1:
        yield entry.problem(names[0], "latitude and longitude go together")


def _membership(entry: Entry) -> Iterator[Problem]:
    if not _KEY.fullmatch(entry.key):
        yield entry.problem("key", "must be small letters, digits and hyphens, at most 100")
    start, end = entry.content["start"], entry.content["end"]
    if end and end <= start:
        yield entry.problem("end", f"{end} is not after the start, {start}")


def _article(entry: Entry) -> Iterator[Problem]:
    if not entry.content["authors"]:
        yield entry.problem("authors", "is missing")


def _claim(entry: Entry) -> Iterator[Problem]:
    content = entry.content
    if content["kind"] == Kind.NOTE:
        yield entry.problem("kind", "an editor’s note is written under “notes”")
    low, high = content["probability_low"], content["probability_high"]
    if content["kind"] != Kind.FORECAST:
        for key in ("event", "deadline", "criterion", "probability_low", "probability_high"):
            if content[key] not in ("", None):
                yield entry.problem(key, "belongs to forecasts alone")
    elif (low is None) != (high is None):
        yield entry.problem("probability_low", "give both ends, or neither")
    elif low is not None and not 0 <= low <= high <= 100:
        yield entry.problem("probability_low", f"{low} to {high} is no range from 0 to 100")


def _assertions(entry: Entry) -> Iterator[Problem]:
    for number, row in enumerate(entry.content["assertions"], 1):
        at = f"assertions {number}"
        if (row["state"] is None) == (row["members_of"] is None):
            yield entry.problem(at, "say whom: a state, or all members_of a body")
        if row["excepted"] and row["members_of"] is None:
            yield entry.problem(at, "“except” belongs to members_of")
        if row["members_of"] == row["organisation"]:
            yield entry.problem(at, "that the members of a body are its members says nothing")


def _reference(entry: Entry) -> Iterator[Problem]:
    fit, sources = entry.content["fit"], entry.content["sources"]
    if sources and fit in ("", Fit.NONE):
        yield entry.problem("fit", "say how far the proposed sources fit")
    if not sources and fit not in ("", Fit.NONE):
        yield entry.problem("sources", f"are missing; fit is “{fit}”")


_RULES: dict[str, tuple[Callable[[Entry], Iterator[Problem]], ...]] = {
    "state": (_state,),
    "organisation": (_organisation,),
    "membership": (_membership,),
    "article": (_article,),
    "claim": (_claim, _assertions),
    "reference": (_reference,),
}


def _overlaps(memberships: Iterable[Entry]) -> Iterator[Problem]:
    """A state has one main role at a time in a body, and no role twice from one day."""
    held: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    once: dict[tuple[Any, ...], Entry] = {}
    for entry in memberships:
        content = entry.content
        body = (content["organisation"], content["state"])
        other = once.setdefault((*body, content["role"], content["start"]), entry)
        if other is not entry:
            yield entry.problem("start", f"the same role from the same day as {other.key}")
        elif content["role"] in MAIN_ROLES:
            held[body].append(entry)
    for roles in held.values():
        roles.sort(key=lambda entry: entry.content["start"])
        for before, after in pairwise(roles):
            if overlap(before.content, after.content):
                told = (
                    f"{interval(after.content)} overlaps {before.key}, {interval(before.content)}"
                )
                yield after.problem("start", told)


def overlap(one: Content, other: Content) -> bool:
    """Whether two half-open intervals of memberships share a day."""
    return bool(
        one["start"] < (other["end"] or _OPEN_END) and other["start"] < (one["end"] or _OPEN_END)
    )


def interval(content: Content) -> str:
    return f"{Role(content['role']).label} from {content['start']} to {content['end'] or 'now'}"


def _assessments(entries: ByNoun) -> Iterator[Problem]:
    """Verdicts on the scale of their claim, oldest first."""
    kinds = {entry.key: entry.content["kind"] for entry in entries["claim"]}
    latest: dict[str, str] = {}
    for entry in entries["assessment"]:
        claim, day = entry.content["annotation"], entry.content["assessed_on"]
        if claim not in kinds:
            continue
        scale = FORECAST_SCALE if kinds[claim] == Kind.FORECAST else FACT_SCALE
        if entry.content["verdict"] not in scale:
            allowed = ", ".join(verdict.value for verdict in scale)
            said = f"“{entry.content['verdict']}” is no verdict on a claim of kind {kinds[claim]}"
            yield entry.problem("verdict", f"{said}; one of: {allowed}")
        if day <= latest.get(claim, ""):
            yield entry.problem("assessed_on", f"{day} is not after {latest[claim]}, above it")
        latest[claim] = max(day, latest.get(claim, ""))


def quote_of(entry: Entry) -> TextQuote:
    content = entry.content
    return TextQuote(content["quote"], content["prefix"], content["suffix"])


def misplaced(entry: Entry, text: str) -> Problem | None:
    """Why the words of a claim or note have no one place in ``text``; None if they have."""
    try:
        find(text, quote_of(entry))
    except QuoteNotFound:
        return entry.problem("quote", f"is not in the article: “{entry.content['quote']}”")
    except AmbiguousQuote as error:
        return entry.problem(
            "quote",
            f"stands {len(error.places)} times in the article: “{entry.content['quote']}”; "
            "add the words before and after it as prefix and suffix",
        )
    except AnchorError as error:
        return entry.problem("quote", str(error))
    return None


def _quotes(entries: ByNoun, texts: Texts) -> Iterator[Problem]:
    for entry in (*entries["claim"], *entries["note"]):
        received = texts.get(entry.content["article"])
        if received and (problem := misplaced(entry, received.text)):
            yield problem


def _links(references: Iterable[Entry], texts: Texts) -> Iterator[Problem]:
    """References are links that the article has, with the words it has there."""
    for entry in references:
        received = texts.get(entry.content["article"])
        if received is None:
            continue
        links = {link.number: link.words for link in received.draft.links}
        number, words = entry.content["number"], entry.content["words"]
        if number not in links:
            yield entry.problem("number", f"the article has {len(links)} links")
        elif links[number] != words:
            yield entry.problem("words", f"link {number} of the article reads “{links[number]}”")


def _mentions(articles: Iterable[Entry], texts: Texts) -> Iterator[Problem]:
    for entry in articles:
        received = texts.get(entry.key)
        for mention in entry.content["mentions"] if received else ():
            if received and mention["words"] not in received.words:
                yield entry.problem("mentions", f"not in the article: “{mention['words']}”")

"""An event as an item: its title, its address, and what changed, in words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Prefetch
from django.template.loader import get_template
from django.urls import reverse

from briefs.dates import PartialDate
from briefs.feeds.text import clean, one_line
from briefs.models import Annotation, Bearing, Event, Tombstone
from briefs.models.vocabulary import Confidence, EventKind, Kind, OrganisationKind, Role, Verdict

LONGEST = 400
"""Characters of a changed text that are shown before and after."""
# What of a change is told, and how it is named. Other facts of the record may name what is hidden.
TOLD = {
    "verdict": "Verdict",
    "confidence": "Confidence",
    "version": "Version",
    "role": "Role",
    "start": "From",
    "end": "To",
    "verified": "Verified",
    "kind": "Kind",
    "summary": "Summary",
    "headline": "Headline",
    "body": "Text",
    "name": "Name",
    "abbreviation": "Abbreviation",
    "event": "Foreseen",
    "criterion": "Would count as come true",
    "deadline": "By",
    "happened_on": "Happened",
    "founded_on": "Founded",
    "dissolved_on": "Ended",
    "seat": "Seat",
    "expected": "Expected",
    "words": "Words",
    "quote": "Words",
}
_LABELS: dict[str, dict[str, str]] = {
    "verdict": dict(Verdict.choices),
    "confidence": dict(Confidence.choices),
    "role": dict(Role.choices),
    "kind": dict(Kind.choices) | dict(OrganisationKind.choices),
}
# Before the name of what an event is about.
PREFIX = {
    EventKind.ARTICLE_PUBLISHED: "Article",
    EventKind.VERSION_PUBLISHED: "New version",
    EventKind.CLAIM_RETIRED: "Claim retired",
    EventKind.CORRECTED: "Correction",
    EventKind.ORGANISATION_PUBLISHED: "Organisation",
    EventKind.MEMBERSHIP_RECORDED: "Membership",
    EventKind.MEMBERSHIP_CHANGED: "Membership changed",
    EventKind.WATCH_OPENED: "Watched",
    EventKind.WITHDRAWN: "Withdrawn",
}
_TEXTS = ("body", "text", "end_note", "author_note")


@dataclass(frozen=True)
class Fact:
    """Something that changed, as people write it; what is not known or was nothing is empty."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Link:
    words: str
    address: str
    before: str = ""  # words in front of it


@dataclass(frozen=True)
class Item:
    tag: str
    kind: str
    title: str
    address: str
    moment: datetime
    facts: list[Fact] = field(default_factory=list)
    quotation: str = ""
    paragraphs: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    terms: tuple[str, ...] = ()

    def html(self, base: str) -> str:
        """The content, which is well-formed XML too, its addresses below ``base``."""
        template = get_template("briefs/feed_item.html")
        return clean(template.render({"item": self, "base": base})).strip()


def items(numbers: Sequence[int]) -> Iterator[Item]:
    """The events of these numbers, in their order. Three queries at most."""
    public = Annotation.objects.published()
    bearings = Bearing.objects.filter(annotation__in=public).select_related("annotation")
    events = (
        Event.objects.filter(pk__in=numbers)
        .select_related(
            *("article__live", "version", "annotation", "assessment", "update", "watch"),
            *("organisation", "membership__state"),
        )
        # Whole texts, which no item tells.
        .defer(*(f"{row}__{name}" for row in ("article__live", "version") for name in _TEXTS))
        .prefetch_related(Prefetch("update__bearings", bearings), Prefetch("watch__claims", public))
    )
    found = {event.pk: event for event in events}
    return (item_of(found[pk]) for pk in numbers if pk in found)


def tombstones(numbers: Sequence[int]) -> Iterable[Tombstone]:
    """The last tombstone of each event, the newest event first. One query."""
    found = Tombstone.objects.filter(event__in=numbers).select_related("event", "withdrawal")
    return {
        stone.event_id: stone for stone in found.order_by("-event_id", "withdrawal_id")
    }.values()


def item_of(event: Event) -> Item:
    if event.kind == EventKind.WITHDRAWN:
        return _item(event, paragraphs=[event.reason])  # nothing else of what was taken back
    if event.assessment:
        return _assessment(event)
    if event.update:
        return _update(event)
    if event.annotation:
        return _claim(event)
    if event.version:
        return _version(event)
    if event.watch:
        claims = [
            Link(claim.summary, claim.get_absolute_url()) for claim in event.watch.claims.all()
        ]
        return _item(event, paragraphs=[event.reason, event.watch.found], links=claims)
    return _item(event, paragraphs=[event.reason])


def _item(event: Event, **said) -> Item:
    said["paragraphs"] = [
        line.strip() for text in said["paragraphs"] for line in text.split("\n\n") if line.strip()
    ]
    return Item(
        tag=event.tag,
        kind=event.get_kind_display(),
        title=one_line(_title(event)),
        address=_address(event),
        moment=event.recorded_at,
        facts=list(facts(event)),
        terms=_terms(event),
        **said,
    )


def _terms(event: Event) -> tuple[str, ...]:
    """What readers sort items by: the kind of event, and of claim."""
    if event.annotation and event.kind != EventKind.WITHDRAWN:
        return event.get_kind_display(), event.annotation.get_kind_display()
    return (event.get_kind_display(),)


def _subject(event: Event) -> str:
    """What it is about, as it is called now: a typing error put right is right here too."""
    if event.kind == EventKind.WITHDRAWN or event.membership:
        return event.headline
    if event.version:
        return event.version.title
    for thing, name in (
        (event.annotation, "summary"),
        (event.update, "headline"),
        (event.organisation, "name"),
        (event.watch, "what"),
    ):
        if thing:
            return getattr(thing, name)
    return event.article.live.title if event.article and event.article.live else event.headline


def _title(event: Event) -> str:
    subject = _subject(event)
    if event.kind == EventKind.UPDATED:
        return subject
    if event.assessment:
        return f"{Verdict(event.assessment.verdict).label.capitalize()}: {subject}"
    if event.kind == EventKind.CLAIM_PUBLISHED:
        return f"New {event.annotation.get_kind_display()}: {subject}"
    prefix = PREFIX[EventKind(event.kind)]
    if event.kind == EventKind.WITHDRAWN:
        return f"{prefix}: {_noun(event)} “{subject}”"
    return f"{prefix}: {subject}"


def _noun(event: Event) -> str:
    for name in ("annotation", "update", "membership", "watch", "organisation"):
        if getattr(event, f"{name}_id"):
            return "claim" if name == "annotation" else name
    return "article"


def _address(event: Event) -> str:
    """The page that shows it where it belongs: a claim in the text of its article."""
    if event.annotation_id:
        return reverse("briefs:claim-in-text", args=[event.annotation.slug])
    if event.update_id:
        return event.update.get_absolute_url()
    if event.watch_id:
        claim = next(iter(event.watch.claims.all()), None)
        return f"{claim.get_absolute_url()}#watched" if claim else reverse("briefs:front")
    if event.organisation_id:
        return event.organisation.get_absolute_url()
    return event.article.get_absolute_url() if event.article_id else reverse("briefs:front")


def _assessment(event: Event) -> Item:
    given = event.assessment
    as_of = f"As of {PartialDate(given.assessed_on)}."
    return _item(
        event,
        quotation=given.words,
        paragraphs=[event.reason, given.rationale, as_of],
        links=_around(event),
    )


def _claim(event: Event) -> Item:
    words = event.before.get("words", "") if event.kind == EventKind.CLAIM_RETIRED else ""
    return _item(event, quotation=words, paragraphs=[event.reason], links=_around(event))


def _around(event: Event) -> list[Link]:
    claim, article = event.annotation, event.article
    links = [Link("The whole claim" if claim.is_claim else "The note", claim.get_absolute_url())]
    if article and article.live:
        links.append(Link(article.live.title, article.get_absolute_url(), "In the article "))
    return links


def _update(event: Event) -> Item:
    update = event.update
    told = [event.reason, f"{update.happened}." + ("" if update.verified else " Unverified.")]
    bearings = [
        Link(
            bearing.annotation.summary,
            reverse("briefs:claim-in-text", args=[bearing.annotation.slug]),
            f"{bearing.get_effect_display().capitalize()} the claim ",
        )
        for bearing in update.bearings.all()
    ]
    if event.kind == EventKind.UPDATED:
        told.append(update.body)
    return _item(event, paragraphs=told, links=bearings)


def _version(event: Event) -> Item:
    links = []
    old, new = event.before.get("version"), event.after.get("version")
    if isinstance(old, int) and isinstance(new, int):
        address = reverse("briefs:version-changes", args=[event.article.slug, old, new])
        links.append(Link("What was changed", address))
    told = [event.reason]
    if event.kind == EventKind.ARTICLE_PUBLISHED:
        told.append(event.version.standfirst)
    return _item(event, paragraphs=told, links=links)


def facts(event: Event) -> Iterator[Fact]:
    """Before and after, of what is told."""
    if event.kind == EventKind.WITHDRAWN:
        return
    before, after = _readable(event.before), _readable(event.after)
    for name, label in TOLD.items():
        old, new = before.get(name, ""), after.get(name, "")
        if name == "verdict" and not old:
            old = "not assessed yet" if new else ""
        if old != new and (old or name != "version"):
            yield Fact(label, old, new)


def _readable(values: dict) -> dict[str, str]:
    """The facts by the names of fields; what was restored has them as an editor sees them."""
    found = {}
    for name, value in values.items():
        key = str(name).replace(" ", "_")
        if key in TOLD and isinstance(value, str | int):
            found[key] = _in_words(key, str(value))
    return found


def _in_words(name: str, value: str) -> str:
    if name in ("start", "end", "happened_on", "deadline", "founded_on", "dissolved_on"):
        try:
            return str(PartialDate.parse(value))
        except ValueError:
            return value
    text = clean(_LABELS.get(name, {}).get(value, value)).strip()
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()}…"

"""An article's published texts, and what it is about."""

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import BooleanField, FilteredRelation, Q, TextField, Value
from django.db.models.functions import Cast

from briefs.models import Article, Organisation, Topic
from briefs.models.partly import partly
from briefs.models.vocabulary import EventKind


class Correction(NamedTuple):
    """Why a text replaced another one, as it was recorded."""

    recorded_at: datetime
    reason: str
    before: int  # the numbers of the versions
    after: int


class Editions(NamedTuple):
    """The published texts of an article, by number, and how they were corrected; newest first."""

    published_at: dict[int, datetime]
    corrections: tuple[Correction, ...]


def editions_of(article: Article) -> Editions:
    """One query."""
    told = FilteredRelation("events", condition=Q(events__kind=EventKind.CORRECTED))
    rows: Any = (
        article.versions.filter(published_at__isnull=False)
        .annotate(told=told)
        .order_by("-number", "-told__recorded_at", "-told__pk")
        .values_list(
            "number",
            "published_at",
            "told__recorded_at",
            "told__reason",
            "told__before",
            "told__after",
        )
    )
    published_at: dict[int, datetime] = {}
    corrections = []
    for number, moment, recorded_at, reason, before, after in rows:
        published_at[number] = moment
        if recorded_at is not None:
            corrections.append(Correction(recorded_at, reason, before["version"], after["version"]))
    corrections.sort(key=lambda correction: correction.recorded_at, reverse=True)
    return Editions(published_at, tuple(corrections))


def subjects_of(article: Article) -> tuple[list[Topic], list[Organisation]]:
    """Its topics, and the public bodies that its words name, by name; one query.

    They know of themselves what a page says of what it links to, and ask for the rest.
    """
    topics = Topic.objects.filter(tagged_articles__content_object=article)
    named = article.mentions.filter(indirect=False, organisation__isnull=False)
    bodies = Organisation.objects.published().filter(pk__in=named.values("organisation"))
    names = ("is_topic", "pk", "slug", "name")
    rows: Any = (
        topics.order_by()
        .annotate(is_topic=Value(True, BooleanField()))
        .values_list(*names, "definition")
        .union(
            bodies.order_by()
            .annotate(is_topic=Value(False, BooleanField()), as_text=Cast("kind", TextField()))
            .values_list(*names, "as_text")
        )
        .order_by("name")
    )
    found: tuple[list[Topic], list[Organisation]] = ([], [])
    using = article._state.db
    for is_topic, key, slug, name, more in rows:
        if is_topic:
            found[0].append(partly(Topic, using, id=key, slug=slug, name=name, definition=more))
        else:
            found[1].append(partly(Organisation, using, id=key, slug=slug, name=name, kind=more))
    return found

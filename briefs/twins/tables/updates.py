from typing import Any

from django.db.models import Prefetch

from briefs.models import Annotation, Bearing, Citation, Organisation, TaggedUpdate
from briefs.twins.shape import (
    Asked,
    Table,
    field,
    listing,
    page,
    partial_date,
    public_id,
    sources_of,
)


def _prepare(updates: Any, asked: Asked) -> Any:
    """Six queries a lot, however many updates it has."""
    bearings = Bearing.objects.filter(annotation__in=Annotation.objects.published())
    topics = TaggedUpdate.objects.select_related("tag").order_by("tag__name", "pk")
    return updates.prefetch_related(
        Prefetch(
            "bearings",
            bearings.select_related("annotation").only("update", "effect", "annotation__slug")
            .order_by("pk"),
            to_attr="public_bearings",
        ),
        Prefetch("organisations", Organisation.objects.published(), to_attr="bodies"),
        "states",
        Prefetch("tagged_topics", topics),
        Prefetch("citations", Citation.objects.select_related("source")),
    )  # fmt: skip


UPDATES = Table(
    "updates",
    "Updates",
    "Developments since the articles appeared, and what each does to which claim.",
    ("slug",),
    (
        public_id(),
        field("slug", "Its name in addresses."),
        page(),
        field("headline", "What happened, in a line."),
        field("body", "What happened; an empty line between paragraphs."),
        *partial_date("happened", "When it happened.", "happened"),
        field("verified", "Whether a source seen supports it; “false” is not.", type="boolean"),
        listing(
            "claims",
            "The claims it bears on, by their slugs.",
            lambda update, asked: (one.annotation.slug for one in update.public_bearings),
        ),
        listing(
            "effects",
            "What it does to each of these claims, in the same order.",
            lambda update, asked: (one.effect for one in update.public_bearings),
        ),
        listing(
            "organisations",
            "The organisations it is about, by their slugs.",
            lambda update, asked: (body.slug for body in update.bodies),
        ),
        listing(
            "states",
            "The states it is about, by ISO 3166-1 alpha-3.",
            lambda update, asked: (state.iso_a3 for state in update.states.all()),
        ),
        listing(
            "topics",
            "Its topics, by their slugs.",
            lambda update, asked: (tagged.tag.slug for tagged in update.tagged_topics.all()),
        ),
        listing(
            "sources",
            "Addresses of its sources; a title where a source is not linked.",
            lambda update, asked: sources_of(update),
        ),
        field("published_at", "When it was published here.", type="datetime", unit="UTC"),
    ),
    _prepare,
)

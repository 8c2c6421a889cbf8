"""Organisations, states, and the roles of states in organisations."""

from typing import Any

from django.db.models import Prefetch

from briefs.models import Citation
from briefs.twins.shape import (
    Asked,
    Column,
    Table,
    Value,
    field,
    listing,
    page,
    partial_date,
    public_id,
    slug_of,
    sources_of,
    undated,
)

_CITED = Prefetch("citations", Citation.objects.select_related("source"))
_SOURCES = listing(
    "sources",
    "Addresses of its sources; a title where a source is not linked.",
    lambda row, asked: sources_of(row),
)


def _related(name: str, about: str) -> Column:
    def value(body: Any, asked: Asked) -> Value:
        other = getattr(body, name)
        there = other is None or other.founded_on is None or asked.knows(other.founded_on)
        return slug_of(body, name) if there else None

    return Column(name, about, value)


def _of_the_end(name: str, about: str, day: str, type: str = "string") -> Column:
    """What is told with an end, and so left out while that was still to come."""

    def value(row: Any, asked: Asked) -> Value:
        return getattr(row, name) if asked.knows(getattr(row, day)) else None

    return Column(name, about, value, type)


ORGANISATIONS = Table(
    "organisations",
    "Organisations",
    "The bodies that the articles are about, their predecessors and their parts.",
    ("slug",),
    (
        public_id(),
        field("slug", "Its name in addresses."),
        page(),
        field("name", "Its full name."),
        field("abbreviation", "As readers know it."),
        listing("other_names", "Other spellings in use.", lambda body, asked: body.other_names),
        field("kind", "What it is."),
        undated(field("standing", "How it stands, in a few words.")),
        _related("parent", "The body it belongs to, by its slug."),
        _related("predecessor", "The body it followed, by its slug."),
        _related("successor", "The body that followed it, by its slug."),
        *partial_date("founded", "When it began.", "founded"),
        field("founded_basis", "Which act that date is of."),
        field(
            "founded_verified", "Whether a source seen supports that date.", type="boolean"
        ),
        *partial_date("dissolved", "When it ended.", "dissolved"),
        _of_the_end("dissolved_basis", "Which act that date is of.", "dissolved_on"),
        _of_the_end(
            "dissolved_verified",
            "Whether a source seen supports that date.",
            "dissolved_on",
            "boolean",
        ),
        undated(field("seat", "City of its headquarters, or place of an exercise.")),
        undated(
            field("seat_state", "The state of that city, by ISO 3166-1 alpha-3.",
                  "seat_state.iso_a3")
        ),
        undated(
            field("seat_latitude", "Of the city.", type="number", unit="degrees, WGS 84")
        ),
        undated(
            field("seat_longitude", "Of the city.", type="number", unit="degrees, WGS 84")
        ),
        undated(field("seat_verified", "Whether a source seen supports it.", type="boolean")),
        field("official_url", "Its own page."),
        undated(field("summary", "Two or three sentences for readers.")),
        field("members", "How many members it has.", "member_count", type="integer"),
        field("claims", "How many claims and notes are about it.", "claim_count", type="integer"),
        _SOURCES,
    ),
    lambda bodies, asked: bodies.select_related(
        "parent", "predecessor", "successor", "seat_state"
    ).prefetch_related(_CITED),
)  # fmt: skip
MEMBERSHIPS = Table(
    "memberships",
    "Memberships",
    "The roles of states in organisations, each from its first day up to, not including, the day "
    "it ends.",
    ("organisation", "state", "role", "start"),
    (
        public_id(),
        field("organisation", "The body, by its slug.", "organisation.slug"),
        field("organisation_name", "The body’s full name.", "organisation.name"),
        field("state", "The state, by ISO 3166-1 alpha-3.", "state.iso_a3"),
        field("state_name", "The state’s name.", "state.name"),
        field("role", "What the state is in it: see the roles on the method page."),
        *partial_date("start", "First day of the role.", "started"),
        field("start_basis", "What that date is the date of."),
        *partial_date("end", "First day without the role; empty while it is held.", "ended"),
        _of_the_end("end_basis", "What that date is the date of.", "end"),
        field("decided_on", "Day of the political decision, if another.", type="date"),
        field("signed_on", "Day of the signature.", type="date"),
        *partial_date(
            "last_confirmed", "Date of the latest source that lists the role.", "last_confirmed"
        ),
        field("verified", "Whether a source seen supports the row.", type="boolean"),
        field("note", "What readers should know of it."),
        _SOURCES,
    ),
    lambda rows, asked: rows.prefetch_related("organisation", "state", _CITED),
)
STATES = Table(
    "states",
    "States",
    "The states that have a role in an organisation or are named in an article.",
    ("iso_a3",),
    (
        field("iso_a3", "Its code in ISO 3166-1 alpha-3."),
        field("iso_a2", "Its code in ISO 3166-1 alpha-2."),
        page(),
        field("name", "Its name in English."),
        listing("other_names", "Other names in use.", lambda state, asked: state.other_names),
        field("capital", "One city, for the map; see the note where contested."),
        field("latitude", "Of the capital.", type="number", unit="degrees, WGS 84"),
        field("longitude", "Of the capital.", type="number", unit="degrees, WGS 84"),
        _of_the_end("ended_on", "When it ceased to exist.", "ended_on", "date"),
        listing(
            "successors",
            "The states that followed it, by ISO 3166-1 alpha-3.",
            lambda state, asked: (
                (other.iso_a3 for other in state.successors.all())
                if asked.knows(state.ended_on)
                else ()
            ),
        ),
        undated(field("note", "What readers should know of it.")),
        undated(
            field("note_verified", "Whether a source seen supports the note.", type="boolean")
        ),
        field("roles", "How many roles it has in organisations.", "role_count", type="integer"),
        _SOURCES,
    ),
    lambda states, asked: states.prefetch_related("successors", _CITED),
)  # fmt: skip

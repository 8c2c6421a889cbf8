"""Organisations and states, and the dated roles of these in those, in schema.org's words."""

from collections.abc import Iterable

from django.urls import reverse

from briefs.linked_data.schema_org import (
    Json,
    country_named,
    day,
    organisation_named,
    type_of,
)
from briefs.models import Membership, Organisation, State

_ABOVE_AND_BELOW = ("parentOrganization", "subOrganization")


def organisation(
    body: Organisation,
    memberships: Iterable[Membership],
    whole: Iterable[Organisation],
    parts: Iterable[Organisation],
    origin: str,
) -> Json:
    """A body with the dated roles of states in it."""
    is_event = type_of(body) == "Event"
    above, below = ("superEvent", "subEvent") if is_event else _ABOVE_AND_BELOW
    return {
        **organisation_named(body, origin),
        "mainEntityOfPage": origin + body.get_absolute_url(),
        "alternateName": [body.abbreviation, *body.other_names],
        "description": body.summary,
        "sameAs": body.official_url,
        "location": _seat(body, origin),
        above: [organisation_named(one, origin) for one in whole if _alike(one, body)],
        below: [organisation_named(one, origin) for one in parts if _alike(one, body)],
        **({} if is_event else _life(body)),
        "member": [
            {**_role(row, origin), "member": country_named(row.state, origin)}
            for row in memberships
            if row.verified
        ],
    }


def _alike(one: Organisation, other: Organisation) -> bool:
    """Whether both are bodies, or both are events."""
    return (type_of(one) == "Event") == (type_of(other) == "Event")


def _life(body: Organisation) -> Json:
    return {
        "foundingDate": day(body.founded) if body.founded_verified else "",
        "dissolutionDate": day(body.dissolved) if body.dissolved_verified else "",
    }


def _seat(body: Organisation, origin: str) -> Json | None:
    if not (body.seat and body.seat_verified):
        return None
    land = body.seat_state
    return {
        "@type": "Place",
        "name": body.seat,
        "containedInPlace": country_named(land, origin) if land else None,
    }


def country(state: State, memberships: Iterable[Membership], origin: str) -> Json:
    """A state with its dated roles in bodies."""
    return {
        **country_named(state, origin),
        "mainEntityOfPage": origin + state.get_absolute_url(),
        "alternateName": list(state.other_names),
        "memberOf": [
            {**_role(row, origin), "memberOf": organisation_named(row.organisation, origin)}
            for row in memberships
            if row.verified
        ],
    }


def _role(row: Membership, origin: str) -> Json:
    """Which role from when to when, and where the role is defined: an observer is no member."""
    method = origin + reverse("briefs:method")
    return {
        "@type": "OrganizationRole",
        "roleName": row.get_role_display(),
        "additionalType": f"{method}#role-{row.role}",
        "startDate": day(row.started),
        "endDate": day(row.ended),
    }

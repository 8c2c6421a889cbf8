"""What is missing in updates, memberships and organisations."""

from collections.abc import Iterator, Sequence

from briefs.models import Citation, Membership, Organisation, Update
from briefs.models.quality import Check
from briefs.quality.finding import Finding, Mend, Subject, are_weak, as_seen, cited_by, short


def update_findings(updates: Sequence[Update]) -> Iterator[Finding]:
    """One query."""
    cited = cited_by("update", [update.pk for update in updates])
    for update in updates:
        name, citations = f"The update “{short(update.headline)}”", cited[update.pk]
        seen = (update.headline, update.body)
        if not citations:
            message = f"{name} cites no source: cite one."
            yield Finding(Check.UPDATE_WITHOUT_SOURCE, update, message, Mend.THING, seen)
        yield from _on_weak_sources(update, name, citations)
        if not update.verified:
            message = f"{name} is marked as not verified: find a source that supports it."
            yield Finding(Check.UNVERIFIED, update, message, Mend.THING, seen)


def membership_findings(memberships: Sequence[Membership]) -> Iterator[Finding]:
    """One query; each comes with its state and organisation."""
    cited = cited_by("membership", [membership.pk for membership in memberships])
    for membership in memberships:
        name, citations = role_name(membership), cited[membership.pk]
        if membership.verified and not citations:
            message = (
                f"{name}, is marked as verified and cites no source: cite one, or take the tick "
                "off “verified”."
            )
            yield Finding(
                Check.VERIFIED_WITHOUT_SOURCE, membership, message, Mend.THING, _row(membership)
            )
        yield from _on_weak_sources(membership, f"{name},", citations)
        if not membership.verified:
            yield unverified_role(membership)


def role_name(membership: Membership) -> str:
    return (
        f"{membership.state.name} – {membership.organisation.short_name}: "
        f"{membership.get_role_display()}"
    )


def unverified_role(membership: Membership, claims: str = "") -> Finding:
    about = f" ({claims})" if claims else ""
    message = (
        f"{role_name(membership)}, is marked as not verified{about}: find a source for it, or "
        "leave it so and say why."
    )
    return Finding(Check.UNVERIFIED, membership, message, Mend.THING, _row(membership))


def _row(membership: Membership) -> tuple[str, ...]:
    return (membership.role, str(membership.started), str(membership.ended), membership.note)


def organisation_findings(organisation: Organisation) -> Iterator[Finding]:
    """One query."""
    citations = cited_by("organisation", [organisation.pk])[organisation.pk]
    name = organisation.short_name
    dates = {
        "founding date": (organisation.founded, organisation.founded_verified),
        "last date": (organisation.dissolved, organisation.dissolved_verified),
    }
    for what, (day, verified) in dates.items():
        if day is not None and verified and not citations:
            message = (
                f"The {what} of {name} is marked as verified and nothing is cited: cite a source, "
                "or take the tick off."
            )
            seen = (what, str(day))
            check = Check.VERIFIED_WITHOUT_SOURCE
            yield Finding(check, organisation, message, Mend.THING, seen)
    facts = {**dates, "seat": (organisation.seat or None, organisation.seat_verified)}
    for what, (fact, verified) in facts.items():
        if fact is not None and not verified:
            message = f"The {what} of {name} is marked as not verified: find a source for it."
            yield Finding(Check.UNVERIFIED, organisation, message, Mend.THING, (what, str(fact)))
    yield from _on_weak_sources(organisation, name, citations)


def _on_weak_sources(thing: Subject, name: str, citations: Sequence[Citation]) -> Iterator[Finding]:
    if are_weak(citations):
        message = f"{name} rests on weak sources alone: find a better one."
        yield Finding(Check.WEAK_SOURCES_ALONE, thing, message, Mend.THING, as_seen(citations))

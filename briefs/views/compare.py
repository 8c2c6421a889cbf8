"""Two to six organisations beside each other, on a day."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from briefs.models import Membership, Organisation
from briefs.models.membership import MembershipQuerySet
from briefs.models.vocabulary import MAIN_ROLES
from briefs.pictures.matrix import compare
from briefs.views.dates import asked_date

FEWEST, MOST = 2, 6
MOST_UNKNOWN = 3  # that are named


def chosen(asked: list[str], there: Sequence[Organisation]) -> tuple[list[Organisation], list[str]]:
    """The organisations of the address, each once and in its order; and what is wrong with it."""
    by_slug = {organisation.slug: organisation for organisation in there}
    slugs = [slug for slug in dict.fromkeys(word.replace("\0", "") for word in asked) if slug]
    found = [by_slug[slug] for slug in slugs if slug in by_slug]
    unknown = [slug[:40] for slug in slugs if slug not in by_slug]
    problems = []
    if unknown:
        named = ", ".join(f"“{slug}”" for slug in unknown[:MOST_UNKNOWN])
        more = f" and {len(unknown) - MOST_UNKNOWN} more" if len(unknown) > MOST_UNKNOWN else ""
        problems.append(f"No organisation here is called {named}{more}; that is left out.")
    if len(found) == 1:
        problems.append(f"{found[0].name} alone is chosen: choose at least one more.")
    if len(found) > MOST:
        left = ", ".join(organisation.short_name for organisation in found[MOST:])
        problems.append(f"At most {MOST} organisations are compared. Left out: {left}.")
    return found[:MOST], problems


def there(asked: list[str] | None = None) -> list[Organisation]:
    """All that could be compared, or of them those that are asked for, by their slugs.

    ``has_roles`` are those of which it makes sense.
    """
    roles = Membership.objects.published().filter(organisation=OuterRef("pk"))
    known = Organisation.objects.published().annotate(has_roles=Exists(roles)).order_by("name")
    if asked is not None:
        known = known.filter(slug__in=[slug.replace("\0", "") for slug in asked])
    return list(known)


def absent(found: Sequence[Organisation], day: date) -> list[str]:
    """Of the organisations that were not there on that day: a sentence on each."""
    told = []
    for one in found:
        if one.founded_verified and one.founded and day < one.founded.first:
            told.append(f"{one.short_name} was not there yet: it was founded {one.founded}.")
        elif one.dissolved_verified and one.dissolved and day > one.dissolved.last:
            told.append(f"{one.short_name} was not there any more: it ended {one.dissolved}.")
    return told


def held_in(found: Sequence[Organisation], day: date) -> MembershipQuerySet:
    """The roles of that day in the organisations; in fewer than two there is nothing to compare."""
    compared = found if len(found) >= FEWEST else []
    return Membership.objects.published().filter(organisation__in=compared).on(day)


@require_safe
def organisation_compare(request: HttpRequest) -> HttpResponse:
    as_of = asked_date(request)
    known = there()
    found, problems = chosen(request.GET.getlist("with"), known)
    matrix = None
    if len(found) >= FEWEST:
        held = held_in(found, as_of.day_or_today)
        matrix = compare(found, held.select_related("state"))
    return render(
        request,
        "briefs/organisation_compare.html",
        {
            "as_of": as_of,
            "problems": [
                *problems,
                *filter(None, [as_of.problem]),
                *absent(found, as_of.day_or_today),
            ],
            "choices": [one for one in known if one.has_roles or one in found],
            "found": found,
            "matrix": matrix,
            "main_roles": MAIN_ROLES,
        },
    )

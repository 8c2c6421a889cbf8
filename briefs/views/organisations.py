from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from briefs.dates import PartialDate
from briefs.models import Annotation, Membership, Organisation, State, Update
from briefs.models.annotation import AnnotationQuerySet
from briefs.models.counting import count_of
from briefs.models.kept import kept
from briefs.models.membership import MembershipQuerySet
from briefs.models.organisation import OrganisationQuerySet
from briefs.models.vocabulary import Role, Status
from briefs.pictures import timeline
from briefs.pictures.map import map_of
from briefs.reading import as_judged, claims_on
from briefs.views import described
from briefs.views.dates import AsOf, asked_date, dates_in, moments_of
from briefs.views.gate import public_or_gone
from briefs.views.origin import origin
from briefs.views.paging import SHOWN, BoundedPaginator, Some, some

A_PAGE = 100


@dataclass(frozen=True)
class Roll:
    """The memberships of one role."""

    label: str
    rows: list[Membership]


def rolls(memberships: Iterable[Membership]) -> list[Roll]:
    """Memberships by role, in the order of the closed list, empty ones left out."""
    rows = list(memberships)
    return [
        Roll(role.label, found)
        for role in Role
        if (found := [row for row in rows if row.role == role])
    ]


def _held(day: date | None) -> Q:
    """Roles held on that day, or now."""
    end = Q(end__isnull=True)
    return (end | Q(end__gt=day)) & Q(start__lte=day) if day else end


def _there(day: date | None, field: str) -> Q:
    """Not yet there on that day is left out, and so is what has no date."""
    return Q(**{f"{field}__lte": day}) if day else Q()


def _not_over(day: date | None) -> Q:
    return Q(dissolved_on__isnull=True) | Q(dissolved_on__gt=day) if day else Q()


def listed(day: date | None, *, exactly: bool = True) -> OrganisationQuerySet:
    """The organisations that were there on that day, or all; with their members then, or now."""
    members = Membership.objects.filter(
        _held(day),
        organisation=OuterRef("pk"),
        status=Status.PUBLISHED,
        role=Role.MEMBER,
    )
    return (
        Organisation.objects.published()
        .select_related("parent", "seat_state")
        .with_claim_count(exactly=exactly)
        .annotate(member_count=count_of(members, exactly=exactly))
        .filter(_there(day, "founded_on"), _not_over(day))
        .order_by("name", "slug")
    )


@require_safe
def organisation_list(request: HttpRequest) -> HttpResponse:
    as_of = asked_date(request)
    found = listed(as_of.day, exactly=False)
    page = BoundedPaginator(found, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "briefs/organisation_list.html", {"page": page, "as_of": as_of})


def dated_changes(memberships: Iterable[Membership]) -> Iterator[PartialDate | None]:
    """When a role began or ended."""
    for row in memberships:
        yield from (row.started, row.ended)


def begun_by(memberships: Iterable[Membership], day: date | None) -> list[Membership]:
    """The roles that had begun; of one whose end was still to come, it was not known."""
    if day is None:
        return list(memberships)
    found = []
    for row in memberships:
        if row.start <= day:
            then = copy(row)
            if then.end is not None and then.end > day:
                then.end = None
            found.append(then)
    return found


def rolls_of(memberships: Iterable[Membership], day: date | None) -> list[tuple[str, list[Roll]]]:
    """The roles by heading: those held, and those that had ended."""
    held, ended = [], []
    for row in memberships:
        if day and row.start > day:
            continue
        is_over = row.end is not None and (day is None or row.end <= day)
        (ended if is_over else held).append(row)
    return [
        (f"On {PartialDate(day)}" if day else "Now", rolls(held)),
        ("Before" if day else "Formerly", rolls(ended)),
    ]


def relatives_of(
    organisation: Organisation, day: date | None
) -> list[tuple[str, "QuerySet[Organisation]"]]:
    """The public bodies that it is related to, by how; on a day those that were there."""
    public = Organisation.objects.published().filter(_there(day, "founded_on"))
    before = Q(followed_by=organisation) | Q(successor=organisation)
    after = Q(preceded_by=organisation) | Q(predecessor=organisation)
    return [
        ("Part of", public.filter(parts=organisation)),
        ("Parts", public.filter(parent=organisation)),
        ("Predecessors", public.filter(before).distinct()),
        ("Successors", public.filter(after).distinct()),
    ]


def roles_in(organisation: Organisation) -> MembershipQuerySet:
    found = Membership.objects.published().filter(organisation=organisation)
    return found.order_by("start", "state__name", "pk")


def roles_of(state: State) -> MembershipQuerySet:
    found = Membership.objects.published().filter(state=state)
    return found.order_by("organisation__name", "start", "pk")


def since_founded(as_of: AsOf, organisation: Organisation) -> AsOf:
    if not organisation.founded_verified:
        return as_of
    return as_of.since(organisation.founded_on, f"{organisation.short_name} was founded on")


@require_safe
def organisation_detail(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = public_or_gone(
        Organisation.objects.select_related("parent", "predecessor", "successor", "seat_state"),
        slug=slug,
    )
    memberships = (
        roles_in(organisation).select_related("state").prefetch_related("citations__source")
    )
    as_of = since_founded(asked_date(request), organisation)
    about = Update.objects.published().filter(organisations=organisation)
    as_of = as_of.with_changes(
        [
            *(organisation.founded, organisation.dissolved),
            *dated_changes(memberships),
            *moments_of(
                *(
                    dates_in(rows, "happened_on", "happened_on_precision")
                    for rows in (organisation.milestones.all(), about)
                )
            ),
        ]
    )
    day = as_of.day
    claims = Annotation.objects.published().claims().about(organisation)
    claims = claims.select_related("article__live")
    relatives = relatives_of(organisation, day)
    description = None
    if day is None:
        related = dict(relatives)
        description = described.of_organisation(
            origin(request), organisation, memberships, related["Part of"], related["Parts"]
        )
    return described.respond(
        request,
        "briefs/organisation_detail.html",
        {
            "organisation": organisation,
            "as_of": as_of,
            "timeline": timeline.by_state(begun_by(memberships, day), as_of.day_or_today),
            "has_roles": bool(memberships),
            "map": map_of(row for row in memberships if row.held_on(as_of.day_or_today)),
            "rolls": rolls_of(memberships, day),
            "relatives": relatives,
            "participants": () if day else organisation.participants.all(),
            "corrections": organisation.events.filter(membership__isnull=True).corrections(),
            "milestones": organisation.milestones.filter(_there(day, "happened_on")),
            "citations": organisation.citations.select_related("source"),
            "claims": shown_on(claims, day),
            "updates": some(about.filter(_there(day, "happened_on")).newest_first()),
            "mentions": organisation.mentions.filter(
                article__status=Status.PUBLISHED
            ).select_related("article__live"),
        },
        description,
    )


def shown_on(claims: AnnotationQuerySet, day: date | None) -> Some:
    """The first claims, in the order of the text, with the verdicts of that day, or of now.

    The first are those that were made first: for the others no place is looked up.
    """
    there = claims_on(claims, day)
    first = there.order_by("article", "pk").values("pk")[: SHOWN + 1]
    found = some(there.filter(pk__in=first).in_the_order_of_the_text())
    as_judged(found)
    return found


def states_there(day: date | None) -> "QuerySet[State]":
    """The states that were there on that day, or all."""
    gone = Q(ended_on__isnull=True) | Q(ended_on__gt=day) if day else Q()
    return State.objects.filter(gone).order_by("name")


def with_roles(states: "QuerySet[State]", day: date | None) -> list[State]:
    """The states, with how many roles each has, or had on that day."""
    held = Membership.objects.published().filter(_held(day))
    counted = held.order_by().values_list("state").annotate(count=Count("pk"))
    roles = dict(kept(counted, tuple))
    found = list(states)
    for state in found:
        state.role_count = roles.get(state.pk, 0)  # type: ignore[attr-defined]
    return found


@require_safe
def state_list(request: HttpRequest) -> HttpResponse:
    as_of = asked_date(request)
    states = with_roles(states_there(as_of.day), as_of.day)
    return render(request, "briefs/state_list.html", {"states": states, "as_of": as_of})


@require_safe
def state_detail(request: HttpRequest, code: str) -> HttpResponse:
    state = get_object_or_404(State, iso_a3=code.upper())
    memberships = (
        roles_of(state).select_related("organisation").prefetch_related("citations__source")
    )
    about = Update.objects.published().filter(states=state)
    as_of = asked_date(request).with_changes(
        [
            PartialDate(state.ended_on) if state.ended_on else None,
            *dated_changes(memberships),
            *moments_of(dates_in(about, "happened_on", "happened_on_precision")),
        ]
    )
    day = as_of.day
    claims = Annotation.objects.published().claims().filter(states=state)
    begun = [row for row in memberships if not day or row.start <= day]
    held = [row for row in begun if row.end is None or (day and row.end > day)]
    return described.respond(
        request,
        "briefs/state_detail.html",
        {
            "state": state,
            "as_of": as_of,
            "timeline": timeline.by_organisation(begun_by(memberships, day), as_of.day_or_today),
            "rolls": [
                (f"Belonged to on {PartialDate(day)}" if day else "Belongs to", held),
                (
                    "Had belonged to" if day else "Belonged to",
                    [row for row in begun if row not in held],
                ),
            ],
            "claims": shown_on(claims, day),
            "updates": some(about.filter(_there(day, "happened_on")).newest_first()),
            "citations": state.citations.select_related("source"),
            "successors": state.successors.all(),
            "predecessors": state.predecessors.all(),
        },
        None if day else described.of_state(origin(request), state, memberships),
    )

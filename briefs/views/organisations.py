from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from briefs.models import Annotation, Membership, Organisation, State, Update
from briefs.models.vocabulary import Role, Status
from briefs.pictures import timeline
from briefs.pictures.map import map_of
from briefs.views.dates import asked_date
from briefs.views.gate import public_or_gone


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


@require_safe
def organisation_list(request: HttpRequest) -> HttpResponse:
    organisations = (
        Organisation.objects.published()
        .select_related("parent", "seat_state")
        .with_claim_count()
        .annotate(
            member_count=Count(
                "memberships",
                filter=Q(
                    memberships__status=Status.PUBLISHED,
                    memberships__role=Role.MEMBER,
                    memberships__end__isnull=True,
                ),
                distinct=True,
            ),
        )
        .order_by("name")
    )
    return render(request, "briefs/organisation_list.html", {"organisations": organisations})


@require_safe
def organisation_detail(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = public_or_gone(
        Organisation.objects.select_related("parent", "predecessor", "successor", "seat_state"),
        slug=slug,
    )
    memberships = (
        Membership.objects.published()
        .filter(organisation=organisation)
        .select_related("state")
        .prefetch_related("citations__source")
        .order_by("start", "state__name")
    )
    as_of = asked_date(request)
    public = Organisation.objects.published()
    return render(
        request,
        "briefs/organisation_detail.html",
        {
            "organisation": organisation,
            "timeline": timeline.by_state(memberships, timezone.localdate()),
            "as_of": as_of,
            "map": map_of(row for row in memberships if row.held_on(as_of.day_or_today)),
            "rolls": [
                ("Now", rolls(row for row in memberships if row.end is None)),
                ("Formerly", rolls(row for row in memberships if row.end is not None)),
            ],
            "relatives": [
                ("Part of", public.filter(parts=organisation)),
                ("Parts", public.filter(parent=organisation)),
                (
                    "Predecessors",
                    public.filter(
                        Q(followed_by=organisation) | Q(successor=organisation)
                    ).distinct(),
                ),
                (
                    "Successors",
                    public.filter(
                        Q(preceded_by=organisation) | Q(predecessor=organisation)
                    ).distinct(),
                ),
            ],
            "participants": organisation.participants.all(),
            "corrections": organisation.events.filter(membership__isnull=True).corrections(),
            "milestones": organisation.milestones.all(),
            "citations": organisation.citations.select_related("source"),
            "claims": Annotation.objects.published()
            .claims()
            .about(organisation)
            .select_related("article__live"),
            "updates": Update.objects.published().filter(organisations=organisation).newest_first(),
            "mentions": organisation.mentions.filter(
                article__status=Status.PUBLISHED
            ).select_related("article__live"),
        },
    )


@require_safe
def state_list(request: HttpRequest) -> HttpResponse:
    states = State.objects.annotate(
        role_count=Count(
            "memberships",
            filter=Q(
                memberships__status=Status.PUBLISHED,
                memberships__organisation__status=Status.PUBLISHED,
                memberships__end__isnull=True,
            ),
        )
    )
    return render(request, "briefs/state_list.html", {"states": states})


@require_safe
def state_detail(request: HttpRequest, code: str) -> HttpResponse:
    state = get_object_or_404(State, iso_a3=code.upper())
    memberships = (
        Membership.objects.published()
        .filter(state=state)
        .select_related("organisation")
        .prefetch_related("citations__source")
        .order_by("organisation__name", "start")
    )
    return render(
        request,
        "briefs/state_detail.html",
        {
            "state": state,
            "timeline": timeline.by_organisation(memberships, timezone.localdate()),
            "rolls": [
                ("Belongs to", [row for row in memberships if row.end is None]),
                ("Belonged to", [row for row in memberships if row.end is not None]),
            ],
            "claims": Annotation.objects.published().claims().filter(states=state),
            "updates": Update.objects.published().filter(states=state).newest_first(),
            "citations": state.citations.select_related("source"),
            "successors": state.successors.all(),
            "predecessors": state.predecessors.all(),
        },
    )

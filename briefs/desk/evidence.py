"""What is public and rests on little: weak sources, and what no source that was seen says."""

from datetime import timedelta
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, When
from django.utils import timezone

from briefs.desk.claims import claims
from briefs.desk.newsroom import LABELS
from briefs.desk.rows import Column, Desk, Rows, as_rows, first_of, joined, text
from briefs.models import Assessment, Citation, Membership, Milestone, Source, State, Update
from briefs.models.visit import NOT_NOTED, VisitState, visits
from briefs.models.vocabulary import Status


def standing(desk: Desk) -> Any:
    """The assessments on which the verdicts of public claims rest."""
    public = Exists(claims().filter(desk.owned("owner"), pk=OuterRef("annotation")))
    return Assessment.objects.published().standing().filter(public)


def assessment_rows(found: Any, **columns: Column) -> Rows:
    """Their claims."""
    return as_rows(
        found,
        "annotation",
        "annotation__summary",
        key="annotation_id",
        inside="annotation__article__live__title",
        sort="annotation__kind",
        judged="verdict",
        owner_name="annotation__owner__username",
        claim="annotation_id",
        **columns,
    )


def weak_verdicts(desk: Desk) -> Rows:
    """In the order they were recorded in: by the day of judgement all would be looked at first."""
    resting = standing(desk).filter(pk__any_of=_on_weak_sources_alone())
    return assessment_rows(resting, day="assessed_on").order_by("pk")


def _on_weak_sources_alone() -> set[int]:
    """Assessments that cite a weak source and no other; two queries.

    By itself, since PostgreSQL would first look up the latest assessment of every claim.
    """
    cited = Citation.objects.filter(assessment__isnull=False).values_list("assessment", flat=True)
    weak = set(cited.filter(source__weak=True))
    return weak - set(cited.filter(source__weak=False, assessment__any_of=weak))


def weak_sources(desk: Desk) -> Rows:
    sources = _whose(Source.objects.published().filter(weak=True), desk)
    rows = as_rows(sources, "source", "title", inside="publisher")
    return rows.order_by("publisher", "title", "pk")


def _whose(sources: Any, desk: Desk) -> Any:
    """An editor's are those that claims of hers are judged on; nobody's, those of no such claim."""
    judged = Citation.objects.filter(source=OuterRef("pk"))
    if desk.owner:
        return sources.filter(Exists(judged.filter(assessment__annotation__owner=desk.owner)))
    if desk.unowned:
        return sources.exclude(Exists(judged.filter(assessment__annotation__owner__isnull=False)))
    return sources


PATIENCE = timedelta(days=14)
"""A page that is not reached may be there again tomorrow; after so long it is told."""
# The worst first; pages that are not to be visited are told once too, for their addresses.
_TO_LOOK_AT = (
    VisitState.GONE,
    VisitState.LOST,
    VisitState.NOT_FOUND,
    VisitState.CHANGED,
    VisitState.REDIRECTED,
    VisitState.UNREACHED,
    VisitState.UNVISITED,
)


def visited(desk: Desk) -> Rows:
    """Sources whose page is not as it is cited, and nobody has said that she saw it."""
    is_late = Q(state=VisitState.UNREACHED, since__gt=timezone.now() - PATIENCE)
    telling = visits().filter(NOT_NOTED, state__in=_TO_LOOK_AT).exclude(is_late)
    cited = Exists(Citation.objects.filter(source=OuterRef("pk")))
    sources = _whose(Source.objects.filter(cited, visit__in=telling), desk)
    states = [When(visit__state=state, then=text(state.label)) for state in _TO_LOOK_AT]
    worst = [When(visit__state=state, then=at) for at, state in enumerate(_TO_LOOK_AT)]
    rows = as_rows(
        sources,
        "source",
        "title",
        inside="publisher",
        remark=Case(*states, default=text()),
        day="visit__since",
    )
    return rows.order_by(Case(*worst), "-visit__since", "pk")


def unverified(desk: Desk) -> Rows:
    """Public, and said by no source that was seen. States and milestones are nobody's."""
    made, maker = desk.owned("created_by"), "created_by__username"
    found = [
        assessment_rows(
            first_of(standing(desk).filter(verified=False)),
            remark=text("judged on indirect evidence"),
        ),
        as_rows(
            first_of(Membership.objects.published().filter(made, verified=False)),
            "membership",
            LABELS["membership"],
            sort="role",
            owner_name=maker,
        ),
        as_rows(
            first_of(Update.objects.published().filter(made, verified=False)),
            "update",
            "headline",
            owner_name=maker,
        ),
    ]
    if desk.owner is None:
        milestones = Milestone.objects.filter(organisation__status=Status.PUBLISHED)
        found += [
            as_rows(
                first_of(milestones.filter(verified=False)),
                "milestone",
                "text",
                "organisation_id",
                inside="organisation__name",
            ),
            as_rows(State.objects.filter(note_verified=False).exclude(note=""), "state", "name"),
        ]
    return joined(found).order_by("noun", "label", "key")

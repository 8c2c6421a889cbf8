"""What is on its way to publication: drafts, what is in review, what was scheduled and refused."""

from typing import Any

from django.db.models import Case, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Concat
from django.utils import timezone

from briefs.desk.rows import Desk, Rows, as_rows, joined, text
from briefs.models import (
    Annotation,
    Article,
    Assessment,
    Event,
    Membership,
    Organisation,
    Update,
    Version,
    Watch,
)
from briefs.models.vocabulary import EventKind, Status

_newest = Version.objects.filter(article=OuterRef("pk")).order_by("-number")
LABELS: dict[str, Any] = {
    "organisation": "name",
    "membership": Concat("state__name", Value(", "), "organisation__name"),
    "article": Subquery(_newest.values("title")[:1]),
    "version": "title",
    "annotation": "summary",
    "update": "headline",
    "watch": "what",
}
MADE_BY = {"version": "article__created_by", "annotation": "owner"}
STAGED: dict[str, Any] = {
    "organisation": Organisation,
    "membership": Membership,
    "article": Article,
    "version": Version,
    "annotation": Annotation,
    "update": Update,
    "watch": Watch,
}


def staged_rows(
    desk: Desk, noun: str, chosen: Q, *, made_by: str = "", day: Any, **columns: Any
) -> Rows:
    """What of one noun is at one stage; the first text of an article is its article."""
    path = made_by or MADE_BY.get(noun, "created_by")
    found = STAGED[noun]._base_manager.filter(chosen, desk.owned(path))
    if noun == "version":
        found = found.filter(article__status=Status.PUBLISHED)
    if noun == "annotation":
        columns |= {"sort": "kind", "judged": "verdict", "claim": "pk"}
    return as_rows(found, noun, LABELS[noun], day=day, owner_name=f"{path}__username", **columns)


def drafts(desk: Desk) -> Rows:
    """Those that the editor made, or whoever's things are shown."""
    whose = Desk(desk.editor, desk.today, desk.owner or desk.editor)
    return joined(
        staged_rows(
            whose,
            noun,
            Q(status=Status.DRAFT),
            made_by="article__created_by" if noun == "version" else "created_by",
            day="recorded_at",
        )
        for noun in STAGED
        if desk.sees(noun)
    ).order_by("-day", "noun", "key")


def in_review(desk: Desk) -> Rows:
    """What waits for a second person, what the editor may do first, then what waits longest."""
    found = [
        staged_rows(
            desk,
            noun,
            Q(status=Status.IN_REVIEW),
            day=Coalesce(_submitted(noun), "recorded_at"),
            remark=Case(
                When(approved_by__isnull=False, then=text("approved, to be published")),
                default=text(),
            ),
            mine=Case(
                When(approved_by__isnull=False, then=Value(desk.may("publish", noun))),
                When(submitted_by=desk.editor, then=Value(False)),
                default=Value(desk.may("review", noun)),
            ),
        )
        for noun in STAGED
        if desk.sees(noun)
    ]
    if desk.sees("assessment"):
        found.append(_waiting_verdicts(desk))
    return joined(found).order_by("-mine", "day", "noun", "key")


def _submitted(noun: str) -> Subquery:
    events = Event.objects.filter(**{noun: OuterRef("pk")}, kind=EventKind.SUBMITTED)
    return Subquery(events.newest_first().values("recorded_at")[:1])


def _waiting_verdicts(desk: Desk) -> Rows:
    return as_rows(
        Assessment.objects.waiting().filter(desk.owned("annotation__owner")),
        "assessment",
        "annotation__summary",
        inside="annotation__article__live__title",
        judged="verdict",
        day="recorded_at",
        owner_name="annotation__owner__username",
        mine=Case(
            When(by=desk.editor, then=Value(False)),
            default=Value(desk.may("review", "assessment")),
        ),
    )


def refused(desk: Desk) -> Rows:
    passed = Q(status=Status.SCHEDULED, scheduled_for__lt=timezone.now())
    return joined(
        staged_rows(desk, noun, passed, day="scheduled_for", mine=Value(desk.may("publish", noun)))
        for noun in STAGED
        if desk.sees(noun)
    ).order_by("day", "noun", "key")

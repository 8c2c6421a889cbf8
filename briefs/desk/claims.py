"""Claims to follow up, and anchors to decide."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from briefs.asserting.noting import due as due_notes
from briefs.desk.rows import COUNTED, Desk, Rows, as_rows
from briefs.models import Anchor, Annotation, Event
from briefs.models.annotation import AnnotationQuerySet
from briefs.models.vocabulary import EventKind, Status

SOON = timedelta(days=14)


def claim_rows(desk: Desk, claims: AnnotationQuerySet) -> Rows:
    return as_rows(
        claims.filter(desk.owned("owner")),
        "annotation",
        "summary",
        inside="article__live__title",
        sort="kind",
        judged="verdict",
        day="look_again_on",
        owner_name="owner__username",
        claim="pk",
    ).order_by("look_again_on", "pk")


def claims() -> AnnotationQuerySet:
    return Annotation.objects.published().claims()


def overdue(desk: Desk) -> Rows:
    return claim_rows(desk, claims().overdue(desk.today))


def due(desk: Desk) -> Rows:
    soon = (desk.today, desk.today + SOON)
    return claim_rows(desk, claims().filter(look_again_on__range=soon))


def against_record(desk: Desk) -> Rows:
    """Claims of which an editor has to see what the membership record says by now."""
    is_due = list(due_notes())[: COUNTED + 1]
    return claim_rows(desk, claims().filter(pk__any_of=is_due))


def never(desk: Desk) -> Rows:
    checks = Event.objects.filter(annotation=OuterRef("pk"), kind=EventKind.CHECKED)
    unseen = claims().filter(~Exists(checks), verdict="", look_again_on__isnull=False)
    return claim_rows(desk, unseen)


def assigned(desk: Desk, since: datetime) -> Rows:
    """Those that others gave to whose they are, since a moment; drafts too."""
    given = Event.objects.filter(
        annotation=OuterRef("pk"), kind=EventKind.ASSIGNED, recorded_at__gt=since
    ).exclude(by=desk.editor)
    kept = Annotation.objects.claims().exclude(status=Status.WITHDRAWN)
    return claim_rows(desk, kept.filter(Exists(given)))


def deadlines(desk: Desk) -> Rows:
    return as_rows(
        claims().unresolved().past_deadline(desk.today).filter(desk.owned("owner")),
        "annotation",
        "summary",
        inside="article__live__title",
        sort="kind",
        judged="verdict",
        day="deadline",
        precision="deadline_precision",
        owner_name="owner__username",
        claim="pk",
    ).order_by("deadline", "pk")


def anchors(desk: Desk) -> Rows:
    """Each opens the gate of its version."""
    return as_rows(
        Anchor.objects.undecided().filter(desk.owned("annotation__owner")),
        "anchor",
        "annotation__summary",
        key="version_id",
        inside="version__title",
        sort="state",
        owner_name="annotation__owner__username",
        claim="annotation_id",
    ).order_by("version_id", "start", "pk")

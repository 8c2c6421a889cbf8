"""Which events of a scope stand in which document, so that a walk meets each of them once.

Archived feeds (RFC 5005, section 4): the subscription document holds the latest events, an
archive document those of a fixed range of numbers, which never change theirs: SPAN events of the
whole record, so that a document is small whatever the scope. A range becomes an archive only
once RECENT events of the scope are newer: one whose transaction ends late, with a number from
before, still comes to those who ask for the subscription document alone.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.db.models import Max, Q
from django.http import Http404
from django.templatetags.static import static

from briefs.feeds.scopes import Scope
from briefs.models import Bearing, Change, ChangeOf, Event
from briefs.models.event import HIDEABLE, EventQuerySet

RECENT = 50
SPAN = 100


@dataclass(frozen=True)
class Document:
    """The numbers of the events that it tells and of those it tells withdrawn, the newest first.

    ``before`` and ``after`` are the archives beside it, ``archive`` its own number; the
    subscription document has none.
    """

    scope: Scope
    archive: int | None
    shown: tuple[int, ...]
    buried: tuple[int, ...]
    before: int | None
    after: int | None
    etag: str
    modified: datetime | None


def _span(pk: int | None) -> int | None:
    """The archive that an event belongs to, from 1."""
    return None if pk is None else (pk - 1) // SPAN + 1


def document(scope: Scope, archive: int | None) -> Document:
    """Six queries at most. Raise Http404 for a range that is no archive (yet)."""
    lines = Event.objects.filter(scope.events).news()
    nth = list(lines.order_by("-pk").values_list("pk", flat=True)[RECENT - 1 : RECENT])
    closed = (nth[0] - 1) // SPAN if nth else 0  # how many ranges are archives
    if archive is not None and not 1 <= archive <= closed:
        raise Http404("There is no such archive of this feed.")
    start = SPAN * (closed if archive is None else archive - 1)
    within = lines.filter(pk__gt=start)
    if archive is not None:
        within = within.filter(pk__lte=SPAN * archive)
    rows = list(within.order_by("-pk").values("pk", "is_public", "recorded_at", *_SUBJECTS))
    shown = [row for row in rows if row["is_public"]]
    before, after = _beside(lines, start, archive, closed)
    change, changed_at = _latest_change(scope, rows)
    buried = tuple(row["pk"] for row in rows if not row["is_public"])
    told = tuple(row["pk"] for row in shown)
    moments = [row["recorded_at"] for row in shown]
    parts = (scope.id, scope.title, scope.page, archive, told, buried, before, after, change)
    made_with = (static("briefs/css/feed.css"), settings.SITE_URL, settings.WEBSUB_HUB)
    return Document(
        scope,
        archive,
        told,
        buried,
        before,
        after,
        sha256(repr((parts, made_with)).encode("utf-8", "replace")).hexdigest()[:32],
        max([*moments, *([changed_at] if changed_at else [])], default=None),
    )


_SUBJECTS = [f"{name}_id" for name in HIDEABLE]


def _beside(
    lines: EventQuerySet, start: int, archive: int | None, closed: int
) -> tuple[int | None, int | None]:
    """The archives before and after; ranges without an event of the scope are passed over."""
    older = lines.filter(pk__lte=start).order_by("-pk").values_list("pk", flat=True).first()
    if archive is None:
        return _span(older), None
    newer = lines.filter(pk__gt=SPAN * archive, pk__lte=SPAN * closed)
    return _span(older), _span(newer.order_by("pk").values_list("pk", flat=True).first())


def _latest_change(scope: Scope, rows: list[dict]) -> tuple[int | None, datetime | None]:
    """The number and the moment of the last change to anything that the document tells of.

    A typing error is put right without an event, and the items say it right from then on. A
    withdrawal is told in the newest document alone, and takes items out of older ones.
    """
    keys: dict[str, set[int]] = defaultdict(set)
    for thing in scope.things:
        keys[thing._meta.label_lower].add(thing.pk)
    for name in HIDEABLE:
        keys[f"briefs.{name}"].update(row[f"{name}_id"] for row in rows if row[f"{name}_id"])
    if updates := keys["briefs.update"]:
        bearings = Bearing.objects.filter(update__in=updates)
        keys["briefs.annotation"].update(bearings.values_list("annotation", flat=True))
    about = Q(pk__in=[])
    for label, numbers in keys.items():
        if numbers:
            about |= Q(model=label, object_id__in=sorted(numbers))
    number = ChangeOf.objects.filter(about).aggregate(Max("change"))["change__max"]
    moment = Change.objects.filter(pk=number).values_list("changeset__at", flat=True).first()
    return number, moment

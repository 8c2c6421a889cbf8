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
from typing import Any

from django.conf import settings
from django.db.models import Max, Q, QuerySet
from django.http import Http404
from django.templatetags.static import static

from briefs.feeds.scopes import Scope
from briefs.models import Bearing, Change, ChangeOf, Event
from briefs.models.event import HIDEABLE, EventQuerySet
from briefs.models.vocabulary import NEWS

RECENT = 50
SPAN = 100
LOOKED_AT = 2 * (RECENT + SPAN)
"""Events of a scope: more than a document holds, as long as most of them are told."""


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
    """Two queries for each way into the scope, and six more at most.

    Raise Http404 for a range that is no archive (yet).
    """
    lines = Event.objects.filter(scope.events).news()
    newest, reach = _newest(scope, lines)
    closed = (newest[RECENT - 1]["pk"] - 1) // SPAN if len(newest) >= RECENT else 0
    if archive is None:
        start = SPAN * closed
        if reach <= start + 1:
            rows = [row for row in newest if row["pk"] > start]
        else:
            rows = list(_told(lines.filter(pk__gt=start)))
        older = next((row["pk"] for row in newest if row["pk"] <= start), None)
        if older is None and reach:
            older = _first(lines.filter(pk__lte=start).order_by("-pk"))
        before, after = _span(older), None
    else:
        if not 1 <= archive <= closed:
            raise Http404("There is no such archive of this feed.")
        start, end = SPAN * (archive - 1), SPAN * archive
        rows = list(_told(lines.filter(pk__gt=start, pk__lte=end)))
        # Ranges without an event of the scope are passed over.
        before = _span(_first(lines.filter(pk__lte=start).order_by("-pk")))
        after = _span(_first(lines.filter(pk__gt=end, pk__lte=SPAN * closed).order_by("pk")))
    shown = [row for row in rows if row["is_public"]]
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
Row = dict[str, Any]


def _told(lines: EventQuerySet) -> "QuerySet[Event, Row]":
    return lines.order_by("-pk").values("pk", "is_public", "recorded_at", *_SUBJECTS)


def _first(lines: EventQuerySet) -> int | None:
    return lines.values_list("pk", flat=True).first()


def _newest(scope: Scope, lines: EventQuerySet) -> tuple[list[Row], int]:
    """The newest lines, RECENT or all, and the number down to which none is missing."""
    keys = scope.newest(NEWS, LOOKED_AT)
    rows = list(_told(Event.objects.filter(pk__any_of=set(keys)).news()))
    if len(keys) < LOOKED_AT:
        return rows, 0
    if len(rows) < RECENT:  # of so many most are hidden
        rows = list(_told(lines)[:LOOKED_AT])
        return rows, rows[-1]["pk"] if len(rows) == LOOKED_AT else 0
    return rows, keys[-1]


def _latest_change(scope: Scope, rows: list[Row]) -> tuple[int | None, datetime | None]:
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

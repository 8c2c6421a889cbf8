"""What changed lately, in words: the newest lines of the public record, day by day."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Case, Count, Prefetch, Q, When
from django.db.models.functions import TruncDate
from django.utils import timezone

from briefs.models import Annotation, Bearing, Event
from briefs.models.kept import kept
from briefs.models.vocabulary import RARE, Effect, EventKind

DAYS = 5
# What is told line by line, and how many lines of it at the most. The rest of a day is counted:
# loaded or typed in by the hundred, it would drown all else.
TOLD = (
    ((EventKind.UPDATED,), 5),
    ((EventKind.ASSESSED,), 3),
    (RARE, 3),
)
# Of the claims that an update bears on one is named: the one to which it does most.
WEIGHT = (Effect.RESOLVES, Effect.CONTRADICTS, Effect.SUPPORTS, Effect.CONTEXT)
NOUNS = {
    EventKind.ARTICLE_PUBLISHED: ("article", "articles"),
    EventKind.VERSION_PUBLISHED: ("new version", "new versions"),
    EventKind.CLAIM_PUBLISHED: ("claim or note marked", "claims and notes marked"),
    EventKind.ASSESSED: ("verdict", "verdicts"),
    EventKind.UPDATED: ("update", "updates"),
    EventKind.CLAIM_RETIRED: ("claim retired", "claims retired"),
    EventKind.CORRECTED: ("correction", "corrections"),
    EventKind.TYPO_FIXED: ("typing error put right", "typing errors put right"),
    EventKind.ORGANISATION_PUBLISHED: ("organisation", "organisations"),
    EventKind.MEMBERSHIP_RECORDED: ("membership", "memberships"),
    EventKind.MEMBERSHIP_CHANGED: ("membership changed", "memberships changed"),
    EventKind.WATCH_OPENED: ("development to watch", "developments to watch"),
    EventKind.CHECKED: ("claim checked, no change", "claims checked, no change"),
    EventKind.WITHDRAWN: ("withdrawal", "withdrawals"),
    EventKind.MERGED: ("merger of entries", "mergers of entries"),
}


@dataclass(frozen=True)
class Day:
    """What was recorded on one day: some of it in lines, the rest in numbers."""

    day: date
    events: list[Event]
    rest: list[str]  # "56 verdicts"


def lately() -> list[Day]:
    """The latest days of the record, the newest first. Eleven queries at most."""
    events = [event for kinds, most in TOLD for event in newest(kinds, most)]
    by_day: dict[date, list[Event]] = {}
    for event in events:
        by_day.setdefault(timezone.localdate(event.recorded_at), []).append(event)
    shown = sorted(by_day, reverse=True)[:DAYS]
    if not shown:
        return []
    counts = counted_on(shown)
    return [Day(day, by_day[day], rest(counts.get(day, Counter()), by_day[day])) for day in shown]


def newest(kinds: tuple[EventKind, ...], most: int) -> list[Event]:
    weight = Case(*(When(effect=effect, then=at) for at, effect in enumerate(WEIGHT)))
    bearings = (
        Bearing.objects.filter(annotation__in=Annotation.objects.published())
        .select_related("annotation")
        .order_by(weight, "id")
    )
    return list(
        Event.objects.filter(kind__in=kinds)
        .select_related("article__live", "annotation", "organisation", "update")
        .prefetch_related(Prefetch("update__bearings", bearings))
        .newest_published(most)
    )


def counted_on(days: Iterable[date]) -> dict[date, Counter[str]]:
    """How many lines of each kind the record has of each day. One query."""
    within = Q()
    for day in days:
        start = timezone.make_aware(datetime.combine(day, time.min))
        end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
        within |= Q(recorded_at__gte=start, recorded_at__lt=end)
    rows = (
        Event.objects.published()
        .filter(within)
        .order_by()
        .annotate(day=TruncDate("recorded_at"))
        .values_list("day", "kind")
        .annotate(count=Count("pk"))
    )
    counts: dict[date, Counter[str]] = {}
    for day, kind, count in kept(rows, tuple):
        counts.setdefault(day, Counter())[kind] = count
    return counts


def rest(counts: Counter[str], told: list[Event]) -> list[str]:
    """What is not told line by line, counted, in the order of the closed list."""
    left = counts - Counter(event.kind for event in told)
    return [f"{left[kind]} {NOUNS[kind][left[kind] > 1]}" for kind in EventKind if left[kind]]

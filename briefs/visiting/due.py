"""Which sources are to be visited, and what is looked for there."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q

from briefs.models import Citation, Source


@dataclass(frozen=True)
class Due:
    pk: int
    url: str
    passages: tuple[str, ...] = ()


def due_sources(before: datetime) -> list[Due]:
    """Every cited source that was not visited since ``before``, those longest ago first.

    What public pages may not link is visited too: editors rest on it all the same. Two queries.
    """
    cited = Source.objects.filter(Exists(Citation.objects.filter(source=OuterRef("pk"))))
    due = cited.filter(
        Q(visit__isnull=True) | Q(visit__visited_at__lt=before) | ~Q(visit__address=F("url"))
    )
    passages: defaultdict[int, set[str]] = defaultdict(set)
    quoted = Citation.objects.exclude(passage="").order_by()
    for pk, words in quoted.values_list("source", "passage"):
        passages[pk].add(words)
    ordered = due.order_by(F("visit__visited_at").asc(nulls_first=True), "pk")
    return [
        Due(pk, url, tuple(sorted(passages[pk]))) for pk, url in ordered.values_list("pk", "url")
    ]

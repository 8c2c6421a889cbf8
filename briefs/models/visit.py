"""What was found when the site last went to the page of a source."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from briefs.models.dates import listed
from briefs.models.source import Source


class VisitState(models.TextChoices):
    LIVE = "live", "there"
    REDIRECTED = "redirected", "moved elsewhere"
    CHANGED = "changed", "text changed"
    NOT_FOUND = "not-found", "passage not found"
    LOST = "lost", "passage no longer found"
    GONE = "gone", "gone"
    UNREACHED = "unreached", "not reached"
    UNVISITED = "unvisited", "not to be visited"


# The page is there, with all that it is quoted for.
FOUND = (VisitState.LIVE, VisitState.REDIRECTED, VisitState.CHANGED)


class SourceVisit(models.Model):
    """The newest visit, and since when it finds the same.

    The row says something of ``address`` alone: once the source has another one, it counts no more.
    What changes with each visit is kept out of the history, and so off the public pages.
    """

    source = models.OneToOneField(Source, on_delete=models.CASCADE, related_name="visit")
    address = models.CharField(max_length=1000)
    state = models.CharField(max_length=20, choices=VisitState)
    since = models.DateTimeField(help_text="The first visit that found this.")
    last_found = models.DateTimeField(
        null=True, help_text="The last visit before that found everything; empty while it is there."
    )
    status = models.PositiveSmallIntegerField(null=True, help_text="Of the answer, as HTTP counts.")
    final_address = models.CharField(max_length=4000, blank=True, help_text="Where it led to.")
    remark = models.CharField(max_length=300, blank=True)
    passages = models.JSONField(
        default=dict,
        help_text="Of each passage cited, by its fingerprint: found, lost, never, unknown.",
    )
    noted_at = models.DateTimeField(null=True, help_text="When an editor had seen this.")
    visited_at = models.DateTimeField(db_index=True)
    known_text = models.TextField(blank=True, help_text="Fingerprint of the text last accepted.")
    seen_text = models.TextField(blank=True, help_text="Fingerprint of the text at this visit.")

    class Meta:
        default_permissions = ("view",)
        constraints = [listed("sourcevisit", "state", VisitState)]

    def __str__(self) -> str:
        return f"{self.source}: {self.get_state_display()}"

    @property
    def is_noted(self) -> bool:
        return self.noted_at is not None and self.noted_at >= self.since


def visits() -> "models.QuerySet[SourceVisit, SourceVisit]":
    """Those that still say something of their sources."""
    return SourceVisit.objects.filter(address=F("source__url"))


def visit_of(source: Source) -> "SourceVisit | None":
    """The visit to the address that the source has; one query unless it was selected with it."""
    visit: Any = getattr(source, "visit", None)
    return visit if visit and visit.address == source.url else None


NOT_NOTED = Q(noted_at__isnull=True) | Q(noted_at__lt=F("since"))

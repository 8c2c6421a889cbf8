from django.conf import settings
from django.db import models
from django.db.models import F, Q

from briefs.models.dates import Recorded, listed
from briefs.models.vocabulary import BulkKind


class BulkChange(Recorded):
    """One change to many things, with what it takes to undo it."""

    kind = models.CharField(max_length=20, choices=BulkKind)
    summary = models.CharField(max_length=500)
    reason = models.TextField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    undoing = models.JSONField(default=dict, help_text="What was moved, left out and taken away.")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        ordering = ["-recorded_at", "-id"]
        constraints = [listed("bulkchange", "kind", BulkKind)]

    def __str__(self) -> str:
        return self.summary


class FormerAddress(Recorded):
    """Where something had its page once, and where it has it now; what lies below moves with it."""

    old_path = models.CharField(max_length=300, unique=True)
    new_path = models.CharField(max_length=300)

    class Meta:
        verbose_name_plural = "former addresses"
        ordering = ["old_path"]
        constraints = [
            models.CheckConstraint(
                name="formeraddress_leads_elsewhere", condition=~Q(old_path=F("new_path"))
            ),
            models.CheckConstraint(
                name="formeraddress_is_of_a_page",
                condition=Q(old_path__startswith="/", old_path__endswith="/")
                & Q(new_path__startswith="/", new_path__endswith="/"),
            ),
        ]

    def __str__(self) -> str:
        return self.old_path

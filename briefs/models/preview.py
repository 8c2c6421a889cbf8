from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from briefs.models.dates import Recorded


def _person() -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )


class PreviewLink(Recorded):
    """A secret address at which somebody without an account reads a draft, until it ends.

    The hash of the secret alone is kept: the address is told when it is made, and never again.
    """

    model = models.CharField(max_length=100)
    object_id = models.BigIntegerField()
    sha256 = models.CharField(max_length=64, unique=True, help_text="Of the secret.")
    note = models.CharField(max_length=200, blank=True, help_text="Whom it is for.")
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    by = _person()
    revoked_by = _person()

    class Meta:
        ordering = ["-recorded_at", "-id"]
        default_permissions = ("view",)
        indexes = [models.Index(fields=["model", "object_id"], name="previewlink_of_thing")]

    def __str__(self) -> str:
        return self.note or f"Preview link {self.pk}"

    def is_open(self, moment: datetime | None = None) -> bool:
        return self.revoked_at is None and self.expires_at > (moment or timezone.now())

"""What the site keeps for an editor's own reminders: nothing of it is content."""

from django.conf import settings
from django.db import models

from briefs.models.dates import Recorded


def _editor(related_name: str) -> "models.OneToOneField[models.Model, models.Model]":
    return models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name=related_name
    )


class CalendarAddress(Recorded):
    """The secret address of an editor's calendar, of which only the hash is known."""

    editor = _editor("calendar_address")
    sha256 = models.CharField(max_length=64, unique=True, help_text="Of the secret.")

    def __str__(self) -> str:
        return f"Calendar of {self.editor}"


class DigestSent(models.Model):
    """When an editor was last sent the digest of what is due."""

    editor = _editor("digest_sent")
    sent_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"Digest for {self.editor}"


class Presence(models.Model):
    """Who has which thing open in a form, and when the page last said so."""

    model = models.CharField(max_length=100)
    object_id = models.BigIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["model", "object_id", "by"], name="presence_once_a_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by} at {self.model} {self.object_id}"

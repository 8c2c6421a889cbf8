"""Failed logins, kept as long as they are counted."""

from django.db import models


class Tried(models.TextChoices):
    PASSWORD = "password", "password"
    CODE = "code", "code of an app"
    RECOVERY = "recovery", "recovery code"


class FailedAttempt(models.Model):
    """One wrong password or code. Whose, and from where, is kept as digests: they are compared
    and never read, and what people type for a name may be a password.
    """

    tried = models.CharField(max_length=8, choices=Tried)
    name = models.CharField(max_length=32)
    address = models.CharField(max_length=32)
    device = models.CharField(max_length=32, blank=True)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["name", "-at"], name="failedattempt_of_name"),
            models.Index(fields=["address", "-at"], name="failedattempt_from_address"),
            models.Index(fields=["at"], name="failedattempt_age"),
        ]

    def __str__(self) -> str:
        return f"{self.get_tried_display()}, {self.at:%Y-%m-%d %H:%M}"

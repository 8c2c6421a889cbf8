from django.db import models

from briefs.models.dates import Recorded


class SeedEntry(Recorded):
    """What ``load_seeds`` last wrote for one entry of a seed file.

    A row whose present content has another fingerprint was changed by an editor since, and is
    left alone.
    """

    noun = models.CharField(max_length=30)
    key = models.CharField(max_length=1000)
    object_id = models.BigIntegerField()
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of the row as it was written.")

    class Meta:
        verbose_name_plural = "seed entries"
        constraints = [
            models.UniqueConstraint(fields=["noun", "key"], name="seedentry_once"),
        ]

    def __str__(self) -> str:
        return f"{self.noun} {self.key}"

from django.db import models

from briefs.models.annotation import Annotation
from briefs.models.dates import Recorded, listed
from briefs.models.vocabulary import AnnotationOrigin


class ImportedAnnotation(Recorded):
    """Where a draft comes from that others made on our pages, as they made it.

    It stays when the draft is deleted, so that the same is not imported again.
    """

    annotation = models.OneToOneField(
        Annotation, null=True, on_delete=models.SET_NULL, related_name="imported"
    )
    # So short that any of it fits into an index of PostgreSQL.
    foreign_id = models.CharField("id there", max_length=500, unique=True)
    origin = models.CharField(max_length=20, choices=AnnotationOrigin)
    address = models.CharField("page", max_length=1000, help_text="On which it was made.")
    link = models.CharField(max_length=1000, blank=True, help_text="Where it can be seen there.")
    author = models.CharField(max_length=300, blank=True, help_text="As it is said there.")
    made_at = models.DateTimeField("made", null=True)
    text = models.TextField(blank=True, help_text="What it said, as plain text.")
    tags = models.JSONField(default=list)

    class Meta:
        default_permissions = ("view", "delete")
        ordering = ["-recorded_at", "-id"]
        constraints = [listed("importedannotation", "origin", AnnotationOrigin)]

    def __str__(self) -> str:
        return self.foreign_id

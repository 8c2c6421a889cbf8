from datetime import date, timedelta
from typing import Any, NoReturn, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from briefs.models.annotation import LONG
from briefs.models.dates import Recorded, listed
from briefs.models.vocabulary import Confidence, Kind, StillHolds, Verdict, scale_of


def has_come(day: date) -> None:
    """Refuse a day that has begun nowhere on Earth; for editors, whose slip would outrank all."""
    if day > timezone.localdate() + timedelta(days=1):
        raise ValidationError("That day has not come yet.")


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def published(self) -> Self:
        """Those that count: not the ones that wait for a second person."""
        return self.filter(published_at__isnull=False)

    def waiting(self) -> Self:
        return self.filter(published_at__isnull=True)

    def newest_first(self, *then: str) -> Self:
        """``then`` orders the rows of one assessment, where something is joined to it."""
        return self.order_by("-assessed_on", "-recorded_at", "-id", *then)

    def standing(self) -> Self:
        """Those on which the verdict of their claim rests: the latest of each."""
        same = Assessment.objects.published().filter(annotation=OuterRef("annotation"))
        return self.filter(pk=Subquery(same.newest_first().values("pk")[:1]))

    def update(self, **values: Any) -> NoReturn:
        raise TypeError("Assessments are never edited, only followed by another.")


class Assessment(Recorded):
    """One dated verdict on a claim. Never edited: only followed by another."""

    annotation = models.ForeignKey(
        "briefs.Annotation", on_delete=models.PROTECT, related_name="assessments"
    )
    version = models.ForeignKey(
        "briefs.Version",
        on_delete=models.PROTECT,
        related_name="assessments",
        help_text="The version whose words were judged.",
    )
    words = models.TextField(editable=False, help_text="The words that were judged.")
    verdict = models.CharField(max_length=20, choices=Verdict)
    confidence = models.CharField(max_length=10, choices=Confidence)
    rationale = models.TextField(
        validators=[MaxLengthValidator(LONG)],
        help_text="Why, on which evidence, in two to five sentences.",
    )
    assessed_on = models.DateField(
        default=date.today, validators=[has_come], help_text="As of which day it holds."
    )
    still_holds = models.CharField(
        max_length=20,
        choices=StillHolds,
        default=StillHolds.NOT_APPLICABLE,
        help_text="Would the statement hold if it were written on that day?",
    )
    verified = models.BooleanField(
        default=True, help_text="On: at least one source supports the verdict directly."
    )
    not_confirmed = models.TextField(
        blank=True, help_text="Points looked for and not confirmed, one a line."
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    published_at = models.DateTimeField(
        null=True, editable=False, help_text="Empty while it waits for a second person."
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The second person, where the site asks for one.",
    )

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        default_permissions = ("add", "change", "delete", "view", "review")
        ordering = ["-assessed_on", "-recorded_at", "-id"]
        constraints = [
            listed("assessment", "verdict", Verdict),
            listed("assessment", "confidence", Confidence),
            listed("assessment", "still_holds", StillHolds),
            models.CheckConstraint(
                name="assessment_has_rationale", condition=~models.Q(rationale="")
            ),
            models.CheckConstraint(
                name="assessment_second_person_is_another",
                condition=models.Q(approved_by__isnull=True)
                | (models.Q(published_at__isnull=False) & ~models.Q(approved_by=models.F("by"))),
                violation_error_message="A second person approves a verdict, not its author.",
            ),
        ]
        indexes = [
            # Each in the order of recording, of which the desk lists the first.
            models.Index(
                fields=["id"],
                condition=models.Q(verified=False),
                name="assessment_unverified",
            ),
            models.Index(
                fields=["id"],
                condition=models.Q(published_at__isnull=True),
                name="assessment_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()} ({self.assessed_on})"

    def clean(self) -> None:
        super().clean()
        if not (self.annotation_id and self.verdict):
            return
        if self.annotation.kind == Kind.NOTE:
            raise ValidationError("An editor’s note judges nothing and is not assessed.")
        scale = scale_of(self.annotation.kind)
        if self.verdict not in scale:
            raise ValidationError(
                {
                    "verdict": f"A {self.annotation.get_kind_display()} is judged as: "
                    + ", ".join(verdict.label for verdict in scale)
                    + "."
                }
            )
        published = self.annotation.article.originally_on
        if published and self.assessed_on < published:
            raise ValidationError({"assessed_on": "That is before the article appeared."})

    def save(self, *args: Any, **kwargs: Any) -> None:
        approving = kwargs.get("update_fields") == ["published_at", "approved_by"]
        if not (self._state.adding or approving):
            raise TypeError("Assessments are never edited, only followed by another.")
        super().save(*args, **kwargs)

"""Model fields for partial dates and for the second clock."""

from datetime import date
from typing import overload

from django.db import models
from django.db.models import Q
from django.utils import timezone

from briefs.dates import PartialDate
from briefs.dates import Precision as PlainPrecision
from briefs.models.vocabulary import Precision


def precision_field() -> "models.CharField[str, str]":
    return models.CharField(
        max_length=20,
        choices=Precision,
        blank=True,
        default="",
        help_text="How much of the date is known; finer parts are never shown.",
    )


@overload
def partial(day: date, precision: str) -> PartialDate: ...
@overload
def partial(day: date | None, precision: str) -> PartialDate | None: ...
def partial(day: date | None, precision: str) -> PartialDate | None:
    """The pair of stored fields as one value; None if there is no date."""
    return PartialDate(day, PlainPrecision(precision)) if day else None


def dated(model: str, field: str) -> models.CheckConstraint:
    """A date has a precision, and a precision has a date."""
    return models.CheckConstraint(
        name=f"{model}_{field}_has_precision",
        condition=Q(**{f"{field}__isnull": True, f"{field}_precision": ""})
        | Q(**{f"{field}__isnull": False, f"{field}_precision__in": Precision.values}),
        violation_error_message="Give a date together with how much of it is known.",
    )


def listed(
    model: str, field: str, choices: type[models.TextChoices], blank: bool = False
) -> models.CheckConstraint:
    """The field holds a value of its closed list, whoever writes the row."""
    values = [*choices.values, ""] if blank else choices.values
    return models.CheckConstraint(
        name=f"{model}_{field}_is_listed", condition=Q(**{f"{field}__in": values})
    )


class Recorded(models.Model):
    """The second clock: when the row was recorded, whatever date it is about."""

    recorded_at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)

    class Meta:
        abstract = True

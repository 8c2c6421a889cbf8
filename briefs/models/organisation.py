from typing import Self

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, OuterRef, Q
from django.urls import reverse

from briefs.dates import PartialDate
from briefs.models.counting import count_of
from briefs.models.dates import dated, listed, partial, precision_field
from briefs.models.publishing import Publishable, PublishableQuerySet
from briefs.models.spelling import slugged
from briefs.models.vocabulary import OrganisationKind, Status


class OrganisationQuerySet(PublishableQuerySet["Organisation"]):
    def with_claim_count(self, *, exactly: bool = True) -> Self:
        """Adds ``claim_count``: how many published claims and notes are about it."""
        about = apps.get_model("briefs", "Annotation").organisations.through.objects.filter(
            organisation=OuterRef("pk"),
            annotation__status=Status.PUBLISHED,
            annotation__article__status=Status.PUBLISHED,
        )
        return self.annotate(claim_count=count_of(about, exactly=exactly))


class Organisation(Publishable):
    slug = models.SlugField(unique=True, max_length=100)
    name = models.CharField(max_length=250, db_index=True)
    abbreviation = models.CharField(max_length=30, blank=True, db_index=True)
    other_names = models.JSONField(
        default=list, blank=True, help_text="Other spellings and names in use, as a list."
    )
    kind = models.CharField(max_length=30, choices=OrganisationKind)
    standing = models.CharField(
        max_length=150,
        blank=True,
        help_text="In a few words: active, absorbed, agreed but not confirmed as operating.",
    )
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
        help_text="For an organ, the body it belongs to; for an exercise, its series.",
    )
    predecessor = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by"
    )
    successor = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="preceded_by",
        help_text="Where several bodies went into one, each names the same successor.",
    )
    founded_on = models.DateField(null=True, blank=True)
    founded_on_precision = precision_field()
    founded_basis = models.CharField(
        max_length=200, blank=True, help_text="Which act the date is: signature, entry into force."
    )
    founded_verified = models.BooleanField(default=True)
    founded_note = models.TextField(blank=True)
    dissolved_on = models.DateField(null=True, blank=True)
    dissolved_on_precision = precision_field()
    dissolved_basis = models.CharField(max_length=200, blank=True)
    dissolved_verified = models.BooleanField(default=True)
    dissolved_note = models.TextField(blank=True)
    seat = models.CharField(
        max_length=150, blank=True, help_text="City of the headquarters, or place of an exercise."
    )
    seat_state = models.ForeignKey(
        "briefs.State", null=True, blank=True, on_delete=models.PROTECT, related_name="seats"
    )
    seat_latitude = models.FloatField(null=True, blank=True, help_text="Of the city, WGS 84.")
    seat_longitude = models.FloatField(null=True, blank=True)
    seat_verified = models.BooleanField(default=True)
    seat_note = models.TextField(blank=True)
    participants = models.ManyToManyField(
        "briefs.State",
        blank=True,
        related_name="participated_in",
        help_text="States that took part in an exercise.",
    )
    official_url = models.URLField("official address", max_length=500, blank=True)
    summary = models.TextField(help_text="Two or three sentences for readers.")
    since_article = models.TextField(
        "what happened since", blank=True, help_text="In the editors’ own words."
    )
    editor_notes = models.TextField(blank=True, help_text="Public remarks, a paragraph each.")
    not_confirmed = models.TextField(
        blank=True, help_text="What was looked for and not found, one point a line."
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta(Publishable.Meta):
        ordering = ["name"]
        indexes = [models.Index(fields=["status", "name", "slug"], name="organisation_in_order")]
        constraints = [
            *Publishable.Meta.constraints,
            slugged("organisation"),
            listed("organisation", "kind", OrganisationKind),
            dated("organisation", "founded_on"),
            dated("organisation", "dissolved_on"),
            models.CheckConstraint(
                name="organisation_dissolved_after_founded",
                condition=Q(founded_on__isnull=True)
                | Q(dissolved_on__isnull=True)
                | Q(dissolved_on__gte=F("founded_on")),
                violation_error_message="It cannot have ended before it was founded.",
            ),
            models.CheckConstraint(
                name="organisation_is_not_its_own_relative",
                condition=(
                    (Q(parent__isnull=True) | ~Q(parent=F("id")))
                    & (Q(predecessor__isnull=True) | ~Q(predecessor=F("id")))
                    & (Q(successor__isnull=True) | ~Q(successor=F("id")))
                ),
                violation_error_message=(
                    "A body is neither part of itself nor its own predecessor or successor."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        for name in ("parent", "predecessor", "successor"):
            if self.pk and getattr(self, f"{name}_id") == self.pk:
                raise ValidationError({name: "A body cannot be its own relative."})

    def get_absolute_url(self) -> str:
        return reverse("briefs:organisation-detail", args=[self.slug])

    @property
    def short_name(self) -> str:
        return self.abbreviation or self.name

    @property
    def founded(self) -> PartialDate | None:
        return partial(self.founded_on, self.founded_on_precision)

    @property
    def dissolved(self) -> PartialDate | None:
        return partial(self.dissolved_on, self.dissolved_on_precision)


class Milestone(models.Model):
    """A dated step in an organisation's life."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="milestones"
    )
    happened_on = models.DateField()
    happened_on_precision = precision_field()
    text = models.TextField()
    verified = models.BooleanField(default=True)

    class Meta:
        ordering = ["happened_on", "id"]
        constraints = [
            dated("milestone", "happened_on"),
            models.UniqueConstraint(
                fields=["organisation", "happened_on", "text"], name="milestone_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.happened}: {self.text}"

    @property
    def happened(self) -> PartialDate:
        return partial(self.happened_on, self.happened_on_precision)

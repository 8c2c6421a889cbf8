from typing import Self

from django.db import models
from django.urls import reverse
from django.utils import timezone
from taggit.managers import TaggableManager

from briefs.dates import PartialDate
from briefs.models.dates import dated, listed, partial, precision_field
from briefs.models.publishing import Publishable, PublishableQuerySet
from briefs.models.spelling import slugged
from briefs.models.topic import TaggedUpdate
from briefs.models.vocabulary import Effect


class UpdateQuerySet(PublishableQuerySet["Update"]):
    def newest_first(self) -> Self:
        return self.order_by("-happened_on", "-published_at", "-id")


class Update(Publishable):
    """A dated development, bearing on claims and organisations."""

    slug = models.SlugField(unique=True, max_length=100)
    headline = models.CharField(max_length=300)
    body = models.TextField(help_text="Plain text; an empty line between paragraphs.")
    happened_on = models.DateField(db_index=True)
    happened_on_precision = precision_field()
    verified = models.BooleanField(
        default=True, help_text="Off: readers see it marked as unverified."
    )
    claims = models.ManyToManyField(
        "briefs.Annotation", through="briefs.Bearing", related_name="updates"
    )
    organisations = models.ManyToManyField(
        "briefs.Organisation", blank=True, related_name="updates"
    )
    states = models.ManyToManyField("briefs.State", blank=True, related_name="updates")
    topics = TaggableManager(through=TaggedUpdate, blank=True)

    objects = UpdateQuerySet.as_manager()

    class Meta(Publishable.Meta):
        ordering = ["-happened_on", "-id"]
        constraints = [
            *Publishable.Meta.constraints,
            slugged("update"),
            dated("update", "happened_on"),
        ]
        indexes = [
            models.Index(
                fields=["status", "-happened_on", "-published_at", "-id"],
                name="update_newest_first",
            ),
            models.Index(fields=["status", "-published_at", "-id"], name="update_as_recorded"),
        ]

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        return reverse("briefs:update-detail", args=[self.slug])

    @property
    def happened(self) -> PartialDate:
        return partial(self.happened_on, self.happened_on_precision)


class Bearing(models.Model):
    """What an update does to a claim."""

    update = models.ForeignKey(Update, on_delete=models.CASCADE, related_name="bearings")
    annotation = models.ForeignKey(
        "briefs.Annotation",
        on_delete=models.PROTECT,
        related_name="bearings",
        verbose_name="claim",
    )
    effect = models.CharField(max_length=20, choices=Effect)

    class Meta:
        ordering = ["update", "id"]
        constraints = [
            models.UniqueConstraint(fields=["update", "annotation"], name="bearing_once"),
            listed("bearing", "effect", Effect),
        ]

    def __str__(self) -> str:
        return f"{self.get_effect_display()} {self.annotation}"


class Watch(Publishable):
    """A development that is due or open and not confirmed yet: shown as unverified."""

    slug = models.SlugField(unique=True, max_length=100)
    what = models.CharField(max_length=300)
    expected = models.CharField(
        max_length=100, help_text="When, as far as known: October 2026, early autumn 2026."
    )
    expected_on = models.DateField(
        null=True, blank=True, help_text="For sorting and reminders; the words above are shown."
    )
    expected_on_precision = precision_field()
    found = models.TextField(help_text="What the sources seen so far say.")
    claims = models.ManyToManyField("briefs.Annotation", blank=True, related_name="watches")

    objects = PublishableQuerySet["Watch"].as_manager()

    class Meta(Publishable.Meta):
        ordering = ["expected_on", "slug"]
        verbose_name_plural = "watches"
        constraints = [
            *Publishable.Meta.constraints,
            slugged("watch"),
            dated("watch", "expected_on"),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def due(self) -> PartialDate | None:
        return partial(self.expected_on, self.expected_on_precision)

    @property
    def is_past(self) -> bool:
        """Whether the last day on which it was expected has gone by."""
        return self.due is not None and self.due.last < timezone.localdate()

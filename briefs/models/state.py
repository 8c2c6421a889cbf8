from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from briefs.models.spelling import coded


class State(models.Model):
    iso_a3 = models.CharField(
        "ISO 3166-1 alpha-3",
        max_length=3,
        unique=True,
        validators=[RegexValidator(r"^[A-Z]{3}$", "Three capital letters, as in KAZ.")],
    )
    iso_a2 = models.CharField(
        "ISO 3166-1 alpha-2",
        max_length=2,
        blank=True,
        validators=[RegexValidator(r"^[A-Z]{2}$", "Two capital letters, as in KZ.")],
    )
    name = models.CharField(max_length=100, unique=True)
    other_names = models.JSONField(default=list, blank=True)
    capital = models.CharField(
        max_length=100, blank=True, help_text="One city, for the map; see the note where contested."
    )
    latitude = models.FloatField(
        null=True, blank=True, help_text="Of the capital, WGS 84 decimal degrees."
    )
    longitude = models.FloatField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True, help_text="For states that ceased to exist.")
    successors = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="predecessors"
    )
    note = models.TextField(blank=True)
    note_verified = models.BooleanField(
        default=True, help_text="Off: readers see the note marked as unverified."
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            coded("state", "iso_a3", 3),
            coded("state", "iso_a2", 2, blank=True),
            models.CheckConstraint(
                name="state_latitude_in_range",
                condition=Q(latitude__isnull=True) | Q(latitude__range=(-90, 90)),
            ),
            models.CheckConstraint(
                name="state_longitude_in_range",
                condition=Q(longitude__isnull=True) | Q(longitude__range=(-180, 180)),
            ),
            models.CheckConstraint(
                name="state_latitude_with_longitude",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("briefs:state-detail", args=[self.iso_a3.lower()])

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse

from briefs.models.annotation import Annotation
from briefs.models.article import Authorship
from briefs.models.spelling import slugged
from briefs.models.vocabulary import Status


class PersonQuerySet(models.QuerySet["Person"]):
    def published(self) -> Self:
        """People who wrote a published article or whose words a published claim reports."""
        wrote = Authorship.objects.filter(person=OuterRef("pk"), article__status=Status.PUBLISHED)
        is_reported = Annotation.objects.published().filter(speaker=OuterRef("pk"))
        return self.filter(Exists(wrote) | Exists(is_reported))


class Person(models.Model):
    """Somebody who wrote an article or whose words a claim reports."""

    slug = models.SlugField(unique=True, max_length=100)
    name = models.CharField(max_length=200, db_index=True)
    role = models.CharField(
        max_length=300, blank=True, help_text="Post held when the article appeared."
    )
    affiliation = models.ForeignKey(
        "briefs.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="people",
    )
    note = models.TextField(blank=True, help_text="Where role and affiliation are taken from.")

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "people"
        constraints = [slugged("person")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("briefs:person-detail", args=[self.slug])

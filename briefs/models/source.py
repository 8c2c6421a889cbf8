from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from briefs.dates import PartialDate
from briefs.models.dates import dated, partial, precision_field
from briefs.models.vocabulary import Status


class SourceQuerySet(models.QuerySet["Source"]):
    def published(self) -> Self:
        """Sources that something published cites."""
        cited = Citation.objects.published().filter(source=OuterRef("pk"))
        return self.filter(Exists(cited))


class Source(models.Model):
    """One cited page."""

    url = models.URLField(
        "address", max_length=1000, unique=True, help_text="Where the page was read."
    )
    title = models.CharField(
        max_length=500, help_text="In [square brackets] where the description is ours."
    )
    publisher = models.CharField(max_length=250, blank=True, db_index=True)
    dated_on = models.DateField("date", null=True, blank=True)
    dated_on_precision = precision_field()
    archived_url = models.URLField("archived copy", max_length=1000, blank=True)
    note = models.CharField(
        max_length=300, blank=True, help_text="Language, or what kind of page it is."
    )
    weak = models.BooleanField(
        default=False,
        help_text="Encyclopedia mirror, aggregator, repost or blog: to be replaced.",
    )
    linkable = models.BooleanField(
        default=True,
        help_text="Off: evidence for editors (mirror, repost) that public pages must not link.",
    )

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["publisher", "title"]
        constraints = [dated("source", "dated_on")]
        indexes = [models.Index(fields=["publisher", "title", "id"], name="source_in_order")]

    def __str__(self) -> str:
        return f"{self.title} ({self.publisher})" if self.publisher else self.title

    @property
    def dated(self) -> PartialDate | None:
        return partial(self.dated_on, self.dated_on_precision)


# What can cite, and what must be true of it for its citation to be public.
CITING = {
    "article": Q(article__status=Status.PUBLISHED),
    "assessment": Q(
        assessment__published_at__isnull=False,
        assessment__annotation__status=Status.PUBLISHED,
        assessment__annotation__article__status=Status.PUBLISHED,
    ),
    "update": Q(update__status=Status.PUBLISHED),
    "organisation": Q(organisation__status=Status.PUBLISHED),
    "membership": Q(
        membership__status=Status.PUBLISHED, membership__organisation__status=Status.PUBLISHED
    ),
    "reference": Q(reference__article__status=Status.PUBLISHED),
    "person": Q(person__articles__status=Status.PUBLISHED),
    "state": Q(state__isnull=False),
    "watch": Q(watch__status=Status.PUBLISHED),
}


def one_of(names: Iterable[str]) -> Q:
    """Exactly one of the foreign keys is set."""
    either = Q()
    for chosen in names:
        either |= Q(**{f"{name}__isnull": name != chosen for name in names})
    return either


class CitationQuerySet(models.QuerySet["Citation"]):
    def published(self) -> Self:
        """Citations by something that is public."""
        # Each way by itself: to join all tables PostgreSQL plans longer than it reads.
        same = Citation.objects.filter(pk=OuterRef("pk"))
        ways = (
            Q(**{f"{name}__isnull": False}) & Q(Exists(same.filter(condition)))
            for name, condition in CITING.items()
        )
        return self.filter(reduce(or_, ways))


def _citing(model: str) -> Any:
    return models.ForeignKey(
        f"briefs.{model}", null=True, blank=True, on_delete=models.CASCADE, related_name="citations"
    )


class Citation(models.Model):
    """A source as one thing cites it: what it is cited for, in the order given."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="citations")
    article = _citing("Article")
    assessment = _citing("Assessment")
    update = _citing("Update")
    organisation = _citing("Organisation")
    membership = _citing("Membership")
    reference = _citing("Reference")
    person = _citing("Person")
    state = _citing("State")
    watch = _citing("Watch")
    supports = models.CharField(
        max_length=500, blank=True, help_text="What exactly it is cited for."
    )
    passage = models.TextField(blank=True, help_text="The words relied on, quoted.")
    note = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects = CitationQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(name="citation_has_one_subject", condition=one_of(CITING)),
            *(
                models.UniqueConstraint(
                    fields=["source", name],
                    condition=Q(**{f"{name}__isnull": False}),
                    name=f"citation_once_for_{name}",
                )
                for name in CITING
            ),
        ]

    def __str__(self) -> str:
        return str(self.source)

    @property
    def subject(self) -> Any:
        """The thing that cites; one query unless it was selected with the row."""
        return next(getattr(self, name) for name in CITING if getattr(self, f"{name}_id"))

"""What can be hidden: one status, and one gate that all public output goes through."""

import uuid
from typing import Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from briefs.models.dates import Recorded
from briefs.models.vocabulary import Status

Thing = TypeVar("Thing", bound=models.Model)


class PublishableQuerySet(models.QuerySet[Thing]):
    def published(self) -> Self:
        """The gate: what pages, feeds, sitemap, search and exports may show."""
        return self.filter(status=Status.PUBLISHED)

    def withdrawn(self) -> Self:
        """What was public once and was taken back: its address answers 410 with the reason."""
        return self.filter(status=Status.WITHDRAWN)


class Publishable(Recorded):
    """Base of every noun that can be hidden.

    The status is moved by the functions of ``briefs.publishing`` alone: each writes its event.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    status = models.CharField(
        max_length=12, choices=Status, default=Status.DRAFT, editable=False, db_index=True
    )
    published_at = models.DateTimeField(null=True, blank=True, editable=False, db_index=True)
    withdrawn_reason = models.TextField(blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_status_is_listed", condition=Q(status__in=Status.values)
            ),
            models.CheckConstraint(
                name="%(class)s_published_has_moment",
                condition=~Q(status__in=[Status.PUBLISHED, Status.WITHDRAWN])
                | Q(published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="%(class)s_withdrawn_has_reason",
                condition=~Q(status=Status.WITHDRAWN) | ~Q(withdrawn_reason=""),
            ),
        ]

    @property
    def is_published(self) -> bool:
        return self.status == Status.PUBLISHED

    @property
    def why_withdrawn(self) -> str:
        return self.withdrawn_reason

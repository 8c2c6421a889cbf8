"""What can be hidden: one status, and one gate that all public output goes through."""

import uuid
from typing import Any, Self, TypeVar

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


def _user(help_text: str = "") -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=help_text,
    )


class Staged(Recorded):
    """What goes through the newsroom: draft, in review, scheduled, published.

    The stage is moved by the functions of ``briefs.workflow`` and ``briefs.publishing`` alone:
    each checks its right and writes its event.
    """

    status = models.CharField(
        max_length=12, choices=Status, default=Status.DRAFT, editable=False, db_index=True
    )
    submitted_by = _user("Who asked for the review.")
    approved_by = _user("Who read it as the second person, since it was last changed.")
    scheduled_for = models.DateTimeField(null=True, blank=True, editable=False, db_index=True)
    scheduled_by = _user()
    published_at = models.DateTimeField(null=True, blank=True, editable=False, db_index=True)

    class Meta:
        abstract = True
        # "change_own": one's own, as long as it is a draft.
        default_permissions = (
            *("add", "change", "delete", "view"),
            *("change_own", "submit", "review", "publish"),
        )
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
                name="%(class)s_scheduled_has_moment",
                condition=Q(status=Status.SCHEDULED, scheduled_for__isnull=False)
                | (~Q(status=Status.SCHEDULED) & Q(scheduled_for__isnull=True)),
            ),
        ]

    @property
    def is_published(self) -> bool:
        return self.status == Status.PUBLISHED


class Publishable(Staged):
    """Base of every noun that has an address of its own and can be taken back."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    withdrawn_reason = models.TextField(blank=True, editable=False)
    created_by = _user()

    class Meta(Staged.Meta):
        abstract = True
        constraints = [
            *Staged.Meta.constraints,
            models.CheckConstraint(
                name="%(class)s_withdrawn_has_reason",
                condition=~Q(status=Status.WITHDRAWN) | ~Q(withdrawn_reason=""),
            ),
        ]

    @property
    def why_withdrawn(self) -> str:
        return self.withdrawn_reason

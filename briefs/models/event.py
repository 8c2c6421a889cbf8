import uuid
from typing import Any, NoReturn, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.utils import timezone

from briefs.dates import PartialDate
from briefs.models.dates import Recorded, dated, listed, partial, precision_field
from briefs.models.vocabulary import INTERNAL, NEWS, RARE, EventKind, Status


def _is_public() -> Q:
    # Each asked for by itself: to join them all PostgreSQL plans longer than it reads.
    shown = Q()
    for name in HIDEABLE:
        model: Any = Event._meta.get_field(name).related_model
        public = model._base_manager.filter(pk=OuterRef(name), status=Status.PUBLISHED)
        shown &= Q(**{f"{name}__isnull": True}) | Q(Exists(public))
    return (shown | Q(kind=EventKind.WITHDRAWN)) & Q(seen=True) & ~Q(kind__in=INTERNAL)


class EventQuerySet(models.QuerySet["Event"]):
    def published(self) -> Self:
        """Events about what is public, and withdrawals of what was, which must be told."""
        return self.filter(_is_public())

    def news(self) -> Self:
        """What feeds tell: events that are public, and those that were until a withdrawal.

        Adds ``is_public``: of what is not, its tombstone alone may be told.
        """
        public = Case(When(_is_public(), then=Value(True)), default=Value(False))
        buried = Exists(Tombstone.objects.filter(event=OuterRef("pk")))
        found = self.filter(kind__in=NEWS).annotate(is_public=public)
        return found.filter(Q(is_public=True) | buried)

    def corrections(self) -> Self:
        return self.filter(kind=EventKind.CORRECTED).newest_first()

    def newest_first(self) -> Self:
        return self.order_by("-recorded_at", "-happened_on", "-id")

    def newest_published(self, most: int) -> Self:
        """The newest lines that readers may see; two queries to know which.

        What is public is asked of the newest alone: PostgreSQL prepares to ask it of all.
        """
        newest = list(self.newest_first().values_list("pk", flat=True)[: 4 * most])
        keys = self.filter(pk__any_of=set(newest)).published().values_list("pk", flat=True)
        public = set(keys.order_by())
        if len(public) < most and len(newest) == 4 * most:
            return self.published().newest_first()[:most]
        return self.filter(pk__any_of=public).newest_first()[:most]

    def update(self, **values: Any) -> NoReturn:
        raise TypeError("Events are never changed.")

    def delete(self) -> NoReturn:
        raise TypeError("Events are never deleted.")


# The subjects of an event that have a status.
HIDEABLE = ("article", "annotation", "update", "organisation", "membership", "watch")


class Event(Recorded):
    """One immutable line of the public record.

    ``tag`` is its permanent id (tag URI, RFC 4151), minted once and stored, so that neither a new
    slug nor a new domain changes it. ``before`` and ``after`` hold what readers need to see the
    change, as flat JSON objects.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    tag = models.CharField(max_length=300, unique=True, editable=False)
    kind = models.CharField(max_length=30, choices=EventKind, db_index=True)
    headline = models.CharField(max_length=500, help_text="What happened, as it was told then.")
    happened_on = models.DateField(db_index=True)
    happened_on_precision = precision_field()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    reason = models.TextField(blank=True)
    seen = models.BooleanField(
        default=True,
        editable=False,
        help_text="Off: the withdrawal of what no reader had been shown.",
    )
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)
    article = models.ForeignKey(
        "briefs.Article", null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )
    version = models.ForeignKey(
        "briefs.Version", null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )
    annotation = models.ForeignKey(
        "briefs.Annotation", null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )
    assessment = models.ForeignKey(
        "briefs.Assessment", null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )
    update = models.ForeignKey(
        "briefs.Update", null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )
    organisation = models.ForeignKey(
        "briefs.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="events",
    )
    membership = models.ForeignKey(
        "briefs.Membership", null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )
    watch = models.ForeignKey(
        "briefs.Watch", null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at", "-id"]
        constraints = [listed("event", "kind", EventKind), dated("event", "happened_on")]
        indexes = [
            models.Index(fields=["-recorded_at", "-id"], name="event_newest_first"),
            models.Index(
                fields=["kind", "-recorded_at", "-happened_on", "-id"], name="event_newest_of_kind"
            ),
            models.Index(
                fields=["-recorded_at", "-happened_on", "-id"],
                condition=Q(kind__in=RARE),
                name="event_newest_rare",
            ),
            # Lines that are no news may be many, and stand between those that feeds tell.
            models.Index(fields=["-id"], condition=Q(kind__in=NEWS), name="event_news"),
            *(
                models.Index(
                    fields=["-id"],
                    condition=Q(kind__in=NEWS, **{f"{name}__isnull": False}),
                    name=f"event_news_of_{name}s",
                )
                for name in ("organisation", "update")
            ),
            # Those of articles themselves are few beside those of their claims.
            models.Index(
                fields=["-id"],
                condition=Q(kind__in=NEWS, article__isnull=False, annotation__isnull=True),
                name="event_news_of_articles",
            ),
            models.Index(
                fields=["article"],
                condition=Q(annotation__isnull=True),
                name="event_of_article_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.headline

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("Events are never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Events are never deleted.")

    @property
    def happened(self) -> PartialDate:
        return partial(self.happened_on, self.happened_on_precision)


class Tombstone(models.Model):
    """An event that readers could see until something was withdrawn; written with the withdrawal.

    It is one for as long as the event is not public again.
    """

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="tombstones")
    withdrawal = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="buried")

    class Meta:
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["event", "withdrawal"], name="tombstone_once"),
        ]

    def __str__(self) -> str:
        return self.event.tag


class HubPing(models.Model):
    """An event of which the hub (WebSub) has not been told yet; written with the event."""

    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="hub_ping")
    tries = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ()
        ordering = ["event_id"]

    def __str__(self) -> str:
        return self.event.tag

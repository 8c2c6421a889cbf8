"""The history of every row: written by database triggers, whatever it was that wrote the row.

The triggers are in ``history_triggers.py``; what they leave out, and to whose history a row
belongs, is said here.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils import timezone

Label = str
"""A model as ``Change.model`` names it: app and model in lower case, ``briefs.update``."""

# Tables without a history, with the reason. All others have one, those of packages too.
NOT_RECORDED: dict[Label, str] = {
    "admin.logentry": "Django’s own list of what was pressed in the admin",
    "auth.permission": "follows from the code at every migrate",
    "briefs.autosave": "typing that is not saved yet: a row every few seconds, and nobody’s word",
    "briefs.calendaraddress": "a person’s own secret, of which the hash alone is kept",
    "briefs.change": "the history itself",
    "briefs.changeof": "the history itself",
    "briefs.changeset": "the history itself",
    "briefs.digestsent": "that a mail was sent",
    "briefs.failedattempt": "counted for a day, and no change that a page could show",
    "briefs.hubping": "what the hub has not been told yet",
    "briefs.jobrun": "how a job of the clock last ended",
    "briefs.pagestamp": "another one after each change, written by the history itself",
    "briefs.presence": "who has a form open: a row every half minute",
    "briefs.recording": "the history itself",
    "briefs.searchentry": "what search made of rows that are recorded themselves",
    "briefs.searchentry_organisations": "as the entries of search",
    "briefs.searchentry_topics": "as the entries of search",
    "briefs.searchname": "as the entries of search",
    "briefs.searchpending": "what search has not taken in yet",
    "briefs.searchword": "as the entries of search",
    "briefs.tombstone": "follows from a withdrawal, which is recorded itself",
    "briefs.seedentry": "fingerprints of rows that load_seeds wrote, which are recorded themselves",
    "contenttypes.contenttype": "follows from the code at every migrate",
    "sessions.session": "logins",
    "taggit.tag": "taggit’s own tags stay empty; topics are ours",
    "taggit.taggeditem": "taggit’s own tags stay empty; topics are ours",
}
# Columns of which the history says that they changed, and not what they held.
HIDDEN: dict[Label, tuple[str, ...]] = {
    "auth.user": ("password", "email"),
    "briefs.previewlink": ("sha256",),
    "briefs.receivedfile": ("content",),
    "otp_static.statictoken": ("token",),
    "otp_totp.totpdevice": ("key",),
}
# Columns whose change is none.
_USED = ("last_used_at", "throttling_failure_count", "throttling_failure_timestamp")
IGNORED: dict[Label, tuple[str, ...]] = {
    "auth.user": ("last_login",),
    # Else each visit to an unchanged page would be a change.
    "briefs.sourcevisit": ("visited_at", "known_text", "seen_text"),
    "otp_static.staticdevice": _USED,
    "otp_totp.totpdevice": (*_USED, "drift", "last_t"),
}
# Rows that are part of other things' histories too, by the foreign keys that name these. A row of
# a many-to-many table is part of the thing that has the field.
PART_OF: dict[Label, tuple[str, ...]] = {
    "briefs.anchor": ("annotation",),
    "briefs.assertion": ("annotation",),
    "briefs.assessment": ("annotation",),
    "briefs.authorship": ("article",),
    "briefs.bearing": ("update", "annotation"),
    "briefs.citation": (
        *("article", "assessment", "update", "organisation", "membership", "reference"),
        *("person", "state", "watch"),
    ),
    "briefs.dismissal": ("article",),
    # Not the article: it would tell of all its claims.
    "briefs.event": ("annotation", "update", "organisation", "membership", "watch", "version"),
    "briefs.importedannotation": ("annotation",),
    "briefs.mention": ("article",),
    "briefs.milestone": ("organisation",),
    "briefs.receivedfile": ("version",),
    "briefs.reference": ("article",),
    "briefs.sourcevisit": ("source",),
    "briefs.taggedannotation": ("content_object",),
    "briefs.taggedarticle": ("content_object",),
    "briefs.taggedupdate": ("content_object",),
    "briefs.version": ("article",),
    "otp_static.staticdevice": ("user",),
    "otp_static.statictoken": ("device",),
    "otp_totp.totpdevice": ("user",),
}


def recorded_models() -> list[type[models.Model]]:
    """Every model whose table has a history."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if not model._meta.proxy and model._meta.label_lower not in NOT_RECORDED
    ]


def owners_of(model: type[models.Model]) -> Iterator["models.ForeignKey[Any, Any]"]:
    """The foreign keys to the things whose histories a row of ``model`` is part of."""
    names: tuple[str, ...] = PART_OF.get(model._meta.label_lower, ())
    if model._meta.auto_created:
        names = (many_to_many_of(model).m2m_field_name(),)
    for name in names:
        owner: Any = model._meta.get_field(name)
        yield owner


def many_to_many_of(through: type[models.Model]) -> "models.ManyToManyField[Any, Any]":
    """The field whose rows the table that Django made for it holds."""
    owner: Any = through._meta.auto_created
    return next(
        field for field in owner._meta.many_to_many if field.remote_field.through is through
    )


class ChangeSet(models.Model):
    """What was changed in one go: by whom, when, why, from where.

    Made by the triggers with the first row that is changed: an undertaking that changes nothing
    leaves none. ``origin`` is empty for what was written outside of ``recorded()``.
    """

    at = models.DateTimeField("when", default=timezone.now, editable=False, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="person",
    )
    reason = models.TextField(blank=True)
    origin = models.CharField(
        max_length=50, blank=True, help_text="The admin, or the command or function that ran."
    )

    class Meta:
        ordering = ["-id"]
        default_permissions = ("view",)
        verbose_name_plural = "recent changes"

    def __str__(self) -> str:
        return f"Change {self.pk}"


class Operation(models.TextChoices):
    INSERT = "insert", "added"
    UPDATE = "update", "changed"
    DELETE = "delete", "deleted"


class Change(models.Model):
    """One row that was added, changed or deleted.

    ``before`` and ``after`` are its columns as JSON: of an update those that changed, else all
    but the key. Moments are in UTC, as ISO 8601 writes them.
    """

    # Without a constraint: the triggers write both rows at once.
    changeset = models.ForeignKey(
        ChangeSet, on_delete=models.CASCADE, related_name="changes", db_constraint=False
    )
    model = models.CharField(max_length=100)
    object_id = models.BigIntegerField()
    operation = models.CharField(max_length=6, choices=Operation)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["model", "object_id"], name="change_of_row"),
            models.Index(
                fields=["-id"], condition=models.Q(operation="delete"), name="change_deletions"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.object_id} {self.get_operation_display()}"


class ChangeOf(models.Model):
    """A thing to whose history a change belongs: the row itself, and what the row is part of."""

    change = models.ForeignKey(
        Change, on_delete=models.CASCADE, related_name="things", db_constraint=False
    )
    model = models.CharField(max_length=100)
    object_id = models.BigIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["model", "object_id", "change"], name="changeof_thing_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.object_id}"


class Recording(models.Model):
    """Who and why, for the triggers to read: at most one row, gone before the transaction ends.

    So no other transaction ever sees it, and none waits for it.
    """

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(blank=True)
    origin = models.CharField(max_length=50)
    changeset = models.ForeignKey(
        ChangeSet, null=True, on_delete=models.CASCADE, related_name="recordings"
    )

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.origin


class Deletion(Change):
    """A change that took a row away, as the list of deletions shows it."""

    class Meta:
        proxy = True
        default_permissions = ("view",)
        ordering = ["-id"]

"""Django's ``flush``, after which nothing of what was is left: not in the history either."""

from typing import Any

from django.core.management.commands import flush
from django.db import connections, transaction
from django.db.models import Exists, Max, OuterRef

from briefs.models import Change, ChangeSet
from briefs.models.history import Operation


class Command(flush.Command):
    def handle(self, **options: Any) -> None:
        """SQLite has no TRUNCATE: there each row that goes is a change, and may be told of."""
        database = options["database"]
        changes = Change.objects.using(database)
        newest = changes.aggregate(newest=Max("pk"))["newest"] or 0
        super().handle(**options)
        if connections[database].vendor != "sqlite":
            return
        with transaction.atomic(using=database):
            changes.filter(operation=Operation.DELETE, pk__gt=newest).delete()
            is_of_one = Exists(changes.filter(changeset=OuterRef("pk")))
            ChangeSet.objects.using(database).filter(~is_of_one).delete()

"""Django's ``flush``, after which nothing of what was is left: not in the history either."""

from typing import Any

from django.core.management.commands import flush
from django.db import connections, transaction
from django.db.models import Exists, Max, OuterRef

from briefs.models import Change, ChangeOf, ChangeSet, SearchPending
from briefs.models.history import Operation


class Command(flush.Command):
    def handle(self, **options: Any) -> None:
        """SQLite has no TRUNCATE: there each row that goes is a change, and may be told of.

        Numbers go on there, so that none is given twice before that is put right.
        """
        database = options["database"]
        if connections[database].vendor != "sqlite":
            return super().handle(**options)
        changes = Change.objects.using(database)
        newest = changes.aggregate(newest=Max("pk"))["newest"] or 0
        super().handle(**options | {"reset_sequences": False})
        with transaction.atomic(using=database):
            changes.filter(operation=Operation.DELETE, pk__gt=newest).delete()
            # The tables come in any order: of some changes the rows beside them alone are left.
            for model in (ChangeOf, SearchPending):
                has_one = Exists(changes.filter(pk=OuterRef("change")))
                model._base_manager.using(database).filter(~has_one).delete()
            has_one = Exists(changes.filter(changeset=OuterRef("pk")))
            ChangeSet.objects.using(database).filter(~has_one).delete()

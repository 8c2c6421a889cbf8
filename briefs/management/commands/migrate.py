"""manage.py migrate, one process at a time: two that begin at once would apply the same twice."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from sco_site.turns import turn


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        with turn(connections[options["database"]], self.stdout.write):
            super().handle(*args, **options)

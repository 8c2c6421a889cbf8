from typing import Any

from django.core.management.base import BaseCommand

from briefs.models import SearchEntry
from briefs.models.page_stamp import renew_page_stamp
from briefs.searching import rebuild


class Command(BaseCommand):
    help = (
        "Make the entries of public search anew. Never needed after changes of content, which "
        "each search takes in; but after a new version that searches other words."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        rebuild()
        renew_page_stamp()
        self.stdout.write(f"{SearchEntry.objects.count()} things can be found.")

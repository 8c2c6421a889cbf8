"""A process that edits without end, each time another way, and says each edit once it is committed.

Updates are headed “NAME 1”, “NAME 2” …; the number is printed after its commit.
"""

import itertools
import time
from collections.abc import Callable
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import setup_test_environment
from django.urls import reverse
from django.utils import timezone

from briefs.models import Update
from briefs.models.vocabulary import Status
from briefs.workflow import publish_due
from tests.factories import make_source, make_update
from tests.forms import form_data

PAUSE = 0.1


def save(update: Update, headline: str) -> None:
    update.refresh_from_db()
    update.headline = headline
    update.save()


def update_rows(update: Update, headline: str) -> None:
    Update.objects.filter(pk=update.pk).update(headline=headline)


def update_in_bulk(update: Update, headline: str) -> None:
    update.headline = headline
    Update.objects.bulk_update([update], ["headline"])


def sql(update: Update, headline: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE briefs_update SET headline = %s WHERE id = %s", [headline, update.pk]
        )


def publish_by_the_clock(update: Update, headline: str) -> None:
    """Another one, whose moment comes.

    It happened before the one that is edited, which so stays on the first page of them all.
    """
    due = Update.objects.create(
        headline=headline,
        slug=headline.lower().replace(" ", "-"),
        body=update.body,
        happened_on=update.happened_on - timedelta(days=1),
        happened_on_precision=update.happened_on_precision,
    )
    due.citations.create(source=update.citations.get().source)
    moment = timezone.now() + timedelta(seconds=1)
    Update.objects.filter(pk=due.pk).update(
        status=Status.SCHEDULED, scheduled_for=moment, scheduled_by=None
    )
    refused = [done.refusal for done in publish_due(moment) if done.refusal]
    assert refused == []


def through_the_admin(client: Client) -> Callable[[Update, str], None]:
    def edit(update: Update, headline: str) -> None:
        address = reverse("admin:briefs_update_change", args=[update.pk])
        typed = form_data(client.get(address))
        typed |= {"headline": headline, "reason": "Another headline."}
        answer = client.post(address, typed)
        assert answer.status_code == 302, answer.context["errors"]

    return edit


def main(name: str) -> None:
    # Two of us at once: each its own source.
    source = make_source(url=f"https://{name.lower()}.example/")
    editor = User.objects.create_superuser(f"editor-{name.lower()}")
    setup_test_environment()
    client = Client()
    client.force_login(editor)
    update = make_update(headline=f"{name} 0", slug=f"update-of-{name.lower()}", source=source)
    ways = (save, update_rows, update_in_bulk, sql, publish_by_the_clock, through_the_admin(client))
    print(0, flush=True)
    for number, way in zip(itertools.count(1), itertools.cycle(ways), strict=False):
        way(update, f"{name} {number}")
        print(number, flush=True)
        time.sleep(PAUSE)

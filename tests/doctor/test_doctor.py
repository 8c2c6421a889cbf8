"""Each examination is content with what is sound, and complains of what was broken."""

from collections import namedtuple
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from briefs.doctor import content, machine, record, search
from briefs.models import Annotation, Article, SearchEntry, Update, Version
from briefs.models.page_stamp import install_page_stamp
from briefs.publishing import withdraw
from briefs.searching import bring_up_to_date
from tests.factories import (
    make_annotation,
    make_article,
    make_assessment,
    make_membership,
    make_update,
    make_version,
    make_watch,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim():
    """Something of everything, all of it sound."""
    claim = make_annotation(make_article(slug="article"), slug="claim")
    make_assessment(claim)
    make_membership()
    make_watch()
    withdraw(make_update(bears_on=claim), reason="It was wrong.")
    make_update(public=False)
    make_version(claim.article, number=2)
    bring_up_to_date()
    return claim


def told(rule) -> list[str]:
    return [complaint.what for complaint in rule()]


def sql(statement: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.parametrize(
    "rule",
    [
        *(machine.database, machine.migrations, machine.triggers),
        *(content.anchors, content.versions, content.verdicts, record.record, search.entries),
    ],
)
def test_what_is_sound_is_not_complained_of(claim, rule):
    assert told(rule) == []


def test_an_anchor_on_other_words(claim):
    sql('UPDATE briefs_anchor SET start = start + 1, "end" = "end" + 1')
    assert len(told(content.anchors)) == claim.anchors.placed().count()
    assert "“claim” is marked at" in told(content.anchors)[0]


def test_a_public_claim_that_stands_nowhere(claim):
    claim.anchors.all().delete()
    assert told(content.anchors) == [
        "“claim” has no place in the live version, and is not retired."
    ]


def test_an_article_whose_live_version_is_another_ones(claim):
    other = make_article(slug="other")
    Article.objects.filter(pk=claim.article.pk).update(live=None, status="draft")
    sql("UPDATE briefs_article SET live_id = %s WHERE slug = 'other'", claim.article.live.pk)
    assert told(content.versions) == [
        f"“{other.slug}” is public without a live version of its own."
    ]


def test_a_text_that_is_not_its_bodys(claim):
    Version.objects.filter(number=2).update(text="Something else.")
    assert told(content.versions) == ["The text of version 2 of “article” is not that of its body."]


def test_a_verdict_that_nobody_gave(claim):
    Annotation.objects.update(verdict="did-not-come-true")
    assert len(told(content.verdicts)) == 1
    Annotation.objects.update(verdict="", look_again_on=date(2027, 1, 1))
    assert "shows the verdict “none”" in told(content.verdicts)[0]


def test_what_is_public_without_an_event(claim):
    draft = Update.objects.get(status="draft")
    Update.objects.filter(pk=draft.pk).update(status="published", published_at=draft.recorded_at)
    assert told(record.record) == [f"No event tells that the update “{draft}” was published."]
    Update.objects.filter(pk=draft.pk).update(status="withdrawn", withdrawn_reason="Wrong.")
    assert len(told(record.record)) == 2


def test_search_that_says_something_else(claim):
    SearchEntry.objects.filter(title="", noun="claim").delete()
    SearchEntry.objects.filter(noun="claim").update(body="Something else.")
    SearchEntry.objects.filter(noun="article").delete()
    assert len(told(search.entries)) == 2


def test_search_that_still_has_to_take_in_a_change_is_sound(claim):
    SearchEntry.objects.all().delete()
    make_update()
    assert told(search.entries) == []


def test_triggers_that_are_gone(claim):
    on = " ON briefs_change" if connection.vendor == "postgresql" else ""
    sql(f"DROP TRIGGER page_stamp_is_renewed{on}")
    assert told(machine.triggers) == ["The trigger page_stamp_is_renewed is missing."]
    install_page_stamp(using="default")
    assert told(machine.triggers) == []


def test_a_migration_that_is_missing(claim):
    [leaf] = MigrationLoader(connection).graph.leaf_nodes("briefs")
    sql("DELETE FROM django_migrations WHERE app = %s AND name = %s", *leaf)
    assert told(machine.migrations) == [f"Migration {'.'.join(leaf)} is missing."]


def test_a_database_that_is_newer_than_the_code(claim):
    row = "'briefs', '9999_x', CURRENT_TIMESTAMP"
    sql(f"INSERT INTO django_migrations (app, name, applied) VALUES ({row})")
    assert told(machine.migrations) == [
        "The database is newer than the code: it has migration briefs.9999_x."
    ]


def test_a_row_that_names_one_that_is_gone(claim):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL lets no such row be written.")
    # Deferred to the end of the transaction, which the test rolls back.
    sql("INSERT INTO briefs_taggedupdate (content_object_id, tag_id) VALUES (99999, 99999)")
    assert len(told(machine.database)) == 2
    sql("DELETE FROM briefs_taggedupdate")


def test_a_disk_that_is_nearly_full(tmp_path, settings, monkeypatch):
    settings.DATA_DIR = tmp_path
    assert told(machine.room) == []
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr("shutil.disk_usage", lambda path: usage(10, 9, 5 * 1024**2))
    assert told(machine.room) == [f"5 MiB are free in {tmp_path}."]
    settings.DATA_DIR = tmp_path / "no"
    assert told(machine.room) == [f"The data folder {tmp_path / 'no'} is not there."]


def test_the_configuration_of_production(settings):
    settings.HTTPS, settings.DEBUG, settings.SECRET_KEY = True, True, "short"
    settings.SECURE_HSTS_SECONDS = 0
    ids = {what.partition(":")[0] for what in told(machine.configuration)}
    assert {"security.W004", "security.W009", "security.W018"} <= ids


def test_the_command_says_it_all(claim, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    out = StringIO()
    call_command("doctor", stdout=out)
    assert out.getvalue().endswith("✓ search\nEverything is as it must be.\n")
    Annotation.objects.update(verdict="did-not-come-true")
    with pytest.raises(CommandError, match="1 complaint"):
        call_command("doctor", stdout=out)
    assert "→ Assess the claim again" in out.getvalue()

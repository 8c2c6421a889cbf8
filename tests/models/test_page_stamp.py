"""Whatever writes a row renews the stamp, with the transaction that it is part of."""

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from briefs.models import PageStamp, Presence, Update
from briefs.models.page_stamp import install_page_stamp, renew_page_stamp
from briefs.publishing import withdraw
from tests.factories import make_topic, make_update


def stamp() -> str:
    return PageStamp.objects.get().value


def edit_by_sql(update: Update) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE briefs_update SET headline = 'By SQL' WHERE id = %s", [update.pk])


def edit_in_bulk(update: Update) -> None:
    update.headline = "In bulk"
    Update.objects.bulk_update([update], ["headline"])


def save(update: Update) -> None:
    update.headline = "Saved"
    update.save()


WRITES = [
    save,
    edit_by_sql,
    edit_in_bulk,
    lambda update: Update.objects.filter(pk=update.pk).update(headline="By update()"),
    lambda update: update.topics.add(make_topic()),
    lambda update: withdraw(update, reason="It was wrong."),
    lambda update: Update.objects.filter(pk=update.pk).delete(),
]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("write", WRITES)
def test_whatever_writes_renews_it(write):
    update = make_update(public=write is WRITES[5])
    before = stamp()
    write(update)
    assert stamp() != before


@pytest.mark.django_db(transaction=True)
def test_it_is_new_for_others_when_the_rows_are():
    update = make_update()
    before = stamp()
    with transaction.atomic():
        save(update)
        save(make_update())
    assert stamp() != before


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_leaves_it():
    update = make_update()
    before = stamp()
    with transaction.atomic():
        save(update)
        transaction.set_rollback(True)
    assert stamp() == before
    with transaction.atomic():
        save(update)
        with transaction.atomic():
            Update.objects.update(headline="Not this")
            transaction.set_rollback(True)
    assert stamp() != before


@pytest.mark.django_db(transaction=True)
def test_what_is_on_no_page_leaves_it(django_user_model):
    editor = django_user_model.objects.create_user("editor")
    before = stamp()
    Presence.objects.create(by=editor, model="briefs.update", object_id=1, seen_at=timezone.now())
    assert stamp() == before


@pytest.mark.django_db(transaction=True)
def test_it_never_is_what_it_was():
    seen = {stamp()}
    for _ in range(20):
        renew_page_stamp()
        seen.add(stamp())
    assert len(seen) == 21


@pytest.mark.django_db(transaction=True)
def test_emptied_tables_have_one_too():
    before = stamp()
    call_command("flush", interactive=False, verbosity=0)
    assert stamp() != before
    before = stamp()
    make_update()
    assert stamp() != before


@pytest.mark.django_db(transaction=True)
def test_installing_again_makes_no_second_trigger():
    install_page_stamp(using="default")
    install_page_stamp(using="default")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM sqlite_master WHERE name = 'page_stamp_is_renewed'"
            if connection.vendor == "sqlite"
            else "SELECT count(*) FROM pg_trigger WHERE tgname = 'page_stamp_is_renewed'"
        )
        assert cursor.fetchone() == (1,)

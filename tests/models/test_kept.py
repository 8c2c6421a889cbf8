"""What was counted holds until something changes, whoever changes it, and for all alike."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from briefs.models import Annotation, SearchEntry, Topic
from briefs.models.kept import kept, read_once
from briefs.models.page_stamp import PageStamp, renew_page_stamp
from tests.factories import make_annotation, make_topic

pytestmark = pytest.mark.django_db(transaction=True)


def counted(name: str = "") -> tuple[int, int]:
    """How many topics there are (of that name), and how many queries it took to know."""
    rows = Topic.objects.filter(name=name) if name else Topic.objects.all()
    with CaptureQueriesContext(connection) as asked:
        return kept(rows, QuerySet.count), len(asked)


def test_it_is_asked_once_until_something_changes():
    make_topic()
    assert counted() == (1, 2)
    assert counted() == (1, 1)
    make_topic()
    assert counted() == (2, 2)
    assert counted() == (2, 1)


@pytest.mark.parametrize(
    "write",
    [
        lambda: Topic.objects.update(name="Otherwise"),
        lambda: Topic.objects.bulk_update(
            [Topic(pk=topic.pk, name="Otherwise") for topic in Topic.objects.all()], ["name"]
        ),
        lambda: connection.cursor().execute("UPDATE briefs_topic SET name = 'Otherwise'"),
    ],
)
def test_every_way_of_writing_is_seen(write):
    make_topic(name="A topic")
    assert (counted("A topic")[0], counted("Otherwise")[0]) == (1, 0)
    write()
    assert (counted("A topic")[0], counted("Otherwise")[0]) == (0, 1)


def test_what_a_transaction_sees_is_not_kept():
    make_topic()
    assert counted() == (1, 2)
    with transaction.atomic():
        make_topic()
        assert counted() == (2, 1)
        transaction.set_rollback(True)
    assert counted() == (1, 1)


def test_what_changes_without_a_stamp_is_not_kept():
    """Entries of search are made anew from content that was stamped before."""
    rows = SearchEntry.objects.filter(noun="claim")
    assert kept(rows, QuerySet.count) == 0
    SearchEntry.objects.create(noun="claim", object_id=1, title="A", body="", address="/a/")
    assert kept(rows, QuerySet.count) == 1


def test_questions_are_told_apart():
    make_topic(name="A")
    one = Topic.objects.filter(name="x' AND slug = 'y")
    assert kept(one, QuerySet.count) == 0
    assert counted("A")[0] == 1
    assert kept(Topic.objects.filter(name="A"), QuerySet.exists) is True
    assert kept(Topic.objects.none(), QuerySet.count) == 0
    assert kept(Topic.objects.order_by("name").values_list("name", flat=True), tuple) == ("A",)
    assert kept(Topic.objects.order_by("name").values_list("name"), tuple) == (("A",),)


MEANWHILE: list[Callable[[], None]] = []
"""What others do once between the stamp and what is read after it."""


def claims_saying(words: str) -> int:
    while MEANWHILE:
        MEANWHILE.pop()()
    return Annotation.objects.filter(summary=words).count()


def read(words: str = "It grew.") -> tuple[int, int]:
    """What is read, and how many queries it took."""
    with CaptureQueriesContext(connection) as asked:
        return read_once(claims_saying, words), len(asked)


def reword(words: str) -> None:
    connection.cursor().execute("UPDATE briefs_annotation SET summary = %s", [words])


def test_it_is_read_once_until_something_changes():
    make_annotation(summary="It grew.")
    assert (read(), read(), read("It shrank.")) == ((1, 2), (1, 1), (0, 2))
    reword("It shrank.")
    assert (read(), read("It shrank.")) == ((0, 2), (1, 2))


def test_what_is_read_after_a_change_is_not_known_by_a_later_stamp():
    make_annotation(summary="It grew.")
    MEANWHILE.append(lambda: reword("It shrank."))
    assert read()[0] == 0
    assert read() == (0, 2)
    reword("It grew.")
    assert read() == (1, 2)


def test_what_is_raised_is_not_kept():
    with pytest.raises(Topic.DoesNotExist):
        read_once(Topic.objects.get)
    topic = make_topic()
    assert read_once(Topic.objects.get) == topic


def test_within_a_transaction_it_is_read_anew():
    make_annotation(summary="It grew.")
    assert read() == (1, 2)
    with transaction.atomic():
        reword("It shrank.")
        assert read() == (0, 1)
        transaction.set_rollback(True)
    assert read() == (1, 1)


def test_without_a_stamp_it_is_read_anew():
    make_annotation(summary="It grew.")
    PageStamp.objects.all().delete()
    assert (read(), read()) == ((1, 2), (1, 2))
    renew_page_stamp()
    assert (read(), read()) == ((1, 2), (1, 1))


def test_another_day_everything_is_asked_anew():
    make_annotation(summary="It grew.")
    make_topic()
    assert (counted(), read()) == ((1, 2), (1, 2))
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert (counted(), read()) == ((1, 2), (1, 2))
        assert (counted(), read()) == ((1, 1), (1, 1))

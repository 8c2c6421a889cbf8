"""The mark of the data is another one after every change, in whatever order changes end."""

import threading

import pytest
from django.db import connection, transaction

from briefs.models import Topic
from briefs.twins import present_mark
from tests.factories import make_topic


@pytest.mark.django_db(transaction=True)
def test_the_same_until_something_is_written():
    topic = make_topic()
    before = present_mark()
    assert present_mark() == before
    Topic.objects.filter(pk=topic.pk).update(name="Another")
    assert present_mark() != before


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time")
def test_of_two_writers_the_first_may_end_last():
    first, second = make_topic(), make_topic()
    begun, ended = threading.Event(), threading.Event()

    def slow_writer() -> None:
        with transaction.atomic():
            Topic.objects.filter(pk=first.pk).update(name="Slow")
            begun.set()
            ended.wait(20)
        connection.close()

    writer = threading.Thread(target=slow_writer)
    writer.start()
    assert begun.wait(20)
    Topic.objects.filter(pk=second.pk).update(name="Quick")
    between = present_mark()
    assert present_mark() == between
    ended.set()
    writer.join()
    # The slow one wrote the lower number: the highest is what it was.
    assert Topic.objects.get(pk=first.pk).name == "Slow"
    assert present_mark() != between

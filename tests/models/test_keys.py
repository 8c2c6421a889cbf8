import pytest

from briefs.models import Annotation, Topic
from tests.factories import make_annotation, make_topic

pytestmark = pytest.mark.django_db


def test_rows_by_many_keys_that_are_one_value():
    topics = [make_topic(name=name) for name in "ABC"]
    some = {topics[0].pk, topics[2].pk, 999_999_999_999}
    found = Topic.objects.filter(pk__any_of=some).order_by("name")
    assert [topic.name for topic in found] == ["A", "C"]
    assert not Topic.objects.filter(pk__any_of=frozenset())
    assert [topic.name for topic in Topic.objects.exclude(pk__any_of=some)] == ["B"]


def test_a_foreign_key_too():
    claim = make_annotation()
    make_annotation()
    assert Annotation.objects.filter(article__any_of={claim.article_id}).get() == claim

"""Topics put on and taken off many things at once."""

import pytest

from briefs.bulk import undo
from briefs.models import Event
from briefs.publishing import PublishingError
from briefs.retagging import plan_retag, retag
from briefs.rights import NotAllowed
from tests.factories import make_annotation, make_topic
from tests.test_workflow import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def claims():
    trade, energy = make_topic(name="Trade"), make_topic(name="Energy")
    public, draft = make_annotation(), make_annotation(public=False)
    public.topics.set([trade])
    draft.topics.set([trade, energy])
    return [public, draft], trade, energy


def names(thing) -> list[str]:
    return sorted(topic.name for topic in thing.topics.all())


def test_topics_are_changed_and_changed_back(claims):
    things, trade, energy = claims
    change = retag(things, add=[energy], remove=[trade], reason="Too broad.")
    assert [names(thing) for thing in things] == [["Energy"], ["Energy"]]
    event = Event.objects.get(kind="corrected")
    assert (event.before, event.after) == ({"topics": "Trade"}, {"topics": "Energy"})
    assert undo(change) == "2 have their topics back."
    assert [names(thing) for thing in things] == [["Trade"], ["Energy", "Trade"]]


def test_what_was_tagged_anew_since_stays_as_it_is(claims):
    things, trade, energy = claims
    change = retag(things, remove=[trade], reason="Too broad.")
    things[0].topics.set([energy, trade])
    assert "1 was tagged anew" in undo(change)
    assert [names(thing) for thing in things] == [["Energy", "Trade"], ["Energy", "Trade"]]


def test_the_plan_leaves_out_what_would_not_change(claims):
    things, trade, energy = claims
    (plan,) = plan_retag(things, [energy], [])
    assert (plan.thing, plan.before, plan.after) == (things[0], [trade], [energy, trade])


def test_all_or_none(claims):
    things, _, energy = claims
    with pytest.raises(NotAllowed):
        retag(things, add=[energy], reason="More.", by=person("Author"))
    assert names(things[0]) == ["Trade"]
    with pytest.raises(PublishingError, match="Nothing would change"):
        retag(things[1:], add=[energy], reason="More.")


def test_the_number_of_queries_of_a_plan_does_not_grow(claims, django_assert_num_queries):
    things, _, energy = claims
    more = [make_annotation(public=False) for _ in range(3)]
    for some in (things[:1], [*things, *more]):
        with django_assert_num_queries(1):
            plan_retag(some, [energy], [])

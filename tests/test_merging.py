"""Two entries made one, and taken apart again."""

from datetime import date

import pytest
from django.apps import apps
from django.core.management import call_command

from briefs.bulk import undo
from briefs.merging import merge, plan_merge
from briefs.merging.plan import relations_to
from briefs.models import (
    Citation,
    Event,
    FormerAddress,
    Membership,
    Organisation,
    Source,
    Topic,
)
from briefs.publishing import PublishingError
from briefs.rights import NotAllowed
from tests.factories import (
    make_annotation,
    make_article,
    make_assertion,
    make_membership,
    make_organisation,
    make_person,
    make_source,
    make_state,
    make_topic,
    make_update,
)
from tests.test_workflow import person

pytestmark = pytest.mark.django_db


def everything() -> dict[str, list]:
    """All rows of the site but for the record, the history and what merges keep for undoing."""
    left_out = (
        "event",
        "bulkchange",
        "formeraddress",
        "change",
        "changeof",
        "changeset",
        "deletion",
        "pagestamp",
        "searchpending",
        "tombstone",
    )
    return {
        model._meta.label: sorted(model._base_manager.values_list())
        for model in apps.get_app_config("briefs").get_models(include_auto_created=True)
        if model._meta.model_name not in left_out
    }


@pytest.fixture
def topics():
    stays, goes = make_topic(name="Trade", slug="trade"), make_topic(name="Commerce", slug="old")
    both, one = make_annotation(), make_annotation()
    both.topics.set([stays, goes])
    one.topics.set([goes])
    make_update().topics.add(goes)
    return stays, goes


def test_what_was_tagged_with_either_is_tagged_with_one(client, topics):
    stays, goes = topics
    before = everything()
    change = merge(stays, [goes], reason="The same.", by=None)
    assert list(Topic.objects.all()) == [stays]
    assert (stays.tagged_annotations.count(), stays.tagged_updates.count()) == (2, 1)
    assert Event.objects.get(kind="merged").headline == "“Commerce” and “Trade” are one"
    response = client.get("/topics/old/?page=1")
    assert (response.status_code, response.url) == (301, "/topics/trade/?page=1")
    undo(change)
    assert everything() == before
    assert client.get("/topics/old/").status_code == 200
    with pytest.raises(PublishingError, match="already"):
        undo(change)


def test_chains_of_former_addresses_are_one_step_long(client):
    first, second, third = make_topic(slug="a"), make_topic(slug="b"), make_topic(slug="c")
    merge(second, [first], reason="The same.")
    merge(third, [second], reason="The same.")
    assert client.get("/topics/a/").url == "/topics/c/"
    assert client.get("/topics/nowhere/").status_code == 404


def test_a_topic_that_came_back_under_the_same_name_is_in_the_way_of_undoing(topics):
    stays, goes = topics
    change = merge(stays, [goes], reason="The same.")
    make_topic(name="Commerce", slug="commerce")
    with pytest.raises(PublishingError, match="there is another “Commerce”"):
        undo(change)
    assert Topic.objects.count() == 2


def test_sources_are_merged_with_their_citations():
    stays, goes = make_source(), make_source()
    update = make_update()
    Citation.objects.create(source=stays, update=update)
    Citation.objects.create(source=goes, update=update)
    person = make_person()
    Citation.objects.create(source=goes, person=person)
    before = everything()
    change = merge(stays, [goes], reason="One page under two addresses.")
    assert not Source.objects.filter(pk=goes.pk).exists()
    assert [citation.source for citation in person.citations.all()] == [stays]
    assert update.citations.filter(source=stays).count() == 1
    undo(change)
    assert everything() == before


@pytest.fixture
def bodies():
    stays = make_organisation(name="Shanghai Cooperation Organisation", slug="sco")
    goes = make_organisation(name="SCO", abbreviation="ШОС", slug="s-c-o")
    state = make_state()
    make_membership(organisation=stays, state=state)
    make_membership(organisation=goes, state=state)
    make_membership(organisation=goes)
    claim = make_annotation()
    claim.organisations.set([goes, stays])
    make_update().organisations.add(goes)
    make_organisation(parent=goes)
    make_article(publisher=goes)
    return stays, goes


def test_organisations_are_merged_with_all_that_names_them(client, bodies):
    stays, goes = bodies
    before = everything()
    change = merge(stays, [goes], reason="The same body.")
    left = {
        relation.model._meta.label: relation.model._base_manager.filter(**{relation.name: goes})
        for relation in relations_to(Organisation)
    }
    assert {label for label, rows in left.items() if rows.exists()} == {"briefs.Membership"}
    double = Membership.objects.get(organisation=goes)
    assert (double.status, stays.memberships.count()) == ("withdrawn", 2)
    assert stays.other_names == ["SCO", "ШОС"]
    assert client.get("/organisations/s-c-o/").url == "/organisations/sco/"
    goes.refresh_from_db()
    assert goes.status == "withdrawn"
    undo(change)
    assert everything() == before
    assert not FormerAddress.objects.exists()


def test_memberships_that_would_overlap_stop_a_merge():
    stays, goes = make_organisation(), make_organisation()
    state = make_state(name="Uzbekistan")
    make_membership(organisation=stays, state=state)
    make_membership(organisation=goes, state=state, role="observer", start=date(2002, 1, 1))
    plan = plan_merge(stays, [goes])
    assert "Uzbekistan, observer" in plan.problems[0]
    before = everything()
    with pytest.raises(PublishingError, match="Uzbekistan"):
        merge(stays, [goes], reason="The same.")
    assert everything() == before


def test_relatives_are_not_made_one():
    stays = make_organisation()
    with pytest.raises(PublishingError, match="a relative"):
        merge(stays, [make_organisation(parent=stays)], reason="The same.")


def test_a_merge_needs_its_reason_and_the_right(topics):
    with pytest.raises(PublishingError, match="Say why"):
        merge(topics[0], topics[1:], reason=" ")
    with pytest.raises(NotAllowed):
        merge(topics[0], topics[1:], reason="The same.", by=person("Author"))


def test_seeds_loaded_after_a_merge_leave_it_alone():
    call_command("load_seeds", verbosity=0)
    stays, goes = Topic.objects.order_by("slug")[:2]
    merge(stays, [goes], reason="The same.")
    before = everything()
    call_command("load_seeds", verbosity=0)
    after = everything()
    assert after["briefs.Topic"] == before["briefs.Topic"]
    assert after["briefs.TaggedAnnotation"] == before["briefs.TaggedAnnotation"]


def test_a_body_whose_members_are_said_to_be_in_the_other_is_not_made_one_with_it():
    stays, goes = make_organisation(), make_organisation()
    claim = make_assertion(organisation=stays, members_of=goes).annotation
    for one, other in ((stays, goes), (goes, stays)):
        (problem,) = plan_merge(one, [other]).problems
        assert f"“{claim}” asserts of the members of one" in problem

"""Changes to many things at once, as an editor makes them."""

import pytest
from django.urls import reverse

from briefs.models import Annotation, BulkChange, Topic
from tests.factories import make_annotation, make_topic
from tests.test_workflow import person

pytestmark = pytest.mark.django_db


def selected(action: str, things, **fields) -> dict:
    return {"action": action, "_selected_action": [thing.pk for thing in things], **fields}


def test_a_merge_is_shown_then_made_then_undone(admin_client):
    topics = [make_topic(name="Trade"), make_topic(name="Commerce")]
    claim = make_annotation()
    claim.topics.add(topics[1])
    page = reverse("admin:briefs_topic_changelist")
    shown = admin_client.post(page, selected("merge_selected", topics))
    assert "“Commerce” goes" in shown.text
    assert "Annotations: 1 moved" in shown.text
    assert Topic.objects.count() == 2
    other = {"look": "look", "stays": topics[1].pk, "reason": ""}
    assert (
        "“Trade” goes" in admin_client.post(page, selected("merge_selected", topics, **other)).text
    )
    asked = {"look": "merge", "stays": topics[0].pk}
    refused = admin_client.post(page, selected("merge_selected", topics, **asked, reason=""))
    assert "This field is required" in refused.text
    admin_client.post(page, selected("merge_selected", topics, **asked, reason="The same."))
    assert list(Topic.objects.all()) == topics[:1]
    change = BulkChange.objects.get()
    undone = admin_client.post(
        reverse("admin:briefs_bulkchange_undo", args=[change.pk]), follow=True
    )
    assert "They are two again." in undone.text
    assert list(claim.topics.all()) == topics[1:]


def test_topics_of_all_rows_of_a_list_are_changed_at_once(admin_client):
    topic = make_topic(name="Trade")
    claims = [make_annotation() for _ in range(3)]
    page = reverse("admin:briefs_annotation_changelist")
    fields = {"select_across": "1", "add": [topic.pk], "reason": "All of them."}
    data = selected("retag_selected", claims[:1], **fields)
    shown = admin_client.post(page, {**data, "look": "look"})
    assert "What would change: 3" in shown.text
    assert not topic.tagged_annotations.exists()
    admin_client.post(page, {**data, "look": "change"})
    assert topic.tagged_annotations.count() == 3


def test_who_may_not_is_not_offered_it(client):
    topics = [make_topic(), make_topic()]
    client.force_login(person("Author"))
    page = reverse("admin:briefs_topic_changelist")
    assert "merge_selected" not in client.get(page).text
    data = {"look": "merge", "stays": topics[0].pk, "reason": "The same."}
    client.post(page, selected("merge_selected", topics, **data))
    assert Topic.objects.count() == 2


@pytest.mark.parametrize("number", [1, 4])
def test_the_page_of_a_plan_costs_the_same_whatever_is_chosen(
    admin_client, django_assert_num_queries, number
):
    topic = make_topic()
    for _ in range(number):
        make_annotation()
    page = reverse("admin:briefs_annotation_changelist")
    data = selected("retag_selected", Annotation.objects.all(), add=[topic.pk], reason="All.")
    admin_client.post(page, data)
    with django_assert_num_queries(12):
        admin_client.post(page, {**data, "look": "look"})


def test_claims_are_assigned_shown_and_given_back(admin_client, admin_user):
    claims = [make_annotation(), make_annotation(owner=admin_user)]
    ann = person("Editor", name="ann")
    page = reverse("admin:briefs_annotation_changelist")
    data = selected("assign_selected", claims, owner=ann.pk)
    shown = admin_client.post(page, {**data, "look": "look"})
    assert "What would change hands: 2" in shown.text
    assert "<td>nobody</td><td>ann</td>" in shown.text
    assert Annotation.objects.filter(owner=ann).count() == 0
    done = admin_client.post(page, {**data, "look": "change"}, follow=True)
    assert "2 claims assigned to ann. It can be undone" in done.text
    assert Annotation.objects.filter(owner=ann).count() == 2
    Annotation.objects.filter(pk=claims[0].pk).update(owner=admin_user)
    change = BulkChange.objects.get()
    undo = reverse("admin:briefs_bulkchange_undo", args=[change.pk])
    said = admin_client.post(undo, follow=True).text
    assert "1 went back; 1 changed hands again since and stays where it is." in said
    assert set(Annotation.objects.values_list("owner", flat=True)) == {admin_user.pk}


def test_nobody_is_an_owner_too_and_nothing_is_no_change(admin_client, admin_user):
    claim = make_annotation(owner=admin_user)
    page = reverse("admin:briefs_annotation_changelist")
    data = selected("assign_selected", [claim], owner="", look="change")
    admin_client.post(page, data)
    claim.refresh_from_db()
    assert claim.owner is None
    assert "Nothing would change hands." in admin_client.post(page, data).text

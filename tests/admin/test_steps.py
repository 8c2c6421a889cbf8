"""The steps as editors take them: on a thing's page, and for many things at once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from briefs.history import key_of, latest_change
from briefs.models import Article, Event, Update
from briefs.models.vocabulary import Status
from briefs.versioning import open_draft
from briefs.workflow import approve, schedule, submit
from tests.factories import make_article, make_membership, make_update, make_version, make_watch
from tests.forms import form_data
from tests.test_workflow import person

pytestmark = pytest.mark.django_db


def page(thing) -> str:
    return reverse(f"admin:briefs_{thing._meta.model_name}_change", args=[thing.pk])


def press(client, thing, step, **data):
    """Press a step's button, as the page shows it now."""
    address = reverse(f"admin:briefs_{thing._meta.model_name}_step", args=[thing.pk])
    data = {"step": step, "seen": latest_change(key_of(thing)), **data}
    return client.post(address, data, follow=True)


def entering(client, *roles):
    user = person(*roles)
    client.force_login(user)
    return user


def choose(client, step, things, **data):
    """Choose things in their list, and the step for them."""
    address = reverse(f"admin:briefs_{things[0]._meta.model_name}_changelist")
    selected = [thing.pk for thing in things]
    data = {"action": f"{step}_selected", "_selected_action": selected, **data}
    return client.post(address, data, follow=True)


def offered(response) -> list[str]:
    return [form.step.value for form in response.context["stage"].forms]


@pytest.mark.parametrize(
    ("role", "status", "steps"),
    [
        ("Author", "draft", ["submit"]),
        ("Author", "in-review", []),
        ("Editor", "draft", ["submit"]),
        ("Editor", "published", []),
        ("Reviewer", "draft", []),
        ("Reviewer", "in-review", ["approve", "send-back"]),
        ("Reviewer", "approved", ["send-back"]),
        ("Reviewer", "scheduled", ["send-back"]),
        ("Publisher", "draft", ["submit", "schedule", "publish"]),
        ("Publisher", "in-review", ["approve", "send-back", "schedule", "publish"]),
        ("Publisher", "scheduled", ["send-back", "schedule", "publish"]),
        ("Publisher", "published", ["withdraw"]),
    ],
)
def test_a_page_offers_the_steps_that_are_open(client, role, status, steps):
    user = entering(client, role)
    update = make_update(public=status == "published", created_by=user)
    if status in ("in-review", "approved"):
        submit(update, by=None)
    if status == "approved":
        approve(update, by=person("Reviewer", name="second"))
    if status == "scheduled":
        schedule(update, timezone.now() + timedelta(days=1), by=None)
    assert offered(client.get(page(update))) == steps


def test_a_draft_goes_to_its_readers_by_buttons(client):
    author = entering(client, "Author")
    update = make_update(public=False, created_by=author)
    assert "is now in review" in press(client, update, "submit", reason="Ready.").text
    assert client.get(page(update)).context["has_change_permission"] is False
    entering(client, "Reviewer")
    assert f"submitted by {author}" in client.get(page(update)).text
    press(client, update, "approve")
    publisher = entering(client, "Publisher")
    assert "approved by" in client.get(page(update)).text
    assert "is now published" in press(client, update, "publish").text
    events = Event.objects.order_by("id").values_list("kind", "reason", "by")
    assert [kind for kind, _, _ in events] == ["submitted", "approved", "updated"]
    assert (events[0][1:], events[2][2]) == (("Ready.", author.pk), publisher.pk)


@pytest.mark.parametrize(
    ("step", "data", "said"),
    [
        ("send-back", {"reason": " "}, "This field is required"),
        ("schedule", {"moment": ""}, "This field is required"),
        ("schedule", {"moment": "soon"}, "Enter a valid date"),
        ("schedule", {"moment": "2001-01-01T10:00"}, "That moment has passed"),
        ("withdraw", {"reason": "Wrong."}, "is not published"),
        ("nonsense", {}, "There is no such step"),
        ("approve", {"seen": "0"}, "It was changed since you looked at it"),
    ],
)
def test_a_refused_step_says_why_and_does_nothing(admin_client, step, data, said):
    update = make_update(public=False)
    submit(update, by=None)
    assert said in press(admin_client, update, step, **data).text
    update.refresh_from_db()
    assert (update.status, update.approved_by) == (Status.IN_REVIEW, None)


def test_a_schedule_is_shown_moved_and_given_up(admin_client):
    update = make_update(public=False)
    press(admin_client, update, "schedule", moment="2030-05-01T09:30")
    assert "for 1 May 2030, 09:30" in admin_client.get(page(update)).text
    press(admin_client, update, "schedule", moment="2030-06-01T09:30")
    update.refresh_from_db()
    assert f"{timezone.localtime(update.scheduled_for):%Y-%m-%d %H:%M}" == "2030-06-01 09:30"
    press(admin_client, update, "send-back", reason="Not yet.")
    update.refresh_from_db()
    assert (update.status, update.scheduled_for) == ("draft", None)


def test_the_text_of_a_new_article_goes_with_the_article(admin_client):
    article = make_article(public=False)
    draft = article.versions.get()
    response = admin_client.get(page(draft))
    assert response.context["stage"].thing == article
    assert f"“{draft.title}” is now published." in press(admin_client, article, "publish").text
    draft.refresh_from_db()
    assert not draft.is_draft
    assert admin_client.get(page(draft)).context["stage"] is None


def test_a_new_version_has_its_own_steps(admin_client):
    article = make_article()
    make_version(article, body="<p>Other words in another text.</p>")
    draft = open_draft(article)
    press(admin_client, draft, "submit")
    draft.refresh_from_db()
    assert draft.status == "in-review"
    press(admin_client, draft, "publish")
    assert Article.objects.get().live == draft


@pytest.mark.parametrize("make", [make_membership, make_watch])
def test_other_nouns_have_theirs(admin_client, make):
    thing = make(public=False)
    press(admin_client, thing, "publish")
    thing.refresh_from_db()
    assert thing.is_published


def test_a_change_after_the_approval_has_to_be_read_again(admin_client):
    update = make_update(public=False)
    submit(update, by=None)
    reviewer = person("Reviewer")
    approve(update, by=reviewer)
    data = form_data(admin_client.get(page(update)))
    admin_client.post(page(update), {**data, "headline": "Another headline"})
    update.refresh_from_db()
    assert (update.headline, update.approved_by) == ("Another headline", None)


# Many at once ------------------------------------------------------------------------------


def test_what_would_happen_is_listed_before_it_does(admin_client):
    drafts = [make_update(public=False) for _ in range(2)]
    public = make_update(headline="Out already")
    shown = choose(admin_client, "publish", [*drafts, public])
    assert "What would happen: 2" in shown.text
    assert "Left out: 1" in shown.text
    assert "is published already" in shown.text
    assert Update.objects.published().count() == 1
    assert not Event.objects.filter(update__in=drafts).exists()
    chosen = shown.context["selected"]
    assert chosen == [draft.pk for draft in drafts]
    done = choose(admin_client, "publish", drafts, look="take")
    assert "2 updates are now published." in done.text
    assert Update.objects.published().count() == 3
    assert Event.objects.filter(update__in=drafts, kind="updated").count() == 2


def test_what_was_changed_since_it_was_shown_is_left_as_it_is(admin_client):
    first, second = (make_update(public=False, headline=name) for name in ("One", "Two"))
    shown = choose(admin_client, "publish", [first, second])
    seen = shown.context["seen"]
    assert f'name="seen" value="{seen}"' in shown.text
    Update.objects.filter(pk=second.pk).update(headline="Two, changed")
    done = choose(admin_client, "publish", [first, second], look="take", seen=seen)
    assert "Changed by somebody since you looked, and left as it is: Two, changed." in done.text
    assert "1 update is now published." in done.text
    assert list(Update.objects.published()) == [first]
    again = choose(admin_client, "publish", [second], look="take", seen=seen)
    assert "is now published" not in again.text
    fresh = choose(admin_client, "publish", [second]).context["seen"]
    choose(admin_client, "publish", [second], look="take", seen=fresh)
    assert Update.objects.published().count() == 2


@pytest.mark.parametrize(
    ("step", "data", "said"),
    [
        ("submit", {}, "is now in review."),
        ("schedule", {"moment": "2030-05-01T09:30"}, "is now scheduled for 1 May 2030, 09:30."),
        ("publish", {}, "is now published."),
    ],
)
def test_the_message_names_the_thing_and_its_stage(admin_client, step, data, said):
    update = make_update(public=False, headline="India joins")
    assert f"“India joins” {said}" in press(admin_client, update, step, **data).text


def test_the_message_tells_an_approval_from_a_review(admin_client):
    update = make_update(public=False, headline="India joins")
    submit(update, by=None)
    assert "“India joins” is now approved." in press(admin_client, update, "approve").text
    sent = press(admin_client, update, "send-back", reason="Not yet.")
    assert "“India joins” is now a draft again." in sent.text


@pytest.mark.parametrize("number", ["x", "9" * 30, "-1"])
def test_what_is_the_number_of_no_row_is_refused_in_words(admin_client, number):
    make_update(public=False)
    address = reverse("admin:briefs_update_changelist")
    data = {"action": "publish_selected", "_selected_action": [number], "look": "take"}
    assert "There is no such row." in admin_client.post(address, data, follow=True).text


def test_all_of_them_or_none(admin_client):
    draft, public = make_update(public=False), make_update()
    answer = choose(admin_client, "publish", [draft, public], look="take")
    assert "Nothing was done." in answer.text
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_a_reason_is_asked_for_first(admin_client):
    update = make_update()
    shown = choose(admin_client, "withdraw", [update])
    assert "which readers see at the address" in shown.text
    assert "What would happen" not in shown.text
    shown = choose(admin_client, "withdraw", [update], look="look", reason="Wrong.")
    assert "What would happen: 1" in shown.text
    choose(admin_client, "withdraw", [update], look="take", reason="Wrong.")
    update.refresh_from_db()
    assert (update.status, update.withdrawn_reason) == ("withdrawn", "Wrong.")


def test_many_are_scheduled_for_one_moment(admin_client):
    drafts = [make_update(public=False) for _ in range(2)]
    data = {"look": "take", "moment": "2030-05-01T09:30"}
    choose(admin_client, "schedule", drafts, **data)
    assert Update.objects.filter(status="scheduled").count() == 2


def test_a_whole_list_is_taken_up_to_a_limit(admin_client, monkeypatch):
    first, *_ = [make_update(public=False) for _ in range(3)]
    shown = choose(admin_client, "publish", [first], select_across="1")
    assert "What would happen: 3" in shown.text
    monkeypatch.setattr("briefs.admin.steps.MOST", 2)
    shown = choose(admin_client, "publish", [first], select_across="1")
    assert "3 are chosen; at most 2 can be changed at once." in shown.text


@pytest.mark.parametrize(
    ("role", "actions"),
    [
        ("Author", {"submit_selected"}),
        ("Editor", {"submit_selected"}),
        ("Reviewer", {"approve_selected", "send_back_selected"}),
        (
            "Publisher",
            {
                *("submit_selected", "approve_selected", "send_back_selected"),
                *("schedule_selected", "publish_selected", "withdraw_selected"),
            },
        ),
    ],
)
def test_a_list_offers_what_a_role_may_do(client, role, actions):
    entering(client, role)
    make_update(public=False)
    listed = client.get(reverse("admin:briefs_update_changelist"))
    choices = dict(listed.context["action_form"].fields["action"].choices)
    steps = {name for name in choices if name.endswith("_selected")}
    assert steps - {"delete_selected", "retag_selected"} == actions

"""The admin: every model from the first day, and nothing public changed in silence."""

from datetime import date

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from briefs.models import Anchor, Annotation, Assessment, Event, Membership, Update, Version
from briefs.publishing import withdraw
from briefs.versioning import open_draft
from tests.factories import (
    make_annotation,
    make_article,
    make_assessment,
    make_membership,
    make_organisation,
    make_person,
    make_source,
    make_state,
    make_topic,
    make_update,
    make_version,
    make_watch,
)
from tests.forms import form_data

pytestmark = pytest.mark.django_db

MODELS = sorted(
    (model for model in admin.site._registry if model._meta.app_label == "briefs"),
    key=lambda model: model.__name__,
)
# Rows of other rows, shown inside them; what an editor has not saved yet; her own reminders.
INLINE_ONLY = {
    *("Assertion", "Authorship", "Autosave", "TaggedAnnotation", "TaggedArticle", "TaggedUpdate"),
    *("CalendarAddress", "DigestSent", "FailedAttempt", "HubPing", "JobRun", "PageStamp"),
    *("Presence", "Tombstone"),
    *("Change", "ChangeOf", "Recording"),
    *("SearchEntry", "SearchName", "SearchPending", "SearchWord", "SourceVisit"),
}


@pytest.fixture
def content():
    claim = make_annotation()
    make_assessment(claim)
    update = make_update(bears_on=claim)
    make_person()
    make_topic()
    make_watch()
    membership = make_membership()
    make_version(claim.article, number=2)
    return {"claim": claim, "update": update, "membership": membership}


def address(model, page: str, *args) -> str:
    return reverse(f"admin:briefs_{model._meta.model_name}_{page}", args=args)


def test_every_model_is_registered():
    names = {model.__name__ for model in apps.get_app_config("briefs").get_models()}
    assert names - {model.__name__ for model in MODELS} == INLINE_ONLY


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_list_search_and_forms_open(admin_client, content, model):
    for query in ("", "?q=a"):
        assert admin_client.get(address(model, "changelist") + query).status_code == 200
    request = admin_client.get("/admin/").wsgi_request
    allowed = admin.site._registry[model].has_add_permission(request)
    assert admin_client.get(address(model, "add")).status_code == (200 if allowed else 403)
    for thing in admin.site._registry[model].get_queryset(request)[:2]:
        assert admin_client.get(address(model, "change", thing.pk)).status_code == 200


def test_only_editors_enter(client, content):
    for model in MODELS:
        assert client.get(address(model, "changelist")).status_code == 302


def test_publishing_is_an_action_and_writes_its_event(admin_client, admin_user):
    update = make_update(public=False)
    admin_client.post(
        address(Update, "changelist"),
        {"action": "publish_selected", "_selected_action": [update.pk], "look": "take"},
    )
    event = Event.objects.get(kind="updated")
    assert (Update.objects.get().status, event.update, event.by) == (
        "published",
        update,
        admin_user,
    )


def test_publishing_twice_is_refused_in_words(admin_client):
    update = make_update()
    response = admin_client.post(
        address(Update, "changelist"),
        {"action": "publish_selected", "_selected_action": [update.pk]},
        follow=True,
    )
    assert "is published already" in response.text


def test_withdrawal_asks_for_the_reason_first(admin_client):
    update = make_update()
    post = {"action": "withdraw_selected", "_selected_action": [update.pk]}
    response = admin_client.post(address(Update, "changelist"), post)
    assert "Reason, which readers see at the address" in response.text
    assert Update.objects.get().status == "published"
    said = {"reason": "It was wrong.", "look": "take"}
    admin_client.post(address(Update, "changelist"), {**post, **said})
    assert Update.objects.get().withdrawn_reason == "It was wrong."
    assert Event.objects.get(kind="withdrawn").reason == "It was wrong."


def test_changing_something_public_needs_a_reason_and_is_recorded(admin_client):
    update = make_update(headline="India joins")
    page = address(Update, "change", update.pk)
    data = {**form_data(admin_client.get(page)), "headline": "India and Pakistan join"}
    assert "say why it is changed" in admin_client.post(page, data).text
    response = admin_client.post(page, {**data, "reason": "Both joined."})
    assert response.status_code == 302
    event = Event.objects.get(kind="corrected")
    assert (event.before, event.after, event.reason) == (
        {"headline": "India joins"},
        {"headline": "India and Pakistan join"},
        "Both joined.",
    )


def test_a_typing_error_put_right_is_recorded_as_that(admin_client):
    update = make_update(headline="India jions")
    page = address(Update, "change", update.pk)
    data = {**form_data(admin_client.get(page)), "headline": "India joins", "only_typos": "on"}
    assert "say why it is changed" in admin_client.post(page, data).text
    assert admin_client.post(page, {**data, "reason": "Spelling."}).status_code == 302
    event = Event.objects.get(kind="typo-fixed")
    assert (event.before, event.after) == ({"headline": "India jions"}, {"headline": "India joins"})
    assert not Event.objects.filter(kind="corrected").exists()


def test_saving_without_a_change_records_nothing(admin_client, content):
    before = Event.objects.count()
    for thing in content.values():
        page = address(type(thing), "change", thing.pk)
        assert admin_client.post(page, form_data(admin_client.get(page))).status_code == 302
    assert Event.objects.count() == before


def test_a_draft_is_changed_freely(admin_client):
    update = make_update(public=False)
    page = address(Update, "change", update.pk)
    data = {**form_data(admin_client.get(page)), "headline": "Something else"}
    assert admin_client.post(page, data).status_code == 302
    assert (Update.objects.get().headline, Event.objects.count()) == ("Something else", 0)


def test_end_of_a_membership_is_recorded_as_such(admin_client):
    membership = make_membership(role="observer")
    page = address(Membership, "change", membership.pk)
    data = {
        **form_data(admin_client.get(page)),
        "end": "2017-06-09",
        "end_precision": "day",
        "reason": "It became a member.",
    }
    assert admin_client.post(page, data).status_code == 302
    event = Event.objects.get(kind="membership-changed")
    assert (event.after, event.happened_on) == ({"end": "2017-06-09"}, date(2017, 6, 9))


def test_overlapping_membership_is_refused_in_words(admin_client):
    first = make_membership()
    response = admin_client.post(
        address(Membership, "add"),
        {
            "organisation": first.organisation.pk,
            "state": first.state.pk,
            "role": "observer",
            "start": "2005-07-05",
            "start_precision": "day",
            "citations-TOTAL_FORMS": 0,
            "citations-INITIAL_FORMS": 0,
        },
    )
    assert "these roles never overlap" in response.text


ANNOTATION = {
    "kind": "fact",
    "summary": "It rarely meets.",
    "slug": "rarely-meets",
    **{
        f"{prefix}-{name}_FORMS": 0
        for prefix in (
            "anchors",
            "tagged_topics",
            "assessments",
            "assertions",
            "bearings",
            "imported",
        )
        for name in ("TOTAL", "INITIAL")
    },
}


def test_a_claim_is_made_by_quoting_its_words(admin_client):
    article = make_article()
    data = {**ANNOTATION, "article": article.pk, "quote": "It rarely meets."}
    assert admin_client.post(address(Annotation, "add"), data).status_code == 302
    anchor = Anchor.objects.get()
    assert article.live.text[anchor.start : anchor.end] == anchor.exact == "It rarely meets."
    assert Annotation.objects.get().status == "draft"


@pytest.mark.parametrize(
    ("quote", "message"),
    [
        ("It often meets.", "These words are not in the text"),
        ("", "Give the words it sits on"),
    ],
)
def test_words_that_are_not_in_the_text_are_refused(admin_client, quote, message):
    data = {**ANNOTATION, "article": make_article().pk, "quote": quote}
    response = admin_client.post(address(Annotation, "add"), data)
    assert message in response.text
    assert Annotation.objects.count() == 0


def test_assessment_is_added_with_its_source_and_never_edited(admin_client, admin_user):
    claim, source = make_annotation(), make_source()
    data = {
        "annotation": claim.pk,
        "verdict": "came-true",
        "confidence": "high",
        "rationale": "It happened.",
        "assessed_on": "2017-06-10",
        "still_holds": "not-applicable",
        "verified": "on",
        "citations-TOTAL_FORMS": 1,
        "citations-INITIAL_FORMS": 0,
        "citations-0-source": source.pk,
        "citations-0-position": 1,
    }
    assert admin_client.post(address(Assessment, "add"), data).status_code == 302
    assessment = Assessment.objects.get()
    assert (assessment.by, assessment.citations.get().source) == (admin_user, source)
    assert Annotation.objects.get().verdict == "came-true"
    page = address(Assessment, "change", assessment.pk)
    assert admin_client.post(page, {**data, "verdict": "mixed"}).status_code == 403


def test_verdict_of_the_wrong_scale_is_refused_in_words(admin_client):
    data = {
        "annotation": make_annotation(kind="fact").pk,
        "verdict": "came-true",
        "confidence": "high",
        "rationale": "It happened.",
        "assessed_on": "2017-06-10",
        "still_holds": "yes",
        "citations-TOTAL_FORMS": 0,
        "citations-INITIAL_FORMS": 0,
    }
    response = admin_client.post(address(Assessment, "add"), data)
    assert "A fact is judged as: accurate, mostly accurate" in response.text


def test_body_is_put_in_normal_form_on_the_way_in(admin_client):
    draft = open_draft(make_article())
    body = "<div>New &nbsp;text<script>alert(1)</script></div><p onclick='x()'>More</p>"
    data = {"title": "A title", "body": body, "revision": draft.revision}
    assert admin_client.post(address(Version, "change", draft.pk), data).status_code == 302
    draft.refresh_from_db()
    assert (draft.body, draft.text) == (
        "<p>New \xa0text</p>\n<p>More</p>",
        "New \xa0text\nMore",
    )


def test_what_was_published_cannot_be_deleted(admin_client, content):
    update = content["update"]
    assert admin_client.post(address(Update, "delete", update.pk)).status_code == 403
    admin_client.post(
        address(Update, "changelist"),
        {"action": "delete_selected", "_selected_action": [update.pk], "post": "yes"},
    )
    assert Update.objects.count() == 1


def test_other_names_are_written_one_a_line(admin_client):
    body = make_organisation(public=False, other_names=["One", "Two"])
    page = address(type(body), "change", body.pk)
    assert "One\nTwo</textarea>" in admin_client.get(page).text
    data = {**form_data(admin_client.get(page)), "other_names": "One\r\n\r\n Three "}
    assert admin_client.post(page, data).status_code == 302
    body.refresh_from_db()
    assert body.other_names == ["One", "Three"]


def test_autocomplete_finds_by_name(admin_client):
    make_state(name="Kazakhstan")
    response = admin_client.get(
        reverse("admin:autocomplete"),
        {
            "term": "kazakh",
            "app_label": "briefs",
            "model_name": "membership",
            "field_name": "state",
        },
    )
    assert [found["text"] for found in response.json()["results"]] == ["Kazakhstan"]


def test_rows_of_something_public_are_changed_with_a_reason(admin_client):
    claim = make_annotation()
    update = make_update(bears_on=claim, effect="contradicts")
    page = address(Update, "change", update.pk)
    data = {**form_data(admin_client.get(page)), "bearings-0-effect": "supports"}
    assert "why its rows are changed" in admin_client.post(page, data).text
    assert admin_client.post(page, {**data, "reason": "Misread."}).status_code == 302
    event = Event.objects.get(kind="corrected")
    assert (event.before, event.after, event.reason) == (
        {"bearings": [f"contradicts {claim}"]},
        {"bearings": [f"supports {claim}"]},
        "Misread.",
    )


def test_a_note_on_a_public_membership_is_recorded(admin_client):
    membership = make_membership()
    page = address(Membership, "change", membership.pk)
    data = {
        **form_data(admin_client.get(page)),
        "note": "Seen again.",
        "reason": "A better source.",
    }
    assert admin_client.post(page, data).status_code == 302
    event = Event.objects.get(kind="corrected")
    assert (event.after, event.reason) == ({"note": "Seen again."}, "A better source.")


def test_the_same_source_twice_is_refused_in_words(admin_client):
    update, source = make_update(public=False), make_source(title="A report")
    page = address(Update, "change", update.pk)
    data = form_data(admin_client.get(page))
    for number in (1, 2):
        data[f"citations-{number}-source"] = source.pk
        data[f"citations-{number}-position"] = number
        data[f"citations-{number}-update"] = update.pk
    data["citations-TOTAL_FORMS"] = 3
    assert "Given twice: A report" in admin_client.post(page, data).text


def test_the_same_role_twice_is_refused_in_words(admin_client):
    first = make_membership(role="acceding")
    data = {
        "organisation": first.organisation.pk,
        "state": first.state.pk,
        "role": "acceding",
        "start": "2001-06-15",
        "start_precision": "day",
        "citations-TOTAL_FORMS": 0,
        "citations-INITIAL_FORMS": 0,
    }
    assert "recorded already" in admin_client.post(address(Membership, "add"), data).text


def test_a_body_is_not_its_own_parent_in_words(admin_client):
    body = make_organisation(public=False)
    page = address(type(body), "change", body.pk)
    data = {**form_data(admin_client.get(page)), "parent": body.pk}
    assert "cannot be its own relative" in admin_client.post(page, data).text


def test_kind_of_a_judged_claim_keeps_its_scale(admin_client):
    claim = make_annotation(kind="fact")
    make_assessment(claim, "accurate")
    page = address(Annotation, "change", claim.pk)
    data = {**form_data(admin_client.get(page)), "kind": "forecast", "reason": "It foresees."}
    assert "which fits another kind" in admin_client.post(page, data).text


def test_other_words_for_a_public_claim_are_recorded_with_those_before(admin_client):
    claim = make_annotation()
    page = address(Annotation, "change", claim.pk)
    data = {
        **form_data(admin_client.get(page)),
        "quote": "It rarely meets.",
        "reason": "The wrong sentence was marked.",
    }
    assert admin_client.post(page, data).status_code == 302
    event = Event.objects.get(kind="corrected")
    assert (event.before, event.after) == (
        {"quote": "The bloc will admit India next year."},
        {"quote": "It rarely meets."},
    )


def test_a_draft_claim_can_be_thrown_away(admin_client):
    claim = make_annotation(public=False)
    page = address(Annotation, "delete", claim.pk)
    assert admin_client.post(page, {"post": "yes"}).status_code == 302
    assert Annotation.objects.count() == 0


def test_a_draft_with_rows_can_be_thrown_away(admin_client):
    update = make_update(public=False, bears_on=make_annotation())
    page = address(Update, "delete", update.pk)
    assert admin_client.post(page, {"post": "yes"}).status_code == 302
    assert Update.objects.count() == 0


def test_an_address_that_people_hold_leads_on(admin_client, client):
    update = make_update(slug="india-joins")
    page = address(Update, "change", update.pk)
    data = {**form_data(admin_client.get(page)), "slug": "india-is-admitted", "reason": "Clearer."}
    admin_client.post(page, data)
    assert client.get("/updates/india-joins/")["Location"] == "/updates/india-is-admitted/"
    event = Event.objects.filter(kind="corrected").get()
    assert (event.before, event.after) == ({"slug": "india-joins"}, {"slug": "india-is-admitted"})
    assert event.reason == "Clearer."


def test_only_who_may_publish_changes_an_address_that_people_hold(client):
    person = User.objects.create_user("editor", is_staff=True)
    codenames = ["view_update", "change_update"]
    person.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client.force_login(person)
    update = make_update(slug="india-joins")
    page = address(Update, "change", update.pk)
    client.post(page, {**form_data(client.get(page)), "slug": "other", "reason": "x"})
    assert Update.objects.get().slug == "india-joins"


def test_what_is_withdrawn_keeps_its_address(admin_client):
    update = make_update(slug="india-joins")
    withdraw(update, reason="It was wrong.")
    page = address(Update, "change", update.pk)
    admin_client.post(page, {**form_data(admin_client.get(page)), "slug": "other"})
    assert Update.objects.get().slug == "india-joins"


@pytest.mark.parametrize("make", [make_topic, make_person])
def test_what_has_no_stage_leads_on_too(admin_client, client, make):
    thing = make(slug="old")
    page = address(type(thing), "change", thing.pk)
    admin_client.post(page, {**form_data(admin_client.get(page)), "slug": "new"})
    answer = client.get(thing.get_absolute_url())
    assert (answer.status_code, answer["Location"]) == (
        301,
        thing.get_absolute_url().replace("old", "new"),
    )


def test_a_day_to_come_is_no_day_of_an_assessment(admin_client):
    data = {
        "annotation": make_annotation().pk,
        "verdict": "came-true",
        "confidence": "high",
        "rationale": "It happened.",
        "assessed_on": "2999-01-01",
        "still_holds": "not-applicable",
        "citations-TOTAL_FORMS": 0,
        "citations-INITIAL_FORMS": 0,
    }
    response = admin_client.post(address(Assessment, "add"), data)
    assert "That day has not come yet." in response.text


@pytest.mark.parametrize("slug", ["é", "a/b", "a b"])
@pytest.mark.parametrize(
    "make",
    [
        lambda: make_article(public=False),
        lambda: make_organisation(public=False),
        make_person,
        make_topic,
    ],
)
def test_a_slug_that_no_address_holds_is_refused_beside_it(admin_client, make, slug):
    thing = make()
    change = address(type(thing), "change", thing.pk)
    data = form_data(admin_client.get(change)) | {"slug": slug}
    response = admin_client.post(change, data)
    assert response.status_code == 200
    assert list(response.context["adminform"].form.errors) == ["slug"]

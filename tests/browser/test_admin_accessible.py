"""Every kind of page of the admin, light and dark, wide and narrow: for all editors, and quiet."""

import json
from datetime import date

import pytest
from django.http import HttpResponse
from django.urls import reverse

from briefs.desk.assigning import assign_many
from briefs.models import BulkChange, ChangeSet, Deletion
from briefs.models.vocabulary import Role
from briefs.versioning import Content, open_draft, save_draft
from tests.answers import ORIGIN, Answers
from tests.browser.axe import COLOURS, MARKS, look, prepare, show
from tests.browser.test_reading import BODY, QUOTES
from tests.factories import (
    make_annotation,
    make_article,
    make_assertion,
    make_assessment,
    make_membership,
    make_organisation,
    make_person,
    make_source,
    make_state,
    make_topic,
    make_update,
    make_watch,
)

pytestmark = MARKS

# A noun of the admin has a list, and two forms.
NOUNS = (
    *("annotation", "article", "membership", "organisation", "person", "source", "state"),
    *("topic", "update", "version", "watch"),
)
LISTED = (*NOUNS, "assessment", "bulkchange", "changeset", "deletion", "event")
FORMS = (*(noun for noun in NOUNS if noun != "version"), "assessment")
# Name of a page -> name of its address; its keys come from the fixture.
PAGES = {
    "desk": "admin:index",
    "list of the desk": "desk-list",
    "claim on the desk": "desk-claim",
    "calendar": "desk-calendar-page",
    "handbook": "handbook",
    "password": "admin:password_change",
    "second factor": "second-factor",
    "all models": "admin:app_list",
    "users": "admin:auth_user_changelist",
    "new user": "admin:auth_user_add",
    "claims": "admin:briefs_article_claims",
    "assess a claim": "admin:briefs_annotation_assess",
    "assess the claims of an update": "admin:briefs_update_assess",
    "gate": "admin:briefs_version_gate",
    "quality": "admin:briefs_article_quality",
    "history": "admin:briefs_annotation_history",
    "secret links": "admin:briefs_article_links",
    "import an article": "admin:briefs_article_import",
    "import annotations": "admin:briefs_annotation_import",
    "import a table": "admin:briefs_membership_table",
    "delete": "admin:briefs_topic_delete",
    "changeset": "admin:briefs_changeset_change",
    "deletion": "admin:briefs_deletion_change",
    "bulk change": "admin:briefs_bulkchange_change",
    **{f"{noun} list": f"admin:briefs_{noun}_changelist" for noun in LISTED},
    **{f"add {noun}": f"admin:briefs_{noun}_add" for noun in FORMS},
    **{f"change {noun}": f"admin:briefs_{noun}_change" for noun in (*FORMS, "version")},
}
SCROLLS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def things(admin_user):
    """One of each, by noun, with something of all that it may have."""
    topic, state, body = make_topic(), make_state(), make_organisation()
    article = make_article(slug="a-club", body=BODY)
    article.topics.add(topic)
    claims = [make_annotation(article, quote=quote) for quote in QUOTES[:4]]
    for claim in claims:
        claim.topics.add(topic)
        claim.organisations.add(body)
        claim.states.add(state)
        claim.look_again_on = date(2020, 1, 1)
        claim.save()
    update = make_update(bears_on=claims[0])
    update.organisations.add(body)
    make_assertion(claims[0], organisation=body, state=state)
    draft = open_draft(article)
    content = Content(title="A club", body=BODY.replace("He said so.", "He did not."))
    save_draft(draft, content, revision=draft.revision)
    make_annotation(article, public=False, quote=QUOTES[4])
    assign_many([claims[0].pk], admin_user, by=admin_user)
    make_topic(name="Gone").delete()
    return {
        "annotation": claims[0],
        "article": article,
        "assessment": make_assessment(claims[0]),
        "bulkchange": BulkChange.objects.get(),
        "changeset": ChangeSet.objects.latest("pk"),
        "deletion": Deletion.objects.filter(operation="delete").first(),
        "membership": make_membership(organisation=body, state=state, role=Role.MEMBER),
        "organisation": body,
        "person": make_person(),
        "source": make_source(),
        "state": state,
        "topic": topic,
        "update": update,
        "version": draft,
        "watch": make_watch(),
    }


def address(page: str, things) -> str:
    name = PAGES[page]
    if name == "admin:app_list":
        return reverse(name, args=["briefs"])
    if name == "desk-list":
        return reverse(name, args=["overdue"])
    if name == "desk-claim":
        return reverse(name, args=[things["annotation"].pk])
    if not name.startswith("admin:briefs_"):
        return reverse(name)
    _, noun, kind = name.split("_")
    one_thing = kind not in ("changelist", "add", "import", "table")
    return reverse(name, args=[things[noun].pk] if one_thing else [])


def faults_of(page) -> dict[str, list[str]]:
    """By width and scheme. All rules once a width; in the dark those that colours can break."""
    faults: dict[str, list[str]] = {}
    prepare(page)
    for width in (1280, 375):
        show(page, width, "light")
        faults[f"{width} light"] = look(page)
        show(page, width, "dark")
        faults[f"{width} dark"] = look(page, COLOURS)
    for width in (375, 320):
        show(page, width, "light")
        faults[f"{width} sideways"] = ["px"] * page.evaluate(SCROLLS)
    return {name: found for name, found in faults.items() if found}


def check(page, answers: Answers, where: str) -> None:
    show(page, 1280, "light")
    page.goto(f"{ORIGIN}{where}")
    answers.settle()
    faults = faults_of(page)
    if answers.elsewhere:
        faults["elsewhere"] = answers.elsewhere
    assert not faults, json.dumps(faults, indent=1, ensure_ascii=False)


@pytest.mark.parametrize("name", PAGES)
def test_every_kind_of_page_is_for_all_editors(page, admin_client, things, name):
    where = address(name, things)
    assert admin_client.get(where).status_code == 200
    check(page, Answers(page, admin_client), where)


def test_the_login_is_for_all_too(page, client):
    check(page, Answers(page, client), reverse("admin:login"))


# Pages that answer what was sent ------------------------------------------------------------


def sent(client, name: str, data: dict, *args) -> HttpResponse:
    return client.post(reverse(f"admin:briefs_{name}", args=args), data)


def chosen(action: str, *things, **fields) -> dict:
    return {"action": action, "_selected_action": [thing.pk for thing in things], **fields}


def errors(client, things) -> HttpResponse:
    return sent(client, "article_add", {"title": ""})


def delete_many(client, things) -> HttpResponse:
    return sent(client, "topic_changelist", chosen("delete_selected", things["topic"]))


def merge(client, things) -> HttpResponse:
    return sent(client, "topic_changelist", chosen("merge_selected", things["topic"], make_topic()))


def retag(client, things) -> HttpResponse:
    return sent(client, "annotation_changelist", chosen("retag_selected", things["annotation"]))


def assign(client, things) -> HttpResponse:
    return sent(client, "annotation_changelist", chosen("assign_selected", things["annotation"]))


def steps(client, things) -> HttpResponse:
    data = chosen("submit_selected", make_update(public=False))
    return sent(client, "update_changelist", data)


SENT = [errors, delete_many, merge, retag, assign, steps]


@pytest.mark.parametrize("send", SENT, ids=lambda send: send.__name__)
def test_so_is_what_answers_a_form(page, admin_client, things, send):
    answers = Answers(page, admin_client)
    answers.prepared["/sent"] = response = send(admin_client, things)
    assert response.status_code == 200
    check(page, answers, "/sent")


def test_boxes_say_their_names_and_what_is_chosen(page, admin_client, things):
    answers = Answers(page, admin_client)
    page.goto(f"{ORIGIN}{address('change membership', things)}")
    box = page.get_by_role("combobox", name="State")
    assert box.inner_text().strip("× \n") == str(things["state"])
    box.click()
    assert page.get_by_role("searchbox", name="Search").is_visible()
    page.get_by_role("option", name=str(things["state"])).wait_for()
    prepare(page)
    assert look(page) == []
    assert answers.elsewhere == []


def test_boxes_of_added_rows_say_theirs(page, admin_client, things):
    Answers(page, admin_client)
    page.goto(f"{ORIGIN}{address('change article', things)}")
    page.get_by_role("button", name="Add another Mention").click()
    row = page.locator("#mentions-0")
    assert row.get_by_role("combobox", name="Organisation").is_visible()
    assert row.get_by_role("textbox", name="Words").is_visible()

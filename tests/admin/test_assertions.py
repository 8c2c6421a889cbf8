"""What a claim asserts of membership, put down in its form and answered on the desk."""

import re
from datetime import date

import pytest
from django.urls import reverse

from briefs.asserting.noting import due
from briefs.models import Annotation, Assertion, Event, Membership
from tests.factories import (
    make_annotation,
    make_article,
    make_assertion,
    make_membership,
    make_organisation,
    make_state,
)
from tests.test_workflow import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim():
    return make_annotation(kind="fact", slug="a-claim")


def page_of(claim) -> str:
    return reverse("admin:briefs_annotation_change", args=[claim.pk])


def form_of(client, claim, *rows, **fields) -> dict:
    """What the claim's form sends with these assertions in it."""
    page = client.get(page_of(claim))
    data = {}
    for name, value in page.context["adminform"].form.initial.items():
        if isinstance(value, list):
            data[name] = [thing.pk for thing in value]
        else:
            data[name] = "" if value is None else value
    for formset in page.context["inline_admin_formsets"]:
        prefix = formset.formset.prefix
        count = formset.formset.initial_form_count()
        data |= {f"{prefix}-TOTAL_FORMS": count, f"{prefix}-INITIAL_FORMS": count}
    known = list(claim.assertions.values_list("pk", flat=True))
    data |= {"assertions-TOTAL_FORMS": len(rows), "assertions-INITIAL_FORMS": len(known)}
    for number, row in enumerate(rows):
        own = {"id": known[number]} if number < len(known) else {}
        said = {"role": "member", "annotation": claim.pk, **own, **row}
        data |= {f"assertions-{number}-{name}": value for name, value in said.items()}
    seen = re.search(r'name="seen" value="([^"]*)"', page.text)
    return data | ({"seen": seen[1]} if seen else {}) | fields


def save(client, claim, *rows, **fields):
    return client.post(page_of(claim), form_of(client, claim, *rows, **fields), follow=True)


def test_it_is_put_down_and_the_outcome_told_and_seen(admin_client, admin_user, claim):
    sco, csto = make_organisation(name="SCO"), make_organisation(name="CSTO")
    china, kazakhstan = make_state(name="China"), make_state(name="Kazakhstan")
    for body, state in ((sco, china), (sco, kazakhstan), (csto, kazakhstan)):
        make_membership(organisation=body, state=state)
    row = {"members_of": sco.pk, "excepted": "China", "organisation": csto.pk}
    page = save(admin_client, claim, row, reason="It says so.")
    one = Assertion.objects.get()
    assert (one.members_of, one.excepted, one.organisation) == (sco, [china.iso_a3], csto)
    assert (one.seen_outcome, one.seen_by, one.noted_verdict) == ("holds", admin_user, "")
    told = "Every member of SCO, China left out, was a member of CSTO on 10 October 2014."
    assert page.text.count(told) == 1  # the list that follows says it
    assert f"{told} By the record: holds by 1 row." in admin_client.get(page_of(claim)).text
    event = Event.objects.get(kind="corrected")
    assert event.reason == "It says so."
    assert event.after == {"assertions": [f"all members of SCO but {china.iso_a3}: member of CSTO"]}
    assert due() == {}


def test_a_day_alone_is_an_exact_one(admin_client, claim):
    row = {"state": make_state().pk, "organisation": make_organisation().pk, "on": "2014-09-12"}
    save(admin_client, claim, row, reason="It says so.")
    one = Assertion.objects.get()
    assert (one.on, one.on_precision) == (date(2014, 9, 12), "day")


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({}, "Say whom: one state, or all members of a body."),
        ({"state": "S", "members_of": "B"}, "Say whom: one state, or all members of a body."),
        ({"state": "S", "excepted": "China"}, "Exceptions belong to “all members of”."),
        ({"members_of": "B", "excepted": "Chima"}, "There is no state called “Chima”."),
        ({"members_of": "O"}, "That the members of a body are its members says nothing."),
        ({"state": "S", "role": "friend"}, "Select a valid choice."),
    ],
)
def test_what_cannot_be_said_is_refused(admin_client, claim, row, problem):
    state, body, other = make_state(name="China"), make_organisation(), make_organisation()
    keys = {"S": state.pk, "B": other.pk, "O": body.pk}
    row = {"organisation": body.pk} | {name: keys.get(value, value) for name, value in row.items()}
    page = save(admin_client, claim, row, reason="It says so.")
    assert problem in page.text.replace("&quot;", '"')
    assert not Assertion.objects.exists()


def test_what_is_public_is_changed_with_a_reason_and_seen_anew(admin_client, claim):
    body = make_organisation()
    one = make_assertion(claim, organisation=body, state=make_state())
    row = {"state": one.state.pk, "organisation": body.pk, "negated": "on"}
    assert "say under “Reason for the change”" in save(admin_client, claim, row).text
    save(admin_client, claim, row, reason="It denies it.")
    one.refresh_from_db()
    assert (one.negated, one.seen_outcome) == (True, "undecided")


def test_an_editors_note_asserts_nothing(admin_client):
    note = make_annotation(kind="note")
    row = {"state": make_state().pk, "organisation": make_organisation().pk}
    assert "asserts nothing" in save(admin_client, note, row, reason="So.").text
    assert not Assertion.objects.exists()


def test_who_may_only_look_puts_nothing_down(client, claim):
    client.force_login(person("rita", "Reviewer"))
    data = {"assertions-TOTAL_FORMS": 1, "assertions-INITIAL_FORMS": 0}
    assert client.post(page_of(claim), data).status_code == 403
    assert not Assertion.objects.exists()


def test_an_author_puts_it_down_in_her_own_draft(client):
    anna = person("anna", "Author")
    article = make_article(public=False, created_by=anna)
    draft = make_annotation(article, kind="fact", public=False, created_by=anna)
    client.force_login(anna)
    save(client, draft, {"state": make_state().pk, "organisation": make_organisation().pk})
    assert Assertion.objects.get().annotation == draft


def test_a_form_costs_the_same_for_one_and_three(admin_client, claim, django_assert_num_queries):
    def one_more():
        body = make_organisation()
        state = make_state()
        make_membership(organisation=body, state=state)
        make_assertion(claim, organisation=make_organisation(), members_of=body, excepted=["XXX"])

    one_more()
    admin_client.get(page_of(claim))
    for number in (0, 2):
        for _ in range(number):
            one_more()
        with django_assert_num_queries(21):
            admin_client.get(page_of(claim))


# On the desk --------------------------------------------------------------------------------


@pytest.fixture
def changed(claim):
    """What the rows say of the claim is otherwise than when it was seen."""
    row = make_membership()
    make_assertion(
        claim, organisation=row.organisation, state=row.state, seen_outcome="holds",
        seen_at=row.recorded_at,
    )  # fmt: skip
    Membership.objects.filter(pk=row.pk).update(end=date(2012, 12, 19), end_precision="day")
    return claim


SAID = "the record now says otherwise: was holds, now contradicted"


def test_the_desk_says_so_and_offers_both_answers(admin_client, changed):
    page = admin_client.get("/admin/").text
    (section,) = re.findall(r'<section class="list" id="record".*?</section>', page, re.DOTALL)
    assert SAID in section
    assert f'<input type="hidden" name="seen" value="{SAID}">' in section
    assert reverse("admin:briefs_annotation_assess", args=[changed.pk]) in section


@pytest.mark.parametrize("headers", [{}, {"accept": "application/json"}])
def test_noted_the_verdict_stays(admin_client, admin_user, changed, headers):
    before = list(Annotation.objects.values())
    address = reverse("desk-note", args=[changed.pk])
    answer = admin_client.post(address, {"seen": SAID, "note": "A slip."}, headers=headers)
    assert answer.status_code == (200 if headers else 302)
    event = Event.objects.get(kind="noted")
    assert (event.by, event.reason, event.annotation) == (admin_user, "A slip.", changed)
    assert list(Annotation.objects.values()) == before
    assert due() == {}
    follow_up = admin_client.get(reverse("desk-claim", args=[changed.pk])).text
    assert "noted, verdict stays, by admin. A slip." in follow_up


@pytest.mark.parametrize("sent", [{}, {"seen": "something else"}, {"seen": "\0"}])
def test_what_was_not_on_the_page_is_refused(admin_client, changed, sent):
    address = reverse("desk-note", args=[changed.pk])
    answer = admin_client.post(address, sent, headers={"accept": "application/json"})
    assert answer.status_code == 400
    assert due()


def test_who_may_not_change_claims_notes_nothing(client, changed):
    client.force_login(person("rita", "Reviewer"))
    client.post(reverse("desk-note", args=[changed.pk]), {"seen": SAID})
    assert due()
    assert client.get(reverse("desk-note", args=[changed.pk])).status_code == 405

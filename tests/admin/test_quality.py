"""The page "Quality": errors, warnings and those put aside, each with its way out."""

import re

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse
from django.utils.html import escape

from briefs.models import Autosave, QualityDismissal
from briefs.models.quality import Check
from briefs.versioning import Content, open_draft, save_draft
from tests.admin.test_steps import press
from tests.factories import (
    make_annotation,
    make_article,
    make_assessment,
    make_membership,
    make_organisation,
    make_state,
    make_update,
)

pytestmark = pytest.mark.django_db

LINK = '<a href="https://example.org/">here</a>'


def page(thing, query: str = "") -> str:
    noun = thing._meta.model_name
    return reverse(f"admin:briefs_{noun}_quality", args=[thing.pk]) + query


def keys(response) -> list[str]:
    """What can be dismissed by itself."""
    return re.findall(r'<details><summary aria-describedby="says-([^"]+)">', response.text)


@pytest.fixture
def article():
    """Two errors that stop it, one in a draft, and warnings."""
    article = make_article(slug="a-bloc")
    broken = make_annotation(article, slug="broken", summary="It will grow.")
    broken.criterion = ""
    broken.save()
    make_annotation(article, slug="draft", summary="It will end.", public=False, criterion="")
    draft = open_draft(article)
    body = f"{draft.body}<h4>Later</h4><p>Read {LINK} now.</p>"
    save_draft(draft, Content(title="A bloc", body=body), revision=draft.revision)
    return article


def test_errors_come_first_each_with_the_place_to_mend_it(admin_client, article):
    text = admin_client.get(page(article)).text
    draft = article.versions.first()
    claims = reverse("admin:briefs_article_claims", args=[article.pk])
    claim = article.annotations.get(slug="broken")
    assert text.index("“It will grow.” is an open forecast") < text.index('id="apart"')
    assert text.index('id="apart"') < text.index("“It will end.” is an open forecast")
    assert text.index("“It will end.” is an open forecast") < text.index('id="warnings"')
    assert text.index('id="warnings"') < text.index("The link “here” in “Read here now.”")
    assert f'<a href="{claims}?version=2&amp;claim={claim.pk}">Edit the claim</a>' in text
    version = reverse("admin:briefs_version_change", args=[draft.pk])
    assert f'<a href="{version}">Open the text</a>' in text
    assess = reverse("admin:briefs_annotation_assess", args=[claim.pk])
    assert f'<a href="{assess}">Assess the claim</a>' in text
    assert [check for check in Check if escape(check.definition) not in text] == []


def test_every_place_to_mend_opens(admin_client, article):
    make_assessment(article.annotations.get(slug="broken"), sources=(), rationale="Yes.")
    update = make_update(bears_on=article.annotations.get(slug="broken"))
    update.citations.all().delete()
    links = re.findall(r'<div class="ways"><a href="([^"]+)"', admin_client.get(page(article)).text)
    assert len(links) > 5
    for link in set(links):
        assert admin_client.get(link.replace("&amp;", "&")).status_code == 200


def test_a_claim_that_contradicts_a_membership_leads_to_it(admin_client):
    article = make_article(public=False, body="<p>India is a member of the SCO.</p>")
    member = make_membership(
        organisation=make_organisation(abbreviation="SCO"),
        state=make_state(name="India"),
        role="observer",
    )
    words = "India is a member of the SCO."
    make_annotation(article, quote=words, summary=words, kind="fact", public=False)
    text = admin_client.get(page(article)).text
    assert "the membership data has it as observer from 15 June 2001" in text
    assert reverse("admin:briefs_membership_change", args=[member.pk]) in text


def test_a_warning_is_dismissed_with_its_reason_and_taken_up_again(
    admin_client, admin_user, article
):
    before = keys(admin_client.get(page(article)))
    key = next(key for key in before if key.startswith("link-says-nothing"))
    answer = admin_client.post(
        page(article), {"warning": key, "reason": "As printed."}, follow=True
    )
    assert keys(answer) == [each for each in before if each != key]
    assert "Dismissed: 1" in answer.text
    assert "“As printed.”" in answer.text
    dismissal = QualityDismissal.objects.get()
    assert (dismissal.by, dismissal.article, dismissal.code) == (
        admin_user,
        article,
        "link-says-nothing",
    )
    answer = admin_client.post(page(article), {"undo": dismissal.pk}, follow=True)
    assert keys(answer) == before
    assert "was taken up again already" in admin_client.post(
        page(article), {"undo": dismissal.pk}, follow=True
    ).text  # fmt: skip


def test_all_of_one_check_are_dismissed_with_one_reason(admin_client, article):
    before = keys(admin_client.get(page(article)))
    topics = [key for key in before if key.startswith("claim-without-topic")]
    answer = admin_client.post(page(article), {"warning": topics, "reason": "Later."}, follow=True)
    assert len(topics) == 2
    assert "2 dismissed." in answer.text
    assert keys(answer) == [key for key in before if key not in topics]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"reason": ""}, "Say why it can stay."),
        ({"reason": " "}, "Say why it can stay."),
        ({"warning": "none-such", "reason": "x"}, "not there any more"),
        ({"undo": "x"}, "was taken up again already"),
    ],
)
def test_what_cannot_be_dismissed_is_said_in_words(admin_client, article, data, message):
    key = keys(admin_client.get(page(article)))[0]
    answer = admin_client.post(page(article), {"warning": key, **data}, follow=True)
    assert message in answer.text
    assert not QualityDismissal.objects.exists()


def test_an_error_is_not_dismissed(admin_client, article):
    found = re.findall(r'<li id="(heading-skips[^"]+)"', admin_client.get(page(article)).text)
    admin_client.post(page(article), {"warning": found, "reason": "x"})
    assert not QualityDismissal.objects.exists()


def test_who_may_look_only_sees_no_box_and_is_refused(client, article, admin_client):
    key = keys(admin_client.get(page(article)))[0]
    user = User.objects.create_user("looks", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_article"))
    client.force_login(user)
    response = client.get(page(article))
    assert (response.status_code, keys(response)) == (200, [])
    assert client.post(page(article), {"warning": key, "reason": "x"}).status_code == 403
    assert not QualityDismissal.objects.exists()


def test_nobody_else_enters(client, article):
    assert client.get(page(article)).status_code == 302
    client.force_login(User.objects.create_user("nobody", is_staff=True))
    assert client.get(page(article)).status_code == 403


def test_the_pages_of_an_article_lead_there_with_the_counts(admin_client, article):
    live, draft = article.live, article.versions.first()
    counts = {live: "1 error, 4 warnings, 1 error in drafts",
              draft: "2 errors, 5 warnings, 1 error in drafts"}  # fmt: skip
    claims = reverse("admin:briefs_article_claims", args=[article.pk])
    for address, version in (
        (reverse("admin:briefs_article_change", args=[article.pk]), draft),
        (reverse("admin:briefs_version_change", args=[draft.pk]), draft),
        (reverse("admin:briefs_version_change", args=[live.pk]), live),
        (claims, live),
        (f"{claims}?version=2", draft),
    ):
        text = admin_client.get(address).text
        assert f'<a href="{page(article)}?version={version.number}">' in text
        assert counts[version] in text
    assert counts[live] in admin_client.get(page(article, "?version=1")).text
    assert counts[draft] in admin_client.get(page(article, "?version=9")).text


def test_what_was_typed_and_not_saved_is_not_looked_at(admin_client, admin_user, article):
    draft = article.versions.first()
    Autosave.objects.create(
        version=draft, by=admin_user, revision=draft.revision, content={"body": "<p>a</p><p>b</p>"}
    )
    address = reverse("admin:briefs_version_change", args=[draft.pk])
    assert "2 errors, 5 warnings" in admin_client.get(f"{address}?restore").text


def test_updates_and_organisations_have_the_same_page(admin_client):
    update = make_update(verified=False)
    row = make_membership(verified=False)
    for thing, noun in ((update, "update"), (row.organisation, "organisation")):
        change = reverse(f"admin:briefs_{noun}_change", args=[thing.pk])
        assert f'<a href="{page(thing)}">Quality: 1 warning</a>' in admin_client.get(change).text
        (key,) = keys(admin_client.get(page(thing)))
        answer = admin_client.post(page(thing), {"warning": key, "reason": "x"}, follow=True)
        assert "Dismissed: 1" in answer.text
    assert [dismissal.membership for dismissal in QualityDismissal.objects.all()] == [row, None]


def test_an_article_without_a_text_has_nothing_to_look_at(admin_client):
    article = make_article(public=False)
    article.versions.all().delete()
    answer = admin_client.get(page(article), follow=True)
    assert "The article has no text yet." in answer.text
    assert "Quality:" not in answer.text


def test_publishing_with_errors_leads_there(admin_client, article):
    draft = article.versions.first()
    answer = press(admin_client, draft.staged, "publish")
    assert answer.redirect_chain[0][0] == page(article)
    assert "cannot be published yet. “It will grow.” is an open forecast" in answer.text
    draft.refresh_from_db()
    assert draft.is_draft


@pytest.mark.parametrize("claims", [1, 30])
def test_the_page_asks_the_database_the_same_however_many_claims(
    admin_client, claims, django_assert_num_queries
):
    article = make_article()
    state, organisation = make_state(), make_organisation()
    for number in range(claims):
        claim = make_annotation(article, public=number % 2 == 0)
        claim.states.add(state)
        claim.organisations.add(organisation)
        make_assessment(claim, sources=())
        make_update(bears_on=claim, verified=False)
    with django_assert_num_queries(21):
        admin_client.get(page(article))

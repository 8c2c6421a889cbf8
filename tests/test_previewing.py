"""Drafts as readers would see them: the very page, no trace left, and links that end."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from briefs.models import Annotation, Change, Event, PreviewLink, Update
from briefs.previewing import make_link, revoke_link
from briefs.publishing import PublishingError, withdraw
from briefs.rights import NotAllowed
from briefs.versioning import open_draft
from briefs.views.preview import HEADERS
from briefs.workflow import publish, submit
from tests.factories import (
    make_annotation,
    make_article,
    make_membership,
    make_organisation,
    make_state,
    make_update,
    make_version,
    make_watch,
)
from tests.test_workflow import person

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def preview_of(client, thing, query: str = ""):
    noun = thing._meta.model_name
    return client.get(reverse(f"admin:briefs_{noun}_preview", args=[thing.pk]) + query)


def new_version():
    article = make_article()
    return make_version(article, body="<p>Other words are here.</p>", title="Anew")


DRAFTS = {
    "article": (lambda: make_article(public=False, title="A bloc"), "A bloc"),
    "version": (new_version, "Other words are here."),
    "annotation": (lambda: make_annotation(public=False, summary="It grows."), "It grows."),
    "claim of a draft": (
        lambda: make_annotation(make_article(public=False), public=False, summary="It grows."),
        "It grows.",
    ),
    "update": (lambda: make_update(public=False, headline="India joins"), "India joins"),
    "organisation": (lambda: make_organisation(public=False, name="The Lake"), "The Lake"),
    "membership": (
        lambda: make_membership(public=False, state=make_state(name="Lakeland")),
        "Lakeland",
    ),
    "watch": (lambda: make_watch(public=False, what="A ninth member"), "A ninth member"),
}


@pytest.mark.parametrize("name", DRAFTS)
def test_an_editor_sees_what_readers_would(admin_client, client, name):
    make, words = DRAFTS[name]
    thing = make()
    changes, events = Change.objects.count(), Event.objects.count()
    shown = preview_of(admin_client, thing)
    assert shown.status_code == 200
    assert words in shown.text
    assert "<strong>Preview.</strong>" in shown.text
    assert "private, no-store" in shown["Cache-Control"]
    assert "noindex" in shown["X-Robots-Tag"]
    assert (Change.objects.count(), Event.objects.count()) == (changes, events)
    thing.refresh_from_db()
    assert thing.status == "draft"
    assert preview_of(client, thing).status_code == 302  # to the login


def test_it_is_the_page_that_readers_get(admin_client, client):
    update = make_update(public=False)
    shown = preview_of(admin_client, update).text
    publish(update)
    public = client.get(update.get_absolute_url()).text
    # The head of a public page tells its address; the rest is what it says of itself, and the
    # event of its publication, which is still to come. No section of the site holds a preview, and
    # no way leads to it.
    own = ('class="preview"', 'name="robots"', "<dt>Recorded</dt>", 'class="crumbs"')
    told = [
        [
            line.replace(' aria-current="true"', "")
            for line in text.partition("<body>")[2].splitlines()
            if line and not any(sign in line for sign in own)
        ]
        for text in (shown, public)
    ]
    assert told[0] == told[1]


def test_drafts_of_claims_are_shown_where_asked_for(admin_client):
    article = make_article(public=False)
    make_annotation(article, public=False, summary="It grows.")
    assert "It grows." not in preview_of(admin_client, article).text
    assert "It grows." in preview_of(admin_client, article, "?claims").text
    assert Annotation.objects.get().status == "draft"


def test_an_article_without_a_text_has_no_preview(admin_client):
    article = make_article(public=False)
    article.versions.all().delete()
    assert preview_of(admin_client, article).status_code == 404


# Secret links ------------------------------------------------------------------------------


def address(secret: str) -> str:
    return reverse("briefs:preview", args=[secret])


def test_a_link_shows_the_draft_to_whoever_has_it(client):
    update = make_update(public=False, headline="India joins")
    secret = make_link(update, by=None, lasts=DAY)
    shown = client.get(address(secret))
    assert "India joins" in shown.text
    assert "the link is open until" in shown.text
    assert shown["Cache-Control"] == "private, no-store"
    assert shown["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert shown["Referrer-Policy"] == "no-referrer"
    assert "ETag" not in shown
    assert "Set-Cookie" not in shown
    assert client.get(update.get_absolute_url()).status_code == 404
    assert secret not in str(PreviewLink.objects.values())
    assert client.post(address(secret)).status_code == 405


@pytest.mark.parametrize("end", ["expired", "revoked"])
def test_a_link_that_ended_shows_nothing(client, end):
    update = make_update(public=False, headline="India joins")
    secret = make_link(update, by=None, lasts=DAY)
    if end == "revoked":
        revoke_link(PreviewLink.objects.get(), by=None)
    else:
        PreviewLink.objects.update(expires_at=timezone.now())
    shown = client.get(address(secret))
    assert shown.status_code == 410
    assert "India joins" not in shown.text
    assert secret not in shown.text
    assert shown["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("secret", ["x", "x" * 5000, "é"])
def test_a_wrong_secret_finds_nothing(client, secret):
    make_link(make_update(public=False), by=None, lasts=DAY)
    assert client.get(f"/preview/{secret}/").status_code == 404


@pytest.mark.parametrize("secret", ["x", "x" * 5000])
def test_a_wrong_secret_is_kept_by_nobody_either(client, secret):
    shown = client.get(f"/preview/{secret}/")
    assert shown.status_code == 404
    for name, value in HEADERS.items():
        assert shown[name] == value
    assert "no preview here" in shown.text
    assert "x" * 500 not in shown.text


def withdrawn_update():
    update = make_update(public=False)
    return update, update


def claim_of_withdrawn_article():
    claim = make_annotation(public=False)
    return claim, claim.article


def version_of_withdrawn_article():
    draft = new_version()
    return draft, draft.article


def membership_of_withdrawn_body():
    membership = make_membership(public=False)
    return membership, membership.organisation


@pytest.mark.parametrize(
    "make",
    [
        withdrawn_update,
        claim_of_withdrawn_article,
        version_of_withdrawn_article,
        membership_of_withdrawn_body,
    ],
)
def test_what_was_withdrawn_is_gone_for_whoever_has_a_link(client, make):
    thing, whole = make()
    secret = make_link(thing, by=None, lasts=DAY)
    if whole == thing:
        publish(thing)
    whole.refresh_from_db()
    withdraw(whole, reason="It was wrong.")
    shown = client.get(address(secret))
    assert shown.status_code == 410
    assert "It was wrong." in shown.text
    assert shown["Cache-Control"] == "private, no-store"
    thing = type(thing).objects.get(pk=thing.pk)
    with pytest.raises(PublishingError, match="is withdrawn"):
        make_link(thing, by=None, lasts=DAY)


def test_drafts_of_claims_are_for_editors_alone(client):
    article = make_article(public=False)
    make_annotation(article, public=False, summary="It grows.")
    secret = make_link(article, by=None, lasts=DAY)
    for query in ("", "?claims"):
        shown = client.get(address(secret) + query)
        assert shown.status_code == 200
        assert "It grows." not in shown.text
        assert "drafts of claims" not in shown.text


def test_what_could_not_be_public_has_no_preview_and_no_way_back(admin_client):
    gone = make_membership()
    withdraw(gone, reason="Given twice.")
    make_membership(organisation=gone.organisation, state=gone.state)
    shown = preview_of(admin_client, gone)
    assert shown.status_code == 404
    assert "could not stand on a public page" in shown.text
    assert "no-store" in shown["Cache-Control"]
    with pytest.raises(PublishingError, match="recorded already"):
        publish(gone)


def test_an_article_without_a_text_says_so(admin_client):
    article = make_article(public=False)
    article.versions.all().delete()
    assert "has no text yet" in preview_of(admin_client, article).text


def test_the_maker_of_a_link_can_always_revoke_it(client):
    author, colleague = person("Author"), person("Author", name="other")
    update = make_update(public=False, created_by=author)
    make_link(update, by=author, lasts=DAY)
    make_link(update, by=None, lasts=DAY, note="For another")
    submit(update, by=author)
    links = reverse("admin:briefs_update_links", args=[update.pk])
    client.force_login(colleague)
    assert client.get(links).status_code == 403
    own, other = PreviewLink.objects.order_by("pk")
    with pytest.raises(NotAllowed):
        revoke_link(own, by=colleague)
    client.force_login(author)
    assert links in client.get(reverse("admin:briefs_update_change", args=[update.pk])).text
    shown = client.get(links).text
    assert "For another" not in shown
    assert "Make a link" not in shown
    assert client.post(links, {"revoke": other.pk}).status_code == 404
    client.post(links, {"make": "1", "days": "7"})
    client.post(links, {"revoke": own.pk})
    assert [link.is_open() for link in PreviewLink.objects.order_by("pk")] == [False, True]


def test_it_leads_on_once_there_is_a_page(client):
    update = make_update(public=False)
    secret = make_link(update, by=None, lasts=DAY)
    publish(update)
    assert client.get(address(secret))["Location"] == update.get_absolute_url()


def test_a_new_version_leads_on_to_its_article(client):
    draft = new_version()
    secret = make_link(draft, by=None, lasts=DAY)
    publish(draft)
    assert client.get(address(secret))["Location"] == draft.article.get_absolute_url()


def test_what_is_gone_has_no_preview(client):
    update = make_update(public=False)
    secret = make_link(update, by=None, lasts=DAY)
    update.delete()
    assert client.get(address(secret)).status_code == 404


@pytest.mark.parametrize(
    ("roles", "own", "may"),
    [
        (["Author"], True, True),
        (["Author"], False, False),
        (["Editor"], False, True),
        (["Reviewer"], False, True),
        (["Publisher"], False, True),
        ([], False, False),
    ],
)
def test_who_may_share(client, roles, own, may):
    user = person(*roles)
    update = make_update(public=False, created_by=user if own else None)
    client.force_login(user)
    page = reverse("admin:briefs_update_links", args=[update.pk])
    assert client.get(page).status_code == (200 if may else 403)
    answer = client.post(page, {"make": "1", "days": "7", "note": "For Ann"})
    assert PreviewLink.objects.count() == may
    if may:
        link = PreviewLink.objects.get()
        assert "/preview/" in answer.context["address"]
        assert "/preview/" not in client.get(page).text
        client.post(page, {"revoke": link.pk})
        link.refresh_from_db()
        assert (link.is_open(), link.revoked_by) == (False, user)
    else:
        with pytest.raises(NotAllowed):
            make_link(update, by=user, lasts=DAY)


def test_what_is_refused(admin_client):
    with pytest.raises(PublishingError, match="share its address"):
        make_link(make_update(), by=None, lasts=DAY)
    draft = make_update(public=False)
    for lasts in (timedelta(days=31), timedelta(), -DAY):
        with pytest.raises(PublishingError, match="at most"):
            make_link(draft, by=None, lasts=lasts)
    page = reverse("admin:briefs_update_links", args=[draft.pk])
    assert "Select a valid choice" in admin_client.post(page, {"make": "1", "days": "900"}).text
    for number in ("x", "0", "9" * 30):
        assert admin_client.post(page, {"revoke": number}).status_code == 404
    assert PreviewLink.objects.count() == 0


def test_the_page_of_a_draft_leads_to_its_preview(admin_client):
    draft = open_draft(make_article())
    page = admin_client.get(reverse("admin:briefs_version_change", args=[draft.pk])).text
    assert reverse("admin:briefs_version_preview", args=[draft.pk]) in page
    assert reverse("admin:briefs_version_links", args=[draft.pk]) in page
    public = admin_client.get(reverse("admin:briefs_update_change", args=[make_update().pk])).text
    assert "/preview/" not in public
    assert Update.objects.count() == 1

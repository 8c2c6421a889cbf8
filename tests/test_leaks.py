"""One walk over all public addresses with hidden things present: nothing of them shows."""

import re
from datetime import date
from hashlib import sha256
from uuid import UUID

import pytest
from django.contrib.auth.models import User
from django.urls import get_resolver, reverse

from briefs.models import (
    Annotation,
    Bearing,
    CalendarAddress,
    Citation,
    Mention,
    Watch,
)
from briefs.publishing import withdraw
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

SECRET = "zzsecretzz"
WITHDRAWN = "yywithdrawnyy"
PUBLIC_ID = UUID("6d3a1e0c-5f6b-4a53-9d4e-0f6f3a1b2c3d")


@pytest.fixture(scope="module")
def site(writing):
    """Something public of each noun, everywhere related to hidden things of each noun."""
    with writing():
        make_site()


def make_site() -> None:
    state, topic = make_state(iso_a3="KAZ"), make_topic(slug="enlargement")
    organisation = make_organisation(slug="public-body")
    hidden_body = make_organisation(
        public=False, slug=SECRET, name=f"{SECRET} body", parent=organisation
    )
    author = make_person(slug="author", affiliation=hidden_body)
    article = make_article(slug="public-article", publisher=hidden_body)
    article.authors.add(author)
    article.topics.add(topic)
    claim = make_annotation(
        article, slug="public-claim", summary="A public claim.", public_id=PUBLIC_ID
    )
    claim.organisations.add(organisation, hidden_body)
    claim.states.add(state)
    claim.topics.add(topic)
    make_assessment(claim)
    update = make_update(slug="public-update", bears_on=claim)
    update.organisations.add(organisation, hidden_body)
    update.states.add(state)
    update.topics.add(topic)
    make_membership(organisation=organisation, state=state)

    make_assertion(claim, organisation=organisation, state=state)
    make_assertion(claim, organisation=hidden_body, state=state)
    make_assertion(claim, organisation=organisation, members_of=hidden_body)

    draft = make_annotation(
        article, public=False, slug=SECRET, summary=f"{SECRET} claim", quote="It rarely meets."
    )
    draft.organisations.add(organisation)
    draft.states.add(state)
    draft.topics.add(topic)
    make_assessment(draft, rationale=f"{SECRET} rationale", source=make_source(title=SECRET))
    Bearing.objects.create(update=update, annotation=draft, effect="context")
    hidden_update = make_update(
        public=False, slug=SECRET, headline=f"{SECRET} update", bears_on=claim
    )
    hidden_update.organisations.add(organisation)
    hidden_update.states.add(state)
    hidden_update.topics.add(topic)
    hidden_article = make_article(public=False, slug=SECRET, title=f"{SECRET} article")
    hidden_article.authors.add(author, make_person(slug=SECRET, name=f"{SECRET} author"))
    hidden_article.topics.add(topic)
    Mention.objects.create(article=hidden_article, organisation=organisation, words=SECRET)
    inside = make_annotation(hidden_article, slug=f"{SECRET}-2", summary=f"{SECRET} inside")
    inside.topics.add(topic)
    make_membership(
        organisation=hidden_body, state=state, note=SECRET, start_basis=f"{SECRET} basis"
    )
    make_membership(
        public=False, organisation=organisation, state=make_state(), role="observer", note=SECRET
    )
    make_watch(public=False, what=f"{SECRET} watch").claims.add(claim)
    Citation.objects.create(source=make_source(title=f"{SECRET} page"), update=hidden_update)

    for thing in (
        make_update(slug="withdrawn-update", headline=WITHDRAWN, bears_on=claim),
        make_organisation(slug="withdrawn-body", name=WITHDRAWN, parent=organisation),
        make_annotation(article, slug="withdrawn-claim", summary=WITHDRAWN),
        make_article(slug="withdrawn-article", title=WITHDRAWN),
    ):
        withdraw(thing, reason="It was wrong.")

    # Whoever looks after all of it has a calendar, in which everything would be due.
    editor = User.objects.create_user("editor", is_staff=True)
    CalendarAddress.objects.create(editor=editor, sha256=sha256(b"calendar").hexdigest())
    Annotation.objects.update(owner=editor, look_again_on=date(2027, 1, 1))
    Watch.objects.update(expected_on=date(2027, 1, 1), expected_on_precision="day")


ARGUMENTS = {
    "article-carry": ["public-article"],
    "article-detail": ["public-article"],
    "version-list": ["public-article"],
    "version-detail": ["public-article", 1],
    "version-changes": ["public-article", 1, 1],
    "version-text": ["public-article", 1],
    "article-annotations": ["public-article"],
    "article-annotations-file": ["public-article"],
    "claim-detail": ["public-claim"],
    "article-card": ["public-article"],
    "article-linkset": ["public-article"],
    "claim-card": ["public-claim"],
    "organisation-card": ["public-body"],
    "article-citation": ["public-article", "bib"],
    "version-citation": ["public-article", 1, "json"],
    "claim-citation": ["public-claim", "ris"],
    "claim-annotation": ["public-claim"],
    "annotation-detail": [PUBLIC_ID],
    "claim-embed": ["public-claim"],
    "update-detail": ["public-update"],
    "organisation-detail": ["public-body"],
    "organisation-annotations": ["public-body"],
    "organisation-annotations-file": ["public-body"],
    "state-detail": ["kaz"],
    "person-detail": ["author"],
    "topic-detail": ["enlargement"],
    "topic-annotations": ["enlargement"],
    "topic-annotations-file": ["enlargement"],
    "claim-in-text": ["public-claim"],
    "desk-calendar": ["calendar"],
    "article-feed": ["public-article", "atom"],
    "claim-feed": ["public-claim", "atom"],
    "organisation-feed": ["public-body", "atom"],
    "state-feed": ["kaz", "atom"],
    "person-feed": ["author", "atom"],
    "topic-feed": ["enlargement", "atom"],
    **{
        key: ["atom"]
        for key in [
            *("site-feed", "article-list-feed", "claim-list-feed", "update-list-feed"),
            *("organisation-list-feed", "search-feed"),
        ]
    },
}
REDIRECTS = ("favicon", "claim-in-text")
# Feeds tell a withdrawal under the headline that the record gave it, and nothing else of it.
TOLD_WITHDRAWN = re.compile(f"Withdrawn: (article|claim|update|organisation) “{WITHDRAWN}”")
# The twins of a page are addressed as the page.
ARGUMENTS |= {
    f"{name}-{form}": args for name, args in ARGUMENTS.items() for form in ("csv", "json")
}
# What is asked of an address that says nothing otherwise.
QUERIES = {
    "oembed": {"url": "http://testserver/claims/public-claim/"},
    "search": {"q": "public"},
}


def public_names() -> list[str]:
    """Every named address of the public site, so that a new one is walked without being told.

    But for the secret previews, which show a draft to whoever has its link.
    """
    namespaces = get_resolver().namespace_dict
    _, resolver = namespaces["briefs"]
    return sorted(key for key in resolver.reverse_dict if isinstance(key, str) and key != "preview")


def asked(client, name: str, arguments: list):
    address = reverse(f"briefs:{name}", args=arguments)
    return client.get(address, query_params=QUERIES.get(name.partition("-")[0]))


def everything(client, name: str) -> str:
    arguments = ARGUMENTS.get(name, [])
    forms = ("atom", "rss", "json") if name.endswith("-feed") else ("",)
    return "".join(
        answer(client, name, [*arguments[:-1], form] if form else arguments) for form in forms
    )


def answer(client, name: str, arguments: list) -> str:
    response = asked(client, name, arguments)
    assert response.status_code == (302 if name in REDIRECTS else 200), name
    assert response.cookies == {}, name
    return response.getvalue().decode(errors="replace")  # pictures too


@pytest.mark.django_db
@pytest.mark.parametrize("name", public_names())
def test_nothing_hidden_shows(client, site, name):
    assert SECRET not in everything(client, name)


@pytest.mark.django_db
@pytest.mark.parametrize("name", public_names())
def test_nothing_withdrawn_shows(client, site, name):
    text = TOLD_WITHDRAWN.sub("", everything(client, name))
    assert WITHDRAWN not in text or name == "front"


@pytest.mark.django_db
def test_no_other_site_frames_anything_but_the_card(client, site):
    framed = []
    for name in public_names():
        headers = asked(client, name, ARGUMENTS.get(name, [])).headers
        closed = headers["Content-Security-Policy"].endswith("frame-ancestors 'none'")
        if not closed or headers.get("X-Frame-Options") != "DENY":
            framed.append((name, headers["Content-Security-Policy"].rpartition("; ")[2]))
    assert framed == [("claim-embed", "frame-ancestors *")]


@pytest.mark.django_db
@pytest.mark.parametrize("word", [SECRET, f"{SECRET[:-1]}x", WITHDRAWN])
def test_nothing_hidden_is_found(client, site, word):
    assert f"Nothing holds “{word}”." in client.get("/search/", {"q": word}).content.decode()
    assert SECRET not in client.get("/search/", {"q": "public"}).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("noun", ["article", "claim", "update", "organisation", "person"])
def test_hidden_addresses_do_not_exist(client, site, noun):
    response = client.get(reverse(f"briefs:{noun}-detail", args=[SECRET]))
    assert response.status_code == 404
    assert SECRET not in re.sub(r"\s", "", response.content.decode())


@pytest.mark.django_db
@pytest.mark.parametrize("noun", ["article", "claim", "update", "organisation"])
def test_withdrawn_addresses_are_gone_with_the_reason(client, site, noun):
    slug = "withdrawn-body" if noun == "organisation" else f"withdrawn-{noun}"
    response = client.get(reverse(f"briefs:{noun}-detail", args=[slug]))
    assert response.status_code == 410
    assert "It was wrong." in response.content.decode()


@pytest.mark.django_db
def test_claim_of_a_withdrawn_article_is_gone_with_it(client):
    claim = make_annotation()
    withdraw(claim.article, reason="It was wrong.")
    response = client.get(claim.get_absolute_url())
    assert (response.status_code, "It was wrong." in response.content.decode()) == (410, True)

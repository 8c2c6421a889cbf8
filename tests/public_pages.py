"""Something of everything on the public site, and the addresses of its pages in many states."""

import re
from datetime import date

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse
from django.views import defaults
from django.views.csrf import csrf_failure

from briefs.annotating import retire
from briefs.models import Reference
from briefs.models.vocabulary import Role
from briefs.versioning import Content, open_draft, publish_draft, save_draft
from sco_site.errors import bad_request
from tests.browser.test_reading import BODY, QUOTES
from tests.factories import (
    make_annotation,
    make_article,
    make_assessment,
    make_membership,
    make_organisation,
    make_state,
    make_topic,
    make_update,
)
from tests.test_leaks import ARGUMENTS, public_names, site

__all__ = ["PLACES", "full_site", "mistakes", "site"]

STATES = {
    "article in full": "/articles/a-club/",
    "article, narrowed": "/articles/a-club/?kind=forecast&topic=topic-of-many",
    "article on a day": "/articles/a-club/?as_of=2016-01-01",
    "article on a day that is none": "/articles/a-club/?as_of=yesterday",
    "version with retired claims": "/articles/a-club/versions/2/",
    "changes": "/articles/a-club/changes/1..2/",
    "claim with all there is": "/claims/claim-0/",
    "retired claim": "/claims/claim-7/",
    "editor's note": "/claims/claim-2/",
    "claims, narrowed": "/claims/?kind=forecast&topic=topic-of-many",
    "claims on a day": "/claims/?as_of=2016-01-01",
    "no claims": "/claims/?kind=causal",
    "organisation in full": "/organisations/long-body/",
    "organisation on a day": "/organisations/long-body/?as_of=2016-01-01",
    "compared": "/organisations/compare/?with=long-body&with=body-0&with=body-1&with=body-2",
    "compared with nothing": "/organisations/compare/?with=nothing",
    "state in full": "/states/rus/",
    "found": "/search/?q=join",
    "found and narrowed": "/search/?q=join&noun=claim",
    "nothing found": "/search/?q=zzz",
    "misspelt": "/search/?q=Demoratic",
    "preview that is shut": "/preview/nothing/",
    "404": "/organisations/long-bdy/",
    "404 without a proposal": "/nothing/",
    "410": "/organisations/withdrawn-body/",
}
# Name -> address: every named address of the site, so that a new page is walked without being told.
PLACES = {name: reverse(f"briefs:{name}", args=ARGUMENTS.get(name, [])) for name in public_names()}
# A feed, a picture or data has the ending of its file.
PLACES = {name: path for name, path in PLACES.items() if re.fullmatch(r"[^.]*(\.html)?", path)}
PLACES |= STATES
PLACES |= {name: f"/{name}" for name in ("400", "403", "403 of a form", "500")}


def mistakes() -> dict[str, HttpResponse]:
    """The pages that answer no address, by the address under which they are asked for here."""
    request = RequestFactory().get("/")
    return {
        "/400": bad_request(request, ValueError()),
        "/403": defaults.permission_denied(request, PermissionError()),
        "/403 of a form": csrf_failure(request),
        "/500": defaults.server_error(request),
    }


@pytest.fixture(scope="module")
def full_site(site, writing):
    """The small site, and things with all that they may have, long names among it."""
    with writing():
        fill()


def fill() -> None:
    topics = [make_topic(slug="topic-of-many"), *(make_topic() for _ in range(9))]
    body = make_organisation(slug="long-body", name="A long name of a body " * 3, abbreviation="AB")
    bodies = [body, *(make_organisation(slug=f"body-{number}") for number in range(3))]
    state = make_state(iso_a3="RUS", name="The Democratic Republic of a State")
    for number, role in enumerate((Role.MEMBER, Role.OBSERVER, Role.DIALOGUE_PARTNER)):
        other = make_state(iso_a3=("KGZ", "UZB", "CHN")[number])
        past = {"end": date(2015, 1, 1)} if number else {"start_precision": "year"}
        make_membership(organisation=body, state=other, role=role, note="A note. " * 9, **past)
    for one in bodies:
        make_membership(organisation=one, state=state)
    make_article_in_full(topics, bodies, state)


def make_article_in_full(topics, bodies, state) -> None:
    """Overlapping claims of all that may be said of one, and a second version with a correction."""
    article = make_article(slug="a-club", body=BODY)
    article.topics.add(*topics)
    Reference.objects.create(article=article, number=1, words="lost words", state="lost")
    for number, quote in enumerate(QUOTES):
        kind = "note" if number == 2 else "forecast" if number % 2 else "fact"
        claim = make_annotation(article, quote=quote, kind=kind, slug=f"claim-{number}")
        claim.topics.add(topics[0], topics[number])
        claim.organisations.add(*bodies)
        claim.states.add(state)
        if kind == "note":
            continue
        make_assessment(claim, "came-true-late" if kind == "forecast" else "mixed")
        update = make_update(bears_on=claim, slug=f"news-{number}", body="It did join.")
        update.organisations.add(*bodies)
        update.topics.add(topics[number])
    draft = open_draft(article)
    content = Content(title="A club", body=BODY.replace("He said so.", "He did not."))
    save_draft(draft, content, revision=draft.revision)
    for anchor in draft.anchors.undecided():
        retire(anchor, reason="Changed.")
    publish_draft(article)

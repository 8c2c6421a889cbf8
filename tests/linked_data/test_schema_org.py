"""What pages say in schema.org's words: true, whole, without anything hidden or empty."""

import json
import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.contrib.auth.models import User

from briefs.assessing import Cited, assess
from briefs.linked_data.schema_org import graph
from briefs.linked_data.schema_texts import rating
from briefs.models import Mention, Reference
from briefs.models.vocabulary import Verdict
from briefs.rendering import data_block
from briefs.versioning import Content, open_draft, publish_draft, save_draft
from tests.factories import (
    make_annotation,
    make_article,
    make_assessment,
    make_judgement,
    make_membership,
    make_organisation,
    make_person,
    make_source,
    make_state,
    make_topic,
    make_update,
)
from tests.linked_data.reading import SPACE, data_of, head_of

SITE = {
    "@type": "Organization",
    "@id": "http://testserver/#editors",
    "name": "Living Analysis",
    "url": "http://testserver/",
    "publishingPrinciples": "http://testserver/method/",
}
WEITZ = {
    "@type": "Person",
    "@id": "http://testserver/people/weitz/",
    "name": "Richard Weitz",
    "url": "http://testserver/people/weitz/",
    "description": "Senior Fellow",
    "affiliation": {
        "@type": "ResearchOrganization",
        "@id": "http://testserver/organisations/institute/",
        "name": "An institute",
        "url": "http://testserver/organisations/institute/",
    },
}
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def article(db):
    with time_machine.travel(NOON, tick=False):
        article = make_article(
            slug="rebirth",
            title="Rebirth?",
            publisher_line="A network",
            licence_url="https://creativecommons.org/licenses/by/4.0/",
            original_url="http://an.example/1",
        )
    house = make_organisation(slug="institute", name="An institute", kind="research-institute")
    weitz = make_person(slug="weitz", name="Richard Weitz", role="Senior Fellow", affiliation=house)
    article.authorships.create(person=weitz)
    return article


@pytest.fixture
def claim(article):
    return make_annotation(article, slug="a-claim", summary="India will join.", kind="forecast")


def crumbs(thing) -> list[tuple[str, str]]:
    items = thing["itemListElement"]
    assert [item["position"] for item in items] == list(range(1, len(items) + 1))
    return [(item["name"], item["item"].removeprefix("http://testserver")) for item in items]


def test_an_article(client, article):
    article.topics.add(make_topic(slug="drills", name="Drills", definition="What they do."))
    named, meant = make_organisation(slug="sco", name="SCO"), make_organisation()
    hidden = make_organisation(public=False)
    for body, indirect in ((named, False), (meant, True), (hidden, False)):
        Mention.objects.create(
            article=article, organisation=body, words=body.name, indirect=indirect
        )
    for number, state in enumerate(("live", "lost"), 1):
        Reference.objects.create(
            article=article, number=number, words="w", state=state, url=f"https://a.example/{state}"
        )
    with time_machine.travel(datetime(2026, 11, 25, 12, tzinfo=UTC), tick=False):
        draft = open_draft(article)
        content = Content(title="Rebirth!", body=draft.body, correction="The sign was wrong.")
        save_draft(draft, content, revision=draft.revision)
        publish_draft(article)
    url = "http://testserver/articles/rebirth/"
    found = data_of(client, "/articles/rebirth/")
    assert found["Article"] == {
        "@type": "Article",
        "@id": url,
        "url": url,
        "mainEntityOfPage": url,
        "headline": "Rebirth!",
        "author": [WEITZ],
        "publisher": {"@type": "Organization", "name": "A network"},
        "datePublished": "2014-10-10",
        "dateModified": "2026-11-25T12:00:00+00:00",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "inLanguage": "en",
        "version": 2,
        "maintainer": SITE,
        "isBasedOn": "http://an.example/1",
        "image": f"{url}card.png",
        "about": [
            {
                "@type": "DefinedTerm",
                "@id": "http://testserver/topics/drills/",
                "name": "Drills",
                "description": "What they do.",
                "url": "http://testserver/topics/drills/",
                "inDefinedTermSet": "http://testserver/topics/",
            }
        ],
        "mentions": [
            {
                "@type": "Organization",
                "@id": "http://testserver/organisations/sco/",
                "name": "SCO",
                "url": "http://testserver/organisations/sco/",
            }
        ],
        "correction": [
            {
                "@type": "CorrectionComment",
                "text": "The sign was wrong.",
                "datePublished": "2026-11-25T12:00:00+00:00",
                "author": SITE,
            }
        ],
        "citation": ["https://a.example/live"],
    }
    assert crumbs(found["BreadcrumbList"]) == [
        ("Living Analysis", "/"),
        ("Articles", "/articles/"),
        ("Rebirth!", "/articles/rebirth/"),
    ]


def test_a_version_is_an_example_of_its_article(client, article):
    found = data_of(client, "/articles/rebirth/versions/1/")
    assert found["Article"]["exampleOfWork"] == "http://testserver/articles/rebirth/"
    assert found["Article"]["@id"] == "http://testserver/articles/rebirth/versions/1/"
    assert crumbs(found["BreadcrumbList"]) == [
        ("Living Analysis", "/"),
        ("Articles", "/articles/"),
        ("Rebirth?", "/articles/rebirth/"),
        ("Versions", "/articles/rebirth/versions/"),
        ("Rebirth?, version 1", "/articles/rebirth/versions/1/"),
    ]


@pytest.mark.parametrize("address", ["/articles/rebirth/", "/articles/rebirth/versions/1/"])
def test_people_are_shown_the_same_way_as_tools(client, article, address):
    """All but its last step, which is the page itself."""
    (shown,) = re.findall(r'<nav class="crumbs".*?</nav>', client.get(address).text)
    steps = re.findall(r'<a href="http://testserver([^"]*)">([^<]*)</a>', shown)
    told = crumbs(data_of(client, address)["BreadcrumbList"])
    assert [(name, path) for path, name in steps] == told[:-1] != []


@pytest.mark.django_db
def test_no_way_is_shown_that_is_one_step_or_leads_to_what_is_none(client):
    for address in ("/", "/claims/", "/method/", "/nothing/"):
        assert 'class="crumbs"' not in client.get(address).text


def test_a_judged_claim_is_reviewed(client, claim):
    sources = (
        make_source(url="https://s.example/1", title="A page", publisher="", dated_on=None),
        make_source(url="https://mirror.example/", title="A mirror", linkable=False),
    )
    make_assessment(
        claim,
        "came-true-late",
        assessed_on=date(2026, 11, 23),
        rationale="It joined in 2017.",
        sources=tuple(Cited(source) for source in sources),
    )
    url = "http://testserver/claims/a-claim/"
    found = data_of(client, "/claims/a-claim/")
    assert found["ClaimReview"] == {
        "@type": "ClaimReview",
        "@id": f"{url}#review",
        "url": url,
        "claimReviewed": "India will join.",
        "datePublished": "2026-11-23",
        "author": SITE,
        "inLanguage": "en-GB",
        "reviewBody": "It joined in 2017.",
        "reviewRating": {
            "@type": "Rating",
            "alternateName": "came true late",
            "ratingValue": 3,
            "bestRating": 4,
            "worstRating": 1,
            "ratingExplanation": Verdict.CAME_TRUE_LATE.definition,
        },
        "itemReviewed": {
            "@type": "Claim",
            "@id": f"{url}#claim",
            "name": "India will join.",
            "author": [WEITZ],
            "datePublished": "2014-10-10",
            "firstAppearance": {
                "@type": "Article",
                "url": "http://an.example/1",
                "headline": "Rebirth?",
                "datePublished": "2014-10-10",
                "inLanguage": "en",
            },
            "appearance": {
                "@type": "Article",
                "@id": "http://testserver/articles/rebirth/",
                "url": "http://testserver/articles/rebirth/",
                "headline": "Rebirth?",
            },
        },
        "citation": [
            {"@type": "WebPage", "name": "A page", "url": "https://s.example/1"},
            {
                "@type": "WebPage",
                "name": "A mirror",
                "publisher": {"@type": "Organization", "name": "A paper"},
            },
        ],
    }


def test_a_claim_that_nobody_judged_is_no_review(client, claim, settings):
    settings.SECOND_PERSON_FOR_VERDICTS = True
    editor = User.objects.create_superuser("editor")
    assess(claim, claim.article.live, make_judgement(), by=editor)  # waits for another person
    found = data_of(client, "/claims/a-claim/")
    assert set(found) == {"Claim", "BreadcrumbList"}


def test_an_editors_note_claims_nothing(client, article):
    make_annotation(article, slug="note", kind="note")
    assert set(data_of(client, "/claims/note/")) == {"BreadcrumbList"}


@pytest.mark.parametrize(
    ("kind", "claimant"), [("fact", "Olga Oliker"), ("attribution", "Richard Weitz")]
)
def test_a_report_is_its_authors_claim_and_what_is_said_the_speakers(
    client, article, kind, claimant
):
    speaker = make_person(name="Olga Oliker")
    make_annotation(article, slug="said", kind=kind, speaker=speaker)
    (author,) = data_of(client, "/claims/said/")["Claim"]["author"]
    assert author["name"] == claimant


@pytest.mark.parametrize(
    ("verdict", "value"),
    [
        ("accurate", 4),
        ("mostly-accurate", 3),
        ("mixed", 2),
        ("inaccurate", 1),
        ("unverifiable", None),
        ("came-true", 4),
        ("came-true-late", 3),
        ("partly-came-true", 2),
        ("did-not-come-true", 1),
        ("overtaken", None),
        ("pending", None),
    ],
)
def test_what_decides_nothing_has_no_number(verdict, value):
    told = rating(Verdict(verdict))
    numbers = {"ratingValue": value, "bestRating": 4, "worstRating": 1} if value else {}
    assert told == {
        "@type": "Rating",
        "alternateName": Verdict(verdict).label,
        **numbers,
        "ratingExplanation": Verdict(verdict).definition,
    }


@pytest.mark.django_db
def test_an_organisation_with_dated_roles(client):
    land = make_state(iso_a3="CHN", name="China")
    whole = make_organisation(slug="whole", name="Whole")
    body = make_organisation(
        slug="bloc",
        name="A bloc",
        abbreviation="AB",
        other_names=["The bloc"],
        parent=whole,
        founded_on=date(2001, 6, 15),
        founded_on_precision="month",
        dissolved_on=date(2020, 1, 1),
        dissolved_on_precision="year",
        dissolved_verified=False,
        official_url="https://bloc.example/",
        seat="Beijing",
        seat_state=land,
    )
    make_organisation(slug="part", name="Part", parent=body)
    make_organisation(public=False, name="Hidden part", parent=body)
    make_organisation(slug="drill", name="Drill", kind="exercise", parent=body)
    make_membership(
        organisation=body,
        state=land,
        role="observer",
        start=date(2001, 6, 15),
        start_precision="day",
        end=date(2004, 7, 1),
        end_precision="month",
    )
    make_membership(
        organisation=body, state=land, start=date(2004, 7, 1), start_precision="not-later-than"
    )
    make_membership(organisation=body, state=make_state(), verified=False)
    make_membership(organisation=body, state=make_state(), public=False)
    china = {
        "@type": "Country",
        "@id": "http://testserver/states/chn/",
        "name": "China",
        "url": "http://testserver/states/chn/",
        "identifier": "CHN",
    }

    def named(slug, name):
        url = f"http://testserver/organisations/{slug}/"
        return {"@type": "Organization", "@id": url, "name": name, "url": url}

    assert data_of(client, "/organisations/bloc/")["Organization"] == {
        **named("bloc", "A bloc"),
        "mainEntityOfPage": "http://testserver/organisations/bloc/",
        "alternateName": ["AB", "The bloc"],
        "description": "A body.",
        "sameAs": "https://bloc.example/",
        "location": {"@type": "Place", "name": "Beijing", "containedInPlace": china},
        "parentOrganization": [named("whole", "Whole")],
        "subOrganization": [named("part", "Part")],
        "foundingDate": "2001-06",
        "member": [
            {
                "@type": "OrganizationRole",
                "roleName": "observer",
                "additionalType": "http://testserver/method/#role-observer",
                "startDate": "2001-06-15",
                "endDate": "2004-07",
                "member": china,
            },
            {
                "@type": "OrganizationRole",
                "roleName": "member",
                "additionalType": "http://testserver/method/#role-member",
                "member": china,
            },
        ],
    }
    roles = data_of(client, "/states/chn/")["Country"]["memberOf"]
    assert [(role["roleName"], role["memberOf"]) for role in roles] == [
        ("observer", named("bloc", "A bloc")),
        ("member", named("bloc", "A bloc")),
    ]


@pytest.mark.django_db
def test_an_exercise_is_an_event(client):
    series = make_organisation(slug="drills", name="Drills", kind="exercise")
    make_organisation(slug="drill", name="Drill", kind="exercise", parent=series, seat="Ürümqi")
    found = data_of(client, "/organisations/drill/")["Event"]
    assert found["superEvent"][0]["name"] == "Drills"
    assert (found["location"]["name"], "member" in found) == ("Ürümqi", False)


@pytest.mark.django_db
def test_an_update(client):
    body = make_organisation(name="A bloc")
    with time_machine.travel(NOON, tick=False):
        update = make_update(slug="joined", headline="India joined", happened_on_precision="month")
    update.organisations.add(body, make_organisation(public=False))
    found = data_of(client, "/updates/joined/")["Article"]
    assert (found["headline"], found["temporalCoverage"], found["datePublished"]) == (
        "India joined",
        "2017-06",
        "2026-11-24T12:00:00+00:00",
    )
    assert [one["name"] for one in found["about"]] == ["A bloc"]


def test_a_person_and_a_topic(client, article):
    article.topics.add(make_topic(slug="drills", name="Drills"))
    assert data_of(client, "/people/weitz/")["ProfilePage"]["mainEntity"] == WEITZ
    assert data_of(client, "/topics/drills/")["DefinedTerm"]["name"] == "Drills"


@pytest.mark.django_db
def test_the_front_page_is_the_site(client):
    found = data_of(client, "/")
    assert set(found) == {"WebSite"}
    assert found["WebSite"]["potentialAction"]["target"].endswith("/search/?q={search_term_string}")


def test_a_page_of_another_day_says_only_where_the_present_one_is(client, article, claim):
    make_assessment(claim)
    for page in ("/articles/rebirth/", "/claims/a-claim/", "/organisations/institute/"):
        assert set(data_of(client, f"{page}?as_of=2020-01-01")) == {"BreadcrumbList"}
        assert "Link" not in client.get(f"{page}?as_of=2020-01-01").headers


def test_no_words_end_the_block(client, article):
    words = "</script><script>alert(1)</script> & <!-- \u2028 “ü”"
    block = data_block(graph([{"@type": "Thing", "name": words}]))
    inside = block.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not set("<>&") & set(inside)
    assert json.loads(inside)["@graph"][0]["name"] == words
    make_annotation(article, slug="odd", summary=words)
    head, _ = head_of(client, "/claims/odd/")
    assert data_of(client, "/claims/odd/")["Claim"]["name"] == words
    assert [one.get("type") for one in head.iter(f"{SPACE}script")] == ["application/ld+json"]


def test_nothing_empty_is_said():
    told = graph([{"a": "", "b": None, "c": [], "d": {"e": ""}, "f": [{"g": None}], "h": 0}])
    assert told["@graph"] == [{"h": 0}]

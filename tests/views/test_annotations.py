"""Annotations over HTTP, as the W3C Web Annotation Protocol asks of a server that is only read."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from briefs.linked_data.annotation_pages import PAGE_SIZE
from briefs.models import FormerAddress
from briefs.publishing import publish_article, withdraw
from tests.factories import (
    make_annotation,
    make_article,
    make_organisation,
    make_topic,
    make_version,
)
from tests.linked_data.anno_rules import annotation_breaches, collection_breaches, page_breaches

pytestmark = pytest.mark.django_db

JSON_LD = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
INCLUDE = 'return=representation;include="{}"'
MINIMAL = INCLUDE.format("http://www.w3.org/ns/ldp#PreferMinimalContainer")
IRIS = INCLUDE.format("http://www.w3.org/ns/oa#PreferContainedIRIs")
DESCRIPTIONS = INCLUDE.format("http://www.w3.org/ns/oa#PreferContainedDescriptions")


@pytest.fixture
def claim():
    claim = make_annotation(make_article(slug="bloc"), slug="joins")
    claim.organisations.add(make_organisation(slug="body", name="The Body"))
    claim.topics.add(make_topic(slug="enlargement", name="Enlargement"))
    return claim


def address(claim) -> str:
    return f"/annotations/{claim.public_id}/"


CONTAINERS = (
    "/annotations/",
    "/articles/bloc/annotations/",
    "/organisations/body/annotations/",
    "/topics/enlargement/annotations/",
)


# One annotation ------------------------------------------------------------------------------


def test_an_annotation(client, claim):
    response = client.get(address(claim))
    assert response["Content-Type"] == JSON_LD
    assert annotation_breaches(response.json()) == []
    assert response.json()["id"] == f"http://testserver{address(claim)}"
    assert '<http://www.w3.org/ns/ldp#Resource>; rel="type"' in response["Link"]
    assert '<http://www.w3.org/ns/oa#Annotation>; rel="type"' in response["Link"]
    assert response["Allow"] == "GET, HEAD, OPTIONS"
    assert "Accept" in response["Vary"]
    assert response["ETag"].startswith('"')
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "ETag" in response["Access-Control-Expose-Headers"]
    assert response.cookies == {}


@pytest.mark.parametrize(
    "accept",
    [
        *("", "*/*", JSON_LD, "application/ld+json", "application/json", "text/turtle"),
        *("nonsense", "application/ld+json, text/html;q=0.5"),
    ],
)
def test_tools_get_json_ld(client, claim, accept):
    response = client.get(address(claim), headers={"Accept": accept} if accept else {})
    assert (response.status_code, response["Content-Type"]) == (200, JSON_LD)


@pytest.mark.parametrize("accept", [BROWSER, "text/html", "text/html, application/ld+json;q=0.5"])
def test_browsers_are_led_to_the_page(client, claim, accept):
    response = client.get(address(claim), headers={"Accept": accept})
    assert (response.status_code, response["Location"]) == (303, "/claims/joins/")
    assert "Accept" in response["Vary"]


def test_the_claim_s_own_address_gives_the_same_to_everybody(client, claim):
    response = client.get("/claims/joins/annotation.jsonld", headers={"Accept": BROWSER})
    assert response.content == client.get(address(claim)).content
    assert response["Content-Location"] == f"http://testserver{address(claim)}"


def test_the_site_s_own_address_is_used_where_it_is_set(client, claim, settings):
    settings.SITE_URL = "https://analysis.example"
    data = client.get(address(claim)).json()
    assert data["id"] == f"https://analysis.example{address(claim)}"
    assert "testserver" not in json.dumps(data)


def test_what_has_not_changed_is_not_sent_again(client, claim):
    tag = client.get(address(claim))["ETag"]
    again = client.get(address(claim), headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    claim.topics.clear()
    assert client.get(address(claim), headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("path", ["detail", *CONTAINERS])
def test_head_and_options_tell_the_same_without_the_content(client, claim, path):
    path = address(claim) if path == "detail" else path
    got = client.get(path)
    for response in (client.head(path), client.options(path)):
        assert (response.status_code, response.content) == (200, b"")
        for name in ("ETag", "Allow", "Link", "Vary", "Content-Type"):
            assert response[name] == got[name]
    asked = client.options(path)
    assert asked["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "Prefer" in asked["Access-Control-Allow-Headers"]


@pytest.mark.parametrize("path", ["detail", *CONTAINERS])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_written(claim, path, method):
    path = address(claim) if path == "detail" else path
    response = getattr(Client(enforce_csrf_checks=True), method)(path)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")


def test_a_withdrawn_one_is_gone_with_its_reason(client, claim):
    withdraw(claim, reason="It was wrong.")
    for path in (address(claim), "/claims/joins/annotation.jsonld"):
        response = client.get(path)
        assert (response.status_code, "It was wrong." in response.content.decode()) == (410, True)


def test_scripts_of_every_site_may_read_that_it_is_gone(client, claim):
    withdraw(claim, reason="It was wrong.")
    for response, status in (
        (client.get(address(claim)), 410),
        (client.get("/claims/none/annotation.jsonld"), 404),
        (client.get("/annotations/", {"page": "9"}), 404),
        (client.post("/annotations/"), 405),
    ):
        assert (response.status_code, response["Access-Control-Allow-Origin"]) == (status, "*")


def test_a_draft_is_not_there(client, claim):
    draft = make_annotation(claim.article, public=False, slug="draft", quote="It rarely meets.")
    assert client.get(address(draft)).status_code == 404
    assert client.get("/claims/draft/annotation.jsonld").status_code == 404
    for path in CONTAINERS:
        assert client.get(path).json()["total"] == 1


# Containers ----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", CONTAINERS)
def test_a_container(client, claim, path):
    response = client.get(path)
    assert response["Content-Type"] == JSON_LD
    for link in (
        '<http://www.w3.org/ns/ldp#BasicContainer>; rel="type"',
        '<http://www.w3.org/TR/annotation-protocol/>; rel="http://www.w3.org/ns/ldp#constrainedBy"',
    ):
        assert link in response["Link"]
    assert response["Vary"] == "Accept, Prefer"
    assert response["Content-Location"] == f"http://testserver{path}"
    data = response.json()
    assert collection_breaches(data) == []
    assert (data["id"], data["total"]) == (f"http://testserver{path}", 1)
    assert data["first"]["items"][0]["id"] == f"http://testserver{address(claim)}"


@pytest.mark.parametrize("path", CONTAINERS)
def test_the_same_as_a_file(client, claim, path):
    response = client.get(f"{path.rstrip('/')}.jsonld", headers={"Accept": BROWSER})
    assert response.content == client.get(path).content
    assert response["Vary"] == "Prefer"


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/annotations/", "/claims/"),
        ("/articles/bloc/annotations/", "/articles/bloc/"),
        ("/organisations/body/annotations/", "/organisations/body/"),
        ("/topics/enlargement/annotations/", "/topics/enlargement/"),
    ],
)
def test_browsers_are_led_from_a_container_to_its_page(client, claim, path, page):
    response = client.get(path, headers={"Accept": BROWSER})
    assert (response.status_code, response["Location"]) == (303, page)


def test_annotations_lie_below_the_container_of_all(client, claim):
    data = client.get("/annotations/").json()
    assert data["first"]["items"][0]["id"].startswith(data["id"])


def test_without_preference_they_are_described(client, claim):
    plain = client.get("/annotations/")
    asked = client.get("/annotations/", headers={"Prefer": DESCRIPTIONS})
    assert asked.content == plain.content
    assert "Preference-Applied" not in plain
    assert asked["Preference-Applied"] == "return=representation"


def test_addresses_alone(client, claim):
    response = client.get("/annotations/", headers={"Prefer": IRIS})
    data = response.json()
    assert collection_breaches(data) == []
    assert data["first"]["items"] == [f"http://testserver{address(claim)}"]
    assert response["Preference-Applied"] == "return=representation"
    assert response["Content-Location"] == data["id"] == "http://testserver/annotations/?iris=1"
    assert client.get(data["id"]).json() == data
    page = client.get(data["last"]).json()
    assert page_breaches(page) == []
    assert page["items"] == data["first"]["items"]


def test_the_container_alone(client, claim):
    response = client.get("/annotations/", headers={"Prefer": MINIMAL})
    data = response.json()
    assert collection_breaches(data) == []
    assert data["first"] == data["last"] == "http://testserver/annotations/?page=1"
    assert response["Preference-Applied"] == "return=representation"


@pytest.mark.parametrize(
    "prefer",
    [
        "return=minimal",
        "nonsense",
        'include="http://www.w3.org/ns/oa#PreferContainedIRIs"',
        'return=representation; include="https://example.org/other"',
        'return="',
        "\x01;;;,,,=",
    ],
)
def test_another_preference_is_passed_over(client, claim, prefer):
    response = client.get("/annotations/", headers={"Prefer": prefer})
    assert response.content == client.get("/annotations/").content
    assert "Preference-Applied" not in response


@pytest.mark.parametrize(
    "prefer",
    [
        'respond-async, return=representation; include="http://www.w3.org/ns/oa#PreferContainedIRIs"',
        'return="representation"; include = "http://www.w3.org/ns/oa#PreferContainedIRIs"',
        'return=representation; include="x:y http://www.w3.org/ns/oa#PreferContainedIRIs"',
    ],
)
def test_a_preference_is_read_however_it_is_written(client, claim, prefer):
    data = client.get("/annotations/", headers={"Prefer": prefer}).json()
    assert data["first"]["items"] == [f"http://testserver{address(claim)}"]


@pytest.fixture
def many():
    article = make_article(slug="long")
    return [make_annotation(article) for _ in range(PAGE_SIZE + 5)]


def test_every_page_is_reached_and_every_annotation_once(client, many):
    seen = []
    page = client.get("/articles/long/annotations/?page=1").json()
    while True:
        assert page_breaches(page) == []
        seen += [item["canonical"] for item in page["items"]]
        if "next" not in page:
            break
        page = client.get(page["next"]).json()
    assert sorted(seen) == sorted(f"urn:uuid:{one.public_id}" for one in many)
    assert page["partOf"]["total"] == len(many)


@pytest.mark.parametrize("page", ["0", "3", "-1", "x", "", "1.5", "9" * 30, "١"])
def test_a_page_that_is_not_there(client, many, page):
    assert client.get("/annotations/", {"page": page}).status_code == 404


def test_nothing_collected(client):
    make_topic(slug="empty")
    response = client.get("/topics/empty/annotations/")
    assert (response.status_code, response.json()["total"]) == (200, 0)
    assert collection_breaches(response.json()) == []
    assert client.get("/topics/empty/annotations/?page=1").status_code == 404


def test_a_merged_topic_s_annotations_move_with_it(client, claim):
    FormerAddress.objects.create(old_path="/topics/old/", new_path="/topics/enlargement/")
    for name in ("annotations/", "annotations.jsonld"):
        response = client.get(f"/topics/old/{name}")
        assert response["Location"] == f"/topics/enlargement/{name}"


def test_a_withdrawn_thing_has_no_annotations(client, claim):
    withdraw(claim.article, reason="It was wrong.")
    for path in ("/articles/bloc/annotations/", "/articles/bloc/annotations.jsonld"):
        assert client.get(path).status_code == 410
    assert client.get(address(claim)).status_code == 410
    assert client.get("/annotations/").json()["total"] == 0


@pytest.mark.parametrize("many", [1, 30])
def test_queries_do_not_grow(client, django_assert_num_queries, many):
    article = make_article(slug="long")
    body, topic = make_organisation(slug="body"), make_topic(slug="topic")
    for _ in range(many):
        claim = make_annotation(article)
        claim.organisations.add(body)
        claim.topics.add(topic)
    # The thing, the number of its annotations, and the seven for a page of them.
    for path in ("/articles/long/", "/organisations/body/", "/topics/topic/"):
        with django_assert_num_queries(9):
            client.get(f"{path}annotations/")
    with django_assert_num_queries(3):
        client.get("/articles/long/annotations/?iris=1")


# The text ------------------------------------------------------------------------------------


def test_the_text_of_a_version(client):
    article = make_article(
        slug="bloc", body="<p>Ünï 🦊.</p><p>Nothing &amp; else.</p>", language="de"
    )
    response = client.get("/articles/bloc/versions/1/text")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Language"] == "de"
    assert response.content.decode() == article.live.text == "Ünï 🦊.\nNothing & else."
    assert (response["ETag"][0], response["Cache-Control"]) == ('"', "no-cache")
    assert response["Access-Control-Allow-Origin"] == "*"
    again = client.get(response.request["PATH_INFO"], headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_the_text_stays_when_another_version_follows(client):
    article = make_article(slug="bloc")
    before = client.get("/articles/bloc/versions/1/text")
    draft = make_version(article, body="<p>Other words.</p>")
    assert client.get("/articles/bloc/versions/2/text").status_code == 404
    publish_article(article, draft)
    after = client.get("/articles/bloc/versions/1/text")
    assert (after.content, after["ETag"]) == (before.content, before["ETag"])
    assert client.get("/articles/bloc/versions/2/text").content == b"Other words."


def test_the_text_of_a_withdrawn_article_is_gone(client):
    withdraw(make_article(slug="bloc"), reason="It was wrong.")
    assert client.get("/articles/bloc/versions/1/text").status_code == 410


def test_every_claim_s_words_stand_in_the_text_it_names(client, claim):
    make_annotation(claim.article, quote="Nothing else is said.")
    for item in client.get("/annotations/").json()["first"]["items"]:
        quote, position = item["target"]["selector"]
        text = client.get(item["target"]["source"]["id"]).content.decode()
        assert text[position["start"] : position["end"]] == quote["exact"]


# Where they are announced --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "href"),
    [
        ("/articles/bloc/", "/articles/bloc/annotations.jsonld"),
        ("/claims/joins/", "/claims/joins/annotation.jsonld"),
        ("/organisations/body/", "/organisations/body/annotations.jsonld"),
        ("/topics/enlargement/", "/topics/enlargement/annotations.jsonld"),
    ],
)
def test_pages_name_their_annotations(client, claim, page, href):
    html = client.get(page).content.decode()
    profile = "&quot;http://www.w3.org/ns/anno.jsonld&quot;"
    assert f'<link rel="alternate" type="application/ld+json;profile={profile}"' in html
    assert f'href="{href}"' in html
    assert client.get(href).status_code == 200


def test_an_article_names_the_container_of_its_annotations(client, claim):
    html = client.get("/articles/bloc/").content.decode()
    container = reverse("briefs:article-annotations", args=["bloc"])
    assert f'<link rel="http://www.w3.org/ns/oa#annotationService" href="{container}">' in html

"""Typed links: in the header of a page, and all of them in the link set of an article."""

from urllib.parse import urlsplit

import pytest

from briefs.linked_data.signposting import MOST, Link, header
from briefs.versioning import Content, open_draft, publish_draft, save_draft
from tests.factories import (
    make_annotation,
    make_article,
    make_assessment,
    make_membership,
    make_person,
    make_update,
)
from tests.linked_data.reading import links

pytestmark = pytest.mark.django_db
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
FILES = {
    "bib": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
    "json": "application/vnd.citationstyles.csl+json",
}


@pytest.fixture
def article():
    article = make_article(slug="rebirth", licence_url=LICENCE)
    article.authorships.create(person=make_person(slug="weitz"))
    claim = make_annotation(article, slug="a-claim")
    make_assessment(claim)
    make_annotation(article, slug="hidden", public=False, quote="It rarely meets.")
    return article


def next_version(article) -> None:
    draft = open_draft(article)
    content = Content(title=f"Title {draft.number}", body=draft.body)
    save_draft(draft, content, revision=draft.revision)
    publish_draft(article)
    article.refresh_from_db()


def described(page: str) -> list[tuple[str, str, str]]:
    return [("describedby", f"{page}cite.{ending}", media) for ending, media in FILES.items()]


def test_an_address_in_other_letters_breaks_no_header(client, article):
    type(article).objects.update(licence_url="https://example.org/許諾?a=<b>&c=%C3%A9")
    found = links(client.get("/articles/rebirth/"))
    assert [href for rel, href, _ in found if rel == "license"] == [
        "https://example.org/%E8%A8%B1%E8%AB%BE?a=%3Cb%3E&c=%C3%A9"
    ]
    assert ("cite-as", "http://testserver/articles/rebirth/", "") in found


def test_an_article(client, article):
    page = "http://testserver/articles/rebirth/"
    assert links(client.get("/articles/rebirth/")) == [
        ("cite-as", page, ""),
        ("type", "https://schema.org/Article", ""),
        ("type", "https://schema.org/AboutPage", ""),
        ("license", LICENCE, ""),
        *described(page),
        ("author", "http://testserver/people/weitz/", ""),
        ("describedby", f"{page}annotations.jsonld", "application/ld+json"),
        ("linkset", f"{page}linkset.json", "application/linkset+json"),
        ("item", f"{page}versions/1/", "text/html"),
    ]


def test_a_version_and_a_claim_belong_to_their_article(client, article):
    back = ("collection", "http://testserver/articles/rebirth/", "text/html")
    version = "http://testserver/articles/rebirth/versions/1/"
    assert links(client.get("/articles/rebirth/versions/1/")) == [
        ("cite-as", version, ""),
        ("type", "https://schema.org/Article", ""),
        ("type", "https://schema.org/AboutPage", ""),
        ("license", LICENCE, ""),
        *described(version),
        ("author", "http://testserver/people/weitz/", ""),
        ("item", f"{version}text", "text/plain"),
        back,
    ]
    claim = "http://testserver/claims/a-claim/"
    assert links(client.get("/claims/a-claim/")) == [
        ("cite-as", claim, ""),
        ("type", "https://schema.org/ClaimReview", ""),
        ("type", "https://schema.org/AboutPage", ""),
        *described(claim),
        ("describedby", f"{claim}annotation.jsonld", "application/ld+json"),
        back,
    ]


def test_what_describes_is_there_in_its_type_and_points_back(client, article):
    for page in ("/articles/rebirth/", "/articles/rebirth/versions/1/", "/claims/a-claim/"):
        for relation, address, media in links(client.get(page)):
            if relation in ("describedby", "item", "collection", "author", "linkset", "cite-as"):
                response = client.get(urlsplit(address).path)
                assert response.status_code == 200
                assert response["Content-Type"].startswith(media)
                if relation == "describedby" and "/cite." in address:
                    assert links(response) == [("describes", f"http://testserver{page}", "")]


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (lambda: make_update(), "Article"),
        (lambda: make_membership().organisation, "Organization"),
        (lambda: make_membership().state, "Country"),
    ],
)
def test_other_things_have_an_address_and_a_type(client, make, kind):
    page = make().get_absolute_url()
    assert links(client.get(page)) == [
        ("cite-as", f"http://testserver{page}", ""),
        ("type", f"https://schema.org/{kind}", ""),
    ]


def test_the_link_set_has_versions_and_claims(client, article, django_assert_num_queries):
    for number in (1, 2, 3):
        with django_assert_num_queries(4):
            response = client.get("/articles/rebirth/linkset.json")
        assert response["Content-Type"] == "application/linkset+json"
        assert response["Access-Control-Allow-Origin"] == "*"
        whole, *parts = response.json()["linkset"]
        page = "http://testserver/articles/rebirth/"
        items = [
            *(f"{page}versions/{n}/" for n in range(number, 0, -1)),
            "http://testserver/claims/a-claim/",
        ]
        assert whole["anchor"] == page
        assert [one["href"] for one in whole["item"]] == items
        assert [part["anchor"] for part in parts] == items
        assert all(part["collection"][0]["href"] == page for part in parts)
        assert "hidden" not in response.text
        next_version(article)


def test_a_header_is_bounded_whatever_there_is(client, article):
    for _ in range(MOST):
        next_version(article)
    found = links(client.get("/articles/rebirth/"))
    assert len(found) == MOST
    assert ("linkset", "http://testserver/articles/rebirth/linkset.json") in [
        one[:2] for one in found
    ]
    assert found[-1][1].endswith("/versions/12/")
    assert header([Link("item", "https://example.org/")] * (MOST + 5)).count("rel=") == MOST


def test_lists_and_files_have_no_links_of_their_own(client, article):
    assert "Link" not in client.get("/claims/").headers

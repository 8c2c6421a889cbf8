"""Files for reference managers, and the citation in words on the pages."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from briefs.versioning import publish_draft
from tests.citing.readers import read_bibtex, read_csl, read_ris
from tests.factories import (
    make_annotation,
    make_article,
    make_assessment,
    make_organisation,
    make_person,
    make_version,
)

pytestmark = pytest.mark.django_db
READERS = {"bib": read_bibtex, "ris": read_ris, "json": read_csl}
TYPES = {
    "bib": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "json": "application/vnd.citationstyles.csl+json; charset=utf-8",
}


@pytest.fixture
def article():
    with time_machine.travel(datetime(2026, 11, 24, 12, tzinfo=UTC), tick=False):
        article = make_article(
            slug="rebirth",
            title="Rebirth & Regeneration?",
            publisher_line="A network",
            licence_short="CC BY 4.0",
        )
    article.authorships.create(person=make_person(name="Ursula von der Leyen"), position=2)
    article.authorships.create(person=make_person(name="Richard Weitz"), position=1)
    return article


@pytest.fixture
def claim(article):
    claim = make_annotation(article, slug="a-claim", summary="India will join.")
    make_assessment(claim, "came-true", assessed_on=date(2026, 11, 25))
    return claim


@pytest.mark.parametrize("ending", READERS)
@pytest.mark.parametrize(
    ("page", "key"),
    [
        ("/articles/rebirth/", "rebirth"),
        ("/articles/rebirth/versions/1/", "rebirth-v1"),
        ("/claims/a-claim/", "a-claim"),
    ],
)
def test_each_is_cited_in_each_format_from_its_page(client, claim, page, key, ending):
    address = f"{page}cite.{ending}"
    assert f'<a href="{address}"' in client.get(page).text
    response = client.get(address)
    assert response["Content-Type"] == TYPES[ending]
    assert response["Content-Disposition"] == f'attachment; filename="{key}.{ending}"'
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Link"] == f'<http://testserver{page}>; rel="describes"'
    assert READERS[ending](response.text)[{"bib": "key"}.get(ending, "id")] == key
    again = client.get(address, headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_citation_stands_in_words_on_the_page(client, claim):
    said = (
        "Richard Weitz and Ursula von der Leyen, “Rebirth &amp; Regeneration?”, A network, "
        "10 October 2014 (CC BY 4.0). Version 1 of 24 November 2026, annotated by Living Analysis, "
        "http://testserver/articles/rebirth/"
    )
    assert f"{said}</p>" in client.get("/articles/rebirth/").text
    assert f"{said}versions/1/</p>" in client.get("/articles/rebirth/versions/1/").text
    assert (
        "Living Analysis, “India will join”, judged “came true”, 25 November 2026. On Richard "
        "Weitz, Ursula von der Leyen, “Rebirth &amp; Regeneration?”, 10 October 2014, "
        "http://testserver/claims/a-claim/</p>"
    ) in client.get("/claims/a-claim/").text


def test_a_page_of_an_earlier_day_cites_the_text_of_that_day(client, article):
    with time_machine.travel(datetime(2026, 11, 26, 12, tzinfo=UTC), tick=False):
        make_version(article)
        publish_draft(article)
        now, then = (
            client.get(f"/articles/rebirth/{asked}").text for asked in ("", "?as_of=2026-11-25")
        )
    assert "/articles/rebirth/versions/1/cite.bib" in then
    assert 'href="/articles/rebirth/cite.bib"' in now
    assert "Version 2 of 26 November 2026" in now


def test_a_claim_of_an_earlier_day_is_not_cited_with_the_verdict_of_today(client, claim):
    assert "cite.bib" not in client.get("/claims/a-claim/?as_of=2020-01-01").text


def test_a_publisher_that_is_not_public_is_not_named(client):
    hidden = make_organisation(public=False, name="A hidden house")
    make_article(slug="plain", publisher=hidden)
    read = read_csl(client.get("/articles/plain/cite.json").text)
    assert (read["type"], "publisher" in read) == ("webpage", False)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/articles/rebirth/cite.doc", 404),
        ("/articles/rebirth/cite.", 404),
        ("/articles/nothing/cite.bib", 404),
        ("/articles/rebirth/versions/2/cite.bib", 404),
        ("/claims/nothing/cite.bib", 404),
    ],
)
def test_what_is_not_there(client, article, address, status):
    assert client.get(address).status_code == status


def test_the_setting_says_where_the_site_is(client, article, settings):
    settings.SITE_URL = "https://analysis.example"
    read = read_ris(client.get("/articles/rebirth/cite.ris").text)
    assert read["urls"] == ["https://analysis.example/articles/rebirth/"]

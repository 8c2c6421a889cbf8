"""Tags for reference managers: read as Zotero reads them, and none of them empty."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from tests.factories import (
    make_annotation,
    make_article,
    make_assessment,
    make_organisation,
    make_person,
    make_topic,
)
from tests.linked_data.reading import as_zotero, head_of, metas

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    with time_machine.travel(datetime(2026, 11, 24, 12, tzinfo=UTC), tick=False):
        article = make_article(
            slug="rebirth",
            title="Rebirth & “Regeneration”?",
            publisher_line="A network (AN)",
            licence_short="CC BY 4.0",
            licence_url="https://creativecommons.org/licenses/by/4.0/",
            original_url="http://an.example/?id=1&lng=en",
            language="en-US",
        )
    house = make_organisation(name="An institute")
    weitz = make_person(name="Richard Weitz", affiliation=house)
    article.authorships.create(person=weitz, position=1)
    hidden = make_organisation(public=False, name="A hidden house")
    second = make_person(name="Ursula von der Leyen", affiliation=hidden)
    article.authorships.create(person=second, position=2)
    article.topics.add(make_topic(name="Enlargement"), make_topic(name="Drills"))
    return article


def test_zotero_takes_the_article_whole(client, article):
    head, _ = head_of(client, "/articles/rebirth/")
    assert as_zotero(head) == {
        "itemType": "report",
        "title": "Rebirth & “Regeneration”?",
        "creators": [("Richard", "Weitz"), ("Ursula", "von der Leyen")],
        "institution": "A network (AN)",
        "date": "2014/10/10",
        "url": "http://testserver/articles/rebirth/",
        "language": "en-US",
        "abstractNote": "What it is about.",
        "rights": "CC BY 4.0",
        "tags": ["Drills", "Enlargement"],
    }


def test_an_authors_house_follows_the_author_if_it_is_public(client, article):
    head, _ = head_of(client, "/articles/rebirth/")
    named = [pair for pair in metas(head) if pair[0].startswith("citation_author")]
    assert named == [
        ("citation_author", "Weitz, Richard"),
        ("citation_author_institution", "An institute"),
        ("citation_author", "von der Leyen, Ursula"),
    ]


def test_dublin_core_of_a_version(client, article):
    head, _ = head_of(client, "/articles/rebirth/versions/1/")
    assert [pair for pair in metas(head) if pair[0].startswith(("DC.", "DCTERMS."))] == [
        ("DC.title", "Rebirth & “Regeneration”?"),
        ("DC.creator", "Weitz, Richard"),
        ("DC.creator", "von der Leyen, Ursula"),
        ("DC.publisher", "A network (AN)"),
        ("DC.date", "2014-10-10"),
        ("DCTERMS.modified", "2026-11-24"),
        ("DC.type", "Text"),
        ("DC.identifier", "http://testserver/articles/rebirth/versions/1/"),
        ("DC.language", "en-US"),
        ("DC.rights", "CC BY 4.0"),
        ("DCTERMS.license", "https://creativecommons.org/licenses/by/4.0/"),
        ("DC.source", "http://an.example/?id=1&lng=en"),
        ("DCTERMS.isVersionOf", "http://testserver/articles/rebirth/"),
    ]


def test_zotero_takes_a_claim_as_a_page_of_the_editors(client, article):
    claim = make_annotation(article, slug="a-claim", summary="India will join.")
    make_assessment(claim, assessed_on=date(2026, 11, 25))
    head, _ = head_of(client, "/claims/a-claim/")
    assert as_zotero(head) == {
        "itemType": "webpage",
        "title": "India will join.",
        "creators": [("", "Living Analysis")],
        "date": "2026-11-25",
        "url": "http://testserver/claims/a-claim/",
        "language": "en-GB",
        "abstractNote": "India will join.",
    }


def test_what_is_not_known_has_no_tag(client):
    make_article(slug="bare", originally_on=None, originally_on_precision="")
    for address in ("/articles/bare/", "/articles/bare/versions/1/"):
        found = metas(head_of(client, address)[0])
        assert [name for name, content in found if not content or not content.strip()] == []
        names = {name for name, _ in found}
        assert not names & {"citation_author", "citation_publisher", "DC.creator", "DC.rights"}


@pytest.mark.parametrize(
    ("precision", "said"),
    [("day", ["2014/10/10"]), ("month", ["2014/10"]), ("year", ["2014"]), ("not-later-than", [])],
)
def test_a_date_is_as_exact_as_it_is_known(client, precision, said):
    make_article(slug="dated", originally_on_precision=precision)
    found = metas(head_of(client, "/articles/dated/")[0])
    assert [said for name, said in found if name == "citation_publication_date"] == said

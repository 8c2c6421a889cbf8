"""The pictures that go with links: what they say, how large they are, and that they are kept."""

from io import BytesIO

import pytest
from PIL import Image

from briefs.social_cards import Segment, SocialCard, card_of_claim, card_of_organisation, png
from briefs.views.social_cards import card_of
from tests.factories import (
    make_annotation,
    make_article,
    make_assessment,
    make_membership,
    make_organisation,
    make_person,
)

pytestmark = pytest.mark.django_db
LARGEST = 60_000  # bytes


@pytest.fixture
def article():
    article = make_article(
        slug="rebirth",
        title="Rebirth?",
        publisher=make_organisation(public=False, name="A hidden house"),
    )
    article.authorships.create(person=make_person(name="Richard Weitz"))
    make_assessment(make_annotation(article, slug="a-claim", summary="India will join."))
    make_annotation(article, slug="hidden", public=False, quote="It rarely meets.")
    make_annotation(article, slug="note", kind="note", quote="Nothing else is said.")
    return article


def test_what_the_card_of_an_article_says(article):
    card = card_of(article)
    assert card == SocialCard(
        site="Living Analysis",
        kicker="1 claim, and what became of them",
        title="Rebirth?",
        line="Richard Weitz, 10 October 2014",
        verdicts=(Segment("held", "held up", 1),),
    )
    assert card.alt == (
        "1 claim, and what became of them. Rebirth?. 1 held up. Richard Weitz, 10 October 2014"
    )


def test_what_the_card_of_a_claim_says(article):
    author = article.authors.get()
    claim, note = (article.annotations.get(slug=slug) for slug in ("a-claim", "note"))
    assert card_of_claim(claim, [author]) == SocialCard(
        site="Living Analysis",
        kicker="Forecast",
        title="India will join.",
        line="Richard Weitz, 10 October 2014, “Rebirth?”",
        verdicts=(Segment("held", "came true"),),
    )
    assert card_of_claim(note, [author]).verdicts == ()


def test_what_the_card_of_an_organisation_says():
    body = make_organisation(name="A bloc", abbreviation="AB")
    assert card_of_organisation(body, 1) == SocialCard(
        site="Living Analysis",
        kicker="Intergovernmental organisation",
        title="A bloc (AB)",
        line="1 member state",
    )


@pytest.mark.parametrize(
    "address",
    [
        "/card.png",
        "/articles/rebirth/card.png",
        "/claims/a-claim/card.png",
        "/organisations/bloc/card.png",
    ],
)
def test_a_picture_of_the_size_that_is_asked_for_drawn_once(client, article, address):
    make_membership(organisation=make_organisation(slug="bloc"))
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert len(response.content) < LARGEST
    with Image.open(BytesIO(response.content)) as picture:
        assert (picture.format, picture.size) == ("PNG", (1200, 630))
    again = client.get(address, headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", response["ETag"])
    png.cache_clear()
    assert client.get(address).content == response.content


def test_another_verdict_is_another_picture(client, article):
    before = client.get("/claims/a-claim/card.png")
    make_assessment(article.annotations.get(slug="a-claim"), "did-not-come-true")
    after = client.get("/claims/a-claim/card.png", headers={"If-None-Match": before["ETag"]})
    assert (after.status_code, after.content != before.content) == (200, True)


@pytest.mark.parametrize("address", ["/articles/nothing/card.png", "/claims/hidden/card.png"])
def test_nothing_hidden_has_a_picture(client, article, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "card",
    [
        SocialCard(site="上海", title="上海合作组织", kicker="上海", line="上海"),
        SocialCard(site="S" * 500, title="T" * 5000, kicker="K" * 500, line="L" * 500),
        SocialCard(
            site="S",
            title="T",
            verdicts=tuple(
                Segment(f, "w" * 40, 10**6) for f in ("held", "partly", "failed", "open")
            ),
        ),
    ],
)
def test_any_words_make_a_picture(card):
    assert len(png(card)) < LARGEST


def test_what_falls_off_a_card_is_ink_on_paper_within_the_margin():
    card = SocialCard(site="Site", title="W" * 300, kicker="W" * 300, line="W" * 300)
    with Image.open(BytesIO(png(card))) as picture:
        edge = picture.convert("L").crop((1140, 20, 1200, 630))
    assert edge.getextrema()[0] > 240

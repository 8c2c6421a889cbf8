"""What happened since, against the claims: the picture, its twin, its filters."""

import re
from datetime import date

import pytest
import time_machine

from briefs.publishing import withdraw
from tests.factories import (
    make_annotation,
    make_article,
    make_assessment,
    make_organisation,
    make_topic,
    make_update,
    make_watch,
)

pytestmark = pytest.mark.django_db
ADDRESS = "/timeline/"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-26 12:00 +0000", tick=False):
        yield


def read(client, query: str = "") -> str:
    """The page, white space folded, so that a test may quote it."""
    response = client.get(ADDRESS + query)
    assert response.status_code == 200
    return " ".join(response.text.split())


def fact(article=None, **fields):
    return make_annotation(article, kind="fact", **fields)


def test_the_picture_and_its_twin_say_the_same(client):
    claim = fact(summary="The bloc <grows>.")
    make_assessment(claim, "mixed", assessed_on=date(2016, 1, 1))
    make_assessment(claim, "accurate", assessed_on=date(2018, 1, 1))
    make_update(bears_on=claim, headline="India joins", effect="supports")
    make_update(
        bears_on=claim,
        headline="Iran joins",
        effect="contradicts",
        happened_on=date(2023, 1, 1),
        happened_on_precision="year",
        verified=False,
    )
    make_watch(
        what="A summit", expected="May 2027", expected_on=date(2027, 5, 1),
        expected_on_precision="month",
    ).claims.add(claim)  # fmt: skip
    page = read(client)
    assert "2 developments bear on 1 claim." in page
    assert "supports a claim once, contradicts one once, resolves what was left open never" in page
    picture, table = page.split("The same as a table")
    assert "<title>9 June 2017, supports: India joins</title>" in picture
    assert "<title>2023, contradicts: Iran joins, unverified</title>" in picture
    assert 'href="#mark-contradicts"' in picture
    assert 'fill="url(#strips-hatch)"' in picture
    assert "1 supports it" in picture
    assert "1 contradicts it" in picture
    assert "watched, expected May 2027" in picture
    assert "<title>Judged “accurate” on 1 January 2018</title>" in picture
    assert re.search(r"mixed</span> → <span [^>]*>accurate</span>", picture)
    rows = [" ".join(re.sub("<[^>]+>", " ", row).split()) for row in table.split("<tr>")[2:]]
    assert rows[0].startswith("The bloc &lt;grows&gt;. 9 June 2017 supports India joins")
    assert rows[1:4] == [
        "2023 contradicts Iran joins unverified",
        "May 2027 watched, expected May 2027 A summit unverified",
        "1 January 2016 judged mixed",
    ]
    for address in re.findall(r'<a href="([^"#]+)[^"]*" tabindex="-1">', picture):
        assert f'href="{address}' in table


def test_every_shape_of_the_picture_is_defined_and_named(client):
    claim = make_annotation()
    for effect in ("supports", "contradicts", "resolves", "context"):
        make_update(bears_on=claim, effect=effect)
    page = read(client)
    used = set(re.findall(r'href="#(mark-[a-z]+)"', page))
    assert len(used) == 5  # with the deadline of the forecast
    assert used <= set(re.findall(r'<path id="([^"]+)"', page))
    key = page[page.index('<ul class="roles">') : page.index("</figcaption>")]
    for word in ("supports", "contradicts", "resolves", "gives context to", "due or expected"):
        assert f"</svg> {word}</li>" in key
    assert "deadline <time" in page
    assert " style=" not in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"one", "two"}),
        ("?article=first", {"one"}),
        ("?topic=trade", {"two"}),
        ("?organisation=bloc", {"one"}),
        ("?organisation=hidden", set()),
        ("?article=first&topic=trade", set()),
        ("?page=99", {"one", "two"}),
        ("?as_of=2017-06-08", set()),
        ("?as_of=2017-06-10", {"one"}),
        ("?as_of=2013-01-01", set()),
        ("?as_of=soon", {"one", "two"}),
    ],
)
def test_it_is_narrowed_by_an_address(client, query, shown):
    one = fact(make_article(slug="first"), summary="Claim one.", slug="one")
    two = fact(summary="Claim two.", slug="two")
    one.organisations.add(
        make_organisation(slug="bloc"), make_organisation(slug="hidden", public=False)
    )
    two.topics.add(make_topic(slug="trade"))
    make_update(bears_on=one)
    make_update(bears_on=two, happened_on=date(2020, 1, 1))
    response = client.get(ADDRESS + query)
    picture = response.context["picture"]
    assert (
        {strip.claim.slug for strip in picture.strips if picture} == shown
        if shown
        else (picture is None)
    )
    assert ("No development bears on a claim here" in response.text) == (not shown)


def test_on_a_day_only_what_had_happened_and_was_judged(client):
    claim = make_annotation()
    make_assessment(claim, "pending", assessed_on=date(2016, 1, 1))
    make_assessment(claim, "came-true", assessed_on=date(2018, 1, 1))
    make_update(bears_on=claim, headline="India joins")
    make_update(bears_on=claim, headline="Iran joins", happened_on=date(2023, 7, 4))
    page = read(client, "?as_of=2017-06-09")
    assert "1 development bears on 1 claim." in page
    assert ("India joins" in page, "Iran joins" in page) == (True, False)
    assert ("came true" in page, "still open" in page) == (False, True)
    assert f"{claim.get_absolute_url()}?as_of=2017-06-09" in page


def test_nothing_hidden_is_drawn(client):
    make_update(bears_on=fact(public=False, summary="Secret claim."), public=True)
    claim = fact()
    make_update(bears_on=claim, headline="Secret update", public=False)
    make_watch(what="Secret watch", expected_on=date(2027, 1, 1), expected_on_precision="day",
               public=False).claims.add(claim)  # fmt: skip
    withdraw(make_update(bears_on=claim, headline="Secret mistake"), reason="Wrong.")
    assert "Secret" not in read(client)
    assert "No development bears on a claim here" in read(client)


def test_pages_are_of_so_many_claims(client):
    article = make_article()
    for _ in range(26):
        make_update(bears_on=fact(article))
    assert len(client.get(ADDRESS).context["picture"].strips) == 25
    second = client.get(f"{ADDRESS}?page=2&article={article.slug}")
    assert len(second.context["picture"].strips) == 1
    assert f'href="?page=1&amp;article={article.slug}"' in second.text
    assert "26 developments bear on 26 claims." in second.text


@pytest.mark.parametrize(("query", "questions"), [("", 9), ("?as_of=2020", 8)])
def test_it_asks_as_much_for_three_claims_as_for_one(
    client, django_assert_num_queries, query, questions
):
    for count in (1, 2):
        for _ in range(count):
            claim = make_annotation()
            claim.topics.add(make_topic())
            make_assessment(claim)
            make_update(bears_on=claim)
            make_update(bears_on=claim)
            make_watch(expected_on=date(2027, 1, 1), expected_on_precision="day").claims.add(claim)
        with django_assert_num_queries(questions):
            client.get(ADDRESS + query)


def test_other_pages_lead_to_it(client):
    claim = fact()
    make_update(bears_on=claim)
    for address in ("/updates/", "/claims/", "/"):
        assert f'href="{ADDRESS}"' in client.get(address).text
    article = claim.article
    assert f'href="{ADDRESS}?article={article.slug}"' in client.get(article.get_absolute_url()).text


@pytest.mark.parametrize(
    ("query", "advice"),
    [
        ("", ""),
        ("?as_of=1990-01-01", "Choose a later day"),
        ("?topic=none", "Take a filter back"),
        ("?as_of=1990-01-01&topic=none", "Take a filter back"),
    ],
)
def test_an_empty_timeline_says_what_would_show_more(client, query, advice):
    page = read(client, query)
    assert "No development bears on a claim here" in page
    for words in ("Choose a later day", "Take a filter back"):
        assert (words in page) == (words == advice)


def test_an_organisation_leads_to_what_happened_to_its_claims(client):
    claim = fact()
    body, silent = make_organisation(slug="a-body"), make_organisation(slug="silent")
    claim.organisations.add(body)
    told = " ".join(client.get(body.get_absolute_url() + "?as_of=2020-01-01").text.split())
    assert '<a href="/timeline/?organisation=a-body&amp;as_of=2020-01-01">' in told
    assert '<a href="/timeline/?organisation=a-body">' in client.get(body.get_absolute_url()).text
    assert "/timeline/?organisation" not in client.get(silent.get_absolute_url()).text

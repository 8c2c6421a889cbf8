"""What the rows say of a claim, on its page and on its card beside the text."""

import re
from datetime import date

import pytest

from briefs.models import Membership
from tests.factories import (
    make_annotation,
    make_assertion,
    make_membership,
    make_organisation,
    make_source,
    make_state,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def one():
    state = make_state(name="Uzbekistan")
    sco, csto = (make_organisation(name=name, abbreviation=name) for name in ("SCO", "CSTO"))
    for body, fields in ((sco, {}), (csto, {"end": date(2012, 12, 19)})):
        row = make_membership(organisation=body, state=state, **fields)
        row.citations.update(source=make_source(title="A list", publisher=f"Paper of {body}"))
    make_membership(organisation=sco, state=make_state(name="China", iso_a3="CHN"))
    return make_assertion(
        make_annotation(kind="fact"), members_of=sco, organisation=csto, excepted=["CHN"]
    )


def section(client, claim, query: str = "") -> str:
    page = client.get(claim.get_absolute_url() + query).text
    found = re.findall(r'<section aria-labelledby="asserted">.*?</section>', page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", "".join(found)).split())


def card(client, claim) -> str:
    (found,) = re.findall(
        r'<li id="claim-1">.*?</details></li>',
        client.get(claim.article.get_absolute_url()).text,
        re.DOTALL,
    )
    return " ".join(re.sub(r"<[^>]+>", " ", found).split())


def test_the_page_tells_outcome_rows_and_sources_and_that_it_is_no_verdict(client, one):
    told = section(client, one.annotation)
    for words in (
        "Claimed: Every member of SCO, China left out, was a member of CSTO on 10 October 2014.",
        "Contradicted by 1 row. Uzbekistan was not a member of CSTO on 10 October 2014",
        "CSTO : member from 15 June 2001 until 19 December 2012",
        "Paper of CSTO",
        "SCO : Paper of SCO",
        "Left out by the words, and not looked at: China.",
        "It is no verdict",
    ):
        assert words in told
    assert 'id="record-check"' in client.get("/method/").text


def test_the_card_tells_the_outcome(client, one):
    assert (
        "Against the membership record: contradicted by 1 row. "
        "Uzbekistan was not a member of CSTO on 10 October 2014"
    ) in card(client, one.annotation)


def test_it_follows_a_changed_row_at_once(client, one):
    Membership.objects.update(end=None, end_precision="")
    assert "Holds by 1 row." in section(client, one.annotation)
    assert "holds by 1 row" in card(client, one.annotation)


def test_on_a_day_by_what_could_be_known_then(client, one):
    told = section(client, one.annotation, "?as_of=2015-01-01")
    assert "as they could be known on 1 January 2015" in told
    assert "Contradicted by 1 row" in told
    one.on, one.on_precision = date(2020, 1, 1), "day"
    one.save()
    assert section(client, one.annotation, "?as_of=2015-01-01") == ""
    assert "on 1 January 2020" in section(client, one.annotation)


def test_what_cannot_be_decided_shows_no_empty_table(client):
    one = make_assertion(state=make_state(name="China"))
    told = section(client, one.annotation)
    assert "Cannot be decided. No row says whether China was a member of" in told
    assert "Sources" not in told


def test_a_claim_that_asserts_nothing_and_a_note_say_nothing(client):
    note = make_annotation(kind="note")
    make_assertion(note)
    assert section(client, note) == section(client, make_annotation()) == ""


def test_as_many_questions_for_three_as_for_one(client, django_assert_num_queries):
    claim = make_annotation(kind="fact")

    def one_more(annotation):
        row = make_membership()
        make_assertion(annotation, organisation=row.organisation, state=row.state)
        make_assertion(annotation, organisation=row.organisation, members_of=make_organisation())

    one_more(claim)
    other = "It rarely meets."
    for number in (0, 2):
        for _ in range(number):
            one_more(claim)
            one_more(make_annotation(claim.article, quote=other, kind="fact"))
        with django_assert_num_queries(17):
            client.get(claim.get_absolute_url())
        with django_assert_num_queries(11):
            client.get(claim.article.get_absolute_url())

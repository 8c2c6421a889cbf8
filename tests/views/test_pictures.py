"""The pages that show membership as a picture."""

import re
from datetime import date

import pytest

from tests.factories import make_membership, make_organisation, make_state

pytestmark = pytest.mark.django_db


def read(client, address: str) -> str:
    """The page, white space folded, so that a test may quote it."""
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_an_organisation_page_draws_its_membership(client):
    body = make_organisation(name="A <bloc>")
    india = make_state(name="India")
    make_membership(
        organisation=body,
        state=india,
        role="observer",
        start=date(2005, 7, 1),
        end=date(2017, 6, 9),
    )
    make_membership(organisation=body, state=india, start=date(2017, 6, 9))
    make_membership(organisation=body, state=make_state(), role="partner", start_precision="year")
    page = read(client, body.get_absolute_url())
    assert "2 states since 2001, 1 of them a member today." in page
    assert "<title>India: observer from 1 July 2005 to 9 June 2017</title>" in page
    assert '<title id="timeline-wide-title">A &lt;bloc&gt;: membership over time</title>' in page
    assert 'fill="url(#timeline-wide-hatch)"' in page
    labelled = re.findall(r'role="img" aria-labelledby="([^"]+)"', page)
    assert all(f'id="{name}"' in page for names in labelled for name in names.split())
    assert " style=" not in page


def test_a_state_page_draws_what_it_belongs_to(client):
    state = make_state(iso_a3="IND", name="India")
    body = make_organisation(name="A name too long to stand there", abbreviation="ALN")
    make_membership(organisation=body, state=state)
    make_membership(state=state, role="observer", verified=False)
    page = read(client, "/states/ind/")
    assert "2 organisations since 2001; a member of 1 today." in page
    assert "<title>ALN: member from 15 June 2001</title>" in page
    assert "from 15 June 2001, unverified</title>" in page


def test_without_a_role_nothing_is_drawn(client):
    for address in (make_organisation().get_absolute_url(), make_state().get_absolute_url()):
        assert "over time" not in read(client, address)


@pytest.mark.parametrize(("noun", "queries"), [("organisation", 15), ("state", 9)])
def test_a_picture_costs_no_question(client, django_assert_num_queries, noun, queries):
    thing = make_organisation() if noun == "organisation" else make_state()
    for count in (1, 29):
        for _ in range(count):
            make_membership(**{noun: thing})
        with django_assert_num_queries(queries):
            client.get(thing.get_absolute_url())

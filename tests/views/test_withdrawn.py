"""What was withdrawn says what it was, when and why, and what stands near it."""

import pytest
import time_machine

from briefs.models import Bearing
from briefs.publishing import withdraw
from tests.factories import (
    make_annotation,
    make_article,
    make_organisation,
    make_person,
    make_update,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-03-03 12:00 +0000", tick=False):
        yield


def read(client, thing) -> str:
    """The page, white space folded, so that a test may quote it."""
    answer = client.get(thing.get_absolute_url())
    assert answer.status_code == 410
    return " ".join(answer.text.split())


def near(page: str) -> str:
    return page[page.index("What stands near it") : page.index("</main>")]


def test_a_claim_names_its_article(client):
    claim = make_annotation(make_article(title="A club"), summary="It <grows>.", kind="fact")
    withdraw(claim, reason="It was wrong.\n\nWe <misread> it.")
    page = read(client, claim)
    assert "This claim was withdrawn" in page
    assert "“It &lt;grows&gt;.” was published here, and the editors took it back on" in page
    assert '<time datetime="2026-03-03">3 March 2026</time>' in page
    assert "<p>It was wrong.</p> <p>We &lt;misread&gt; it.</p>" in page
    assert f'<a href="{claim.article.get_absolute_url()}">A club</a>' in near(page)
    assert '<a href="/claims/">All claims</a>' in near(page)


def test_a_claim_that_went_with_its_article_says_so(client):
    claim = make_annotation(kind="fact")
    withdraw(claim.article, reason="A forgery.")
    page = read(client, claim)
    assert "took the article that it was in back on" in page
    assert "A forgery." in page
    assert claim.article.get_absolute_url() not in page


def test_an_update_names_the_public_claims_it_bore_on(client):
    claim = make_annotation(summary="It grows.")
    update = make_update(bears_on=claim)
    hidden = make_annotation(public=False, summary="Secret.")
    Bearing.objects.create(update=update, annotation=hidden, effect="context")
    withdraw(update, reason="It did not happen.")
    page = read(client, update)
    assert f'<a href="{claim.get_absolute_url()}">It grows.</a>' in near(page)
    assert "Secret." not in page
    assert '<a href="/updates/">All updates</a>' in near(page)


def test_an_organisation_names_its_public_relatives(client):
    parent, hidden = make_organisation(name="A parent"), make_organisation(public=False)
    body = make_organisation(parent=parent, successor=hidden)
    withdraw(body, reason="There is none.")
    page = read(client, body)
    assert "This organisation was withdrawn" in page
    assert ">A parent</a>" in near(page)
    assert hidden.name not in page


def test_an_article_names_others_of_its_authors(client):
    author = make_person()
    article, other = make_article(title="A club"), make_article(title="A league")
    hidden = make_article(public=False, title="Secret")
    for one in (article, other, hidden):
        one.authors.add(author)
    claim = make_annotation(article, kind="fact")
    withdraw(article, reason="A forgery.")
    with time_machine.travel("2026-04-04 12:00 +0000", tick=False):
        withdraw(claim, reason="It was wrong.")  # a line of the record about the article too
    page = read(client, article)
    assert "“A club” was published here, and the editors took it back on" in page
    assert "3 March 2026" in page
    assert f'<a href="{other.get_absolute_url()}">A league</a>' in near(page)
    assert "Secret" not in page

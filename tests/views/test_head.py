"""The head of every page: one canonical address, and what shows where a link is shared."""

import pytest
from django.urls import reverse

from tests.factories import (
    make_annotation,
    make_article,
    make_membership,
    make_organisation,
    make_update,
)
from tests.linked_data.reading import canonical, head_of, metas
from tests.test_leaks import ARGUMENTS, public_names, site  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", public_names())
def test_every_page_has_one_canonical_address_and_a_card(client, site, name):  # noqa: F811
    address = reverse(f"briefs:{name}", args=ARGUMENTS.get(name, []))
    response = client.get(address)
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return
    if response.status_code != 200:
        return
    if name == "claim-embed" or "Content-Disposition" in response.headers:
        return  # no page to go to: a part of other pages, and a file to keep
    assert canonical(client, address) == f"http://testserver{address}"
    tags = dict(metas(head_of(client, address)[0]))
    shown = {name: tags[name] for name in tags if name.startswith(("og:", "twitter:"))}
    assert set(shown) == {
        *("og:site_name", "og:type", "og:title", "og:description", "og:url"),
        *("og:image", "og:image:type", "og:image:width", "og:image:height", "og:image:alt"),
        "twitter:card",
    }
    assert all(shown.values())
    assert (shown["og:image:width"], shown["og:image:height"]) == ("1200", "630")
    assert shown["og:url"] == f"http://testserver{address}"


def test_a_selection_and_another_day_are_the_list(client):
    make_annotation()
    for asked in ("", "?kind=forecast", "?as_of=2020-01-01", "?kind=forecast&page=2", "?utm=x"):
        assert canonical(client, f"/claims/{asked}") == "http://testserver/claims/"


def test_a_page_of_a_list_is_itself(client):
    article = make_article()
    for _ in range(61):
        make_annotation(article)
    assert canonical(client, "/claims/?page=2") == "http://testserver/claims/?page=2"
    for asked in ("?page=1", "?page=x", "?page=0&kind=forecast", "?page=2&kind=forecast"):
        assert canonical(client, f"/claims/{asked}") == "http://testserver/claims/"
    assert canonical(client, "/claims/?page=99") == "http://testserver/claims/?page=2"


def test_a_comparison_is_itself_in_whatever_order(client):
    for slug in ("one", "two"):
        make_membership(organisation=make_organisation(slug=slug))
    page = "http://testserver/organisations/compare/"
    for asked in (
        "?with=one&with=two",
        "?with=two&with=one&as_of=2020-01-01",
        "?with=two&with=one&with=x",
    ):
        address = f"/organisations/compare/{asked}"
        assert canonical(client, address) == f"{page}?with=one&with=two"
    assert canonical(client, "/organisations/compare/") == page


def test_a_version_is_itself_and_an_article_on_a_day_the_article(client):
    make_article(slug="rebirth")
    page = "http://testserver/articles/rebirth/"
    assert canonical(client, "/articles/rebirth/versions/1/") == f"{page}versions/1/"
    assert canonical(client, "/articles/rebirth/?as_of=2020-01-01&kind=fact") == page


def test_the_setting_says_where_the_site_is(client, settings):
    settings.SITE_URL = "https://analysis.example"
    assert canonical(client, "/claims/") == "https://analysis.example/claims/"


def test_what_is_not_there_has_no_address_and_no_card(client):
    for response in (client.get("/articles/nothing/"), client.get("/nothing/")):
        assert response.status_code == 404
        assert 'rel="canonical"' not in response.text
        assert "og:" not in response.text
        assert "ld+json" not in response.text


def test_a_title_is_said_once_escaped_and_the_same_everywhere(client):
    make_update(slug="odd", headline='“Q” & <b>"R"</b>')
    head, response = head_of(client, "/updates/odd/")
    assert dict(metas(head))["og:title"] == '“Q” & <b>"R"</b>'
    assert (
        "<title>“Q” &amp; &lt;b&gt;&quot;R&quot;&lt;/b&gt; – Living Analysis</title>"
        in response.text
    )

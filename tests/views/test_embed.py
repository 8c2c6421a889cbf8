"""The card of a claim for other pages, and oEmbed, by which they find it."""

import re
from html import unescape
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from briefs.addresses import renamed
from briefs.models import Annotation
from briefs.publishing import withdraw
from tests.factories import (
    make_annotation,
    make_article,
    make_assessment,
    make_person,
    make_source,
)

pytestmark = pytest.mark.django_db
CLAIM = "http://testserver/claims/will-admit/"


@pytest.fixture
def claim():
    article = make_article(slug="an-article", title="A title & more")
    article.authors.add(make_person(name="A. Author"), make_person(name="B. Author"))
    claim = make_annotation(article, slug="will-admit", summary='It "will" <b>admit</b> India.')
    make_assessment(claim, "did-not-come-true")
    return claim


# The card ---------------------------------------------------------------------------------------


def test_the_card_tells_what_is_claimed_and_what_became_of_it(client, claim):
    text = client.get("/claims/will-admit/embed/").content.decode()
    for words in (
        "Forecast in",
        "A title &amp; more",
        "10 October 2014",
        "It &quot;will&quot; &lt;b&gt;admit&lt;/b&gt; India.",
        "The bloc will admit India next year.",
        "did not come true",
        "high confidence",
        "1 source",
        '<base target="_blank">',
    ):
        assert words in text
    assert "<nav" not in text
    assert "<script" not in text


def test_the_card_has_a_policy_of_its_own(client, claim):
    headers = client.get("/claims/will-admit/embed/").headers
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[\w+/=]+'; base-uri 'none'; form-action 'none'; "
        r"frame-ancestors \*",
        headers["Content-Security-Policy"],
    )
    assert "X-Frame-Options" not in headers


def test_what_is_not_there_is_framed_by_nobody(client, claim):
    response = client.get("/claims/none/embed/")
    assert response.status_code == 404
    assert response["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]


@pytest.mark.parametrize("whole_article", [False, True])
def test_where_it_was_shown_a_withdrawn_claim_says_so(client, claim, whole_article):
    shown = client.get("/claims/will-admit/embed/")
    withdraw(claim.article if whole_article else claim, reason="The <source> was forged.")
    response = client.get("/claims/will-admit/embed/")
    text = response.content.decode()
    assert response.status_code == 410
    assert "was withdrawn" in text
    assert ("the article that it was in" in text) == whole_article
    assert "The &lt;source&gt; was forged." in text
    assert 'href="/claims/will-admit/"' in text
    for taken_back in ("admit&lt;", "did not come true", "next year", "A title"):
        assert taken_back not in text
    assert response["Content-Security-Policy"] == shown["Content-Security-Policy"]
    assert "X-Frame-Options" not in response.headers


@pytest.mark.parametrize("count", [1, 30])
def test_the_same_queries_for_1_and_30_sources(client, claim, django_assert_num_queries, count):
    made = make_annotation(claim.article, quote="It rarely meets.", kind="fact", slug="meets")
    for _ in range(count):
        make_assessment(made, "accurate", source=make_source())
        make_annotation(claim.article)
    with django_assert_num_queries(4):
        client.get("/claims/meets/embed/")
    with django_assert_num_queries(1):
        client.get("/oembed", {"url": "http://testserver/claims/meets/"})


# oEmbed -----------------------------------------------------------------------------------------


def test_a_claim_is_a_frame(client, claim):
    told = client.get("/oembed", {"url": CLAIM}).json()
    html = told.pop("html")
    assert told == {
        "version": "1.0",
        "type": "rich",
        "title": 'It "will" <b>admit</b> India.',
        "width": 600,
        "height": 320,
        "provider_name": "Living Analysis",
        "provider_url": "http://testserver/",
        "cache_age": 3600,
    }
    assert html == (
        '<iframe src="http://testserver/claims/will-admit/embed/" '
        'title="Claim: It &quot;will&quot; &lt;b&gt;admit&lt;/b&gt; India." '
        'width="600" height="320" loading="lazy" '
        'sandbox="allow-popups allow-popups-to-escape-sandbox" '
        'style="border:0;max-width:100%"></iframe>'
    )


def test_xml_says_the_same(client, claim):
    told = client.get("/oembed", {"url": CLAIM}).json()
    response = client.get("/oembed", {"url": CLAIM, "format": "xml"})
    assert response["Content-Type"] == "text/xml; charset=utf-8"
    root = ElementTree.fromstring(response.content)
    assert {one.tag: one.text for one in root} == {name: str(told[name]) for name in told}


def test_an_article_is_a_link(client, claim):
    told = client.get("/oembed", {"url": "http://testserver/articles/an-article/?as_of=2020"})
    assert told.json() == {
        "version": "1.0",
        "type": "link",
        "title": "A title & more",
        "author_name": "A. Author, B. Author",
        "provider_name": "Living Analysis",
        "provider_url": "http://testserver/",
        "cache_age": 3600,
    }


@pytest.mark.parametrize("page", ["/claims/was-called/", "/claims/was-called/embed/"])
def test_the_address_that_it_had_before_leads_to_it(client, claim, page):
    renamed(claim, "was-called")
    told = client.get("/oembed", {"url": f"http://testserver{page}"})
    assert told.json() == client.get("/oembed", {"url": CLAIM}).json()


@pytest.mark.parametrize(
    ("asked", "size"),
    [
        ({"maxwidth": "400"}, (400, 520)),
        ({"maxwidth": "500", "maxheight": "200"}, (500, 200)),
        ({"maxwidth": "5000", "maxheight": "5000"}, (600, 320)),
        ({"maxwidth": "0", "maxheight": "-3"}, (600, 320)),
        ({"maxwidth": "wide", "maxheight": "٣"}, (600, 320)),
        ({"maxwidth": "9" * 400}, (600, 320)),
    ],
)
def test_a_frame_is_no_larger_than_asked(client, claim, asked, size):
    told = client.get("/oembed", {"url": CLAIM, **asked}).json()
    assert (told["width"], told["height"]) == size
    assert f'width="{size[0]}" height="{size[1]}"' in told["html"]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        "/claims/will-admit/",
        "//testserver/claims/will-admit/",
        "ftp://testserver/claims/will-admit/",
        "http://elsewhere.example/claims/will-admit/",
        "http://testserver@elsewhere.example/claims/will-admit/",
        "http:///claims/will-admit/",
        "http://testserver/claims/",
        "http://testserver/claims/none/",
        "http://testserver/claims/hidden/",
        "http://testserver/articles/hidden/",
        "http://testserver/admin/",
        "http://[testserver/claims/will-admit/",
    ],
)
def test_what_is_not_ours_or_not_public_is_not_found(client, claim, url):
    make_annotation(claim.article, quote="It rarely meets.", slug="hidden", public=False)
    make_article(slug="hidden", public=False)
    assert client.get("/oembed", {"url": url}).status_code == 404


def test_an_unknown_format_is_not_implemented(client, claim):
    response = client.get("/oembed", {"url": CLAIM, "format": "yaml"})
    assert (response.status_code, response.text) == (501, "The formats are json and xml.")


def test_every_site_may_ask(client, claim):
    assert client.get("/oembed", {"url": CLAIM})["Access-Control-Allow-Origin"] == "*"


urls = st.one_of(
    st.text(max_size=60),
    st.text(max_size=30).map("http://testserver/claims/{}".format),
    st.text(max_size=30).map("http://{}/claims/will-admit/".format),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(urls, st.text(max_size=8), st.text(max_size=8), st.sampled_from(["json", "xml", "", "\0"]))
@example("http://testserver/claims/\0/", "\0", "²", "json")
@example("http://testserver:99999999/claims/will-admit/", "1", "1", "xml")
@example("http://[::1/", "", "", "xml")
@example("http://testserver/claims/%00%ff/", "", "", "json")
def test_nothing_that_is_asked_is_an_error_of_ours(claim, url, width, height, form):
    asked = {"url": url, "maxwidth": width, "maxheight": height, "format": form}
    assert Client().get("/oembed", asked).status_code in (200, 400, 404, 501)


# The pages of claims and articles -----------------------------------------------------------------


@pytest.mark.parametrize("page", ["/claims/will-admit/", "/articles/an-article/"])
def test_pages_say_how_they_are_embedded(client, claim, page):
    text = client.get(page).content.decode()
    for kind in ("json", "xml"):
        kind_of = "application/json" if kind == "json" else "text/xml"
        [address] = re.findall(rf'type="{kind_of}\+oembed" title="[^"]+" href="([^"]+)"', text)
        assert f"url={quote(f'http://testserver{page}', safe='')}" in unescape(address)
        assert client.get(unescape(address)).status_code == 200


def test_the_claim_has_the_frame_to_copy(client, claim):
    text = client.get("/claims/will-admit/").content.decode()
    [shown] = re.findall(r"<pre[^>]*><code>(.*?)</code></pre>", text)
    assert unescape(shown) == client.get("/oembed", {"url": CLAIM}).json()["html"]


def test_a_control_character_does_not_break_the_xml(client, claim):
    Annotation.objects.filter(slug="will-admit").update(summary="A\x0bB \x1f]]> & \ufffe")
    response = client.get("/oembed", {"url": CLAIM, "format": "xml"})
    assert ElementTree.fromstring(response.content).findtext("title") == "AB ]]> & "

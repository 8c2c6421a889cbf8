"""The article as one file that needs nothing else."""

import re
from base64 import b64encode
from hashlib import sha256
from html import unescape

import html5lib
import pytest

from briefs.models import Assessment, Citation, Reference
from tests.factories import (
    make_annotation,
    make_article,
    make_assessment,
    make_person,
    make_source,
    make_update,
)

pytestmark = pytest.mark.django_db
BODY = (
    '<p>The bloc will admit India next year. <a href="/claims/x/">See</a> '
    '<a href="https://example.org/">there</a> and href="/not/this/".</p><p>It rarely meets.</p>'
)


@pytest.fixture
def article():
    article = make_article(
        slug="an-article",
        title="A title",
        body=BODY,
        publisher_line="A publisher",
        original_url="https://original.example/1",
        licence_name="Creative Commons Attribution 4.0",
        licence_short="CC BY 4.0",
        licence_url="https://creativecommons.org/licenses/by/4.0/",
        changes_made="Links were put back.",
    )
    article.authors.add(make_person(name="A. Author"))
    claim = make_annotation(article, slug="will-admit", summary="India will be admitted.")
    make_assessment(
        claim,
        "came-true",
        rationale="It did.",
        source=make_source(url="https://e.org/verdict", title="A verdict"),
    )
    update = make_update(slug="admitted", headline="India is admitted", bears_on=claim)
    copy = make_source(url="https://mirror.example/", title="A mirror", linkable=False)
    Citation.objects.create(update=update, source=copy, position=2)
    Reference.objects.create(article=article, number=1, words="See", state="lost")
    return article


def text_of(client) -> str:
    response = client.get("/articles/an-article/carry.html")
    assert response.status_code == 200
    return response.content.decode()


def test_it_has_text_claims_sources_and_what_happened_since(client, article):
    text = text_of(client)
    for words in (
        'class="forecast held" data-claims="1" data-begins="claim 1">The bloc will admit India',
        'href="#claim-1"',
        'id="claim-1"',
        "India will be admitted.",
        "came true",
        "high confidence",
        "as of",
        "It did.",
        "https://e.org/verdict",
        'href="#update-admitted"',
        'id="update-admitted"',
        "It happened.",
        "A mirror, A paper (a copy, not linked)",
        "address lost, nothing found to replace it",
    ):
        assert words in text
    assert "mirror.example" not in text


def test_it_says_what_it_is_a_copy_of(client, article):
    text = re.sub(r"<[^>]+>", "", text_of(client).partition('id="copy"')[2])
    for words in (
        "A title",
        "A. Author",
        "A publisher",
        "10 October 2014",
        "https://original.example/1",
        "Creative Commons Attribution 4.0 (CC BY 4.0), https://creativecommons.org/licenses/by/4.0/",
        "Links were put back.",
        "http://testserver/articles/an-article/",
    ):
        assert words in text
    version = article.versions.get()
    assert f"Version1, {version.published_at:%-d %B %Y}" in text.replace("\n", "")


def test_links_of_the_text_lead_to_where_it_lives(client, article):
    text = text_of(client)
    assert '<a href="http://testserver/claims/x/">See</a>' in text
    assert '<a href="https://example.org/">there</a> and href="/not/this/".' in unescape(text)
    links = re.findall(r'<a [^>]*href="([^"]*)"', text)
    assert [link for link in links if not link.startswith(("#", "http://", "https://"))] == []


def test_its_own_links_lead_somewhere(client, article):
    document = html5lib.parse(text_of(client), namespaceHTMLElements=False)
    ids = [one.get("id") for one in document.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    targets = {one.get("href")[1:] for one in document.iter("a") if one.get("href", "")[:1] == "#"}
    assert targets <= set(ids)


def test_it_asks_for_nothing_and_runs_nothing(client, article):
    response = client.get("/articles/an-article/carry.html")
    text = response.content.decode()
    document = html5lib.parse(text, namespaceHTMLElements=False)
    names = {one.tag for one in document.iter() if isinstance(one.tag, str)}
    assert names.isdisjoint({"script", "link", "img", "iframe", "object", "form", "base"})
    assert not [key for one in document.iter() for key in one.attrib if key.startswith("on")]
    assert "style=" not in text
    assert not re.search(r"url\(|@import", text)
    [style] = re.findall("<style>(.*?)</style>", text, re.DOTALL)
    known = b64encode(sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{known}'; base-uri 'none'; form-action 'none'"
    assert response["Content-Security-Policy"] == f"{policy}; frame-ancestors 'none'"
    [told] = re.findall('Content-Security-Policy" content="([^"]+)"', text)
    assert unescape(told) == policy
    assert response["Content-Disposition"] == 'attachment; filename="an-article-version-1.html"'


def test_the_same_bytes_until_something_changes(client, article):
    first = client.get("/articles/an-article/carry.html")
    again = client.get("/articles/an-article/carry.html", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    make_assessment(Assessment.objects.get().annotation, "did-not-come-true")
    changed = client.get(
        "/articles/an-article/carry.html", headers={"If-None-Match": first["ETag"]}
    )
    assert changed.status_code == 200


@pytest.mark.parametrize("count", [1, 30])
def test_the_same_queries_for_1_and_30_claims(client, article, django_assert_num_queries, count):
    for number in range(count):
        claim = make_annotation(article, quote="It rarely meets.", kind="fact")
        make_assessment(claim, "accurate")
        make_update(bears_on=claim)
        Reference.objects.create(article=article, number=10 + number, words="See", state="lost")
    with django_assert_num_queries(10):
        client.get("/articles/an-article/carry.html")


def test_the_article_leads_to_it(client, article):
    assert (
        'href="/articles/an-article/carry.html"'
        in client.get("/articles/an-article/").content.decode()
    )
    assert client.get("/articles/none/carry.html").status_code == 404

import feedparser
import pytest

from briefs.assessing import look_over
from briefs.models import Event
from briefs.publishing import publish_article
from tests.factories import make_annotation, make_article, make_update, make_version

pytestmark = pytest.mark.django_db


def subscribe(client, address: str):
    response = client.get(address)
    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    feed = feedparser.parse(response.content)
    assert feed.bozo == 0
    return feed


def test_each_update_is_an_item_of_its_own_with_a_permanent_id(client):
    claim = make_annotation()
    first = make_update(headline="India joins", body="It did.", bears_on=claim)
    second = make_update(headline="Iran joins", body="It did too.", bears_on=claim)
    feed = subscribe(client, "/updates/feed.rss")
    assert [(item.title, item.link, item.id, item.guidislink) for item in feed.entries] == [
        (
            update.headline,
            f"http://testserver{update.get_absolute_url()}",
            Event.objects.get(update=update).tag,
            False,
        )
        for update in (second, first)
    ]
    assert feed.entries[1].description == "<p>9 June 2017. It did.</p>"


def test_id_stays_when_slug_and_authority_change(client, settings):
    update = make_update()
    before = subscribe(client, "/updates/feed.rss").entries[0].id
    update.slug = "another-slug"
    update.save()
    settings.TAG_AUTHORITY = "elsewhere.example,2030"
    item = subscribe(client, "/updates/feed.rss").entries[0]
    assert (item.id, item.link) == (before, "http://testserver/updates/another-slug/")


def test_articles_and_new_versions_are_items(client):
    make_article(title="A bloc")
    make_article(public=False)
    assert [item.title for item in subscribe(client, "/articles/feed.rss").entries] == ["A bloc"]


def test_hidden_updates_are_no_items(client):
    make_update(public=False)
    assert subscribe(client, "/updates/feed.rss").entries == []


def test_what_was_checked_without_change_is_no_news(client):
    claim = make_annotation()
    addresses = ("/updates/feed.rss", "/articles/feed.rss")
    before = [subscribe(client, address).entries for address in addresses]
    look_over(claim, by=None, note="No news at all.")
    assert [subscribe(client, address).entries for address in addresses] == before
    assert "No news at all." not in client.get("/").text


def test_odd_characters_break_no_feed(client):
    make_update(headline="Bell \x07, nonsense \ufffe, owl 🦉 <b> & ]]>", body="\x0bBody")
    item = subscribe(client, "/updates/feed.rss").entries[0]
    assert item.title == "Bell , nonsense , owl 🦉 <b> & ]]>"


def test_feeds_are_found_from_every_page(client):
    make_article()
    for address in ("/", "/articles/", "/claims/", "/method/", "/nowhere/"):
        page = client.get(address).content.decode()
        for feed in ("/updates/feed.rss", "/articles/feed.rss"):
            assert f'href="{feed}"' in page


@pytest.mark.parametrize("items", [1, 3])
def test_queries_do_not_grow_with_the_items(client, django_assert_num_queries, items):
    for _ in range(items):
        make_update()
    with django_assert_num_queries(1):
        client.get("/updates/feed.rss")


def test_text_is_text_to_feed_readers_too(client):
    make_update(body="<script>alert(1)</script> & more\n\nSecond.")
    response = client.get("/updates/feed.rss").text
    assert "&lt;p&gt;9 June 2017. &amp;lt;script&amp;gt;alert(1)" in response


def test_a_correction_of_an_article_is_an_item(client):
    article = make_article(title="A bloc")
    draft = make_version(article, title="A bloc", correction="The year was wrong.", body="<p>x</p>")
    publish_article(article, draft)
    item = subscribe(client, "/articles/feed.rss").entries[0]
    assert (item.title, item.description) == (
        "A bloc: version 2",
        "<p>Correction: The year was wrong.</p>",
    )


def test_a_corrected_headline_is_the_one_that_is_told(client):
    update = make_update(headline="India jions")
    update.headline = "India joins"
    update.save()
    assert subscribe(client, "/updates/feed.rss").entries[0].title == "India joins"

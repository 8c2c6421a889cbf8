"""What machines ask of the site first, and the headers of every answer."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.views.defaults import server_error

from tests.factories import make_annotation, make_article, make_update


@pytest.mark.django_db
def test_sitemap_lists_what_is_public(client):
    article = make_article(slug="an-article")
    make_annotation(article, slug="a-claim")
    make_update(slug="an-update")
    make_article(public=False, slug="hidden")
    addresses = re.findall(r"<loc>http://testserver(.*?)</loc>", client.get("/sitemap.xml").text)
    assert {"/", "/articles/an-article/", "/claims/a-claim/", "/updates/an-update/"} <= set(
        addresses
    )
    assert "/articles/hidden/" not in addresses


@pytest.mark.django_db
def test_robots_are_shown_the_sitemap_and_kept_from_the_admin(client):
    response = client.get("/robots.txt")
    assert (response["Content-Type"], response.text) == (
        "text/plain",
        "User-agent: *\nDisallow: /admin/\n\nSitemap: http://testserver/sitemap.xml\n",
    )


def test_the_page_of_an_error_of_ours_asks_for_nothing(rf, settings):
    """No database here, no context, no tag that could fail too."""
    plain = (settings.BASE_DIR / "templates/500.html").read_text()
    answer = server_error(rf.get("/"))
    assert (answer.status_code, answer.content.decode().strip()) == (500, plain.strip())
    assert not re.search(r"{[{%]", plain)
    (style,) = re.findall(r'<link rel="stylesheet" href="([^"]+)"', plain)
    assert finders.find(style.removeprefix(settings.STATIC_URL))


@pytest.mark.django_db
def test_unchanged_page_is_not_sent_twice(client):
    first = client.get("/method/")
    second = client.get("/method/", headers={"If-None-Match": first["ETag"]})
    assert (first.status_code, second.status_code, second.content) == (200, 304, b"")

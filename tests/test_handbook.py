"""The handbook's links and pictures hold, here and in the admin."""

import re
from urllib.parse import urlsplit

import html5lib
import pytest
from django.urls import reverse

from briefs.admin.handbook import PAGE, PICTURES, as_html
from briefs.models.quality import Check

MARKDOWN = PAGE.read_text(encoding="utf-8")
NAMED = re.findall(r"!\[[^\]]+\]\(handbook/([^)]+)\)", MARKDOWN)


def test_every_picture_that_is_named_is_there_and_every_other_gone():
    assert sorted(NAMED) == sorted(PICTURES)
    assert MARKDOWN.count("![") == len(NAMED)


def test_pictures_are_small():
    assert [name for name, path in PICTURES.items() if path.stat().st_size > 200_000] == []


def test_every_link_leads_to_a_heading():
    tree = html5lib.parseFragment(as_html(MARKDOWN), namespaceHTMLElements=False)
    ids = [heading.get("id") for level in ("h1", "h2", "h3") for heading in tree.iter(level)]
    links = [link.get("href") for link in tree.iter("a")]
    assert len(ids) == len(set(ids))
    assert [href for href in links if href.removeprefix("#") not in ids] == []
    assert {f"#{name}" for name in ids[1:]} <= set(links)


def test_it_tells_of_every_check():
    assert [c for c in Check if f"| {c.label[0].upper()}{c.label[1:]} |" not in MARKDOWN] == []


def test_markup_in_it_is_text():
    assert as_html("<b>x</b>") == "<p>&lt;b&gt;x&lt;/b&gt;</p>\n"


@pytest.mark.django_db
def test_the_admin_shows_it_with_its_pictures(admin_client):
    tree = html5lib.parse(admin_client.get(reverse("handbook")).text, namespaceHTMLElements=False)
    sources = [image.get("src") for image in tree.iter("img")]
    assert sources == [reverse("handbook-picture", args=[name]) for name in NAMED]
    for source in sources:
        response = admin_client.get(source)
        assert (response.status_code, response["Content-Type"]) == (200, "image/png")
        assert (
            b"".join(response.streaming_content) == PICTURES[source.rpartition("/")[2]].read_bytes()
        )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["none.png", "handbook.md", "../handbook.md", "..%2Fhandbook.md", "%2Fetc%2Fpasswd"]
)
def test_nothing_but_the_pictures_is_served(admin_client, name):
    response = admin_client.get(f"/admin/handbook/{name}", follow=True)
    assert response.status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["", "gate.png"])
def test_it_is_for_staff_alone(client, django_user_model, name):
    address = f"/admin/handbook/{name}"
    client.force_login(django_user_model.objects.create_user("reader"))
    response = client.get(address)
    assert response.status_code == 302
    assert urlsplit(response["Location"]).path == reverse("admin:login")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["admin:index", "admin:briefs_article_changelist", "admin:briefs_article_import"]
)
def test_pages_of_the_admin_lead_there(admin_client, address):
    page = admin_client.get(reverse(address)).text
    assert f'<a href="{reverse("handbook")}">Handbook</a>' in page
    assert "View site" in page
    assert "Log out" in page

"""Importing a file in the admin: upload, look, create; or replace, through the gate."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from briefs.models import Article, Person, ReceivedFile, Version
from briefs.versioning import open_draft
from tests.admin.test_steps import press
from tests.factories import make_annotation, make_article
from tests.importing import made_files as made

pytestmark = pytest.mark.django_db
LINKED = made.as_markdown().replace(b"six", b"[six](#)")


@pytest.fixture
def address() -> str:
    return reverse("admin:briefs_article_import")


@pytest.fixture(autouse=True)
def _clean_folder():
    yield
    for path in kept():
        default_storage.delete(path)


def kept() -> list[str]:
    if not default_storage.exists("imports"):
        return []
    return [f"imports/{name}" for name in default_storage.listdir("imports")[1]]


def upload(client, address, data=LINKED, name="a.md"):
    return client.post(address, {"file": SimpleUploadedFile(name, data)})


def said(response, **changes) -> dict:
    form = response.context["form"]
    data = {field.name: field.value() or "" for field in form}
    return {name: form[name].field.prepare_value(value) for name, value in data.items()} | changes


def test_the_list_of_articles_leads_there(admin_client, address):
    assert f'href="{address}"' in admin_client.get(reverse("admin:briefs_article_changelist")).text
    assert "Read the file" in admin_client.get(address).text


def test_the_preview_shows_all_and_writes_nothing(admin_client, address):
    response = upload(admin_client, address, made.as_pdf(), "a.pdf")
    assert said(response) | {"token": ""} == {
        "token": "",
        "into": "",
        "title": made.TITLE,
        "slug": "a-body-in-decline",
        "authors": "Ann Author\nBen Writer",
        "published": "",
        "publisher": "",
        "original_url": "",
        "licence": "",
    }
    assert "<td>page 2</td><td>hyphen at a line end kept</td>" in response.text
    assert f"<h2>{made.HEADING}</h2>" in response.text
    lost = upload(admin_client, address).text
    assert "<td>1</td><td>six</td><td>The body has six members" in lost
    assert (Article.objects.count(), ReceivedFile.objects.count()) == (0, 0)


def test_it_is_created_as_the_editor_says(admin_client, admin_user, address):
    data = said(
        upload(admin_client, address),
        title="Another title",
        slug="another",
        authors="Ann Author\n\nCarl Other",
        published="2014-10",
        publisher="The Press",
        original_url="https://example.org/a",
        licence="CC BY 4.0",
    )
    response = admin_client.post(address, data)
    article = Article.objects.get()
    assert response["Location"] == reverse("admin:briefs_article_change", args=[article.pk])
    version = article.versions.get()
    assert (version.title, version.text, version.by) == ("Another title", made.TEXT, admin_user)
    assert [str(person) for person in article.authors.order_by("name")] == [
        "Ann Author",
        "Carl Other",
    ]
    assert (article.slug, str(article.originally), article.publisher_line) == (
        "another",
        "October 2014",
        "The Press",
    )
    assert (article.licence_short, article.original_url) == ("CC BY 4.0", "https://example.org/a")
    assert bytes(version.received.content) == LINKED
    assert (article.status, article.references.get().words, kept()) == ("draft", "six", [])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": ""}, "This field is required."),
        ({"published": "soon"}, "is no date; write 2017, 2017-06 or 2017-06-09"),
        ({"slug": "taken"}, "There is an article “taken” already"),
    ],
)
def test_what_is_refused_stays_in_the_form(admin_client, address, changes, message):
    make_article(slug="taken")
    data = said(upload(admin_client, address), publisher="The Press", **changes)
    response = admin_client.post(address, data)
    assert message in response.text
    assert said(response)["publisher"] == "The Press"
    assert (Article.objects.count(), Person.objects.filter(name="Ann Author").count()) == (1, 0)
    data |= {"title": "Good", "published": "", "slug": "good"}
    assert admin_client.post(address, data).status_code == 302


def test_a_file_that_cannot_be_read_is_one_message(admin_client, address):
    response = upload(
        admin_client, address, made.as_docx(**{"word/vbaProject.bin": b"x"}), "a.docx"
    )
    assert "a.docx: holds macros; save it as DOCX without them" in response.text
    assert (kept(), Article.objects.count()) == ([], 0)


def test_another_text_for_an_article_goes_through_the_gate(admin_client, address):
    article = make_article(body=f"<p>{made.FIRST}</p><p>{made.SECOND} Gone.</p>")
    make_annotation(article, slug="few", quote="few of them send many soldiers")
    make_annotation(article, slug="gone", quote="Gone.")
    data = said(upload(admin_client, address), into=article.pk)
    response = admin_client.post(address, data, follow=True)
    draft = article.versions.get(number=2)
    assert response.redirect_chain[-1][0] == reverse("admin:briefs_version_gate", args=[draft.pk])
    assert "Imported a.md as draft version 2; claims to decide: 1." in response.text
    assert {at.annotation.slug: at.state for at in draft.anchors.all()} == {
        "few": "shifted",
        "gone": "lost",
    }
    response = press(admin_client, draft, "publish")
    assert "no settled place in version 2: gone" in response.text


def test_an_open_draft_is_shown_and_not_touched(admin_client, address):
    article = make_article(body=f"<p>{made.FIRST}</p>")
    other = get_user_model().objects.create_superuser("other", password="pw")
    draft = open_draft(article, by=other)
    response = admin_client.post(address, said(upload(admin_client, address), into=article.pk))
    assert "has an open draft, version 2 by other" in response.text
    assert reverse("admin:briefs_version_change", args=[draft.pk]) in response.text
    assert Version.objects.count() == 2


def test_the_same_file_again_says_where_it_is(admin_client, address):
    admin_client.post(address, said(upload(admin_client, address)))
    response = upload(admin_client, address)
    assert "This very file was imported before" in response.text
    response = admin_client.post(address, said(response, slug="second"), follow=True)
    assert "Nothing was saved: a.md was imported before" in response.text
    assert Article.objects.count() == 1


def test_the_token_is_of_one_editor_one_file_and_one_day(admin_client, client, address):
    data = said(upload(admin_client, address))
    client.force_login(get_user_model().objects.create_superuser("other", password="pw"))
    for who, sent in ((client, data), (admin_client, data | {"token": data["token"] + "x"})):
        response = who.post(address, sent, follow=True)
        assert "That file is no longer kept here; choose it again." in response.text
    assert (Article.objects.count(), len(kept())) == (0, 1)


def test_files_that_nobody_came_back_for_are_deleted(admin_client, address):
    upload(admin_client, address)
    (old,) = kept()
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        admin_client.force_login(get_user_model().objects.get())
        upload(admin_client, address, made.as_docx(), "a.docx")
    assert len(kept()) == 1
    assert old not in kept()


def test_who_may_import(client, address):
    user = get_user_model().objects.create_user("helper", password="pw", is_staff=True)
    client.force_login(user)
    assert client.get(address).status_code == 403
    user.user_permissions.add(Permission.objects.get(codename="add_article"))
    assert client.get(address).status_code == 200
    article = make_article(body=f"<p>{made.FIRST}</p>")
    response = upload(client, address)
    assert "into" not in response.context["form"].fields
    client.post(address, said(response, into=article.pk, slug="own"))
    assert article.versions.count() == 1
    assert Article.objects.filter(slug="own").exists()

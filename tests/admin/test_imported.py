"""The page on which annotations of others are imported."""

import json

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile

from briefs.models import Annotation, ImportedAnnotation
from tests.factories import make_article

pytestmark = pytest.mark.django_db

PAGE = "/admin/briefs/annotation/import/"


def row(number, exact, **fields):
    return {
        "id": str(number),
        "uri": "http://testserver/articles/bloc/",
        "user": "acct:reader@hypothes.is",
        "text": "<b>It does not.</b>",
        "target": [{"selector": [{"type": "TextQuoteSelector", "exact": exact}]}],
        **fields,
    }


ROWS = [
    row(1, "It rarely meets."),
    row(2, "The bloc may admit India next year."),
    row(3, "It rarely meets.", uri="https://other.example/"),
    row(4, "It rarely meets.", references=["1"]),
]


@pytest.fixture
def article():
    return make_article(slug="bloc")


def upload(data) -> SimpleUploadedFile:
    content = data if isinstance(data, bytes) else json.dumps(data).encode()
    return SimpleUploadedFile("notes.json", content)


def text(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def test_the_list_leads_to_it(admin_client):
    html = text(admin_client.get("/admin/briefs/annotation/"))
    assert f'href="{PAGE}"' in html
    assert "Import a table" in html
    assert "JSON file" in text(admin_client.get(PAGE))


def test_looked_over_then_made(admin_client, article):
    looked = admin_client.post(PAGE, {"file": upload(ROWS)})
    html = text(looked)
    assert "What would be done: 1 created, 1 not found, 1 not ours, 1 skipped" in html
    assert "Nearest here: “The bloc will admit India next year.”" in html
    assert "&lt;b&gt;It does not.&lt;/b&gt;" in html
    assert Annotation.objects.count() == 0

    initial = looked.context["form"].initial
    made = admin_client.post(PAGE, {**initial, "save": "Make 1 draft"})
    draft = Annotation.objects.get()
    assert f'href="/admin/briefs/annotation/{draft.pk}/change/"' in text(made)
    assert "Done: 1 created" in text(made)
    assert (draft.created_by.username, draft.status) == ("admin", "draft")

    again = text(admin_client.post(PAGE, {**initial, "save": "Make 1 draft"}))
    assert "Done: 1 unchanged" in again
    assert Annotation.objects.count() == 1


def test_another_file_is_looked_over_first(admin_client, article):
    initial = admin_client.post(PAGE, {"file": upload(ROWS)}).context["form"].initial
    other = upload([row(9, "Nothing else is said.")])
    html = text(admin_client.post(PAGE, {**initial, "file": other, "save": "Make 1 draft"}))
    assert "What would be done: 1 created" in html
    assert Annotation.objects.count() == 0


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"{", "notes.json, line 1: is no JSON"),
        (b"[]", "notes.json: holds no annotations"),
        (b"\xff\xfe{}", "notes.json, line 1: is not UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a": "\0"}', "is no JSON"),
    ],
)
def test_a_bad_file_is_told(admin_client, data, why):
    html = text(admin_client.post(PAGE, {"file": upload(data)}))
    assert why in html
    assert "Nothing was saved." in html


def test_no_file(admin_client):
    assert "Choose a file." in text(admin_client.post(PAGE, {}))


def test_who_may_not_add_may_not_import(client):
    person = User.objects.create_user("person", is_staff=True)
    person.groups.add(Group.objects.get(name="Reviewer"))
    client.force_login(person)
    assert client.get(PAGE).status_code == 403


def test_a_draft_s_page_says_where_it_comes_from(admin_client, article):
    looked = admin_client.post(PAGE, {"file": upload(ROWS[:1])})
    admin_client.post(PAGE, {**looked.context["form"].initial, "save": "x"})
    draft = Annotation.objects.get()
    html = text(admin_client.get(f"/admin/briefs/annotation/{draft.pk}/change/"))
    assert "reader@hypothes.is" in html
    assert "imported from" in html.lower()


def test_taking_the_origin_away_lets_it_be_imported_again(admin_client, article):
    initial = admin_client.post(PAGE, {"file": upload(ROWS[:1])}).context["form"].initial
    admin_client.post(PAGE, {**initial, "save": "x"})
    Annotation.objects.get().delete()
    origin = ImportedAnnotation.objects.get()
    admin_client.post(f"/admin/briefs/importedannotation/{origin.pk}/delete/", {"post": "yes"})
    assert "1 created" in text(admin_client.post(PAGE, {**initial, "save": "x"}))

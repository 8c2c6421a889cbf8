"""The page on which a table is imported: nothing is saved that was not shown before."""

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from briefs.importing.tables import TABLES, decoded
from briefs.models import Organisation
from tests.factories import make_organisation, make_source

pytestmark = pytest.mark.django_db

NOUNS = {
    "organisations": "organisation",
    "memberships": "membership",
    "sources": "source",
    "claims": "annotation",
}
HEAD = "slug,name,kind,summary\n"
LAKE = "lake,Lake,alliance,Water.\n"
POND = 'pond,Pond,alliance,"Less,\nwater."\n'
AGAIN = "The rows would not do now what was shown to you: look at this again."


def address(table: str = "organisations", page: str = "table") -> str:
    return reverse(f"admin:briefs_{NOUNS[table]}_{page}")


def file(content: str | bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("t.csv", content.encode() if isinstance(content, str) else content)


def upload(client, content: str | bytes, table: str = "organisations", **more):
    return client.post(address(table), {"file": file(content), **more})


def form_of(response) -> dict:
    """What a browser sends back: line breaks become CR LF on the way."""
    sent = {field.name: field.value() or "" for field in response.context["form"]}
    sent = {name: value for name, value in sent.items() if value}
    return {**sent, "text": "\r\n".join(sent["text"].splitlines()) + "\r\n"}


def save(client, data: dict, table: str = "organisations"):
    return client.post(address(table), {**data, "save": "Save all of it"})


def slugs() -> set[str]:
    return set(Organisation.objects.values_list("slug", flat=True))


def test_the_preview_writes_nothing_and_saving_all_of_it_does(admin_client):
    shown = upload(admin_client, HEAD + LAKE + POND)
    assert slugs() == set()
    assert "2 created, 0 changed, 0 unchanged" in shown.text
    response = save(admin_client, form_of(shown))
    assert response["Location"] == address(page="changelist")
    assert slugs() == {"lake", "pond"}
    assert Organisation.objects.get(slug="pond").summary == "Less,\nwater."
    again = upload(admin_client, HEAD + LAKE)
    assert "there is nothing to save" in again.text
    assert 'name="save"' not in again.text


def test_the_preview_shows_before_and_after(admin_client):
    make_organisation(slug="lake", name="Old <name>", kind="alliance", summary="Water.")
    shown = upload(admin_client, HEAD + LAKE)
    assert "<b>name</b> <del>Old &lt;name&gt;</del> → <ins>Lake</ins>" in shown.text
    assert "1 row changes something published: give the reason." in shown.text
    assert "give the reason" in save(admin_client, form_of(shown)).text
    assert Organisation.objects.get().name == "Old <name>"
    assert save(admin_client, form_of(shown) | {"reason": "Its name."}).status_code == 302
    assert Organisation.objects.get().name == "Lake"


def test_a_file_chosen_in_the_second_step_is_shown_first(admin_client):
    data = form_of(upload(admin_client, HEAD + LAKE))
    response = save(admin_client, data | {"file": file(HEAD + POND)})
    assert "This is what the file you chose would do." in response.text
    assert [outcome.name for outcome in response.context["report"].outcomes] == ["Pond"]
    assert slugs() == set()
    assert save(admin_client, form_of(response)).status_code == 302
    assert slugs() == {"pond"}


def test_a_file_chosen_first_is_never_saved_at_once(admin_client):
    response = save(admin_client, {"file": file(HEAD + LAKE)})
    assert "This is what the file you chose would do." in response.text
    assert slugs() == set()


@pytest.mark.parametrize(
    "changes",
    [
        {"text": HEAD + POND},
        {"text": HEAD + LAKE + POND},
        {"looked_over": ""},
        {"looked_over": "forged"},
        {"publish": "on"},
    ],
)
def test_what_was_not_shown_is_shown_and_not_saved(admin_client, changes):
    data = form_of(upload(admin_client, HEAD + LAKE)) | changes
    response = save(admin_client, data)
    assert AGAIN in response.text
    assert slugs() == set()
    assert save(admin_client, form_of(response)).status_code == 302


def test_the_word_that_it_was_shown_is_of_one_editor_and_one_table(
    admin_client, client, django_user_model
):
    data = form_of(upload(admin_client, HEAD + LAKE))
    client.force_login(django_user_model.objects.create_superuser("other", password="pw"))
    assert AGAIN in save(client, data).text
    assert slugs() == set()


def test_what_a_colleague_did_meanwhile_is_shown(admin_client):
    data = form_of(upload(admin_client, HEAD + LAKE))
    make_organisation(slug="lake", name="Theirs", kind="alliance", summary="Water.", public=False)
    response = save(admin_client, data)
    assert AGAIN in response.text
    assert "<del>Theirs</del> → <ins>Lake</ins>" in response.text
    assert Organisation.objects.get().name == "Theirs"
    assert save(admin_client, form_of(response)).status_code == 302
    assert Organisation.objects.get().name == "Lake"


def test_errors_stand_by_row_and_column(admin_client):
    response = upload(admin_client, HEAD + LAKE + "pond,,lagoon,Water.\n")
    assert "Nothing can be saved: 2 errors. Put them right" in response.text
    assert "<td>3</td><td>name</td><td>must not be empty</td>" in response.text
    assert "<td>3</td><td>kind</td><td>“lagoon” is none of:" in response.text
    assert 'name="save"' not in response.text
    assert "<td>3</td>" in save(admin_client, form_of(response)).text
    assert slugs() == set()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("slug,name\nü,Ü\n".encode("windows-1252"), "The file is not UTF-8"),
        (b"slug,colour\n", "Unknown column “colour”"),
        (b"PK\x03\x04\x00\x00", "The file holds NUL bytes: it is no CSV file."),
        (b"", "The submitted file is empty."),
        (b"x" * (5 * 1024 * 1024 + 1), "The file is too large: at most 5 MB are read."),
    ],
)
def test_a_file_that_cannot_be_read_is_one_message(admin_client, content, message):
    before = form_of(upload(admin_client, HEAD + LAKE))
    response = save(admin_client, before | {"file": file(content)})
    assert message in response.text
    # What was looked over before is not taken for the file that could not be read.
    assert response.context["form"]["text"].value() is None
    assert slugs() == set()


def test_without_a_file(admin_client):
    assert "Choose a file." in admin_client.post(address(), {}).text


@pytest.mark.parametrize("name", TABLES)
def test_each_table_has_its_files_and_describes_its_columns(admin_client, name):
    table = TABLES[name]
    for page, named in (("template", f"{name}-template.csv"), ("present", f"{name}.csv")):
        response = admin_client.get(address(name, page))
        assert response["Content-Disposition"] == f'attachment; filename="{named}"'
        assert decoded(response.content).startswith(",".join(table.names))
    assert address(name) in admin_client.get(address(name, "changelist")).text
    text = admin_client.get(address(name)).text
    for column in table.columns:
        needed = ' <span class="help">needed</span>' if column.required else ""
        assert f'<th scope="row">{column.name}{needed}</th><td>{column.about}</td>' in text


def test_sources_are_neither_published_nor_recorded(admin_client):
    make_source(url="https://e.org/", title="Old", publisher="")
    shown = upload(admin_client, "url,title\nhttps://e.org/,New\n", "sources")
    assert set(shown.context["form"].fields) == {"file", "text", "looked_over"}
    assert save(admin_client, form_of(shown), "sources").status_code == 302


def test_who_may_import_and_who_may_publish(client, django_user_model):
    user = django_user_model.objects.create_user("x", password="pw", is_staff=True)
    client.force_login(user)
    for page in ("table", "template", "present"):
        assert client.get(address(page=page)).status_code == 403
    rights = ["add_organisation", "change_organisation", "view_organisation"]
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    shown = upload(client, HEAD + LAKE, publish="on")
    assert "publish" not in shown.context["form"].fields
    assert save(client, form_of(shown) | {"publish": "on"}).status_code == 302
    assert Organisation.objects.get().status == "draft"

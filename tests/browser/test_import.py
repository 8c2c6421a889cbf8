"""Importing a Word file in the browser."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from briefs.models import Article
from tests.importing import made_files as made

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_word_file_becomes_an_article(page, live_server):
    get_user_model().objects.create_superuser("editor", password="pw")
    page.goto(live_server.url + reverse("admin:briefs_article_changelist"))
    page.fill("#id_username", "editor")
    page.fill("#id_password", "pw")
    page.click("[type=submit]")
    page.click("text=Import a file")
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    page.set_input_files(
        "#id_file", {"name": "decline.docx", "mimeType": kind, "buffer": made.as_docx()}
    )
    page.click("text=Read the file")
    assert page.input_value("#id_authors") == "Ann Author\nBen Writer"
    assert page.inner_text(".imported-text h2") == made.HEADING
    page.fill("#id_title", "A Body in Decline")
    page.click("[type=submit][value=Import]")
    page.wait_for_selector(".messagelist .success")
    version = Article.objects.get(slug="a-body-in-decline").versions.get()
    assert (version.title, version.text) == ("A Body in Decline", made.TEXT)
    assert version.received.name == "decline.docx"

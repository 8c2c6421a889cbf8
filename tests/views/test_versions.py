"""The public history of an article: every version, every comparison, every retired claim."""

import re

import html5lib
import pytest

from briefs.annotating import confirm, retire
from briefs.versioning import Content, open_draft, publish_draft, save_draft
from tests.factories import make_annotation, make_article, make_assessment

pytestmark = pytest.mark.django_db

ONE = "The bloc was founded by six states in the summer of 2001, and it has grown since then."
JOIN = "It may well admit India and Pakistan as full members as early as in the coming year."
DRILL = "Its members hold a drill every second year, although few of them send many soldiers."


@pytest.fixture
def article():
    article = make_article(slug="a-bloc", title="A bloc", body=f"<p>{ONE}</p><p>{JOIN} {DRILL}</p>")
    join = make_annotation(article, slug="join", quote=JOIN, summary="India will be admitted.")
    make_assessment(join, "came-true")
    make_annotation(article, slug="drill", quote=DRILL, kind="fact", summary="It drills.")
    draft = open_draft(article)
    text = f"<p>{JOIN.replace('may well', 'will')}</p><p>{ONE}</p>"
    content = Content(title="A bloc", body=text, correction="The drills were left out.")
    draft = save_draft(draft, content, revision=draft.revision)
    confirm(draft.anchors.get(annotation__slug="join"))
    retire(draft.anchors.get(annotation__slug="drill"), reason="The drills have ended.")
    publish_draft(article)
    article.refresh_from_db()
    return article


def read(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_every_version_is_listed_with_what_changed(client, article):
    page = read(client, "/articles/a-bloc/versions/")
    assert page.index("Version 2") < page.index("Version 1")
    assert "Correction: The drills were left out." in page
    assert 'href="/articles/a-bloc/changes/1..2/"' in page


def test_each_version_keeps_its_text_and_its_marks(client, article):
    for version in article.versions.all():
        content = client.get(f"/articles/a-bloc/versions/{version.number}/").content.decode()
        document = html5lib.parse(content, namespaceHTMLElements=False)
        (text,) = (div for div in document.iter("div") if div.get("class") == "text")
        assert "".join(text.itertext()) == version.text
    first = read(client, "/articles/a-bloc/versions/1/")
    assert re.search(rf'data-claims="2"[^>]*>{DRILL}</mark>', first)
    assert "It is kept as it was" in first


def test_drafts_and_unknown_versions_do_not_exist(client, article):
    open_draft(article)
    for address in ("versions/3/", "versions/9/", "changes/1..3/", "changes/0..1/"):
        assert client.get(f"/articles/a-bloc/{address}").status_code == 404


def test_comparison_by_word_with_moves_and_fates(client, article):
    page = read(client, "/articles/a-bloc/changes/1..2/")
    assert "<ins>It will </ins>" in page
    assert 'class="moved"' in page
    assert '<dt>Edited</dt><dd><ul><li><a href="/claims/join/">' in page
    assert "The drills have ended." in page


def test_a_version_against_itself_has_no_change(client, article):
    page = read(client, "/articles/a-bloc/changes/2..2/")
    comparison = page[page.index('class="comparison"') :]
    assert ("<del>" in comparison, "<ins>" in comparison) == (False, False)


def test_retired_claim_keeps_its_page_with_quotation_and_last_version(client, article):
    page = read(client, "/claims/drill/")
    assert "does not make this claim any more. The drills have ended." in page
    assert DRILL in page
    assert '<a href="/articles/a-bloc/versions/1/">version 1</a>' in page
    assert "drill/" not in read(client, "/articles/a-bloc/")


def test_readers_are_told_of_words_changed_since_the_assessment(client, article):
    page = read(client, "/articles/a-bloc/")
    assert "wording changed since this was assessed" in page
    claim = read(client, "/claims/join/")
    assert f"The words that were judged: “{JOIN}”" in claim
    make_assessment(article.annotations.get(slug="join"), "came-true")
    assert "wording changed" not in read(client, "/articles/a-bloc/")
    assert "The words that were judged" not in read(client, "/claims/join/")


def test_corrections_stand_at_the_top_of_the_article(client, article):
    page = read(client, "/articles/a-bloc/")
    assert page.index("The drills were left out.") < page.index('class="text"')


def test_each_claim_is_listed_once_however_many_versions(client, article):
    page = read(client, "/claims/")
    assert (page.count("/claims/join/"), page.count("/claims/drill/")) == (1, 1)
    assert "2 claims" in page
    assert page.index("/claims/join/") < page.index("/claims/drill/")  # retired ones come last

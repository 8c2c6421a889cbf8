"""A file that becomes the next draft version of an article."""

import pytest
from django.core.management import CommandError, call_command

from briefs.importing.reading import read_file
from briefs.importing.save import DraftOpen, SaveError, save_draft, save_into
from briefs.models import ReceivedFile, Reference, Version
from briefs.versioning import open_draft
from tests.factories import make_annotation, make_article
from tests.importing import made_files as made

pytestmark = pytest.mark.django_db
LINKED = made.as_markdown().replace(b"six", b"[six](#)")


@pytest.fixture
def article():
    article = make_article(title="Before", body=f"<p>{made.FIRST}</p><p>{made.SECOND} Gone.</p>")
    make_annotation(article, slug="few", quote="few of them send many soldiers")
    make_annotation(article, slug="gone", quote="Gone.")
    return article


def save(article, data: bytes = LINKED):
    return save_into(read_file(data, "a.md"), data, article, name="a.md")


def test_the_text_goes_through_the_gate(article):
    saved = save(article)
    version = saved.version
    assert (version.number, version.title, version.text, version.note, version.is_draft) == (
        2,
        made.TITLE,
        made.TEXT,
        "Imported from a.md.",
        True,
    )
    assert bytes(version.received.content) == LINKED
    states = {at.annotation.slug: at.state for at in version.anchors.all()}
    assert states == {"few": "shifted", "gone": "lost"}
    article.refresh_from_db()
    assert article.live.title == "Before"


def test_a_link_that_is_known_keeps_its_reference(article):
    Reference.objects.create(article=article, number=4, words="six", place="body", state="lost")
    Reference.objects.create(article=article, number=5, words="seven", place="body", state="lost")
    version = save(article, LINKED.replace(b"drill", b"[drill](https://example.org/)")).version
    assert '<a data-reference="4">six</a>' in version.body
    assert '<a href="https://example.org/" data-reference="6">drill</a>' in version.body
    assert list(article.references.values_list("number", "words", "state")) == [
        (4, "six", "lost"),
        (5, "seven", "lost"),
        (6, "drill", "live"),
    ]


def test_an_open_draft_is_not_touched(article, admin_user):
    draft = open_draft(article, by=admin_user)
    with pytest.raises(DraftOpen) as caught:
        save(article)
    assert caught.value.draft == draft
    assert str(caught.value).startswith(f"“{article.slug}” has an open draft, version 2 by admin,")
    assert (Version.objects.count(), ReceivedFile.objects.count()) == (2, 0)


def test_what_cannot_be_saved_leaves_nothing(article):
    long = read_file(LINKED, "a.md")
    with pytest.raises(SaveError):
        save_into(long, LINKED, article, name="a" * 300)
    assert (Version.objects.count(), Reference.objects.count()) == (1, 0)


def test_the_same_file_twice(article):
    first = save_draft(read_file(LINKED, "a.md"), LINKED, name="a.md")
    again = save(article)
    assert (again.created, again.version) == (False, first.version)


def test_the_command(article, tmp_path, capsys):
    file = tmp_path / "a.docx"
    file.write_bytes(made.as_docx())
    call_command("import_article", str(file), into=article.slug, dry_run=True)
    assert capsys.readouterr().out.splitlines()[-1] == (
        f"Dry run: nothing was written. It would become version 2 of “{article.slug}”; "
        "marked claims to decide: 1."
    )
    assert Version.objects.count() == 1
    call_command("import_article", str(file), into=article.slug)
    assert capsys.readouterr().out.splitlines()[-1] == (
        f"Imported as “{article.slug}”, version 2, not published; marked claims to decide: 1."
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"into": "nothing"}, "There is no article “nothing”."),
        (
            {"into": "a", "slug": "b"},
            "Give --slug for a new article or --into for one that is there.",
        ),
    ],
)
def test_the_command_refuses(tmp_path, options, message):
    with pytest.raises(CommandError) as caught:
        call_command("import_article", str(tmp_path / "a.txt"), **options)
    assert str(caught.value) == message

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from briefs.models import Article, Event, Organisation, Person, ReceivedFile, Version

pytestmark = pytest.mark.django_db

REAL = settings.SEEDS_DIR / "articles" / "sco-rebirth-and-regeneration" / "received.txt"
TEXT = """\
A Body in Decline?

By Ann Author and Ben Writer

The body has [six](#) members and will admit India next year. It rarely meets, and when it meets it
agrees on little. Its members trade with each other more than they did, but the body has no part in
that, and its secretariat is small.
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "body.txt"
    path.write_text(TEXT)
    return path


def run(capsys, *arguments: object, **options: object) -> list[str]:
    call_command("import_article", *map(str, arguments), **options)
    return capsys.readouterr().out.splitlines()


def refusal(path: Path, **options: object) -> str:
    """The one line of a refusal, after which nothing may be there."""
    before = Article.objects.count()
    with pytest.raises(CommandError) as caught:
        call_command("import_article", str(path), **options)
    assert (Article.objects.count(), caught.value.returncode) == (before, 1)
    return str(caught.value)


def test_the_report_and_the_article(file, capsys):
    assert run(capsys, file) == [
        "Title: A Body in Decline?",
        "Standfirst: not stated",
        "Byline: By Ann Author and Ben Writer",
        "Authors: Ann Author; Ben Writer",
        "Published: not stated",
        "Publisher: not stated",
        "Host: not stated",
        "Licence: not stated",
        "Original address: not stated",
        "Body: 0 headings, 1 paragraphs, 45 words",
        "",
        "Repairs: 1",
        "  line 5: wrapped lines joined: 3 lines -> one paragraph",
        "",
        "Lost links: 1 of 1",
        '  1. p1, character 13: "six" in: The body has six members and will admit India next year.',
        "",
        "Imported as “a-body-in-decline”, version 1, not published.",
    ]
    article = Article.objects.get()
    assert (article.slug, article.status, article.live, article.byline) == (
        "a-body-in-decline",
        "draft",
        None,
        "By Ann Author and Ben Writer",
    )
    assert [person.slug for person in article.authors.all()] == ["ann-author", "ben-writer"]
    reference = article.references.get()
    assert (reference.number, reference.words, reference.state, reference.place) == (
        1,
        "six",
        "lost",
        "body",
    )
    version = article.versions.get()
    assert (version.number, version.title, version.is_draft) == (1, "A Body in Decline?", True)
    assert version.text.startswith("The body has six members")
    assert version.body.startswith('<p>The body has <a data-reference="1">six</a> members')
    assert Event.objects.count() == 0


def test_the_file_is_kept_byte_for_byte_with_its_report(file, capsys):
    run(capsys, file)
    received = ReceivedFile.objects.get()
    assert (received.name, bytes(received.content), received.report["title"]) == (
        "body.txt",
        TEXT.encode(),
        "A Body in Decline?",
    )


def test_the_same_file_again_changes_nothing_and_says_so(file, capsys):
    run(capsys, file, slug="decline")
    assert run(capsys, file)[-1] == ("Nothing to do: this file was imported before, as “decline”.")
    assert (Article.objects.count(), Version.objects.count()) == (1, 1)


def test_a_dry_run_writes_nothing(file, capsys):
    assert run(capsys, file, dry_run=True)[-1] == (
        "Dry run: nothing was written. It would become “a-body-in-decline”."
    )
    counts = [model.objects.count() for model in (Article, Version, Person, ReceivedFile)]
    assert counts == [0, 0, 0, 0]


def test_another_file_for_a_known_slug_is_refused(file, capsys):
    run(capsys, file)
    file.write_text(TEXT.replace("rarely", "seldom"))
    assert refusal(file) == (
        "There is an article “a-body-in-decline” already, made from another file; "
        "choose another slug, or edit that article."
    )


def test_people_and_publishers_that_are_known_are_found(capsys):
    weitz = Person.objects.create(slug="weitz", name="Richard Weitz")
    isn = Organisation.objects.create(
        slug="isn", name="International Relations and Security Network", kind="publisher"
    )
    run(capsys, REAL)
    article = Article.objects.get()
    assert (article.authors.get(), article.publisher, article.publisher_line) == (
        weitz,
        isn,
        "International Relations and Security Network (ISN)",
    )
    assert (article.licence_short, article.original_url, str(article.originally)) == (
        "CC BY 4.0",
        "http://www.isn.ethz.ch/Digital-Library/Articles/Detail?id=184270&lng=en",
        "10 October 2014",
    )
    assert article.references.filter(state="lost").count() == 25


def test_a_new_author_has_the_post_the_file_states(capsys):
    hudson = Organisation.objects.create(
        slug="hudson", name="Hudson Institute", kind="research-institute"
    )
    run(capsys, REAL)
    person = Person.objects.get()
    assert (person.slug, person.role, person.affiliation) == (
        "richard-weitz",
        "Senior Fellow and Director of the Center for Political-Military Analysis",
        hudson,
    )


def test_a_slug_is_never_given_twice_to_people(file, capsys):
    Person.objects.create(slug="ann-author", name="Another")
    run(capsys, file)
    assert Person.objects.get(name="Ann Author").slug == "ann-author-2"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "body.txt: is empty"),
        (b"One line.\n", "body.txt: no article in it"),
        (TEXT.encode("utf-16"), "body.txt: is no plain text but UTF-16 text; save it as UTF-8"),
        (TEXT.encode() + b"\xff\n", "body.txt, line 8: "),
    ],
)
def test_a_file_that_is_no_article_is_refused_in_one_line(file, content, reason):
    file.write_bytes(content)
    told = refusal(file)
    assert (told.startswith(reason), told.count("\n")) == (True, 0), told


def test_files_that_cannot_be_opened(file, tmp_path):
    assert refusal(tmp_path) == f"{tmp_path}: cannot be read: Is a directory"
    missing = tmp_path / "missing.txt"
    assert refusal(missing) == f"{missing}: cannot be read: No such file or directory"
    file.write_text("a " * 10_000_001)
    assert refusal(file) == f"{file}: is larger than 20,000,000 bytes"


def test_a_title_without_letters_needs_a_slug(file, capsys):
    file.write_text(TEXT.replace("A Body in Decline?", "国際機構の衰退?"))
    assert refusal(file) == "The title gives no slug; say which one the article shall have."
    assert run(capsys, file, slug="decline")[-1] == (
        "Imported as “decline”, version 1, not published."
    )


def test_what_does_not_fit_is_refused_in_one_line(file):
    assert refusal(file, slug="two words") == (
        "slug: Enter a valid “slug” consisting of letters, numbers, underscores or hyphens."
    )

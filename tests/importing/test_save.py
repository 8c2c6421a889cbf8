from pathlib import Path

import pytest

from briefs.importing.draft import ArticleDraft, Author, Link, Passage, PassageKind
from briefs.importing.readers import received_text
from briefs.importing.save import SaveError, find_organisation, propose_slug, save_draft
from briefs.models import Article, Organisation, Person

RECEIVED = sorted((Path(__file__).parents[1] / "data" / "received").glob("*.txt"))


def draft(*, title: str = "A Title", body: str = "Some words.", **fields) -> ArticleDraft:
    passages = (Passage(PassageKind.TITLE, title), Passage(PassageKind.PARAGRAPH, body))
    return ArticleDraft(passages=passages, **fields)


def make_body(name: str, *other_names: str) -> Organisation:
    number = Organisation.objects.count()
    return Organisation.objects.create(
        slug=f"body-{number}", name=name, other_names=list(other_names), kind="publisher"
    )


@pytest.mark.django_db
@pytest.mark.parametrize("path", RECEIVED, ids=lambda path: path.stem)
def test_articles_of_any_subject_are_saved(path):
    data = path.read_bytes()
    read = received_text.read(data, path.name)
    saved = save_draft(read, data, name=path.name)
    version = saved.version
    assert (saved.created, version.title, version.text.count("\n") + 1) == (
        True,
        read.title,
        len(read.blocks),
    )
    links = saved.article.references.values_list("number", "words", "url")
    assert list(links) == [(link.number, link.words, link.target or "") for link in read.links]


@pytest.mark.django_db
def test_the_same_file_gives_the_same_article_whatever_it_is_called():
    first = save_draft(draft(), b"data", name="a.txt")
    second = save_draft(draft(), b"data", name="b.txt", slug="other")
    assert (second.created, second.article, second.version) == (
        False,
        first.article,
        first.version,
    )


@pytest.mark.django_db
def test_an_author_named_twice_is_one_person():
    authors = (Author("Ann Author"), Author("Ann Author", role="Fellow"))
    saved = save_draft(draft(authors=authors), b"data", name="a.txt")
    assert [person.name for person in saved.article.authors.all()] == ["Ann Author"]


@pytest.mark.django_db
def test_authors_that_are_given_are_taken():
    ann = Person.objects.create(slug="ann", name="Ann A. Author")
    read = draft(authors=(Author("Ann Author"),))
    saved = save_draft(read, b"data", name="a.txt", authors=[ann])
    assert (list(saved.article.authors.all()), Person.objects.count()) == ([ann], 1)


@pytest.mark.django_db
def test_nothing_is_left_of_what_cannot_be_saved():
    authors = (Author("Ann Author"),)
    with pytest.raises(SaveError, match=r"^title: Ensure this value has at most 300 characters"):
        save_draft(draft(title="x" * 301, authors=authors), b"data", name="a.txt", slug="a")
    assert (Article.objects.count(), Person.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_an_address_that_is_too_long_is_refused():
    text = "Read more."
    link = Link(5, 9, "more", "https://example.org/" + "x" * 1000)
    passages = (Passage(PassageKind.TITLE, "T"), Passage(PassageKind.PARAGRAPH, text, (link,)))
    with pytest.raises(SaveError, match=r"^The address of link 1 is too long: https://example"):
        save_draft(ArticleDraft(passages=passages), b"data", name="a.txt")


@pytest.mark.django_db
def test_an_organisation_is_found_by_any_of_its_names_if_only_one_has_it():
    network = make_body("International Network", "IN")
    make_body("Twins")
    make_body("Twins")
    assert [
        find_organisation(name)
        for name in ("international network", "IN", "International Network (INX)", "Twins", "")
    ] == [network, network, network, None, None]


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Rebirth and Regeneration?", "rebirth-and-regeneration"),
        ("Çà et là: œuvre", "ca-et-la-uvre"),
        ("word " * 30, "-".join(["word"] * 20)),
        ("x" * 120, "x" * 100),
    ],
)
def test_a_title_gives_a_slug(title, slug):
    assert propose_slug(draft(title=title)) == slug

"""Saving a draft: the one place of the importers that writes."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Max, Model
from django.utils.text import slugify

from briefs.importing.draft import ArticleDraft, Author, PlacedLink
from briefs.importing.report import report_data
from briefs.markup import MarkupError, normal_form, text_of
from briefs.models import (
    Article,
    Authorship,
    Organisation,
    Person,
    ReceivedFile,
    Reference,
    Version,
)
from briefs.models.vocabulary import ReferenceState
from briefs.recording import one_change
from briefs.rights import require
from briefs.versioning import Content, EmptyBody, open_draft
from briefs.versioning import save_draft as save_version

Row = TypeVar("Row", bound=Model)
SLUG_LENGTH = 100
ADDRESS_LENGTH = 1000


class SaveError(ValueError):
    """A draft that cannot be saved as it is; the message is one line that says why."""


class DraftOpen(SaveError):
    """The article has a draft version that somebody is writing: ``draft``."""

    def __init__(self, draft: Version) -> None:
        by = f" by {draft.by}" if draft.by else ""
        super().__init__(
            f"“{draft.article.slug}” has an open draft, version {draft.number}{by}, saved "
            f"{draft.recorded_at:%-d %B %Y}; publish or delete it first."
        )
        self.draft = draft


@dataclass(frozen=True)
class SavedArticle:
    """``created`` is false if this very file had been imported before: then nothing was written."""

    article: Article
    version: Version
    created: bool


@one_change
def save_draft(
    draft: ArticleDraft,
    data: bytes,
    *,
    name: str,
    slug: str = "",
    authors: Sequence[Person] | None = None,
    by: User | None = None,
) -> SavedArticle:
    """Save ``draft`` as an unpublished article with its first version; keep the file with it.

    ``data`` is the file as it came, ``name`` what it was called. Without ``slug`` the title gives
    one; without ``authors`` the draft's are found by name or created. Raise SaveError, NotAllowed.
    """
    require(by, "add", Article)
    if before := imported_before(data):
        return before
    slug = slug or propose_slug(draft)
    if Article.objects.filter(slug=slug).exists():
        raise SaveError(
            f"There is an article “{slug}” already, made from another file; "
            "choose another slug, or edit that article."
        )
    try:
        article = _save_article(draft, slug, by)
        version = _save_version(draft, article, by)
        _save_references(draft.links, article)
        _save_authors(article, _people(draft.authors) if authors is None else authors)
        _keep_file(version, draft, data, name)
    except ValidationError as error:
        raise SaveError(_in_a_line(error)) from error
    except MarkupError as error:
        raise SaveError(str(error)) from error
    return SavedArticle(article, version, created=True)


@one_change
def save_into(
    draft: ArticleDraft, data: bytes, article: Article, *, name: str, by: User | None = None
) -> SavedArticle:
    """Make ``draft`` the next draft version of ``article``, through the gate of its anchors.

    What is known about the article stays; links it knows keep their references. Raise DraftOpen
    if a draft version is there already, SaveError if this text cannot be one, NotAllowed.
    """
    if before := imported_before(data):
        return before
    Article.objects.select_for_update().get(pk=article.pk)
    if opened := article.versions.filter(published_at__isnull=True).first():
        raise DraftOpen(opened)
    try:
        numbers = _add_references(draft, article)
        version = open_draft(article, by=by)
        content = Content(
            title=draft.title,
            standfirst=draft.standfirst,
            body=draft.body_html(numbers),
            end_note=draft.end_note_html(numbers),
            author_note=draft.author_note_html(numbers),
            note=f"Imported from {name}.",
        )
        version = save_version(version, content, revision=version.revision, by=by)
        version.clean_fields()
        _keep_file(version, draft, data, name)
    except ValidationError as error:
        raise SaveError(_in_a_line(error)) from error
    except (EmptyBody, MarkupError) as error:
        raise SaveError(str(error)) from error
    return SavedArticle(article, version, created=True)


def imported_before(data: bytes) -> SavedArticle | None:
    """The article and version this very file was made into, if it was."""
    known = ReceivedFile.objects.filter(sha256=sha256(data)).select_related("version__article")
    received = known.first()
    if received is None:
        return None
    return SavedArticle(received.version.article, received.version, created=False)


def _keep_file(version: Version, draft: ArticleDraft, data: bytes, name: str) -> None:
    received = ReceivedFile(
        version=version,
        name=name,
        sha256=sha256(data),
        content=data,
        report=report_data(draft),
    )
    received.clean_fields(exclude=["version"])
    received.save()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def propose_slug(draft: ArticleDraft) -> str:
    """The title as a slug, cut at a word; raise SaveError if the title gives none."""
    slug = slugify(draft.title)
    if len(slug) > SLUG_LENGTH:
        slug = slug[: SLUG_LENGTH + 1].rpartition("-")[0] or slug[:SLUG_LENGTH]
    if not slug:
        raise SaveError("The title gives no slug; say which one the article shall have.")
    return slug


def metadata(draft: ArticleDraft) -> dict[str, Any]:
    """What the file states about the article, as columns of Article; empty where it is silent."""
    licence, published = draft.licence, draft.published
    return {
        "byline": draft.byline,
        "publisher_line": draft.publisher,
        "originally_on": published.date if published else None,
        "originally_on_precision": published.precision.value if published else "",
        "original_url": draft.original_url,
        "licence_name": licence.name if licence else "",
        "licence_short": licence.short if licence else "",
        "licence_url": licence.url if licence else "",
    }


def _save_article(draft: ArticleDraft, slug: str, by: User | None) -> Article:
    publisher = find_organisation(draft.publisher)
    article = Article(slug=slug, publisher=publisher, created_by=by, **metadata(draft))
    return _checked(article)


def _save_version(draft: ArticleDraft, article: Article, by: User | None) -> Version:
    body = normal_form(draft.body_html())
    version = Version(
        article=article,
        number=1,
        title=draft.title,
        standfirst=draft.standfirst,
        body=body,
        text=text_of(body),
        end_note=normal_form(draft.end_note_html()),
        author_note=normal_form(draft.author_note_html()),
        by=by,
    )
    return _checked(version)


def _add_references(draft: ArticleDraft, article: Article) -> dict[int, int]:
    """The reference of each link by the link's number: one that is known, or a new one."""
    known: dict[tuple[str, str], list[int]] = {}
    for reference in article.references.order_by("number"):
        known.setdefault((reference.place, reference.words), []).append(reference.number)
    last = article.references.aggregate(Max("number"))["number__max"] or 0
    numbers = {}
    new = []
    for link in draft.links:
        same = known.get((link.place.value, link.words))
        if same:
            numbers[link.number] = same.pop(0)
            continue
        last += 1
        numbers[link.number] = last
        new.append(replace(link, number=last))
    _save_references(new, article)
    return numbers


def _save_references(links: Iterable[PlacedLink], article: Article) -> None:
    references = [
        Reference(
            article=article,
            number=link.number,
            words=link.words,
            place=link.place.value,
            sentence=link.sentence,
            url=link.target or "",
            state=ReferenceState.LIVE if link.target else ReferenceState.LOST,
        )
        for link in links
    ]
    for reference in references:
        # The reader keeps addresses a browser can follow, of mail too, which URLField would refuse.
        reference.clean_fields(exclude=["article", "url"])
        if len(reference.url) > ADDRESS_LENGTH:
            raise SaveError(f"The address of link {reference.number} is too long: {reference.url}")
    Reference.objects.bulk_create(references)


def _save_authors(article: Article, people: Iterable[Person]) -> None:
    Authorship.objects.bulk_create(
        Authorship(article=article, person=person, position=position)
        for position, person in enumerate(people, 1)
    )


def _people(authors: Iterable[Author]) -> list[Person]:
    """The authors as people, each once: known by name, or new with the post the file states."""
    found = {author.name: _person(author) for author in authors}
    return list(found.values())


def _person(author: Author) -> Person:
    known = Person.objects.filter(name=author.name).order_by("pk").first()
    return known or _checked(
        Person(
            slug=_free_slug(author.name),
            name=author.name,
            role=author.role,
            affiliation=find_organisation(author.affiliation),
        )
    )


def _free_slug(name: str) -> str:
    stem = slugify(name)[: SLUG_LENGTH - 4] or "author"
    taken = set(Person.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    number = 1
    slug = stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def find_organisation(name: str) -> Organisation | None:
    """The one organisation of that name, abbreviation in brackets or not; None if not just one."""
    plain = name.partition(" (")[0] if name.endswith(")") else name
    wanted = {part.casefold() for part in (name, plain) if part}
    found = [
        organisation
        for organisation in Organisation.objects.only("name", "other_names")
        if wanted & {known.casefold() for known in (organisation.name, *organisation.other_names)}
    ]
    return found[0] if len(found) == 1 else None


def _checked(row: Row) -> Row:
    row.clean_fields()
    row.save()
    return row


def _in_a_line(error: ValidationError) -> str:
    return "; ".join(
        f"{field.replace('_', ' ')}: {' '.join(messages)}"
        for field, messages in error.message_dict.items()
    )

"""What is cited of an article, a version and a claim; of hidden things nothing is said."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils import timezone

from briefs.citing.citation import Citation, Name
from briefs.dates import PartialDate
from briefs.models import Annotation, Article, Assessment, Organisation, Person, Version


def authors_of(article: Article) -> list[Person]:
    """In the order of the article, with where they work. One query."""
    authors = article.authors.select_related("affiliation")
    return list(authors.order_by("authorships__position"))


def publisher_of(article: Article) -> str:
    """The publisher as the article names it, or as the site does."""
    if article.publisher_line:
        return article.publisher_line
    return article.publisher.name if article.publisher and article.publisher.is_published else ""


def public_affiliation(person: Person) -> Organisation | None:
    """Where somebody works, if that has a public page."""
    body = person.affiliation
    return body if body is not None and body.is_published else None


def _text(article: Article, version: Version, authors: Iterable[Person], **more: Any) -> Citation:
    appeared = timezone.localdate(version.published_at) if version.published_at else None
    issued = article.originally or (PartialDate(appeared) if appeared else None)
    return Citation(
        title=version.title,
        site=settings.SITE_NAME,
        authors=tuple(Name.of_person(author.name) for author in authors),
        publisher=publisher_of(article),
        issued=issued,
        version=version.number,
        version_on=appeared,
        originally_at=article.original_url,
        licence=article.licence_short or article.licence_name,
        licence_url=article.licence_url,
        language=article.language,
        abstract=version.standfirst,
        **more,
    )


def of_article(
    article: Article, version: Version, authors: Iterable[Person], origin: str
) -> Citation:
    """The article, by the address at which its present version always stands.

    ``origin`` is the beginning of every address: "https://example.org".
    """
    url = origin + article.get_absolute_url()
    return _text(article, version, authors, key=article.slug, url=url)


def of_version(
    article: Article, version: Version, authors: Iterable[Person], origin: str
) -> Citation:
    """This text of the article, for ever."""
    key = f"{article.slug}-v{version.number}"
    url = origin + version.get_absolute_url()
    return _text(article, version, authors, key=key, url=url)


def of_claim(
    claim: Annotation,
    assessment: Assessment | None,
    authors: Iterable[Person],
    origin: str,
) -> Citation:
    """A claim with its verdict, which is the work of the editors; the words are the article's."""
    article = claim.article
    day = assessment.assessed_on if assessment else None
    if day is None and claim.published_at:
        day = timezone.localdate(claim.published_at)
    whose = ", ".join(author.name for author in authors)
    title = article.live.title if article.live else ""
    dated = f", {article.originally}" if article.originally else ""
    return Citation(
        key=claim.slug,
        title=claim.summary,
        url=origin + claim.get_absolute_url(),
        site=settings.SITE_NAME,
        authors=(Name(settings.SITE_NAME),),
        issued=PartialDate(day) if day else None,
        verdict=assessment.get_verdict_display() if assessment else "",
        part_of=f"{whose + ', ' if whose else ''}“{title}”{dated}",
        originally_at=article.original_url,
        language="en-GB",
    )

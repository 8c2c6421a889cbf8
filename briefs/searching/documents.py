"""What of each public thing is searched, and what it can be narrowed by."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Prefetch
from django.urls import reverse

from briefs.dates import PartialDate
from briefs.models import (
    Anchor,
    Annotation,
    Article,
    Assessment,
    Organisation,
    Person,
    Source,
    Update,
)
from briefs.models.vocabulary import Noun

LONGEST = 200_000
"""Characters of a text that are searched: PostgreSQL's tsvector holds a megabyte."""


@dataclass(frozen=True)
class Document:
    object_id: int
    title: str
    body: str
    address: str
    happened: PartialDate | None = None
    verdict: str = ""
    topics: Iterable[int] = field(default=())
    organisations: Iterable[int] = field(default=())
    names: Iterable[str] = field(default=())  # by which its page is meant


def _lines(*parts: str) -> str:
    return "\n".join(part.strip() for part in parts if part.strip())[:LONGEST]


def _articles(keys: Collection[int]) -> Iterator[Document]:
    articles = Article.objects.published().filter(pk__in=keys).select_related("live")
    for article in articles.prefetch_related("authors", "tagged_topics", "mentions"):
        live = article.live
        if live is None:  # a constraint forbids it; types do not know
            continue
        names = ", ".join(author.name for author in article.authors.all())
        yield Document(
            article.pk,
            live.title,
            _lines(live.standfirst, names, article.publisher_line, live.text),
            article.get_absolute_url(),
            article.originally,
            topics={tagged.tag_id for tagged in article.tagged_topics.all()},
            organisations={
                mention.organisation_id
                for mention in article.mentions.all()
                if mention.organisation_id
            },
        )


def _claims(keys: Collection[int]) -> Iterator[Document]:
    claims = (
        Annotation.objects.published()
        .claims()
        .filter(pk__in=keys)
        .select_related("article", "speaker")
        .prefetch_related(
            "organisations",
            "tagged_topics",
            Prefetch("anchors", Anchor.objects.placed()),
            Prefetch("assessments", Assessment.objects.published().newest_first()),
        )
    )
    for claim in claims:
        live = claim.article.live_id
        words = [anchor.exact for anchor in claim.anchors.all() if anchor.version_id == live]
        yield Document(
            claim.pk,
            claim.summary,
            _lines(
                *words,
                claim.speaker.name if claim.speaker else "",
                claim.event,
                claim.criterion,
                *(assessment.rationale for assessment in list(claim.assessments.all())[:1]),
            ),
            claim.get_absolute_url(),
            claim.article.originally,
            claim.verdict,
            topics={tagged.tag_id for tagged in claim.tagged_topics.all()},
            organisations={body.pk for body in claim.organisations.all()},
        )


def _updates(keys: Collection[int]) -> Iterator[Document]:
    updates = Update.objects.published().filter(pk__in=keys)
    for update in updates.prefetch_related("organisations", "tagged_topics"):
        yield Document(
            update.pk,
            update.headline,
            _lines(update.body),
            update.get_absolute_url(),
            update.happened,
            topics={tagged.tag_id for tagged in update.tagged_topics.all()},
            organisations={body.pk for body in update.organisations.all()},
        )


def _organisations(keys: Collection[int]) -> Iterator[Document]:
    for body in Organisation.objects.published().filter(pk__in=keys):
        short = f" ({body.abbreviation})" if body.abbreviation else ""
        yield Document(
            body.pk,
            f"{body.name}{short}",
            _lines(
                ", ".join(map(str, body.other_names)),
                body.seat if body.seat_verified else "",
                body.summary,
                body.since_article,
                body.editor_notes,
            ),
            body.get_absolute_url(),
            body.founded if body.founded_verified else None,
            organisations=[body.pk],
            names=[body.name, body.abbreviation, *map(str, body.other_names)],
        )


def _people(keys: Collection[int]) -> Iterator[Document]:
    people = Person.objects.published().filter(pk__in=keys).select_related("affiliation")
    for person in people:
        body = (
            person.affiliation if person.affiliation and person.affiliation.is_published else None
        )
        yield Document(
            person.pk,
            person.name,
            _lines(person.role, body.name if body else "", person.note),
            person.get_absolute_url(),
            organisations=[body.pk] if body else [],
            names=[person.name],
        )


def _sources(keys: Collection[int]) -> Iterator[Document]:
    for source in Source.objects.published().filter(pk__in=keys):
        yield Document(
            source.pk,
            source.title,
            _lines(source.publisher, source.note),
            f"{reverse('briefs:source-list')}?source={source.pk}",
            source.dated,
        )


_OF: dict[Noun, Callable[[Collection[int]], Iterator[Document]]] = {
    Noun.ARTICLE: _articles,
    Noun.CLAIM: _claims,
    Noun.UPDATE: _updates,
    Noun.ORGANISATION: _organisations,
    Noun.PERSON: _people,
    Noun.SOURCE: _sources,
}


def documents(noun: Noun, keys: Collection[int]) -> list[Document]:
    """Those of the things that are public."""
    return list(_OF[noun](keys))

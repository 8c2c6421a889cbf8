"""What an article and its claims are about."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, BooleanField, TextField, Value
from django.db.models.functions import Cast, Coalesce, NullIf

from briefs.models import Annotation, Article, Organisation, TaggedAnnotation, Topic
from briefs.models.partly import partly
from briefs.models.vocabulary import Status


class Named(NamedTuple):
    """A topic or an organisation, as a card names it."""

    slug: str
    name: str


class ClaimSubjects(NamedTuple):
    """Topics and public organisations of a claim, by name."""

    topics: tuple[Named, ...] = ()
    organisations: tuple[Named, ...] = ()


class ArticleSubjects(NamedTuple):
    """Topics of an article and the public bodies that its words name, by name, and those of claims.

    They know of themselves what a page says of what it links to, and ask for the rest.
    """

    topics: list[Topic]
    mentioned: list[Organisation]
    by_claim: dict[int, ClaimSubjects]


def subjects_of_claims(annotations: Collection[int]) -> dict[int, ClaimSubjects]:
    """By the annotations' keys, those that have any; one query."""
    return _by_claim(_ordered(_of_claims(annotations), "tag__name"))


def subjects_of(article: Article, annotations: Collection[int]) -> ArticleSubjects:
    """Of the article and of these annotations in it; one query."""
    rows = _ordered([*_of_article(article), *_of_claims(annotations)], "name")
    topics: list[Topic] = []
    mentioned: list[Organisation] = []
    using = article._state.db
    for is_topic, key, slug, name, more in (row[1:] for row in rows if not row[0]):
        if is_topic:
            topics.append(partly(Topic, using, id=key, slug=slug, name=name, definition=more))
        else:
            body = partly(Organisation, using, id=key, slug=slug, name=name, kind=more)
            mentioned.append(body)
    return ArticleSubjects(topics, mentioned, _by_claim(row for row in rows if row[0]))


def _by_claim(rows: Iterable[tuple[Any, ...]]) -> dict[int, ClaimSubjects]:
    topics: dict[int, list[Named]] = defaultdict(list)
    bodies: dict[int, list[Named]] = defaultdict(list)
    for claim, is_topic, _, slug, name, _ in rows:
        (topics if is_topic else bodies)[claim].append(Named(slug, name))
    return {
        claim: ClaimSubjects(tuple(topics.get(claim, ())), tuple(bodies.get(claim, ())))
        for claim in topics | bodies
    }


# Of a row: the key of the claim, 0 for the article itself; whether it is a topic, else it is a
# body; its key, slug and name; and of the article's the topic's definition or the body's kind.
_OF_ARTICLE = Value(0, BigIntegerField())
_TOPIC, _BODY = Value(True, BooleanField()), Value(False, BooleanField())
_NO_MORE = Value("", TextField())


def _of_article(article: Article) -> list[Any]:
    topics = Topic.objects.filter(tagged_articles__content_object=article)
    named = article.mentions.filter(indirect=False, organisation__isnull=False)
    bodies = Organisation.objects.published().filter(pk__in=named.values("organisation"))
    return [
        topics.values_list(_OF_ARTICLE, _TOPIC, "pk", "slug", "name", "definition"),
        bodies.values_list(_OF_ARTICLE, _BODY, "pk", "slug", "name", Cast("kind", TextField())),
    ]


def _of_claims(annotations: Collection[int]) -> list[Any]:
    topics = TaggedAnnotation.objects.filter(content_object__in=annotations)
    bodies: Any = Annotation.organisations.through.objects.filter(
        annotation__in=annotations, organisation__status=Status.PUBLISHED
    )
    short = Coalesce(NullIf("organisation__abbreviation", Value("")), "organisation__name")
    return [
        topics.values_list(
            "content_object_id", _TOPIC, "tag_id", "tag__slug", "tag__name", _NO_MORE
        ),
        bodies.values_list(
            "annotation_id", _BODY, "organisation_id", "organisation__slug", short, _NO_MORE
        ),
    ]


def _ordered(parts: list[Any], by: str) -> list[tuple[Any, ...]]:
    """By name, which is called ``by`` in the first part."""
    first, *more = (part.order_by() for part in parts)
    return list(first.union(*more, all=True).order_by(by))

"""Articles, topics, sources, and what search finds."""

from typing import Any

from django.db.models import Prefetch
from django.urls import reverse

from briefs.models import Authorship, TaggedArticle
from briefs.twins.shape import (
    Asked,
    Column,
    Table,
    Value,
    field,
    listing,
    page,
    partial_date,
    public_id,
)


def _articles(articles: Any, asked: Asked) -> Any:
    """Without the texts, which are on their pages."""
    texts = ("live__body", "live__text", "live__end_note", "live__author_note")
    topics = TaggedArticle.objects.select_related("tag").order_by("tag__name", "pk")
    return (
        articles.select_related("live")
        .defer(*texts)
        .prefetch_related(
            Prefetch("authorships", Authorship.objects.select_related("person")),
            Prefetch("tagged_topics", topics),
        )
    )


ARTICLES = Table(
    "articles",
    "Articles",
    "The published articles, with what their licences ask to be told.",
    ("slug",),
    (
        public_id(),
        field("slug", "Its name in addresses."),
        page(),
        field("title", "Its title in the present version.", "live.title"),
        field("standfirst", "What it is about, as printed.", "live.standfirst"),
        listing(
            "authors",
            "Who wrote it, in the order of the article.",
            lambda article, asked: (one.person.name for one in article.authorships.all()),
        ),
        field("byline", "The line about the authors, as printed."),
        field("publisher", "Who published it first, as the article says.", "publisher_line"),
        *partial_date("originally", "When it first appeared.", "originally"),
        field("original_url", "Where it first appeared."),
        field("original_url_note", "What is known about that address."),
        field("licence", "The licence of its words.", "licence_name"),
        field("licence_url", "Where that licence is told."),
        field("changes_made", "What was changed here against the original."),
        field("language", "Of its words: a BCP 47 tag."),
        field("version", "Number of the present version.", "live.number", type="integer"),
        field(
            "version_published_at",
            "When that version was published here.",
            "live.published_at",
            type="datetime",
            unit="UTC",
        ),
        listing(
            "topics",
            "Its topics, by their slugs.",
            lambda article, asked: (tagged.tag.slug for tagged in article.tagged_topics.all()),
        ),
        field("published_at", "When it was published here.", type="datetime", unit="UTC"),
    ),
    _articles,
)
TOPICS = Table(
    "topics",
    "Topics",
    "What claims, updates and articles are filed under.",
    ("slug",),
    (
        field("slug", "Its name in addresses."),
        page(),
        field("name", "As readers see it."),
        field("definition", "What belongs under it."),
        field("claims", "How many claims and notes have it.", "claim_count", type="integer"),
        field("updates", "How many updates have it.", "update_count", type="integer"),
    ),
)


def _source_page(source: Any, asked: Asked) -> Value:
    return f"{asked.origin}{reverse('briefs:source-list')}?source={source.pk}"


SOURCES = Table(
    "sources",
    "Sources",
    "The pages that something here cites.",
    ("id",),
    (
        field("id", "Its number here.", "pk", type="integer"),
        Column("address", "The page that tells what it is cited for.", _source_page),
        Column(
            "url",
            "Where it was read; empty for a copy that public pages do not link.",
            lambda source, asked: source.url if source.linkable else None,
        ),
        field("title", "Its title; in [square brackets] where the description is ours."),
        field("publisher", "Whose page it is."),
        *partial_date("dated", "When it appeared.", "dated"),
        field("archived_url", "A copy that stays when the page goes."),
        field("note", "Language, or what kind of page it is."),
        field("weak", "Whether it is to be replaced by a better one.", type="boolean"),
    ),
)
RESULTS = Table(
    "results",
    "Search results",
    "What search finds, the best first.",
    ("address",),
    (
        field("noun", "What it is: article, claim, update, organisation, person or source."),
        Column(
            "address", "The page that tells it.", lambda entry, asked: asked.origin + entry.address
        ),
        field("title", "Its title, headline, name or summary."),
        field("verdict", "Of a claim: how it was judged."),
        *partial_date("happened", "The date it is about.", "happened"),
    ),
)

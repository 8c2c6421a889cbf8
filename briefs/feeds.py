"""RSS of the record: one item for each event, under its permanent id."""

import re

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import Q, QuerySet
from django.template.defaultfilters import linebreaks
from django.urls import reverse_lazy
from django.utils.html import escape

from briefs.models import Event
from briefs.models.vocabulary import EventKind

LATEST = 50
# XML 1.0, 2.2: no other control characters may stand in a document.
_CONTROL = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")


def xml_text(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return _CONTROL.sub("", text)


class RecordFeed(Feed):
    """The newest events of some kinds, by the moment they were recorded."""

    kinds: tuple[EventKind, ...]
    item_guid_is_permalink = False

    def chosen(self) -> Q:
        return Q(kind__in=self.kinds)

    def items(self) -> QuerySet[Event]:
        return (
            Event.objects.published()
            .filter(self.chosen())
            .select_related("update", "article__live", "version")
            .newest_first()[:LATEST]
        )

    def item_title(self, item: Event) -> str:
        return xml_text(item.headline)

    def item_description(self, item: Event) -> str:
        """HTML, as feed readers take it."""
        return linebreaks(escape(xml_text(self.told(item))))

    def told(self, item: Event) -> str:
        """What happened, in plain text; an empty line between paragraphs."""
        return item.reason

    def item_guid(self, item: Event) -> str:
        return item.tag

    def item_pubdate(self, item: Event):
        return item.recorded_at


class UpdateFeed(RecordFeed):
    kinds = (EventKind.UPDATED,)
    title = f"{settings.SITE_NAME}: updates"
    description = "Developments since the articles appeared, and the claims they bear on."
    link = reverse_lazy("briefs:update-list")
    feed_url = reverse_lazy("briefs:update-feed")

    def item_title(self, item: Event) -> str:
        return xml_text(item.update.headline)

    def told(self, item: Event) -> str:
        return f"{item.happened}. {item.update.body}"

    def item_link(self, item: Event) -> str:
        return item.update.get_absolute_url()


class ArticleFeed(RecordFeed):
    kinds = (EventKind.ARTICLE_PUBLISHED, EventKind.VERSION_PUBLISHED)
    title = f"{settings.SITE_NAME}: articles"
    description = "New articles, new versions and corrections."
    link = reverse_lazy("briefs:article-list")
    feed_url = reverse_lazy("briefs:article-feed")

    def chosen(self) -> Q:
        return super().chosen() | Q(kind=EventKind.CORRECTED, version__isnull=False)

    def told(self, item: Event) -> str:
        if item.kind == EventKind.CORRECTED:
            return f"Correction: {item.reason}"
        return item.reason or item.version.standfirst

    def item_link(self, item: Event) -> str:
        return item.article.get_absolute_url()

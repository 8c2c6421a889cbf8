"""The sitemap: everything public, each noun through the gate."""

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from briefs.models import Annotation, Article, Organisation, Person, State, Topic, Update


class PageSitemap(Sitemap):
    def items(self) -> list[str]:
        return [
            "front",
            "article-list",
            "claim-list",
            "update-list",
            "timeline",
            "organisation-list",
            "organisation-compare",
            "state-list",
            "topic-list",
            "source-list",
            "method",
            "feeds",
        ]

    def location(self, item: str) -> str:
        return reverse(f"briefs:{item}")


class NounSitemap(Sitemap):
    """The public rows of one model."""

    def __init__(self, queryset: QuerySet, dated: bool = True) -> None:
        self.queryset = queryset
        self.dated = dated

    def items(self) -> QuerySet:
        return self.queryset.all()

    def lastmod(self, item):
        return item.published_at if self.dated else None


def sitemaps() -> dict[str, Sitemap]:
    return {
        "pages": PageSitemap(),
        "articles": NounSitemap(Article.objects.published().order_by("pk")),
        "claims": NounSitemap(Annotation.objects.published().order_by("pk")),
        "updates": NounSitemap(Update.objects.published().order_by("pk")),
        "organisations": NounSitemap(Organisation.objects.published().order_by("pk")),
        "states": NounSitemap(State.objects.order_by("pk"), dated=False),
        "topics": NounSitemap(Topic.objects.order_by("pk"), dated=False),
        "people": NounSitemap(Person.objects.published().order_by("pk"), dated=False),
    }

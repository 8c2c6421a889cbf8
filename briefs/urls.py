from collections.abc import Callable

from django.contrib.sitemaps.views import sitemap
from django.http import HttpResponseBase
from django.urls import URLPattern, include, path

from briefs.feeds.opml import opml
from briefs.feeds.views import feeds_page, routes
from briefs.sitemaps import sitemaps
from briefs.views import (
    articles,
    calendar,
    carry,
    citations,
    claims,
    compare,
    data,
    embed,
    front,
    linksets,
    organisations,
    preview,
    reference,
    search,
    site,
    social_cards,
    timeline,
    twins,
    updates,
    versions,
)

app_name = "briefs"


def twins_at(address: str, view: Callable[..., HttpResponseBase], name: str) -> list[URLPattern]:
    """The addresses of one set of rows in each form. A page's links to its twins go by the name."""
    return [
        path(f"{address}.{form}", view, {"form": form}, name=f"{name}-{form}")
        for form in twins.FORMS
    ]


urlpatterns = [
    path("", front.front, name="front"),
    path("articles/", articles.article_list, name="article-list"),
    path("articles/<slug:slug>/", articles.article_detail, name="article-detail"),
    path(
        "articles/<slug:slug>/cite.<str:ending>",
        citations.article_citation,
        name="article-citation",
    ),
    path("articles/<slug:slug>/card.png", social_cards.article_card, name="article-card"),
    path("articles/<slug:slug>/linkset.json", linksets.article_linkset, name="article-linkset"),
    path("articles/<slug:slug>/carry.html", carry.article_carry, name="article-carry"),
    path("articles/<slug:slug>/versions/", versions.version_list, name="version-list"),
    path(
        "articles/<slug:slug>/versions/<int:number>/",
        versions.version_detail,
        name="version-detail",
    ),
    path(
        "articles/<slug:slug>/versions/<int:number>/cite.<str:ending>",
        citations.version_citation,
        name="version-citation",
    ),
    path(
        "articles/<slug:slug>/changes/<int:old>..<int:new>/",
        versions.version_changes,
        name="version-changes",
    ),
    path("claims/", claims.claim_list, name="claim-list"),
    path("claims/<slug:slug>/", claims.claim_detail, name="claim-detail"),
    path("claims/<slug:slug>/card.png", social_cards.claim_card, name="claim-card"),
    path("claims/<slug:slug>/cite.<str:ending>", citations.claim_citation, name="claim-citation"),
    path("claims/<slug:slug>/in-the-text/", claims.claim_in_text, name="claim-in-text"),
    path("claims/<slug:slug>/embed/", embed.claim_embed, name="claim-embed"),
    path("oembed", embed.oembed, name="oembed"),
    path("updates/", updates.update_list, name="update-list"),
    path("updates/<slug:slug>/", updates.update_detail, name="update-detail"),
    path("organisations/", organisations.organisation_list, name="organisation-list"),
    path("organisations/compare/", compare.organisation_compare, name="organisation-compare"),
    path(
        "organisations/<slug:slug>/", organisations.organisation_detail, name="organisation-detail"
    ),
    path(
        "organisations/<slug:slug>/card.png",
        social_cards.organisation_card,
        name="organisation-card",
    ),
    path("states/", organisations.state_list, name="state-list"),
    path("states/<slug:code>/", organisations.state_detail, name="state-detail"),
    path("people/<slug:slug>/", reference.person_detail, name="person-detail"),
    path("timeline/", timeline.timeline, name="timeline"),
    path("topics/", reference.topic_list, name="topic-list"),
    path("topics/<slug:slug>/", reference.topic_detail, name="topic-detail"),
    path("sources/", reference.source_list, name="source-list"),
    path("desk/calendar/<str:secret>.ics", calendar.desk_calendar, name="desk-calendar"),
    path("preview/<str:secret>/", preview.shared, name="preview"),
    path("search/", search.search_page, name="search"),
    path("search/suggest/", search.suggest, name="search-suggest"),
    path("card.png", social_cards.site_card, name="site-card"),
    path("", include("briefs.annotation_urls")),
    path("data/", data.data, name="data"),
    path("data/datapackage.json", data.package, name="data-package"),
    *twins_at("data/memberships", twins.membership_list, "membership-list"),
    *twins_at("articles/data", twins.article_list, "article-list"),
    *twins_at("articles/<slug:slug>/data", twins.article_detail, "article-detail"),
    *twins_at("claims/data", twins.claim_list, "claim-list"),
    *twins_at("updates/data", twins.update_list, "update-list"),
    *twins_at("organisations/data", twins.organisation_list, "organisation-list"),
    *twins_at("organisations/compare/data", twins.organisation_compare, "organisation-compare"),
    *twins_at("organisations/<slug:slug>/data", twins.organisation_detail, "organisation-detail"),
    *twins_at("states/data", twins.state_list, "state-list"),
    *twins_at("states/<slug:code>/data", twins.state_detail, "state-detail"),
    *twins_at("topics/data", twins.topic_list, "topic-list"),
    *twins_at("sources/data", twins.source_list, "source-list"),
    *twins_at("search/data", twins.search_results, "search"),
    path("method/", site.method, name="method"),
    path("feeds/", feeds_page, name="feeds"),
    path("feeds.opml", opml, name="opml"),
    *routes(),
    path("sitemap.xml", sitemap, {"sitemaps": sitemaps()}, name="sitemap"),
    path("robots.txt", site.robots, name="robots"),
    path("favicon.ico", site.favicon, name="favicon"),
]

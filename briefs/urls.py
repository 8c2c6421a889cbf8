from django.contrib.sitemaps.views import sitemap
from django.urls import include, path

from briefs.feeds.opml import opml
from briefs.feeds.views import feeds_page, routes
from briefs.sitemaps import sitemaps
from briefs.views import (
    articles,
    calendar,
    citations,
    claims,
    compare,
    front,
    linksets,
    organisations,
    preview,
    reference,
    search,
    site,
    social_cards,
    timeline,
    updates,
    versions,
)

app_name = "briefs"
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
    path("method/", site.method, name="method"),
    path("feeds/", feeds_page, name="feeds"),
    path("feeds.opml", opml, name="opml"),
    *routes(),
    path("sitemap.xml", sitemap, {"sitemaps": sitemaps()}, name="sitemap"),
    path("robots.txt", site.robots, name="robots"),
    path("favicon.ico", site.favicon, name="favicon"),
]

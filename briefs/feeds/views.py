"""The feeds at their addresses, beside the pages that they are the twins of."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import path, register_converter, reverse
from django.urls.resolvers import URLPattern
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Stylesheet
from django.utils.html import escape
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from briefs.addresses import present_address
from briefs.feeds import scopes
from briefs.feeds.documents import Document, document
from briefs.feeds.formats import FORMATS
from briefs.feeds.items import items, tombstones
from briefs.feeds.scopes import FORMS, Scope
from briefs.feeds.text import clean, one_line
from briefs.models.publishing import Publishable
from briefs.views.elsewhere import read_elsewhere
from briefs.views.gate import Gone

Finder = Callable[..., Scope]
DESCRIPTION = (
    "Each publication, assessment, update, correction, change of membership and withdrawal, "
    "with what it was before and after."
)


class FormConverter:
    regex = "|".join(FORMS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FormConverter, "form")


def base_of(request: HttpRequest) -> str:
    """What addresses begin with: as it is set, so that the hub knows the feed by the same one."""
    return settings.SITE_URL or f"{request.scheme}://{request.get_host()}"


@require_safe
def feed(request: HttpRequest, form: str, scope: Finder, slug: str = "") -> HttpResponse:
    """A document of the feed; 304 where it is known already, before anything is written."""
    found = scope(slug) if slug else scope(request)
    _follow_merged(request, found)
    told = document(found, _asked_archive(request))
    etag = f'"{told.etag}-{form}"'
    modified = _settled(told.modified)
    response = get_conditional_response(request, etag, modified)
    if response is None:
        response = _written(told, form, base_of(request))
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    if modified:
        response["Last-Modified"] = http_date(modified)
    return response


def _settled(moment: datetime | None) -> int | None:
    """The second of the last change, once it is over: in it there may be another."""
    if moment is None or moment > timezone.now() - timedelta(seconds=1):
        return None
    return int(moment.timestamp())


def _asked_archive(request: HttpRequest) -> int | None:
    asked = request.GET.get("archive")
    if asked is None:
        return None
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 16):
        raise Http404("There is no such archive of this feed.")
    return int(asked)


def _follow_merged(request: HttpRequest, scope: Scope) -> None:
    """Of what was merged into another, the feed is that other's; the middleware leads on."""
    for thing in scope.things:
        gone = isinstance(thing, Publishable) and not thing.is_published
        if gone and present_address(request.path_info):
            raise Gone(thing)


def _written(told: Document, form: str, base: str) -> HttpResponse:
    scope = told.scope

    def at(archive: int) -> str:
        return base + scope.address(form, archive)

    archives = {"prev-archive": at(told.before)} if told.before else {}
    if told.after:
        archives["next-archive"] = at(told.after)
    current = base + scope.address(form)
    if told.archive:
        archives["current"] = current
    hub = settings.WEBSUB_HUB if scope.announced and not told.archive else ""
    own = at(told.archive) if told.archive else current
    writer = FORMATS[form](
        title=one_line(scope.title),
        link=base + scope.page,
        description=DESCRIPTION,
        subtitle=DESCRIPTION,
        language="en-GB",
        feed_url=own,
        feed_guid=clean(scope.id),
        author_name=settings.SITE_NAME,
        author_link=f"{base}/",
        stylesheets=[Stylesheet(static("briefs/css/feed.css"), mimetype="text/css", media=None)],
        archives=archives,
        is_archive=told.archive is not None,
        hub=hub,
        how_to_follow=escape(base + reverse("briefs:feeds")),
        modified=told.modified,
        tombstones=_stones(told) if form == "atom" else [],
    )
    for item in items(told.shown):
        writer.add_item(
            title=item.title,
            link=base + item.address,
            description=item.html(base),
            unique_id=item.tag,
            unique_id_is_permalink=False,
            pubdate=item.moment.replace(microsecond=0),
            updateddate=item.moment.replace(microsecond=0),
            categories=item.terms,
        )
    response = HttpResponse(content_type=writer.content_type)
    response.write(writer.writeString("utf-8").encode("utf-8"))
    links = [("self", own), *([("hub", hub)] if hub else [])]
    response["Link"] = ", ".join(f'<{address}>; rel="{name}"' for name, address in links)
    return response


def _stones(told: Document) -> list[dict]:
    return [
        {
            "ref": stone.event.tag,
            "when": stone.withdrawal.recorded_at.replace(microsecond=0),
            "comment": clean(stone.withdrawal.reason),
        }
        for stone in tombstones(told.buried)
    ]


@require_safe
def feeds_page(request: HttpRequest) -> HttpResponse:
    """What can be followed, and how."""
    groups = [
        ("Everything of a sort", scopes.lists()),
        ("Claims by kind and by verdict", scopes.by_value()),
    ]
    return render(request, "briefs/feeds.html", {"groups": groups, "hub": settings.WEBSUB_HUB})


def _by_query(finder: Finder) -> Finder:
    return lambda request: finder(request.GET)


def _always(finder: Finder) -> Finder:
    return lambda request: finder()


# The name of a feed's route, the address of its page, and what finds its scope.
FEEDS: list[tuple[str, str, Finder]] = [
    ("site", "", _always(scopes.site)),
    ("article-list", "articles/", _always(scopes.articles)),
    ("article", "articles/<slug:slug>/", scopes.article),
    ("claim-list", "claims/", _by_query(scopes.claims)),
    ("claim", "claims/<slug:slug>/", scopes.claim),
    ("update-list", "updates/", _always(scopes.updates)),
    ("organisation-list", "organisations/", _always(scopes.organisations)),
    ("organisation", "organisations/<slug:slug>/", scopes.organisation),
    ("state", "states/<slug:slug>/", scopes.state),
    ("topic", "topics/<slug:slug>/", scopes.topic),
    ("person", "people/<slug:slug>/", scopes.person),
    ("search", "search/", _by_query(scopes.search)),
]


def routes() -> list[URLPattern]:
    return [
        path(
            f"{page}feed.<form:form>",
            read_elsewhere(partial(feed, scope=finder)),
            name=f"{name}-feed",
        )
        for name, page, finder in FEEDS
    ]

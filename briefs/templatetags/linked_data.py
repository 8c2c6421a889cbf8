"""What a page says of itself to other programs, and how it is cited."""

from html import unescape
from typing import Any
from urllib.parse import urlencode, urlsplit

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.http import HttpRequest
from django.template.base import NodeList, Parser, Token
from django.urls import reverse
from django.utils.safestring import SafeString

from briefs.citing import FORMATS, Citation, in_words
from briefs.linked_data.meta_tags import SCHEMAS
from briefs.linked_data.schema_org import breadcrumbs, graph, website
from briefs.rendering import data_block
from briefs.social_cards import HEIGHT, WIDTH
from briefs.views.origin import origin

register = template.Library()

SECTIONS = {
    "articles": "Articles",
    "claims": "Claims",
    "updates": "Updates",
    "organisations": "Organisations",
    "states": "States",
    "topics": "Topics",
    "sources": "Sources",
}


@register.inclusion_tag("briefs/_cite.html")
def cite(citation: Citation) -> dict[str, Any]:
    """The citation in words, and as files, which lie below the address that is cited."""
    return {
        "words": in_words(citation),
        "path": urlsplit(citation.url).path,
        "formats": FORMATS.values(),
    }


class WordsNode(template.Node):
    """Keeps the words of what it holds under a name, for a page that says them more than once."""

    def __init__(self, name: str, held: NodeList) -> None:
        self.name, self.nodelist = name, held

    def render(self, context: template.Context) -> SafeString:
        context[self.name] = " ".join(unescape(self.nodelist.render(context)).split())
        return SafeString()


@register.tag
def words(parser: Parser, token: Token) -> WordsNode:
    """``{% words page_title %}{% block title %}…{% endblock %}{% endwords %}``: text, not HTML."""
    _, name = token.split_contents()
    held = parser.parse(("endwords",))
    parser.delete_first_token()
    return WordsNode(name, held)


def canonical(context: template.Context, request: HttpRequest) -> str:
    """The one address of what the page shows.

    A page of a list is itself; a selection of a list, and a list on another day, are the list; a
    comparison is itself, in whatever order its organisations were chosen.
    """
    if described := context.get("described"):
        return described.url
    address = origin(request) + request.path
    if compared := context.get("found"):
        return f"{address}?{urlencode([('with', slug) for slug in sorted(_slugs(compared))])}"
    page = context.get("page")
    alone = set(request.GET) <= {"page"}
    if isinstance(page, Page) and page.number > 1 and alone:
        return f"{address}?{urlencode({'page': page.number})}"
    return address


def _slugs(things: Any) -> list[str]:
    return [thing.slug for thing in things]


def _crumbs(context: template.Context, request: HttpRequest, address: str) -> list[tuple[str, str]]:
    """From the front page over the list to the page, which is the last: for people and tools."""
    start = origin(request)
    steps = [(settings.SITE_NAME, f"{start}/")]
    section = request.path.strip("/").split("/")[0]
    listed = f"/{section}/"
    if section in SECTIONS and listed != request.path:
        steps.append((SECTIONS[section], start + listed))
    described = context.get("described")
    steps.extend(described.between if described else ())
    return [*steps, (context["page_title"], address)]


@register.inclusion_tag("briefs/_described.html", takes_context=True)
def described(context: template.Context) -> dict[str, Any]:
    """Canonical address, social card, tags and data of the page; nothing where there is no page.

    Wants ``page_title`` and ``page_description``.
    """
    request = context.get("request")
    if request is None or getattr(request, "preview", None) or not _is_page(request):
        return {"address": ""}
    told = context.get("described")
    address = canonical(context, request)
    things = list(told.things) if told else []
    if request.path == reverse("briefs:front"):
        things.append(website(origin(request)))
    else:
        things.append(breadcrumbs(_crumbs(context, request, address)))
    own = told.picture if told else ""
    return {
        "address": address,
        "site_name": settings.SITE_NAME,
        "title": context["page_title"],
        "summary": context["page_description"],
        "kind": told.kind if told else "website",
        "schemas": SCHEMAS,
        "pairs": told.pairs if told else (),
        "picture": own or origin(request) + reverse("briefs:site-card"),
        "picture_words": context["page_title"] if own else settings.SITE_TAGLINE,
        "width": WIDTH,
        "height": HEIGHT,
        "data": data_block(graph(things)),
    }


@register.inclusion_tag("briefs/_crumbs.html", takes_context=True)
def crumbs(context: template.Context) -> dict[str, Any]:
    """The way to the page, but for the page itself, which its heading names.

    None where it would be one step, which the masthead is, nor where there is no page.
    """
    request = context.get("request")
    if request is None or getattr(request, "preview", None) or not _is_page(request):
        return {"steps": []}
    steps = _crumbs(context, request, canonical(context, request))[:-1]
    return {"steps": steps if len(steps) > 1 else []}


def _is_page(request: HttpRequest) -> bool:
    """Whether a view of the public site answered, under an address that is no secret."""
    match = request.resolver_match
    return match is not None and match.app_name == "briefs" and match.url_name != "preview"

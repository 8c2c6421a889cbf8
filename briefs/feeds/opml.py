"""All feeds in one file (OPML 2.0), which readers of feeds import."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.http import HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_safe

from briefs.feeds import scopes
from briefs.feeds.scopes import Scope
from briefs.feeds.text import one_line
from briefs.feeds.views import base_of
from briefs.models import Annotation, Article, Organisation, Person, State, Topic
from briefs.views.elsewhere import read_elsewhere

AT_ONCE = 500
"""Rows fetched in one go: the file is written as they come."""


def _groups() -> Iterator[tuple[str, Iterable[Scope]]]:
    yield "Everything of a sort", scopes.lists()
    yield "Claims by kind and by verdict", scopes.by_value()
    things: list[tuple[str, Any, Callable[..., Scope]]] = [
        ("Articles", Article.objects.published().select_related("live"), scopes.article_scope),
        ("Organisations", Organisation.objects.published(), scopes.organisation_scope),
        ("States", State.objects.all(), scopes.state_scope),
        ("Topics", Topic.objects.all(), scopes.topic_scope),
        ("People", Person.objects.published(), scopes.person_scope),
        (
            "Claims",
            Annotation.objects.published().claims().select_related("article"),
            scopes.claim_scope,
        ),
    ]
    for name, rows, scope_of in things:
        yield name, map(scope_of, _without_texts(rows).order_by("pk").iterator(AT_ONCE))


def _without_texts(rows: Any) -> Any:
    return rows.defer("live__body", "live__text") if rows.model is Article else rows


def _outline(scope: Scope, base: str) -> str:
    name = quoteattr(one_line(scope.name))
    return (
        f'<outline type="rss" text={name} title={quoteattr(one_line(scope.title))} '
        f"xmlUrl={quoteattr(base + scope.address('atom'))} "
        f"htmlUrl={quoteattr(base + scope.page)}/>\n"
    )


def _lines(base: str) -> Iterator[str]:
    title = escape(f"{settings.SITE_NAME}: all feeds")
    yield '<?xml version="1.0" encoding="utf-8"?>\n<opml version="2.0">\n'
    yield f"<head><title>{title}</title><docs>https://opml.org/spec2.opml</docs></head>\n<body>\n"
    for name, found in _groups():
        yield f"<outline text={quoteattr(name)}>\n"
        for scope in found:
            yield _outline(scope, base)
        yield "</outline>\n"
    yield "</body>\n</opml>\n"


@read_elsewhere
@require_safe
def opml(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        _lines(base_of(request)),
        content_type="text/x-opml; charset=utf-8",
        headers={
            "Content-Disposition": 'attachment; filename="feeds.opml"',
            "Cache-Control": "no-cache",
        },
    )

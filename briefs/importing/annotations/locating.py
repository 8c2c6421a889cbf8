"""Which words an annotation is on: its address leads to an article, its quotation to a place."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit
from uuid import UUID

from django.conf import settings
from django.http.request import split_domain_port, validate_host
from django.urls import Resolver404, ResolverMatch, resolve

from briefs.addresses import present_address
from briefs.anchoring import AmbiguousQuote, Span, TextQuote, locate
from briefs.importing.annotations.shape import Foreign
from briefs.models import Article, Version
from briefs.models.vocabulary import Status

# Pages whose words are those of an article.
_OF_ARTICLES = ("article-detail", "version-detail", "version-text")
_LOOKED_FOR = 200
"""Code points of a quotation that near words are looked for; the time grows with their square."""
_MOST_NEAR = 100
"""Quotations of a file for which near words are looked for."""


class NotOurs(Exception):
    """The address is not that of an article here; ``str`` is why."""


class NotThere(Exception):
    """The words have no one place in the article; ``str`` is why."""

    def __init__(self, why: str, *, nearest: str = "", ambiguous: bool = False) -> None:
        self.nearest = nearest
        self.ambiguous = ambiguous
        super().__init__(why)


@dataclass(frozen=True)
class Place:
    article: Article
    version: Version
    span: Span


class Places:
    """Finds places for the annotations of one file; ``host`` is one more name of this site."""

    def __init__(self, host: str = "") -> None:
        self._hosts = own_hosts(host)
        self._articles: dict[str, Article | None] = {}
        self._near = 0

    def place(self, foreign: Foreign) -> Place:
        """Raise NotOurs or NotThere."""
        found = self.page(foreign.address)
        if found is None:
            raise NotOurs("It is on a page of another site.")
        if found.url_name not in _OF_ARTICLES:
            raise NotOurs("It is on a page of this site that is no article’s.")
        article = self._article(found)
        version = article.live
        if version is None:
            raise NotOurs("The article has no text that readers see.")
        counted = found.url_name == "version-text" and found.kwargs["number"] == version.number
        hint = foreign.start if counted else None
        return Place(article, version, self._span(version.text, foreign.quote, hint))

    def page(self, address: str) -> ResolverMatch | None:
        """Which page of this site is at an address; None if it is another site's."""
        path = self._own_path(address)
        if path is None:
            return None
        for candidate in (path, f"{path}/"):
            try:
                return resolve(candidate)
            except Resolver404:
                continue
        return ResolverMatch(_nowhere, (), {})

    def own_annotation(self, address: str) -> UUID | None:
        """The public id in the address of an annotation of this site."""
        found = self.page(address)
        is_one = found is not None and found.url_name == "annotation-detail"
        return found.kwargs["public_id"] if found and is_one else None

    def _own_path(self, address: str) -> str | None:
        try:
            parts = urlsplit(address)
        except ValueError:
            return None
        if parts.scheme not in ("http", "https"):
            return None
        host, _ = split_domain_port(parts.netloc.rpartition("@")[2])
        return unquote(parts.path) or "/" if validate_host(host, self._hosts) else None

    def _article(self, page: ResolverMatch) -> Article:
        slug = page.kwargs["slug"]
        if slug not in self._articles:
            self._articles[slug] = _by_slug(slug)
        article = self._articles[slug]
        if article is None or article.status not in (Status.PUBLISHED, Status.WITHDRAWN):
            raise NotOurs("There is no article that readers see at its address.")
        if article.status == Status.WITHDRAWN:
            raise NotOurs("The article at its address was withdrawn.")
        return article

    def _span(self, text: str, quote: TextQuote, hint: int | None) -> Span:
        found: set[Span] = set()
        written = _as_written(text, quote.exact)
        try:
            for words in written:
                match = locate(
                    text, TextQuote(words, quote.prefix, quote.suffix), hint, exactly=True
                )
                found |= {match.span} if match else set()
        except AmbiguousQuote as error:
            raise NotThere(str(error), ambiguous=True) from error
        if len(found) > 1:
            raise NotThere(str(AmbiguousQuote(tuple(found))), ambiguous=True)
        if found:
            return found.pop()
        if written:
            raise NotThere("Its words stand in the article, but others stand around them there.")
        why = "Its words do not stand in the present text of the article."
        raise NotThere(why, nearest=self._nearest(text, quote))

    def _nearest(self, text: str, quote: TextQuote) -> str:
        self._near += 1
        if self._near > _MOST_NEAR:
            return ""
        try:
            match = locate(text, TextQuote(quote.exact[:_LOOKED_FOR].strip()))
        except AmbiguousQuote as error:
            return error.places[0].of(text)
        return match.span.of(text) if match else ""


def _nowhere() -> None:
    """Stands for a page of this site that is not there."""


def own_hosts(host: str) -> Sequence[str]:
    """The names under which this site is found; none that would stand for every site."""
    site = urlsplit(settings.SITE_URL).hostname or ""
    named, _ = split_domain_port(host)
    local = ["localhost", "127.0.0.1", "[::1]"] if settings.DEBUG else []
    names = [*settings.ALLOWED_HOSTS, site, named, *local]
    return [name for name in names if name and name != "*"]


def _by_slug(slug: str) -> Article | None:
    """The article of that slug, or the one to which the slug leads now."""
    articles = Article.objects.select_related("live")
    found = articles.filter(slug=slug).first()
    if found is None:
        moved = re.fullmatch("/articles/([^/]+)/", present_address(f"/articles/{slug}/") or "")
        found = articles.filter(slug=moved[1]).first() if moved else None
    return found


def _as_written(text: str, exact: str) -> list[str]:
    """The words as the text has them, whatever white space was copied between them."""
    pattern = r"\s+".join(map(re.escape, exact.split()))
    return list(dict.fromkeys(match[0] for match in re.finditer(pattern, text)))[:10]

"""A page that says of itself to other programs what it is: in its head, and in ``Link`` headers."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from briefs.citing import FORMATS, Citation
from briefs.linked_data import schema_bodies, schema_org, schema_texts
from briefs.linked_data.meta_tags import Pair, dublin_core, highwire
from briefs.linked_data.signposting import (
    ANNOTATIONS,
    JSON_LD,
    LINKSET,
    MOST,
    Link,
    header,
)
from briefs.models import (
    Annotation,
    Article,
    Assessment,
    Membership,
    Organisation,
    Person,
    State,
    Topic,
    Update,
    Version,
)
from briefs.models.vocabulary import Kind

SCHEMA = "https://schema.org/"


@dataclass(frozen=True)
class Described:
    """What stands in the head of a page beside its title and its description."""

    url: str  # the one address of what the page shows
    things: tuple[schema_org.Json, ...] = ()
    pairs: tuple[Pair, ...] = ()
    links: tuple[Link, ...] = ()
    kind: str = "website"  # for Open Graph
    picture: str = ""  # the address of its social card, if it has one of its own
    between: tuple[tuple[str, str], ...] = field(default=())  # crumbs: names and addresses


def respond(
    request: HttpRequest, template: str, context: Mapping[str, Any], described: Described | None
) -> HttpResponse:
    """The page with what describes it; None for one that is another's shape on some day.

    A preview describes nothing: there is no public thing yet.
    """
    if getattr(request, "preview", None):
        described = None
    response = render(request, template, {**context, "described": described})
    if described and described.links:
        response.headers["Link"] = header(described.links)
    return response


def _common(citation: Citation, type_: str) -> Iterator[Link]:
    yield Link("cite-as", citation.url)
    yield Link("type", SCHEMA + type_)
    yield Link("type", SCHEMA + "AboutPage")
    if citation.licence_url:
        yield Link("license", citation.licence_url)
    for form in FORMATS.values():
        yield Link("describedby", f"{citation.url}cite.{form.ending}", form.media_type)


def links_of_text(citation: Citation, authors: list[Person], start: str) -> Iterator[Link]:
    """Of an article, or of one version of it; ``start`` begins every address."""
    yield from _common(citation, "Article")
    for author in authors:
        yield Link("author", start + author.get_absolute_url())


def annotated(start: str, name: str, slug: str) -> Link:
    """To the annotations of an article, or to a claim as one."""
    path = reverse(f"briefs:{name}", args=[slug])
    return Link("describedby", start + path, JSON_LD, ANNOTATIONS)


def links_of_version(
    citation: Citation, version: Version, authors: list[Person], start: str
) -> Iterator[Link]:
    """With its plain text, in which annotations are counted; ``version.article`` is at hand."""
    yield from links_of_text(citation, authors, start)
    slug = version.article.slug
    text = reverse("briefs:version-text", args=[slug, version.number])
    yield Link("item", start + text, "text/plain")
    yield Link("collection", start + version.article.get_absolute_url(), "text/html")


def links_of_article(
    citation: Citation,
    article: Article,
    authors: list[Person],
    versions: Iterable[int],
    start: str,
) -> Iterator[Link]:
    """With its versions as items, as far as they fit; the link set has all of them, and claims."""
    page = start + article.get_absolute_url()
    links = list(links_of_text(citation, authors, start))
    path = reverse("briefs:article-linkset", args=[article.slug])
    links.append(annotated(start, "article-annotations-file", article.slug))
    links.append(Link("linkset", start + path, LINKSET))
    yield from links
    for number in islice(versions, max(MOST - len(links), 0)):
        yield Link("item", f"{page}versions/{number}/", "text/html")


def of_article(
    start: str,
    article: Article,
    citation: Citation,
    authors: list[Person],
    versions: Iterable[int],
    **parts: Any,
) -> Described:
    """``start`` begins every address, here and below.

    ``parts`` are what ``schema_texts.article`` takes: corrections, references and others.
    """
    picture = start + reverse("briefs:article-card", args=[article.slug])
    thing = schema_texts.article(article, article.live, authors, start, **parts)
    return Described(
        url=citation.url,
        things=({**thing, "image": picture},),
        pairs=(*highwire(citation, authors, parts.get("topics", ())), *dublin_core(citation)),
        links=tuple(links_of_article(citation, article, authors, versions, start)),
        kind="article",
        picture=picture,
    )


def of_version(
    start: str,
    article: Article,
    version: Version,
    citation: Citation,
    authors: list[Person],
) -> Described:
    page = start + article.get_absolute_url()
    return Described(
        url=citation.url,
        things=(schema_texts.version(article, version, authors, start),),
        pairs=(
            *highwire(citation, authors),
            *dublin_core(citation),
            ("DCTERMS.isVersionOf", page),
        ),
        links=tuple(links_of_version(citation, version, authors, start)),
        kind="article",
        picture=start + reverse("briefs:article-card", args=[article.slug]),
        between=(
            (article.live.title, page),
            ("Versions", start + reverse("briefs:version-list", args=[article.slug])),
        ),
    )


def of_claim(
    start: str,
    claim: Annotation,
    assessment: Assessment | None,
    citation: Citation,
    authors: list[Person],
) -> Described:
    """A claim that was judged is a review of it; an editor's note claims nothing."""
    page = start + claim.article.get_absolute_url()
    things: tuple[schema_org.Json, ...] = ()
    if assessment:
        cited = assessment.citations.all()
        things = (schema_texts.claim_review(claim, assessment, cited, authors, start),)
    elif claim.kind != Kind.NOTE:
        things = (schema_texts.claim(claim, authors, start),)
    type_ = things[0]["@type"] if things else "Comment"
    return Described(
        url=citation.url,
        things=things,
        pairs=(*dublin_core(citation), ("DCTERMS.isPartOf", page)),
        links=(
            *_common(citation, type_),
            annotated(start, "claim-annotation", claim.slug),
            Link("collection", page, "text/html"),
        ),
        kind="article",
        picture=start + reverse("briefs:claim-card", args=[claim.slug]),
        between=((claim.article.live.title, page),),
    )


def of_update(start: str, update: Update, **rows: Any) -> Described:
    """``rows``: citations, about, states."""
    return Described(
        url=start + update.get_absolute_url(),
        things=(schema_texts.update(update, origin=start, **rows),),
        links=(
            Link("cite-as", start + update.get_absolute_url()),
            Link("type", SCHEMA + "Article"),
        ),
        kind="article",
    )


def of_organisation(
    start: str,
    body: Organisation,
    memberships: Iterable[Membership],
    whole: Iterable[Organisation],
    parts: Iterable[Organisation],
) -> Described:
    thing = schema_bodies.organisation(body, memberships, whole, parts, start)
    return _body(start + body.get_absolute_url(), thing, body_card(body, start))


def body_card(body: Organisation, start: str) -> str:
    return start + reverse("briefs:organisation-card", args=[body.slug])


def of_state(start: str, state: State, memberships: Iterable[Membership]) -> Described:
    thing = schema_bodies.country(state, memberships, start)
    return _body(start + state.get_absolute_url(), thing)


def of_person(start: str, person: Person) -> Described:
    url = start + person.get_absolute_url()
    return _body(url, schema_org.profile(person, start), kind="profile")


def of_topic(start: str, topic: Topic) -> Described:
    return _body(start + topic.get_absolute_url(), schema_org.topic(topic, start))


def _body(url: str, thing: schema_org.Json, picture: str = "", kind: str = "website") -> Described:
    links = (Link("cite-as", url), Link("type", SCHEMA + thing["@type"]))
    return Described(url=url, things=(thing,), links=links, kind=kind, picture=picture)

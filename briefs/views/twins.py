"""The data twins of pages: the same rows as the page has, all of them, as CSV and JSON."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from briefs.models import Annotation, Article, Membership, Organisation, State, Version
from briefs.models.vocabulary import Role
from briefs.pictures.matrix import compare
from briefs.reading import cards, details_of
from briefs.searching import search as find
from briefs.twins import TABLES, Asked, Table, csv_pieces, json_pieces, present_mark
from briefs.views import articles, claims, organisations, reference, updates
from briefs.views import compare as compared
from briefs.views import search as searched
from briefs.views.article_claims import VALUES as ARTICLE_FILTERS
from briefs.views.article_claims import chosen_claims
from briefs.views.dates import AsOf, asked_date
from briefs.views.elsewhere import read_elsewhere
from briefs.views.filters import Filter, narrow
from briefs.views.gate import public_or_gone
from briefs.views.origin import origin

MEMBERSHIP_FILTERS = [
    Filter("organisation", "organisation__slug"),
    Filter("state", "state__iso_a3"),
    Filter("role", "role", "Role", dict(Role.choices)),
]
FORMS = {
    "csv": "text/csv; charset=utf-8; header=present",
    "json": "application/json",
}


NOW = AsOf()


@dataclass(frozen=True)
class Twin:
    """The rows of a page, and what its address asked for."""

    table: str
    rows: "QuerySet[Any] | Iterable[Any]"
    as_of: AsOf = NOW
    title: str = ""
    filters: Sequence[str] = ()
    problems: Sequence[str] = ()
    version: Version | None = None
    of: str = ""  # slug of the thing whose page it is

    @property
    def filename(self) -> str:
        day = f"as-of-{self.as_of.day.isoformat()}" if self.as_of.day else ""
        return "-".join(filter(None, [self.of, self.table, day]))


def _twin(read: Callable[..., Twin]) -> Callable[..., HttpResponseBase]:
    """Make an address of what ``read`` finds: streamed, with a mark of the data as its ETag."""

    @read_elsewhere
    @require_safe
    @wraps(read)
    def answered(request: HttpRequest, form: str, **kwargs: str) -> HttpResponseBase:
        mark = present_mark()  # before anything is read
        twin = read(request, **kwargs)
        table = TABLES[twin.table]
        about = _about(request, twin, table)
        asked = Asked(origin(request), twin.as_of.day, twin.version)
        rows = table.rows(twin.rows, asked)
        pieces = csv_pieces(table, rows) if form == "csv" else json_pieces(about, table, rows)
        shown = "attachment" if form == "csv" else "inline"
        return StreamingHttpResponse(
            # For HEAD, and for what the client has already, no row is read.
            pieces if request.method == "GET" else (),
            content_type=FORMS[form],
            headers={
                "Content-Disposition": f'{shown}; filename="{twin.filename}.{form}"',
                "ETag": f'"{_digest(form, mark, about)}"',
                "Link": _links(about),
            },
        )

    return answered


def _about(request: HttpRequest, twin: Twin, table: Table) -> dict[str, Any]:
    """What is said before the rows; the same for the same question, whenever it is asked."""
    query = request.GET.copy()
    query.pop("page", None)
    address = origin(request) + request.path
    described = origin(request) + reverse("briefs:data")
    names = [name for name in twin.filters if request.GET.get(name)]
    return {
        "title": twin.title or table.title,
        "publisher": settings.SITE_NAME,
        "address": f"{address}?{query.urlencode()}" if query else address,
        "page": f"{address.rpartition('/')[0]}/" + (f"?{query.urlencode()}" if query else ""),
        "columns": f"{described}#{table.name}",
        "licence": licence(),
        "as_of": twin.as_of.day.isoformat() if twin.as_of.day else None,
        "filters": {name: request.GET.getlist(name) for name in names},
        "problems": [*twin.problems, *filter(None, [twin.as_of.problem])],
    }


def licence() -> dict[str, str] | None:
    """The licence of the editors' data; None as long as the publisher states none."""
    if not settings.DATA_LICENCE_NAME:
        return None
    return {"name": settings.DATA_LICENCE_NAME, "address": settings.DATA_LICENCE_URL}


def _digest(form: str, mark: str, about: Mapping[str, Any]) -> str:
    return sha256(json.dumps([form, mark, about]).encode()).hexdigest()[:32]


def _links(about: Mapping[str, Any]) -> str:
    """RFC 8288: where the columns are told, and the licence."""
    links = [f'<{about["columns"]}>; rel="describedby"']
    if about["licence"] and about["licence"]["address"]:
        links.append(f'<{about["licence"]["address"]}>; rel="license"')
    return ", ".join(links)


def _names(filters: Iterable[Filter]) -> list[str]:
    return [one.name for one in filters]


# A view for each page that has twins ---------------------------------------------------------


@_twin
def article_list(request: HttpRequest) -> Twin:
    as_of = asked_date(request)
    rows = narrow(articles.listed(as_of.day), request.GET, articles.FILTERS)
    return Twin("articles", rows, as_of, filters=_names(articles.FILTERS))


@_twin
def article_detail(request: HttpRequest, slug: str) -> Twin:
    """The claims that the page of the article marks."""
    article = public_or_gone(Article.objects.select_related("live"), slug=slug)
    as_of, version = articles.text_on(article, asked_date(request))
    found = [card for card in cards(version, as_of.day) if card.is_claim]
    chosen = chosen_claims(found, details_of(found, as_of.day), request.GET)
    rows = Annotation.objects.published().filter(pk__in=[card.id for card in chosen.claims])
    return Twin(
        "claims",
        rows.filter(anchors__version=version).order_by("anchors__start", "-anchors__end", "pk"),
        as_of,
        title=f"Claims of “{version.title}”",
        filters=list(ARTICLE_FILTERS),
        version=version,
        of=article.slug,
    )


@_twin
def claim_list(request: HttpRequest) -> Twin:
    as_of = asked_date(request)
    found, filters = claims.listed(as_of.day)
    rows = narrow(found, request.GET, filters)
    return Twin("claims", rows.in_the_order_of_the_text(), as_of, filters=_names(filters))


@_twin
def update_list(request: HttpRequest) -> Twin:
    as_of = asked_date(request)
    year = request.GET.get("year", "").replace("\0", "")
    of_year = updates.of_year(updates.listed(as_of.day), year)
    rows = narrow(of_year, request.GET, updates.FILTERS)
    ordered = updates.in_order(rows, request.GET.get("order", ""))
    return Twin("updates", ordered, as_of, filters=[*_names(updates.FILTERS), "year", "order"])


@_twin
def organisation_list(request: HttpRequest) -> Twin:
    as_of = asked_date(request)
    return Twin("organisations", organisations.listed(as_of.day), as_of)


@_twin
def organisation_detail(request: HttpRequest, slug: str) -> Twin:
    """The roles of states in it."""
    organisation = public_or_gone(Organisation.objects, slug=slug)
    as_of = organisations.since_founded(asked_date(request), organisation)
    return Twin(
        "memberships",
        _begun(organisations.roles_in(organisation), as_of),
        as_of,
        title=f"Roles in {organisation.name}",
        of=organisation.slug,
    )


@_twin
def organisation_compare(request: HttpRequest) -> Twin:
    """The roles of the day, the states in the most of the organisations first, as on the page."""
    as_of = asked_date(request)
    asked = request.GET.getlist("with")
    found, problems = compared.chosen(asked, compared.there(asked))
    held = compared.held_in(found, as_of.day_or_today).select_related("state")
    order = [row.state.pk for row in compare(found, held).rows]
    columns = [organisation.pk for organisation in found]
    rows = TABLES["memberships"].prepare(held, Asked(""))
    return Twin(
        "memberships",
        sorted(
            rows,
            key=lambda row: (order.index(row.state_id), columns.index(row.organisation_id), row.pk),
        ),
        AsOf(as_of.day_or_today, as_of.problem),
        title="Roles compared",
        filters=["with"],
        problems=[*problems, *compared.absent(found, as_of.day_or_today)],
        of="compared",
    )


@_twin
def state_list(request: HttpRequest) -> Twin:
    as_of = asked_date(request)
    states = TABLES["states"].prepare(organisations.states_there(as_of.day), Asked(""))
    return Twin("states", organisations.with_roles(states, as_of.day), as_of)


@_twin
def state_detail(request: HttpRequest, code: str) -> Twin:
    """The roles that it has in organisations."""
    state = get_object_or_404(State, iso_a3=code.upper())
    as_of = asked_date(request)
    return Twin(
        "memberships",
        _begun(organisations.roles_of(state), as_of),
        as_of,
        title=f"Roles of {state.name}",
        of=state.iso_a3.lower(),
    )


def _begun(roles: "QuerySet[Any]", as_of: AsOf) -> "QuerySet[Any]":
    return roles.filter(start__lte=as_of.day) if as_of.day else roles


@_twin
def membership_list(request: HttpRequest) -> Twin:
    """Every role, which no page lists."""
    as_of = asked_date(request)
    rows = narrow(Membership.objects.published(), request.GET, MEMBERSHIP_FILTERS)
    ordered = rows.order_by("organisation__name", "start", "state__name", "pk")
    filters = _names(MEMBERSHIP_FILTERS)
    return Twin("memberships", _begun(ordered, as_of), as_of, filters=filters)


@_twin
def topic_list(request: HttpRequest) -> Twin:
    as_of = asked_date(request)
    return Twin("topics", reference.topics_listed(as_of.day), as_of)


@_twin
def source_list(request: HttpRequest) -> Twin:
    publisher = request.GET.get("publisher", "").replace("\0", "")
    rows = reference.sources_listed(publisher, request.GET.get("source", ""))
    return Twin("sources", rows, filters=["publisher", "source"])


@_twin
def search_results(request: HttpRequest) -> Twin:
    found = find(request.GET.get("q", "").replace("\0", ""))
    rows = found.ranked(narrow(found.entries(), request.GET, searched.FILTERS))
    replaced = [f"Nothing for “{typed}”; shown for “{shown}”." for typed, shown in found.replaced]
    filters = ["q", *_names(searched.FILTERS)]
    return Twin("results", rows, filters=filters, problems=replaced)

from dataclasses import replace
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from briefs.asserting.words import told_by_claim, with_sources
from briefs.citing import authors_of, of_claim
from briefs.models import Anchor, Annotation, Bearing, Version
from briefs.models.annotation import AnnotationQuerySet
from briefs.models.vocabulary import EventKind, Kind, Status, Verdict
from briefs.reading import Card, as_judged, cards, judged_on, looked_at, version_on
from briefs.rendering import passage_around
from briefs.views import described
from briefs.views.dates import asked_date, dates_in, moments_of
from briefs.views.embed import discovery, snippet
from briefs.views.filters import Filter, filtered
from briefs.views.gate import public_or_gone
from briefs.views.origin import origin
from briefs.views.paging import BoundedPaginator

FILTERS = [
    Filter("kind", "kind", "Kind", dict(Kind.choices)),
    Filter("verdict", "verdict", "Verdict", dict(Verdict.choices)),
    Filter("topic", "topics__slug", "Topic", "topics__name"),
    Filter(
        "organisation",
        "organisations__slug",
        "Organisation",
        "organisations__name",
        gate={"organisations__status": Status.PUBLISHED},
    ),
    Filter("state", "states__iso_a3", "State", "states__name", unlisted=True),
    Filter("article", "article__slug", "Article", "article__live__title", unlisted=True),
    Filter("author", "article__authors__slug", "Author", "article__authors__name", unlisted=True),
    Filter("speaker", "speaker__slug", "Whose words", "speaker__name", unlisted=True),
]


# On a day a claim is listed under the verdict that it had then.
FILTERS_THEN = [replace(one, lookup="then") if one.name == "verdict" else one for one in FILTERS]


def listed(day: date | None) -> tuple[AnnotationQuerySet, list[Filter]]:
    """The claims that were there on that day, or are now, and what they are narrowed by."""
    claims = Annotation.objects.published().claims()
    return (judged_on(claims, day), FILTERS_THEN) if day else (claims, FILTERS)


@require_safe
def claim_list(request: HttpRequest) -> HttpResponse:
    as_of = asked_date(request)
    claims, filters = listed(as_of.day)
    narrowed = filtered(claims, request.GET, filters)
    ordered = narrowed.rows.in_the_order_of_the_text().select_related("article__live")
    page = BoundedPaginator(ordered, 60, narrowed.newest).get_page(request.GET.get("page"))
    return render(
        request,
        "briefs/claim_list.html",
        {
            "page": page,
            "claims": as_judged(page) if as_of.day else page,
            "facets": narrowed.facets,
            "as_of": as_of,
        },
    )


def last_version(claim: Annotation) -> Version | None:
    """The last published version whose text held the claim."""
    held = claim.anchors.placed().filter(version__published_at__isnull=False)
    newest = held.select_related("version").order_by("-version__number").first()
    return newest.version if newest else None


def words_on(claim: Annotation, day: date | None) -> tuple[Version, Anchor | None]:
    """The text of that day, or the live one where the claim was not marked then yet; its place."""
    live = claim.article.live
    then = version_on(claim.article, day) if day else None
    if then is not None and then != live:
        anchor = claim.anchors.filter(version=then).first()
        if anchor is not None:
            return then, anchor
    return live, claim.anchors.filter(version=live).first()


def neighbours(claim: Annotation, version: Version) -> list[Card | None]:
    """The card before it in the text, its own, and the one after; None where there is none."""
    alike = [card for card in cards(version) if card.is_claim == claim.is_claim]
    place = next((i for i, card in enumerate(alike) if card.id == claim.pk), None)
    if place is None:
        return [None, None, None]
    around = [None, *alike, None]
    return around[place : place + 3]


@require_safe
def claim_in_text(request: HttpRequest, slug: str) -> HttpResponse:
    """Leads to its words in the article, wherever they stand now; to its page if they are gone.

    An address to keep: the number of a mark changes with the claims before it.
    """
    claim = public_or_gone(Annotation.objects.select_related("article__live"), slug=slug)
    _, card, _ = neighbours(claim, claim.article.live)
    if card is None:
        return redirect(claim)
    return redirect(f"{claim.article.get_absolute_url()}#mark-{card.label}")


@require_safe
def claim_detail(request: HttpRequest, slug: str) -> HttpResponse:
    claim = public_or_gone(
        Annotation.objects.select_related("article__live", "speaker", "concerns"), slug=slug
    )
    as_of = asked_date(request).since(claim.article.originally_on, "The article appeared on")
    version, anchor = words_on(claim, as_of.day)
    before, card, after = neighbours(claim, version)
    every = Bearing.objects.filter(annotation=claim, update__status=Status.PUBLISHED)
    given = claim.assessments.published().newest_first()
    as_of = as_of.with_changes(
        moments_of(
            dates_in(given, "assessed_on"),
            dates_in(every, "update__happened_on", "update__happened_on_precision"),
        )
    )
    if as_of.day:
        every = every.filter(update__happened_on__lte=as_of.day)
        given = given.filter(assessed_on__lte=as_of.day)
    bearings = (
        every.select_related("update")
        .prefetch_related("update__citations__source")
        .order_by("-update__happened_on", "-update_id")
    )
    assessments = list(given.prefetch_related("citations__source"))
    if as_of.day:
        claim.verdict = assessments[0].verdict if assessments else ""
    looked = looked_at(claim.pk).filter(happened_on__lte=as_of.day_or_today).first()
    newest = assessments[0] if assessments else None
    authors = authors_of(claim.article)
    cited = of_claim(claim, newest, authors, origin(request))
    description = None
    if as_of.day is None:
        description = described.of_claim(origin(request), claim, newest, cited, authors)
    placed = anchor is not None and anchor.start is not None
    return described.respond(
        request,
        "briefs/claim_detail.html",
        {
            "claim": claim,
            "as_of": as_of,
            "article": claim.article,
            "citation": None if as_of.day else cited,
            "card": card,
            "before": before,
            "after": after,
            "passage": passage_around(version, anchor) if placed else None,
            "anchor": anchor,
            "last_held": None if placed else last_version(claim),
            "assessments": assessments,
            "checked": looked if looked and looked.kind == EventKind.CHECKED else None,
            "reworded": placed and assessments and assessments[0].words != anchor.exact,
            "asserted": with_sources(told_by_claim([claim.pk], as_of.day).get(claim.pk, [])),
            "bearings": bearings,
            "watches": claim.watches.published().prefetch_related("citations__source"),
            "notes": claim.notes.published(),
            "corrections": claim.events.corrections(),
            "organisations": claim.organisations.published(),
            "states": claim.states.all(),
            "topics": claim.topics.all(),
            "embed": None if hasattr(request, "preview") else snippet(request, claim),
            "oembed": discovery(request, claim),
        },
        description,
    )

from django.core.paginator import Paginator
from django.db.models import F, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from briefs.models import Anchor, Annotation, Bearing, Version
from briefs.models.vocabulary import EventKind, Kind, Status, Verdict
from briefs.reading import cards, looked_at
from briefs.rendering import passage_around
from briefs.views.filters import Filter, filtered
from briefs.views.gate import public_or_gone

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
    Filter("state", "states__iso_a3"),
    Filter("article", "article__slug"),
]


@require_safe
def claim_list(request: HttpRequest) -> HttpResponse:
    claims = Annotation.objects.published().claims()
    narrowed, facets = filtered(claims, request.GET, FILTERS)
    in_the_text = Anchor.objects.filter(
        annotation=OuterRef("pk"), version=OuterRef("article__live")
    )
    ordered = narrowed.annotate(place=Subquery(in_the_text.values("start")[:1])).order_by(
        "article", F("place").asc(nulls_last=True), "slug"
    )
    page = Paginator(ordered.select_related("article__live"), 60).get_page(request.GET.get("page"))
    return render(request, "briefs/claim_list.html", {"page": page, "facets": facets})


def last_version(claim: Annotation) -> Version | None:
    """The last published version whose text held the claim."""
    held = claim.anchors.placed().filter(version__published_at__isnull=False)
    newest = held.select_related("version").order_by("-version__number").first()
    return newest.version if newest else None


@require_safe
def claim_detail(request: HttpRequest, slug: str) -> HttpResponse:
    claim = public_or_gone(
        Annotation.objects.select_related("article__live", "speaker", "concerns"), slug=slug
    )
    anchor = claim.anchors.filter(version=claim.article.live).first()
    neighbours = [card for card in cards(claim.article.live) if card.is_claim == claim.is_claim]
    place = next((i for i, card in enumerate(neighbours) if card.id == claim.pk), None)
    bearings = (
        Bearing.objects.filter(annotation=claim, update__status=Status.PUBLISHED)
        .select_related("update")
        .prefetch_related("update__citations__source")
        .order_by("-update__happened_on", "-update_id")
    )
    assessments = list(
        claim.assessments.published().newest_first().prefetch_related("citations__source")
    )
    looked = looked_at(claim.pk).first()
    placed = anchor is not None and anchor.start is not None
    return render(
        request,
        "briefs/claim_detail.html",
        {
            "claim": claim,
            "article": claim.article,
            "card": neighbours[place] if place is not None else None,
            "before": neighbours[place - 1] if place else None,
            "after": neighbours[place + 1]
            if place is not None and place + 1 < len(neighbours)
            else None,
            "passage": passage_around(claim.article.live, anchor) if placed else None,
            "anchor": anchor,
            "last_held": None if placed else last_version(claim),
            "assessments": assessments,
            "checked": looked if looked and looked.kind == EventKind.CHECKED else None,
            "reworded": placed and assessments and assessments[0].words != anchor.exact,
            "bearings": bearings,
            "watches": claim.watches.published().prefetch_related("citations__source"),
            "notes": claim.notes.published(),
            "corrections": claim.events.corrections(),
            "organisations": claim.organisations.published(),
            "states": claim.states.all(),
            "topics": claim.topics.all(),
        },
    )

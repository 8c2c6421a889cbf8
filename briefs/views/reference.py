"""The pages one looks things up in: topics, people, sources."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from briefs.models import (
    Annotation,
    Article,
    Assessment,
    Citation,
    Membership,
    Person,
    Reference,
    Source,
    TaggedAnnotation,
    TaggedUpdate,
    Topic,
    Watch,
)
from briefs.models.counting import MOST, newest_of
from briefs.models.kept import kept
from briefs.models.source import SourceQuerySet
from briefs.reading import judged_on
from briefs.track_record import LEAST, track_record
from briefs.views import articles as articles_page
from briefs.views import claims as claims_page
from briefs.views import described
from briefs.views import updates as updates_page
from briefs.views.dates import asked_date
from briefs.views.organisations import shown_on
from briefs.views.origin import origin
from briefs.views.paging import BoundedPaginator, some
from briefs.visiting import told_to_readers


def topics_listed(day: date | None) -> list[Topic]:
    """With how many public claims, notes and updates have each, or had on that day."""
    annotations, updates = Annotation.objects.published(), updates_page.listed(day)
    if day:
        annotations = judged_on(annotations, day)
    about = _by_topic(TaggedAnnotation.objects.filter(content_object__in=annotations.values("pk")))
    after = _by_topic(TaggedUpdate.objects.filter(content_object__in=updates.values("pk")))
    topics = list(Topic.objects.order_by("name"))
    for topic in topics:
        topic.claim_count = about.get(topic.pk, 0)  # type: ignore[attr-defined]
        topic.update_count = after.get(topic.pk, 0)  # type: ignore[attr-defined]
    return topics


def _by_topic(tagged: "QuerySet[Any]") -> dict[int, int]:
    """How many of them have which topic; one query."""
    return dict(kept(tagged.order_by().values_list("tag").annotate(count=Count("pk")), tuple))


@require_safe
def topic_list(request: HttpRequest) -> HttpResponse:
    as_of = asked_date(request)
    topics = Topic.objects.order_by("name")
    claims, _ = claims_page.listed(as_of.day)
    updates = updates_page.listed(as_of.day)
    newest, latest = kept(claims, newest_of), kept(updates, newest_of)
    about = _by_topic(TaggedAnnotation.objects.filter(content_object__any_of=newest.keys))
    after = _by_topic(TaggedUpdate.objects.filter(content_object__any_of=latest.keys))
    return render(
        request,
        "briefs/topic_list.html",
        {
            "topics": [(topic, about.get(topic.pk, 0), after.get(topic.pk, 0)) for topic in topics],
            "as_of": as_of,
            "most": f"{MOST:,}" if newest.are_some or latest.are_some else "",
        },
    )


@require_safe
def topic_detail(request: HttpRequest, slug: str) -> HttpResponse:
    topic = get_object_or_404(Topic, slug=slug)
    as_of = asked_date(request)
    claims = Annotation.objects.published().claims().filter(topics=topic)
    updates = updates_page.listed(as_of.day).filter(topics=topic)
    articles = articles_page.listed(as_of.day).filter(topics=topic)
    return described.respond(
        request,
        "briefs/topic_detail.html",
        {
            "topic": topic,
            "as_of": as_of,
            "claims": shown_on(claims, as_of.day),
            "updates": some(updates.newest_first()),
            "articles": some(articles_page.with_names(articles)),
        },
        None if as_of.day else described.of_topic(origin(request), topic),
    )


@require_safe
def person_detail(request: HttpRequest, slug: str) -> HttpResponse:
    person = get_object_or_404(Person.objects.published().select_related("affiliation"), slug=slug)
    said = Annotation.objects.published().claims().filter(speaker=person)
    return described.respond(
        request,
        "briefs/person_detail.html",
        {
            "person": person,
            "least": LEAST,
            "records": track_record(person),
            "articles": some(
                articles_page.with_names(Article.objects.published().filter(authors=person))
            ),
            "claims": shown_on(said, None),
            "citations": person.citations.select_related("source"),
        },
        described.of_person(origin(request), person),
    )


@dataclass(frozen=True)
class CitedBy:
    """The thing on whose page a citation is found; the roles in one body are one thing."""

    words: str
    url: str = ""


def cited_by(citation: Citation) -> CitedBy:
    match citation.subject:
        case Assessment(annotation=claim):
            return CitedBy(claim.summary, claim.get_absolute_url())
        case Membership(organisation=body):
            return CitedBy(f"roles in {body.short_name}", body.get_absolute_url())
        case Reference(article=article, number=number):
            return CitedBy("a lost link", f"{article.get_absolute_url()}#link-{number}")
        case Article() as article:
            return CitedBy("an article’s publisher", article.get_absolute_url())
        case Watch():
            return CitedBy("a watched development")
        case thing:
            return CitedBy(str(thing), thing.get_absolute_url())


def sources_listed(publisher: str, one: str) -> SourceQuerySet:
    """The sources of that publisher, or the one with that number, or all."""
    sources = Source.objects.published()
    if publisher:
        sources = sources.filter(publisher=publisher)
    if one:
        sources = sources.filter(pk=int(one) if one.isdecimal() and len(one) < 19 else 0)
    return sources.order_by("publisher", "title", "id")


@require_safe
def source_list(request: HttpRequest) -> HttpResponse:
    publisher = request.GET.get("publisher", "").replace("\0", "")
    one = request.GET.get("source", "")
    sources = sources_listed(publisher, one).select_related("visit")
    page = BoundedPaginator(sources, 100).get_page(request.GET.get("page"))
    citations = (
        Citation.objects.published()
        .filter(source__in=[source.pk for source in page])
        .select_related(
            "article__live",
            "assessment__annotation",
            "update",
            "organisation",
            "membership__organisation",
            "reference__article__live",
            "person",
            "state",
            "watch",
        )
    )
    citing: dict[int, list[Citation]] = {source.pk: [] for source in page}
    for citation in citations:
        citing[citation.source_id].append(citation)
    rows = [
        (source, Counter(map(cited_by, found)).items(), told_to_readers(source, found))
        for source, found in ((source, citing[source.pk]) for source in page)
    ]
    return render(
        request,
        "briefs/source_list.html",
        {"page": page, "rows": rows, "publisher": publisher, "one": one},
    )

"""The page of what was withdrawn: what it was, when and why, and what stands near it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from briefs.models import Annotation, Article, Event, Organisation, Update
from briefs.models.publishing import Publishable
from briefs.models.vocabulary import EventKind, Status

MOST = 5
"""Things near it that are named."""
Link = tuple[str, str]  # a name and an address


@dataclass(frozen=True)
class Tombstone:
    noun: str
    name: str
    reason: str
    at: datetime | None
    with_article: bool  # it went with its article, and was not withdrawn itself
    near: list[Link]
    all_of_them: Link


def tombstone(thing: Publishable) -> Tombstone:
    """Four queries at the most."""
    gone = thing
    if isinstance(thing, Annotation) and thing.status == Status.PUBLISHED:
        gone = thing.article
    noun = "editor’s note" if isinstance(thing, Annotation) and not thing.is_claim else _noun(thing)
    return Tombstone(
        noun=noun,
        name=_name(thing),
        reason=thing.why_withdrawn,
        at=_withdrawn_at(gone),
        with_article=gone is not thing,
        near=[(name, address) for name, address in _near(thing)][:MOST],
        all_of_them=(f"All {_noun(thing)}s", reverse(f"briefs:{_noun(thing)}-list")),
    )


def _noun(thing: Publishable) -> str:
    return "claim" if isinstance(thing, Annotation) else str(thing._meta.verbose_name)


def _name(thing: Publishable) -> str:
    match thing:
        case Article(live=live) if live:
            return live.title
        case Annotation(summary=summary):
            return summary
        case _:
            return str(thing)


def _withdrawn_at(thing: Publishable) -> datetime | None:
    about: dict[str, Any] = {str(thing._meta.model_name): thing}
    if isinstance(thing, Article):
        about |= {"annotation__isnull": True}  # those are about its claims
    told = Event.objects.filter(kind=EventKind.WITHDRAWN, **about).newest_first()
    return told.values_list("recorded_at", flat=True).first()


def _near(thing: Publishable) -> list[Link]:
    """What is public and was joined with it."""
    match thing:
        case Annotation(article=article):
            found: Any = [article] if article.is_published else []
        case Update():
            found = Annotation.objects.published().filter(bearings__update=thing).order_by("slug")
        case Organisation(parent=parent, successor=successor, predecessor=predecessor):
            related = [body for body in (successor, parent, predecessor) if body]
            found = [body for body in related if body.is_published]
        case Article():
            same = Article.objects.published().filter(authors__in=thing.authors.all())
            found = same.select_related("live").distinct()
        case _:
            found = []
    return [(_name(one), one.get_absolute_url()) for one in found[:MOST]]


def gone(request: HttpRequest, thing: Publishable) -> HttpResponse:
    return render(request, "410.html", {"gone": tombstone(thing)}, status=410)

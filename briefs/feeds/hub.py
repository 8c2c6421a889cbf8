"""Telling the hub (WebSub) what is new: from a list that is written with each event.

So nothing is lost while the hub is away, and no editor waits for it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.client import HTTPException
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.db.models import Q

from briefs.feeds import scopes
from briefs.feeds.scopes import FORMS, Scope
from briefs.models import Annotation, Article, Event, HubPing, Organisation, Person, State, Topic
from briefs.models.event import HIDEABLE
from briefs.models.vocabulary import EventKind

AT_ONCE = 200
"""Events that one run tells of, the oldest first."""
TIMEOUT = 10
"""Seconds that the hub has for each answer."""
LONGEST_ANSWER = 64 * 1024
LONGEST_WAIT = timedelta(hours=12)
HIDDEN_WAIT = timedelta(hours=1)


@dataclass(frozen=True)
class Told:
    """What came of a run: feeds that were announced, those that failed, and events still due."""

    announced: int
    failed: dict[str, str]
    left: int


class _NoRedirect(HTTPRedirectHandler):
    """The hub's address is the operator's word; it sends nobody elsewhere."""

    def redirect_request(self, *args: object) -> None:
        return None


_opener = build_opener(_NoRedirect)


def ping(address: str) -> str:
    """Tell the hub that the feed has changed; what went wrong in words, empty if nothing did."""
    body = urlencode({"hub.mode": "publish", "hub.url": address, "hub.topic": address})
    request = Request(settings.WEBSUB_HUB, data=body.encode(), method="POST")
    try:
        with _opener.open(request, timeout=TIMEOUT) as answer:
            answer.read(LONGEST_ANSWER)
    except (URLError, HTTPException, OSError, ValueError) as error:
        return str(error) or type(error).__name__
    return ""


def tell_hub(now: datetime) -> Told:
    """Announce every feed that an event due by ``now`` is in, each once.

    An event stays on the list until all its feeds were announced; the wait is doubled each time.
    One that nobody can see yet waits for its thing to be published.
    """
    due = HubPing.objects.filter(due_at__lte=now)
    pings = list(due.select_related("event")[:AT_ONCE])
    feeds = feeds_of([one.event for one in pings])
    problems = {address: ping(address) for address in sorted(set().union(*feeds.values()))}
    failed = {address: problem for address, problem in problems.items() if problem}
    for one in pings:
        row = HubPing.objects.filter(pk=one.pk)
        if not feeds[one.event_id] and not one.event.tombstones.exists():
            row.update(due_at=now + HIDDEN_WAIT)
        elif feeds[one.event_id] & failed.keys():
            wait = min(timedelta(minutes=2 ** min(one.tries, 10)), LONGEST_WAIT)
            row.update(tries=one.tries + 1, due_at=now + wait)
        else:
            row.delete()
    return Told(len(problems) - len(failed), failed, due.count())


def feeds_of(events: Sequence[Event]) -> dict[int, set[str]]:
    """The addresses of the announced feeds, in each form, that show each of the events now."""
    found: dict[int, set[str]] = {event.pk: set() for event in events}
    public = Event.objects.filter(pk__in=found).news().filter(is_public=True)
    for scope in _candidates(events):
        if scope.announced:
            addresses = {settings.SITE_URL + scope.address(form) for form in FORMS}
            for pk in public.filter(scope.events).values_list("pk", flat=True):
                found[pk] |= addresses
    return found


def _candidates(events: Sequence[Event]) -> Iterator[Scope]:
    """Every scope that they can be in: those of what they are about, and of what that is about."""
    yield from scopes.lists()
    yield from scopes.by_value()
    about: dict[str, list[int]] = {
        name: [pk for event in events if (pk := getattr(event, f"{name}_id"))] for name in HIDEABLE
    }
    claims = _claims(events, about)
    named = Q(annotations__in=claims) | Q(updates__in=about["update"])
    texts = Article.objects.filter(
        Q(pk__in=about["article"]) | Q(annotations__in=claims), published_at__isnull=False
    )
    bodies = Organisation.objects.filter(named | Q(pk__in=about["organisation"]))
    states = State.objects.filter(named | Q(memberships__in=about["membership"]))
    topics = Topic.objects.filter(
        Q(tagged_annotations__content_object__in=claims)
        | Q(tagged_updates__content_object__in=about["update"])
        | Q(tagged_articles__content_object__in=about["article"])
    )
    wrote = Q(authorships__article__in=texts.values("pk"))
    people = Person.objects.published().filter(wrote | Q(spoken__in=claims))
    yield from map(
        scopes.claim_scope, Annotation.objects.filter(pk__in=claims).select_related("article")
    )
    yield from map(scopes.article_scope, texts.distinct().select_related("live"))
    yield from map(scopes.organisation_scope, bodies.distinct())
    yield from map(scopes.state_scope, states.distinct())
    yield from map(scopes.topic_scope, topics.distinct())
    yield from map(scopes.person_scope, people.distinct())


def _claims(events: Sequence[Event], about: dict[str, list[int]]) -> list[int]:
    """Those they are about or bear on; of an article that was withdrawn, all that are public."""
    gone = [
        event.article_id
        for event in events
        if event.kind == EventKind.WITHDRAWN and not event.annotation_id
    ]
    claims = (
        Q(pk__in=about["annotation"])
        | Q(bearings__update__in=about["update"])
        | Q(article__in=[pk for pk in gone if pk])
    )
    ever_public = Annotation.objects.filter(published_at__isnull=False)
    return list(ever_public.filter(claims).distinct().values_list("pk", flat=True))

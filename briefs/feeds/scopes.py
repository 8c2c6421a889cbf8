"""What can be followed: a scope is a set of events, a name, and the page that it is the twin of."""

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Model, Q
from django.http import Http404, QueryDict
from django.urls import reverse

from briefs.feeds.asked import in_words
from briefs.models import (
    Annotation,
    Article,
    Authorship,
    Bearing,
    Event,
    Membership,
    Organisation,
    Person,
    SearchEntry,
    State,
    TaggedAnnotation,
    TaggedArticle,
    TaggedUpdate,
    Topic,
    Update,
)
from briefs.models.counting import newest_of
from briefs.models.publishing import Publishable, PublishableQuerySet
from briefs.models.vocabulary import EventKind, Kind, Noun, Verdict
from briefs.searching import search as search_for
from briefs.views import claims as claims_page
from briefs.views import search as search_page
from briefs.views.filters import narrow

FORMS = ("atom", "rss", "json")
# Pages that are named otherwise than their feeds.
PAGES = {"site": "front"}
FEW = 2_000
"""Events of a scope that are looked up all, to know the newest."""


@dataclass(frozen=True)
class Scope:
    """Which events, under which name. ``key`` is its part of the feed's permanent id.

    An event is in it by any of its ``ways``, each looked up by an index of its own: of conditions
    joined by OR the database looks at every event.

    ``things`` are the rows that it is about, ``announced`` whether the hub is told of it.
    """

    route: str
    key: str
    title: str
    ways: tuple[Q, ...]
    slug: str = ""
    query: str = ""
    things: tuple[Model, ...] = ()
    announced: bool = True

    @property
    def events(self) -> Q:
        """All of them, whatever the way."""
        if len(self.ways) == 1:
            return self.ways[0]
        first, *more = (Event.objects.filter(way).order_by().values("pk") for way in self.ways)
        return Q(pk__in=first.union(*more, all=True))

    def newest(self, kinds: Collection[str], most: int) -> list[int]:
        """The numbers of the newest of them that are of these kinds; two queries for each way.

        The newest of all are among the newest by each way. Where there are FEW all of them are
        looked up, and where there are many the latest events are gone through: PostgreSQL, left to
        choose, gathers all events of a large scope, or goes through all for a small one.
        """
        found: set[int] = set()
        for way in self.ways:
            events = Event.objects.filter(way, kind__in=kinds).values_list("pk", flat=True)
            keys = list(events.order_by()[: FEW + 1]) if len(self.ways) > 1 else None
            if keys is None or len(keys) > FEW:
                keys = list(events.order_by("-pk")[:most])
            found.update(keys)
        return sorted(found, reverse=True)[:most]

    @property
    def name(self) -> str:
        """The title without the site's name."""
        if self.route == "site":
            return "the whole site"
        return self.title.removeprefix(f"{settings.SITE_NAME}: ")

    @property
    def id(self) -> str:
        """The same for all its documents and forms (tag URI, RFC 4151)."""
        return f"tag:{settings.TAG_AUTHORITY}:feed/{self.key}"

    @property
    def page(self) -> str:
        """The address of the page that it is the twin of."""
        name = f"{self.route}-detail" if self.slug else PAGES.get(self.route, self.route)
        address = reverse(f"briefs:{name}", args=[self.slug] if self.slug else [])
        return f"{address}?{self.query}" if self.query else address

    def address(self, form: str, archive: int | None = None) -> str:
        arguments = [self.slug, form] if self.slug else [form]
        address = reverse(f"briefs:{self.route}-feed", args=arguments)
        query = "&".join(filter(None, [self.query, f"archive={archive}" if archive else ""]))
        return f"{address}?{query}" if query else address


def _named(words: str) -> str:
    return f"{settings.SITE_NAME}: {words}"


def _public_or_withdrawn(queryset: PublishableQuerySet, **lookup) -> Publishable:
    """Of what was withdrawn the feed goes on: it tells so, to whoever follows it."""
    thing = queryset.published().filter(**lookup).first()
    thing = thing or queryset.withdrawn().filter(**lookup).first()
    if thing is None:
        raise Http404(f"No {queryset.model._meta.verbose_name} at this address.")
    return thing


def _name_of(thing: Publishable, words: str) -> str:
    """Its name; of what was withdrawn, only what kind of thing it was."""
    noun = "claim" if isinstance(thing, Annotation) else thing._meta.verbose_name
    return _named(f"withdrawn {noun}" if thing.why_withdrawn else words)


def site() -> Scope:
    return Scope("site", "site", settings.SITE_NAME, (Q(),))


def articles() -> Scope:
    events = Q(article__isnull=False, annotation__isnull=True)
    return Scope("article-list", "articles", _named("articles"), (events,))


def updates() -> Scope:
    return Scope("update-list", "updates", _named("updates"), (Q(update__isnull=False),))


def organisations() -> Scope:
    events = Q(organisation__isnull=False)
    return Scope("organisation-list", "organisations", _named("organisations"), (events,))


def lists() -> list[Scope]:
    """The scopes of whole nouns."""
    return [site(), articles(), claims_scope({}), updates(), organisations()]


def by_value() -> list[Scope]:
    """Claims of each kind, and those that come to each verdict."""
    kinds = [claims_scope({"kind": kind}) for kind in Kind.values if kind != Kind.NOTE]
    return [*kinds, *(claims_scope({"verdict": verdict}) for verdict in Verdict.values)]


def _bearing_on(claims) -> Q:
    """Updates that bear on any of the claims."""
    return Q(update__in=Bearing.objects.filter(annotation__in=claims).values("update"))


def article(slug: str) -> Scope:
    thing = _public_or_withdrawn(Article.objects.select_related("live"), slug=slug)
    return article_scope(thing)


def article_scope(thing: Article) -> Scope:
    """The article, its claims, and what bears on them."""
    public = Annotation.objects.published().filter(article=thing)
    return Scope(
        "article",
        f"article/{thing.public_id}",
        _name_of(thing, thing.live.title),
        (Q(article=thing), _bearing_on(public)),
        thing.slug,
        things=(thing,),
    )


def claim(slug: str) -> Scope:
    thing = _public_or_withdrawn(Annotation.objects.select_related("article"), slug=slug)
    return claim_scope(thing)


def claim_scope(thing: Annotation) -> Scope:
    """The claim, what bears on it, and the withdrawal of its article."""
    gone = Q(article=thing.article_id, annotation__isnull=True, kind=EventKind.WITHDRAWN)
    return Scope(
        "claim",
        f"claim/{thing.public_id}",
        _name_of(thing, thing.summary),
        (Q(annotation=thing), _bearing_on([thing.pk]), gone),
        thing.slug,
        things=(thing,),
    )


def organisation(slug: str) -> Scope:
    return organisation_scope(_public_or_withdrawn(Organisation.objects, slug=slug))


def organisation_scope(thing: Organisation) -> Scope:
    """Its page, the roles in it, and the claims and updates about it."""
    claims = Annotation.organisations.through.objects.filter(organisation=thing)
    told = Update.organisations.through.objects.filter(organisation=thing)
    return Scope(
        "organisation",
        f"organisation/{thing.public_id}",
        _name_of(thing, thing.name),
        (
            Q(organisation=thing),
            Q(annotation__in=claims.values("annotation")),
            Q(update__in=told.values("update")),
        ),
        thing.slug,
        things=(thing,),
    )


def state(slug: str) -> Scope:
    thing = State.objects.filter(iso_a3=slug.upper()).first()
    if thing is None:
        raise Http404("No state at this address.")
    return state_scope(thing)


def state_scope(thing: State) -> Scope:
    """Its roles, and the claims and updates about it."""
    claims = Annotation.states.through.objects.filter(state=thing)
    told = Update.states.through.objects.filter(state=thing)
    return Scope(
        "state",
        f"state/{thing.iso_a3.lower()}",
        _named(thing.name),
        (
            Q(membership__in=Membership.objects.filter(state=thing).values("pk")),
            Q(annotation__in=claims.values("annotation")),
            Q(update__in=told.values("update")),
        ),
        thing.iso_a3.lower(),
        things=(thing,),
    )


def topic(slug: str) -> Scope:
    thing = Topic.objects.filter(slug=slug).first()
    if thing is None:
        raise Http404("No topic at this address.")
    return topic_scope(thing)


def topic_scope(thing: Topic) -> Scope:
    """The articles, claims and updates that have it."""
    claims = TaggedAnnotation.objects.filter(tag=thing).values("content_object")
    told = TaggedUpdate.objects.filter(tag=thing).values("content_object")
    texts = TaggedArticle.objects.filter(tag=thing).values("content_object")
    return Scope(
        "topic",
        f"topic/{thing.pk}",
        _named(thing.name),
        (
            Q(annotation__in=claims),
            Q(update__in=told),
            Q(article__in=texts, annotation__isnull=True),
        ),
        thing.slug,
        things=(thing,),
    )


def person(slug: str) -> Scope:
    thing = Person.objects.published().filter(slug=slug).first()
    if thing is None:
        raise Http404("No person at this address.")
    return person_scope(thing)


def person_scope(thing: Person) -> Scope:
    """Their articles, the claims in these, what bears on them; and the claims that quote them."""
    texts = Authorship.objects.filter(person=thing).values("article")
    public = Annotation.objects.published().filter(article__in=texts)
    return Scope(
        "person",
        f"person/{thing.pk}",
        _named(thing.name),
        (
            Q(article__in=texts),
            Q(annotation__in=Annotation.objects.filter(speaker=thing).values("pk")),
            _bearing_on(public),
        ),
        thing.slug,
        things=(thing,),
    )


def _asked(query: QueryDict, names: list[str]) -> dict[str, str]:
    """The filters that are set, in one order, so that a scope has one address."""
    found = {name: query.get(name, "").replace("\0", "").strip() for name in names}
    return {name: value[:200] for name, value in found.items() if value}


def claims(query: QueryDict) -> Scope:
    """All claims, or those that the filters of their list leave.

    A verdict is that of an assessment: the item is the moment at which a claim came to it.
    """
    asked = _asked(query, [one.name for one in claims_page.FILTERS])
    for name, known in (("kind", Kind), ("verdict", Verdict)):
        if asked.get(name, known.values[0]) not in known.values:
            raise Http404(f"No {name} of claims is called so.")
    return claims_scope(asked)


def claims_scope(asked: dict[str, str]) -> Scope:
    by_claim = [one for one in claims_page.FILTERS if one.name != "verdict"]
    narrowed = narrow(Annotation.objects.claims(), asked, by_claim)
    about = Q(annotation__in=narrowed.values("pk"))
    ways: tuple[Q, ...] = (about,)
    if verdict := asked.get("verdict"):
        if len(asked) == 1:
            about = Q()  # nothing but claims is judged
        judged = Annotation.objects.filter(assessments__verdict=verdict).values("pk")
        ways = (
            about & Q(assessment__verdict=verdict),
            about & Q(kind=EventKind.WITHDRAWN, annotation__in=judged),
        )
    named = [in_words(name, value) for name, value in asked.items()]
    query = urlencode(asked)
    return Scope(
        "claim-list",
        f"claims?{query}" if query else "claims",
        _named(f"claims {', '.join(named)}".strip()),
        ways,
        query=query,
        announced=not asked or (len(asked) == 1 and set(asked) <= {"kind", "verdict"}),
    )


def search(query: QueryDict) -> Scope:
    """What happens to the things that a search finds, with its filters: the latest known.

    It is asked anew for each document: what was withdrawn is found no more, and is told elsewhere.
    """
    asked = _asked(query, ["q", *(one.name for one in search_page.FILTERS)])
    searched = search_for(asked.get("q", ""))
    newest = searched.newest
    if len(asked) > 1:
        newest = newest_of(narrow(searched.entries(), asked, search_page.FILTERS))
    found: dict[str, set[int]] = {noun: set() for noun in Noun.values}
    entries = SearchEntry.objects.filter(pk__any_of=newest.keys)
    for noun, pk in entries.values_list("noun", "object_id"):
        found[noun].add(pk)
    filters = [in_words(name, value) for name, value in asked.items() if name != "q"]
    about = f"search for “{asked['q']}”" if "q" in asked else "search"
    encoded = urlencode(asked)
    return Scope(
        "search",
        f"search?{encoded}",
        _named(", ".join([about, *filters])),
        (
            Q(annotation__any_of=found[Noun.CLAIM]),
            Q(update__any_of=found[Noun.UPDATE]),
            Q(organisation__any_of=found[Noun.ORGANISATION]),
            Q(article__any_of=found[Noun.ARTICLE], annotation__isnull=True),
        ),
        query=encoded,
        announced=False,
    )

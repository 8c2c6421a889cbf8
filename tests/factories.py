"""Builders for tests: the smallest row that is whole; every argument can be given instead."""

from datetime import date
from itertools import count

from briefs.anchoring import TextQuote
from briefs.annotating import annotate
from briefs.assessing import Cited, Judgement, assess
from briefs.markup import normal_form, text_of
from briefs.models import (
    Annotation,
    Article,
    Assertion,
    Bearing,
    Citation,
    Membership,
    Organisation,
    Person,
    Source,
    State,
    Topic,
    Update,
    Version,
    Watch,
)
from briefs.publishing import (
    publish_annotation,
    publish_article,
    publish_organisation,
    publish_update,
    publish_watch,
    record_membership,
)

_numbers = count(1)
BODY = "<p>The bloc will admit India next year. It rarely meets.</p><p>Nothing else is said.</p>"


def number() -> int:
    return next(_numbers)


def make_person(**fields) -> Person:
    n = number()
    return Person.objects.create(**{"slug": f"person-{n}", "name": f"Person {n}", **fields})


def make_source(**fields) -> Source:
    n = number()
    defaults = {"url": f"https://example.org/{n}", "title": f"Page {n}", "publisher": "A paper"}
    return Source.objects.create(**{**defaults, **fields})


def make_topic(**fields) -> Topic:
    n = number()
    return Topic.objects.create(**{"slug": f"topic-{n}", "name": f"Topic {n}", **fields})


def make_state(**fields) -> State:
    n = number()
    # One of those that ISO 3166-1 leaves to its users: no state's of which a test speaks.
    code = "X" + "".join(chr(ord("A") + n // 26**place % 26) for place in (1, 0))
    return State.objects.create(**{"iso_a3": code, "name": f"State {n}", **fields})


def make_organisation(*, public: bool = True, **fields) -> Organisation:
    n = number()
    organisation = Organisation.objects.create(
        **{
            "slug": f"organisation-{n}",
            "name": f"Organisation {n}",
            "kind": "intergovernmental",
            "summary": "A body.",
            **fields,
        }
    )
    Citation.objects.create(organisation=organisation, source=make_source())
    if public:
        publish_organisation(organisation)
    return organisation


def make_membership(*, public: bool = True, **fields) -> Membership:
    membership = Membership.objects.create(
        **{
            "organisation": fields.get("organisation") or make_organisation(),
            "state": fields.get("state") or make_state(),
            "role": "member",
            "start": date(2001, 6, 15),
            "start_precision": "day",
            **({"end_precision": "day"} if fields.get("end") else {}),
            **fields,
        }
    )
    Citation.objects.create(membership=membership, source=make_source())
    if public:
        record_membership(membership)
    return membership


def make_version(article: Article, *, body: str = BODY, **fields) -> Version:
    clean = normal_form(body)
    return Version.objects.create(
        **{
            "article": article,
            "number": article.versions.count() + 1,
            "title": f"Title of {article.slug}",
            "standfirst": "What it is about.",
            "body": clean,
            "text": text_of(clean),
            **fields,
        }
    )


def make_article(*, public: bool = True, body: str = BODY, title: str = "", **fields) -> Article:
    n = number()
    article = Article.objects.create(
        **{
            "slug": f"article-{n}",
            "originally_on": date(2014, 10, 10),
            "originally_on_precision": "day",
            **fields,
        }
    )
    version = make_version(article, body=body, **({"title": title} if title else {}))
    if public:
        publish_article(article, version)
    return article


# What a forecast needs to be published; the deadline brings no day to look again.
MEASURED = {
    "deadline": date(2099, 12, 31),
    "deadline_precision": "day",
    "criterion": "A decision of the bloc.",
}


def make_annotation(
    article: Article | None = None,
    *,
    quote: str = "The bloc will admit India next year.",
    public: bool = True,
    **fields,
) -> Annotation:
    article = article or make_article()
    n = number()
    annotation = Annotation.objects.create(
        **{
            "article": article,
            "slug": f"claim-{n}",
            "kind": "forecast",
            "summary": f"Summary {n}.",
            **(MEASURED if fields.get("kind", "forecast") == "forecast" else {}),
            **fields,
        }
    )
    annotate(annotation, article.live or article.versions.first(), TextQuote(quote))
    if public:
        publish_annotation(annotation)
    return annotation


def make_assertion(annotation: Annotation | None = None, **fields) -> Assertion:
    """That a state was a member of a body when the article appeared."""
    if "members_of" not in fields:
        fields.setdefault("state", None)
        fields["state"] = fields["state"] or make_state()
    return Assertion.objects.create(
        **{
            "annotation": annotation or make_annotation(kind="fact"),
            "organisation": fields.get("organisation") or make_organisation(),
            **({"on_precision": "day"} if fields.get("on") else {}),
            **fields,
        }
    )


def make_judgement(verdict: str = "came-true", **fields) -> Judgement:
    source = fields.pop("source", None) or make_source()
    return Judgement(
        **{
            "verdict": verdict,
            "confidence": "high",
            "rationale": "It happened.",
            "assessed_on": date(2026, 11, 23),
            "sources": (Cited(source),),
            **fields,
        }
    )


def make_assessment(annotation: Annotation, verdict: str = "came-true", **fields):
    version = annotation.article.live or annotation.article.versions.first()
    return assess(annotation, version, make_judgement(verdict, **fields))


def make_update(
    *,
    public: bool = True,
    bears_on: Annotation | None = None,
    effect: str = "resolves",
    source: Source | None = None,
    **fields,
) -> Update:
    n = number()
    update = Update.objects.create(
        **{
            "slug": f"update-{n}",
            "headline": f"Headline {n}",
            "body": "It happened.",
            "happened_on": date(2017, 6, 9),
            "happened_on_precision": "day",
            **fields,
        }
    )
    if bears_on:
        Bearing.objects.create(update=update, annotation=bears_on, effect=effect)
    Citation.objects.create(update=update, source=source or make_source())
    if public:
        publish_update(update)
    return update


def make_watch(*, public: bool = True, **fields) -> Watch:
    n = number()
    watch = Watch.objects.create(
        **{
            "slug": f"watch-{n}",
            "what": f"Development {n}",
            "expected": "soon",
            "found": "Nothing yet.",
            **fields,
        }
    )
    if public:
        publish_watch(watch)
    return watch

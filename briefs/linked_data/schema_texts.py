"""Articles, claims and updates in schema.org's words."""

from collections.abc import Iterable, Iterator

from briefs.citing import publisher_of
from briefs.linked_data.schema_org import (
    LANGUAGE,
    Json,
    country_named,
    day,
    organisation_named,
    person,
    site,
    topic,
)
from briefs.models import (
    Annotation,
    Article,
    Assessment,
    Citation,
    Organisation,
    Person,
    State,
    Topic,
    Update,
    Version,
)
from briefs.models.vocabulary import Kind, ReferenceState, Verdict
from briefs.reading import Correction, ReferenceLine


def article(
    article: Article,
    version: Version,
    authors: Iterable[Person],
    origin: str,
    *,
    corrections: Iterable[Correction] = (),
    references: Iterable[ReferenceLine] = (),
    topics: Iterable[Topic] = (),
    mentioned: Iterable[Organisation] = (),
) -> Json:
    """An article in the text of ``version``; its publisher is that of the original."""
    url = origin + article.get_absolute_url()
    changed = version.published_at
    return {
        **_original(article, authors, origin),
        "@id": url,
        "url": url,
        "mainEntityOfPage": url,
        "headline": version.title,
        "description": version.standfirst,
        "dateModified": changed.isoformat() if changed else "",
        "version": version.number,
        "maintainer": site(origin),
        "isBasedOn": article.original_url,
        "about": [topic(one, origin) for one in topics],
        "mentions": [organisation_named(body, origin) for body in mentioned],
        "correction": [_correction(one, origin) for one in corrections],
        "citation": [
            reference.url
            for reference in references
            if reference.state == ReferenceState.LIVE and reference.url.startswith("http")
        ],
    }


def version(article: Article, version: Version, authors: Iterable[Person], origin: str) -> Json:
    """One text of an article, which stays as it is."""
    url = origin + version.get_absolute_url()
    changed = version.published_at
    return {
        **_original(article, authors, origin),
        "@id": url,
        "url": url,
        "headline": version.title,
        "description": version.standfirst,
        "dateModified": changed.isoformat() if changed else "",
        "version": version.number,
        "maintainer": site(origin),
        "isBasedOn": article.original_url,
        "exampleOfWork": origin + article.get_absolute_url(),
    }


def _original(article: Article, authors: Iterable[Person], origin: str) -> Json:
    """What is true of every text of the article."""
    body = article.publisher
    publisher: Json | None = None
    if body and body.is_published:
        publisher = organisation_named(body, origin)
    elif publisher_of(article):
        publisher = {"@type": "Organization", "name": publisher_of(article)}
    return {
        "@type": "Article",
        "author": [person(author, origin) for author in authors],
        "publisher": publisher,
        "datePublished": day(article.originally),
        "license": article.licence_url,
        "inLanguage": article.language,
    }


def _correction(one: Correction, origin: str) -> Json:
    return {
        "@type": "CorrectionComment",
        "text": one.reason,
        "datePublished": one.recorded_at.isoformat(),
        "author": site(origin),
    }


def rating(verdict: Verdict) -> Json:
    """A verdict on its scale: the worst is 1; what decides nothing has a name and no number."""
    scale = [one for one in Verdict if one.scale == verdict.scale and one.family != "open"]
    told = {"@type": "Rating", "alternateName": verdict.label}
    number = (
        {
            "ratingValue": len(scale) - scale.index(verdict),
            "bestRating": len(scale),
            "worstRating": 1,
        }
        if verdict in scale
        else {}
    )
    return {**told, **number, "ratingExplanation": verdict.definition}


def claim(claim: Annotation, authors: Iterable[Person], origin: str) -> Json:
    """What is claimed, by whom, and where it first stood.

    A report of what somebody said is judged as a report, so that it is the author's claim; of
    other kinds it is the speaker's, if there is one.
    """
    article = claim.article
    url = origin + article.get_absolute_url()
    reported = claim.speaker if claim.kind != Kind.ATTRIBUTION else None
    claimants = [reported] if reported else list(authors)
    title = article.live.title if article.live else ""
    return {
        "@type": "Claim",
        "@id": f"{origin}{claim.get_absolute_url()}#claim",
        "name": claim.summary,
        "author": [person(one, origin) for one in claimants],
        "datePublished": day(article.originally),
        "firstAppearance": {
            "@type": "Article",
            "url": article.original_url or url,
            "headline": title,
            "datePublished": day(article.originally),
            "inLanguage": article.language,
        },
        "appearance": {"@type": "Article", "@id": url, "url": url, "headline": title},
    }


def claim_review(
    reviewed: Annotation,
    assessment: Assessment,
    citations: Iterable[Citation],
    authors: Iterable[Person],
    origin: str,
) -> Json:
    """The editors' verdict on a claim of the article, which is another's."""
    url = origin + reviewed.get_absolute_url()
    return {
        "@type": "ClaimReview",
        "@id": f"{url}#review",
        "url": url,
        "claimReviewed": reviewed.summary,
        "datePublished": assessment.assessed_on.isoformat(),
        "author": site(origin),
        "inLanguage": LANGUAGE,
        "reviewBody": assessment.rationale,
        "reviewRating": rating(Verdict(assessment.verdict)),
        "itemReviewed": claim(reviewed, authors, origin),
        "citation": list(sources(citations)),
    }


def sources(citations: Iterable[Citation]) -> Iterator[Json]:
    """The pages that something rests on; the address only of those that the site links to."""
    for citation in citations:
        source = citation.source
        yield {
            "@type": "WebPage",
            "name": source.title,
            "url": source.url if source.linkable else "",
            "publisher": {"@type": "Organization", "name": source.publisher}
            if source.publisher
            else None,
            "datePublished": day(source.dated),
        }


def update(
    update: Update,
    citations: Iterable[Citation],
    about: Iterable[Organisation],
    states: Iterable[State],
    origin: str,
) -> Json:
    """A development as the editors report it."""
    url = origin + update.get_absolute_url()
    shown = update.published_at
    return {
        "@type": "Article",
        "@id": url,
        "url": url,
        "headline": update.headline,
        "articleBody": update.body,
        "datePublished": shown.isoformat() if shown else "",
        "temporalCoverage": day(update.happened),
        "author": site(origin),
        "publisher": site(origin),
        "inLanguage": LANGUAGE,
        "about": [
            *(organisation_named(body, origin) for body in about),
            *(country_named(state, origin) for state in states),
        ],
        "citation": list(sources(citations)),
    }

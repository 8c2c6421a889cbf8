"""The rows that readers see -> dicts in schema.org's words; its spelling stays in here.

``origin`` is the beginning of every address: "https://example.org". What is not known has no key;
what is shown as unverified, or is hidden, is left out, since it could not be marked as such.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse

from briefs.citing import public_affiliation
from briefs.dates import PartialDate, Precision
from briefs.models import Organisation, Person, State, Topic
from briefs.models.vocabulary import OrganisationKind

Json = dict[str, Any]

LANGUAGE = "en-GB"
"""Of what the editors write; the words of an article keep theirs."""
TYPES = {
    OrganisationKind.RESEARCH_INSTITUTE: "ResearchOrganization",
    OrganisationKind.INITIATIVE: "Project",
    OrganisationKind.GOVERNMENT_PROGRAMME: "Project",
    OrganisationKind.EXERCISE: "Event",
}


def graph(things: Iterable[Json]) -> Json:
    """The things of a page as one document, without what is empty."""
    return {"@context": "https://schema.org", "@graph": [_full(thing) for thing in things]}


def _full(value: Any) -> Any:
    """Without empty words, lists and dicts, at any depth; a number may be nought."""
    if isinstance(value, Mapping):
        full = {key: _full(one) for key, one in value.items()}
        return {key: one for key, one in full.items() if one not in ("", None, [], {})}
    if isinstance(value, list | tuple):
        return [one for one in map(_full, value) if one not in ("", None, [], {})]
    return value


def day(known: PartialDate | None) -> str:
    """As ISO 8601 has it, no finer than it is known; a latest possible date is none of these."""
    return known.iso if known and known.precision != Precision.NOT_LATER_THAN else ""


def site(origin: str) -> Json:
    """The editors, who mark, judge and follow up."""
    return {
        "@type": "Organization",
        "@id": f"{origin}/#editors",
        "name": settings.SITE_NAME,
        "url": f"{origin}/",
        "publishingPrinciples": origin + reverse("briefs:method"),
    }


def website(origin: str) -> Json:
    return {
        "@type": "WebSite",
        "@id": f"{origin}/#site",
        "url": f"{origin}/",
        "name": settings.SITE_NAME,
        "description": settings.SITE_TAGLINE,
        "inLanguage": LANGUAGE,
        "publisher": site(origin),
        "potentialAction": {
            "@type": "SearchAction",
            "target": f"{origin}{reverse('briefs:search')}?q={{search_term_string}}",
            "query-input": "required name=search_term_string",
        },
    }


def breadcrumbs(steps: Sequence[tuple[str, str]]) -> Json:
    """The way to a page: names and whole addresses, the page itself last."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": address}
            for position, (name, address) in enumerate(steps, 1)
        ],
    }


def person(person: Person, origin: str) -> Json:
    """Somebody as an article names them: post and house are those of its day."""
    url = origin + person.get_absolute_url()
    house = public_affiliation(person)
    return {
        "@type": "Person",
        "@id": url,
        "name": person.name,
        "url": url,
        "description": person.role,
        "affiliation": organisation_named(house, origin) if house else None,
    }


def profile(one: Person, origin: str) -> Json:
    url = origin + one.get_absolute_url()
    return {
        "@type": "ProfilePage",
        "url": url,
        "inLanguage": LANGUAGE,
        "mainEntity": person(one, origin),
    }


def organisation_named(body: Organisation, origin: str) -> Json:
    """As another thing names it."""
    url = origin + body.get_absolute_url()
    return {"@type": type_of(body), "@id": url, "name": body.name, "url": url}


def country_named(state: State, origin: str) -> Json:
    url = origin + state.get_absolute_url()
    return {
        "@type": "Country",
        "@id": url,
        "name": state.name,
        "url": url,
        "identifier": state.iso_a3,
    }


def topic(topic: Topic, origin: str) -> Json:
    url = origin + topic.get_absolute_url()
    return {
        "@type": "DefinedTerm",
        "@id": url,
        "name": topic.name,
        "description": topic.definition,
        "url": url,
        "inDefinedTermSet": origin + reverse("briefs:topic-list"),
    }


def type_of(body: Organisation) -> str:
    return TYPES.get(OrganisationKind(body.kind), "Organization")

"""The rules of the Web Annotation Data Model (W3C Recommendation, 23 February 2017), as far as they
bear on what this site gives: each MUST of sections 3 to 5, by its section.

Terms are those of the model’s JSON-LD context; one that is not among them would be lost to whoever
reads the data as linked data, so it is a breach too.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

ANNO = "http://www.w3.org/ns/anno.jsonld"
MOTIVATIONS = set(
    "assessing bookmarking classifying commenting describing editing highlighting identifying "
    "linking moderating questioning replying reviewing tagging".split()
)
CLASSES = set(
    "Annotation TextualBody SpecificResource TextQuoteSelector TextPositionSelector TimeState "
    "Person Organization Software Dataset Image Video Sound Text AnnotationCollection "
    "AnnotationPage BasicContainer".split()
)
TERMS = set(
    "@context id type canonical motivation purpose creator created modified body target source "
    "scope selector state rights value format language name label exact prefix suffix start end "
    "sourceDate sourceDateStart sourceDateEnd total first last next prev partOf startIndex "
    "items".split()
)
UTC_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]+")

Breaches = Iterator[str]


def annotation_breaches(data: dict[str, Any], *, embedded: bool = False) -> list[str]:
    found = [*_terms(data), *_annotation(data)]
    if embedded:
        found += ["5.2 an embedded thing should have no context"] if "@context" in data else []
    else:
        found += _context(data, "3.1")
    return found


def collection_breaches(data: dict[str, Any]) -> list[str]:
    return [*_terms(data), *_context(data, "5.1"), *_collection(data)]


def page_breaches(data: dict[str, Any], *, embedded: bool = False) -> list[str]:
    found = [*_terms(data), *_page(data)]
    return found if embedded else [*found, *_context(data, "5.2")]


def listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def is_iri(value: Any) -> bool:
    if not isinstance(value, str) or re.search(r"[\s<>\"{}|\\^`]", value):
        return False
    return bool(urlsplit(value).scheme) and len(value) > len(urlsplit(value).scheme) + 1


def _terms(data: Any, path: str = "") -> Breaches:
    """Every key is a term of the context, and nothing is empty or null."""
    if isinstance(data, list):
        for item in data:
            yield from _terms(item, path)
    elif isinstance(data, dict):
        for key, value in data.items():
            if key not in TERMS:
                yield f"context: {path}{key} is no term"
            if value in (None, "", [], {}):
                yield f"context: {path}{key} is empty"
            if key == "type" and not set(listed(value)) <= CLASSES:
                yield f"context: {value} is no class"
            yield from _terms(value, f"{path}{key}.")


def _context(data: dict[str, Any], section: str) -> Breaches:
    if ANNO not in listed(data.get("@context")):
        yield f"{section} @context must have {ANNO}"


def _annotation(data: dict[str, Any]) -> Breaches:
    if not is_iri(data.get("id")):
        yield "3.1 id must be exactly one IRI"
    if "Annotation" not in listed(data.get("type")):
        yield "3.1 type must be Annotation"
    if not listed(data.get("target")):
        yield "3.1 there must be a target"
    for motivation in listed(data.get("motivation")):
        if motivation not in MOTIVATIONS:
            yield f"3.3.5 {motivation} is no motivation"
    if not is_iri(data.get("canonical", "urn:x")):
        yield "3.3.4 canonical must be an IRI"
    yield from _lifecycle(data)
    for body in listed(data.get("body")):
        yield from _body(body)
    for target in listed(data.get("target")):
        yield from _specific(target)


def _lifecycle(data: dict[str, Any]) -> Breaches:
    for name in ("created", "modified"):
        if name in data and not UTC_MOMENT.fullmatch(str(data[name])):
            yield f"3.3.1 {name} must be one xsd:dateTime in UTC"
    for agent in listed(data.get("creator")):
        yield from _agent(agent)
    for rights in listed(data.get("rights")):
        if not is_iri(rights):
            yield "3.3.6 rights must be an IRI"


def _agent(agent: Any) -> Breaches:
    if not isinstance(agent, dict):
        if not is_iri(agent):
            yield "3.3.1 an agent must be an IRI or an object"
    elif not is_iri(agent.get("id")) or not isinstance(agent.get("name"), str):
        yield "3.3.2 an agent has one IRI and a name"


def _body(body: Any) -> Breaches:
    match listed(body.get("type")):
        case ["TextualBody"]:
            if not isinstance(body.get("value"), str):
                yield "3.2.4 a textual body must have exactly one value"
            if "source" in body:
                yield "3.2.4 a textual body has no source"
            yield from _resource(body)
        case ["SpecificResource"]:
            yield from _specific(body)
        case kind:
            yield f"3.2 {kind} is no body of ours"
    for purpose in listed(body.get("purpose")):
        if purpose not in MOTIVATIONS:
            yield f"3.3.5 {purpose} is no purpose"
    yield from _lifecycle(body)


def _resource(data: dict[str, Any]) -> Breaches:
    """Format and language of an external resource or a textual body (3.2.1, 3.2.4)."""
    if "format" in data and not MEDIA_TYPE.fullmatch(str(data["format"])):
        yield "3.2.1 format must be a media type"
    if "language" in data and not LANGUAGE_TAG.fullmatch(str(data["language"])):
        yield "3.2.1 language must be a language tag"


def _specific(data: dict[str, Any]) -> Breaches:
    source = data.get("source")
    if isinstance(source, dict):
        if not is_iri(source.get("id")):
            yield "4 a source must have an IRI"
        yield from _resource(source)
        yield from _lifecycle(source)
    elif not is_iri(source):
        yield "4 there must be exactly one source"
    if "value" in data:
        yield "4 a specific resource has no value"
    for scope in listed(data.get("scope")):
        if not is_iri(scope):
            yield "4.7 a scope must be an IRI"
    for selector in listed(data.get("selector")):
        yield from _selector(selector)
    for state in listed(data.get("state")):
        yield from _state(state)
    yield from _lifecycle(data)


def _selector(data: dict[str, Any]) -> Breaches:
    match data.get("type"):
        case "TextQuoteSelector":
            if not isinstance(data.get("exact"), str):
                yield "4.2.4 there must be exactly one exact"
            if not all(isinstance(data.get(name, ""), str) for name in ("prefix", "suffix")):
                yield "4.2.4 prefix and suffix are one string each"
        case "TextPositionSelector":
            ends = [data.get("start"), data.get("end")]
            if not all(type(end) is int and end >= 0 for end in ends):
                yield "4.2.5 start and end must be non-negative integers"
        case kind:
            yield f"4.2 {kind} is no selector of ours"


def _state(data: dict[str, Any]) -> Breaches:
    if data.get("type") != "TimeState":
        yield "4.3.1 type must be TimeState"
    names = [name for name in ("sourceDate", "sourceDateStart", "sourceDateEnd") if name in data]
    if names not in (["sourceDate"], ["sourceDateStart", "sourceDateEnd"]):
        yield "4.3.1 one date, or a start and an end"
    for name in names:
        if not UTC_MOMENT.fullmatch(str(data[name])):
            yield f"4.3.1 {name} must be in UTC with a Z"


def _collection(data: dict[str, Any]) -> Breaches:
    if not is_iri(data.get("id")):
        yield "5.1 id must be exactly one IRI"
    if "AnnotationCollection" not in listed(data.get("type")):
        yield "5.1 type must be AnnotationCollection"
    if not isinstance(data.get("label"), str):
        yield "5.1 label must be a string"
    total = data.get("total")
    if type(total) is not int or total < 0:
        yield "5.1 total must be a non-negative integer"
    first = data.get("first")
    if total and not (is_iri(first) or isinstance(first, dict)):
        yield "5.1 there must be exactly one first page"
    if isinstance(first, dict):
        yield from _page(first)
        if "@context" in first:
            yield "5.2 an embedded page should have no context"
    if total and not is_iri(data.get("last")):
        yield "5.1 there should be a last page"
    yield from _lifecycle(data)


def _page(data: dict[str, Any]) -> Breaches:
    if not is_iri(data.get("id")):
        yield "5.2 id must be exactly one IRI"
    if "AnnotationPage" not in listed(data.get("type")):
        yield "5.2 type must be AnnotationPage"
    whole = data.get("partOf")
    if not is_iri(whole.get("id") if isinstance(whole, dict) else whole):
        yield "5.2 partOf must name the collection"
    if not isinstance(data.get("items"), list) or not data["items"]:
        yield "5.2 items must be an array of one or more"
    if type(data.get("startIndex")) is not int or data["startIndex"] < 0:
        yield "5.2 startIndex must be a non-negative integer"
    for name in ("next", "prev"):
        if name in data and not is_iri(data[name]):
            yield f"5.2 {name} must be an IRI"
    for item in data.get("items") or []:
        if isinstance(item, dict):
            yield from _annotation(item)
        elif not is_iri(item):
            yield "5.2 an item is an annotation or its IRI"

"""The rules themselves: each breach that they are there for is seen."""

from copy import deepcopy

import pytest

from tests.linked_data.anno_rules import (
    annotation_breaches,
    collection_breaches,
    page_breaches,
)

ANNOTATION = {
    "@context": "http://www.w3.org/ns/anno.jsonld",
    "id": "https://example.org/1",
    "type": "Annotation",
    "motivation": "assessing",
    "creator": {"id": "https://example.org/", "type": "Organization", "name": "Editors"},
    "created": "2026-11-26T18:14:39Z",
    "body": [
        {"type": "TextualBody", "purpose": "tagging", "value": "A tag", "language": "en-GB"},
        {"type": "SpecificResource", "purpose": "identifying", "source": "https://example.org/b"},
    ],
    "target": {
        "type": "SpecificResource",
        "source": {"id": "https://example.org/text", "format": "text/plain"},
        "selector": [
            {"type": "TextQuoteSelector", "exact": "words"},
            {"type": "TextPositionSelector", "start": 0, "end": 5},
        ],
        "state": {"type": "TimeState", "sourceDate": "2026-11-26T18:14:39Z"},
        "rights": "https://creativecommons.org/licenses/by/4.0/",
    },
}
PAGE = {
    "@context": "http://www.w3.org/ns/anno.jsonld",
    "id": "https://example.org/all/?page=1",
    "type": "AnnotationPage",
    "partOf": {"id": "https://example.org/all/", "total": 1},
    "startIndex": 0,
    "items": ["https://example.org/1"],
}
COLLECTION = {
    "@context": ["http://www.w3.org/ns/anno.jsonld", "http://www.w3.org/ns/ldp.jsonld"],
    "id": "https://example.org/all/",
    "type": ["BasicContainer", "AnnotationCollection"],
    "label": "All",
    "total": 1,
    "first": "https://example.org/all/?page=1",
    "last": "https://example.org/all/?page=1",
}
GONE = object()


def changed(data, path, value):
    made = deepcopy(data)
    *way, last = path
    inner = made
    for step in way:
        inner = inner[step]
    if value is GONE:
        del inner[last]
    else:
        inner[last] = value
    return made


def test_what_keeps_the_rules_breaks_none():
    assert annotation_breaches(ANNOTATION) == []
    assert page_breaches(PAGE) == []
    assert collection_breaches(COLLECTION) == []


@pytest.mark.parametrize(
    ("path", "value", "section"),
    [
        (["@context"], GONE, "3.1"),
        (["id"], "/annotations/1/", "3.1"),
        (["type"], "Note", "3.1"),
        (["target"], GONE, "3.1"),
        (["motivation"], "judging", "3.3.5"),
        (["created"], "2026-11-26T18:14:39+00:00", "3.3.1"),
        (["creator", "name"], GONE, "3.3.2"),
        (["bodies"], "x", "context"),
        (["body", 0, "value"], GONE, "3.2.4"),
        (["body", 0, "value"], "", "context"),
        (["body", 0, "language"], "English (British)", "3.2.1"),
        (["body", 0, "purpose"], "topic", "3.3.5"),
        (["body", 1, "source"], GONE, "4 "),
        (["target", "source", "id"], GONE, "4 "),
        (["target", "source", "format"], "plain", "3.2.1"),
        (["target", "selector", 0, "exact"], GONE, "4.2.4"),
        (["target", "selector", 1, "start"], "0", "4.2.5"),
        (["target", "selector", 1, "end"], -1, "4.2.5"),
        (["target", "state", "sourceDateEnd"], "2026-11-26T18:14:39Z", "4.3.1"),
        (["target", "state", "sourceDate"], "2026-11-26", "4.3.1"),
        (["target", "rights"], "CC BY 4.0", "3.3.6"),
    ],
)
def test_a_breach_of_an_annotation_is_seen(path, value, section):
    found = annotation_breaches(changed(ANNOTATION, path, value))
    assert [breach for breach in found if breach.startswith(section)] != []


@pytest.mark.parametrize(
    ("path", "value", "section"),
    [
        (["@context"], "http://www.w3.org/ns/ldp.jsonld", "5.1"),
        (["id"], GONE, "5.1"),
        (["type"], "BasicContainer", "5.1"),
        (["label"], GONE, "5.1"),
        (["total"], "1", "5.1"),
        (["first"], GONE, "5.1"),
        (["first"], PAGE, "5.2"),
        (["last"], GONE, "5.1"),
    ],
)
def test_a_breach_of_a_collection_is_seen(path, value, section):
    found = collection_breaches(changed(COLLECTION, path, value))
    assert [breach for breach in found if breach.startswith(section)] != []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["@context"], GONE),
        (["id"], GONE),
        (["type"], "AnnotationCollection"),
        (["partOf"], GONE),
        (["items"], []),
        (["startIndex"], -1),
        (["next"], "?page=2"),
        (["items"], ["1"]),
    ],
)
def test_a_breach_of_a_page_is_seen(path, value):
    found = page_breaches(changed(PAGE, path, value))
    assert [breach for breach in found if breach.startswith("5.2")] != []

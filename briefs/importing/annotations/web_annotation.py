"""An annotation in the JSON-LD of the W3C Web Annotation Data Model (2017)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from briefs.importing.annotations.selectors import quote_in, start_in
from briefs.importing.annotations.shape import Foreign, NotRead, Origin
from briefs.importing.annotations.values import (
    LONGEST_TEXT,
    MOST_TAGS,
    address,
    first_of,
    identity,
    line,
    listed,
    moment,
    shortened,
    words,
)


def read(number: int, data: dict[str, Any]) -> Foreign:
    """Raise NotRead for notes on whole pages and what has no id."""
    key = identity(first_of(data, "id", "@id"))
    if not key:
        raise NotRead("It has no “id” by which it would be known again.")
    page, selectors = _target(data)
    bodies = _read_bodies(data)
    return Foreign(
        number=number,
        origin=Origin.WEB_ANNOTATION,
        id=key,
        address=page,
        quote=quote_in(selectors),
        start=start_in(selectors),
        summary=bodies.summary,
        text=shortened("\n\n".join(bodies.paragraphs), LONGEST_TEXT),
        classes=tuple(bodies.classes),
        tags=tuple(bodies.tags[:MOST_TAGS]),
        author=_author(data),
        made_at=moment(data.get("created")),
        link=address(key),
    )


# Where it belongs ----------------------------------------------------------------------------


def _target(data: dict[str, Any]) -> tuple[str, list[Any]]:
    """The page and the selectors of the target that has any; there must be one such."""
    targets = [target for target in listed(data.get("target")) if target]
    chosen = [t for t in targets if isinstance(t, dict) and listed(t.get("selector"))]
    if not targets:
        raise NotRead("It has no target.")
    if not chosen:
        raise NotRead("It is a note on a whole page, not on words of it.", skipped=True)
    if len(chosen) > 1:
        raise NotRead(f"It is on {len(chosen)} places at once; make one annotation of each.")
    page = address(_iri(chosen[0].get("source")))
    if not page:
        raise NotRead("The source of its target is no http address.")
    return page, listed(chosen[0]["selector"])


def _iri(thing: Any) -> Any:
    return first_of(thing, "id", "@id") if isinstance(thing, dict) else thing


# What it says --------------------------------------------------------------------------------


@dataclass
class _Bodies:
    summary: str = ""
    paragraphs: list[str] = field(default_factory=list)
    classes: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)


def _read_bodies(data: dict[str, Any]) -> _Bodies:
    found = _Bodies()
    for body in _bodies(data):
        purposes = {p for p in listed(body.get("purpose")) if isinstance(p, str)}
        if isinstance(body.get("value"), str):
            _add_text(found, body, purposes)
        else:
            _add_resource(found, body, purposes)
    return found


def _bodies(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if isinstance(data.get("bodyValue"), str):
        yield {"value": data["bodyValue"]}
    for body in listed(data.get("body")):
        if isinstance(body, str):
            yield {"source": body}
        elif isinstance(body, dict):
            yield body


def _add_text(found: _Bodies, body: dict[str, Any], purposes: set[str]) -> None:
    text = words(body["value"], is_html=body.get("format") == "text/html")
    if not text:
        return
    if "tagging" in purposes:
        found.tags.append(line(text))
    elif "classifying" in purposes:
        found.classes.append(line(text))
    else:
        if "describing" in purposes:
            found.summary = found.summary or text
        found.paragraphs.append(text)


def _add_resource(found: _Bodies, body: dict[str, Any], purposes: set[str]) -> None:
    """Something with an address: a topic by its name; what is identified is told by the words."""
    source = body.get("source", body)
    iri = address(_iri(source))
    named = line(first_of(source, "label", "name")) if isinstance(source, dict) else ""
    if "tagging" in purposes:
        tag = named or line(iri.rstrip("/").rpartition("/")[2])
        found.tags += [tag] if tag else []
    elif iri and "identifying" not in purposes:
        found.paragraphs.append(iri)


def _author(data: dict[str, Any]) -> str:
    names = []
    for agent in listed(first_of(data, "creator", "dcterms:creator")):
        if isinstance(agent, dict):
            names.append(line(first_of(agent, "name", "nickname", "id", "@id")))
        else:
            names.append(line(agent))
    return line(", ".join(filter(None, names)))

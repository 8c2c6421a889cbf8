"""A draft as plain JSON values and back, to cross from one process to another."""

from dataclasses import asdict
from typing import Any

from briefs.dates import PartialDate
from briefs.importing.draft import (
    ArticleDraft,
    Author,
    Licence,
    Link,
    Passage,
    PassageKind,
    Repair,
    RepairKind,
)


def to_data(draft: ArticleDraft) -> dict[str, Any]:
    data = asdict(draft)
    data["published"] = draft.published.iso if draft.published else None
    return data


def from_data(data: dict[str, Any]) -> ArticleDraft:
    """The draft that ``to_data`` was given."""
    return ArticleDraft(
        passages=tuple(map(_passage, data["passages"])),
        authors=tuple(Author(**author) for author in data["authors"]),
        publisher=data["publisher"],
        publisher_host=data["publisher_host"],
        published=PartialDate.parse(data["published"]) if data["published"] else None,
        original_url=data["original_url"],
        licence=Licence(**data["licence"]) if data["licence"] else None,
        repairs=tuple(_repair(repair) for repair in data["repairs"]),
    )


def _passage(data: dict[str, Any]) -> Passage:
    links = tuple(Link(**link) for link in data["links"])
    return Passage(PassageKind(data["kind"]), data["text"], links, data["html"])


def _repair(data: dict[str, Any]) -> Repair:
    return Repair(**(data | {"kind": RepairKind(data["kind"])}))

"""What a reader made of a file: lines to read at the command line, and a dict to keep."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from briefs.importing.draft import (
    ArticleDraft,
    Author,
    Licence,
    PassageKind,
    PlacedLink,
    Repair,
)

_NOT_STATED = "not stated"


def report_lines(draft: ArticleDraft) -> list[str]:
    """Proposed metadata, every repair and every lost link, a line each."""
    return [*_metadata(draft), "", *_repairs(draft.repairs), "", *_lost(draft)]


def report_data(draft: ArticleDraft) -> dict[str, Any]:
    """The same as plain JSON values, with live links as well."""
    return {
        "title": draft.title,
        "standfirst": draft.standfirst,
        "byline": draft.byline,
        "authors": [_author_data(author) for author in draft.authors],
        "publisher": draft.publisher,
        "publisher_host": draft.publisher_host,
        "published": draft.published.iso if draft.published else None,
        "original_url": draft.original_url,
        "licence": _licence_data(draft.licence),
        "counts": _counts(draft),
        "repairs": [_repair_data(repair) for repair in draft.repairs],
        "links": [_link_data(link) for link in draft.links],
    }


def _metadata(draft: ArticleDraft) -> Iterator[str]:
    stated = {
        "Title": draft.title,
        "Standfirst": draft.standfirst,
        "Byline": draft.byline,
        "Authors": "; ".join(_author_line(author) for author in draft.authors),
        "Published": str(draft.published or ""),
        "Publisher": draft.publisher,
        "Host": draft.publisher_host,
        "Licence": _licence_line(draft.licence),
        "Original address": draft.original_url,
        "Body": ", ".join(f"{count:,} {noun}" for noun, count in _counts(draft).items()),
    }
    for name, value in stated.items():
        yield f"{name}: {value or _NOT_STATED}"


def _repairs(repairs: tuple[Repair, ...]) -> Iterator[str]:
    yield f"Repairs: {len(repairs)}"
    for repair in repairs:
        after = f" -> {repair.after}" if repair.after else ""
        place = f"{repair.unit} {repair.where}: " if repair.where else ""
        yield f"  {place}{repair.kind}: {repair.before}{after}"


def _lost(draft: ArticleDraft) -> Iterator[str]:
    yield f"Lost links: {len(draft.lost_links)} of {len(draft.links)}"
    for link in draft.lost_links:
        place = f"{link.passage}, character {link.offset}"
        yield f'  {link.number}. {place}: "{link.words}" in: {link.sentence}'


def _author_line(author: Author) -> str:
    post = ", ".join(part for part in (author.role, author.affiliation) if part)
    return f"{author.name} ({post})" if post else author.name


def _licence_line(licence: Licence | None) -> str:
    if licence is None:
        return ""
    known = ", ".join(part for part in (licence.short, licence.url) if part)
    return f"{licence.name} ({known})" if known else licence.name


def _counts(draft: ArticleDraft) -> dict[str, int]:
    """Lists, quotations and tables are counted only where there are any."""
    found = Counter(block.kind for block in draft.blocks)
    more = (PassageKind.LIST, PassageKind.QUOTATION, PassageKind.TABLE)
    prose = [block for block in draft.blocks if block.kind is not PassageKind.HEADING]
    return {
        "headings": found[PassageKind.HEADING],
        "paragraphs": found[PassageKind.PARAGRAPH],
        **{f"{kind}s": found[kind] for kind in more if found[kind]},
        "words": sum(len(block.text.split()) for block in prose),
    }


def _author_data(author: Author) -> dict[str, str]:
    return {"name": author.name, "role": author.role, "affiliation": author.affiliation}


def _licence_data(licence: Licence | None) -> dict[str, str] | None:
    if licence is None:
        return None
    return {
        "name": licence.name,
        "short": licence.short,
        "url": licence.url,
        "spdx": licence.spdx,
    }


def _repair_data(repair: Repair) -> dict[str, str | int]:
    return {
        "kind": repair.kind.value,
        repair.unit: repair.where,
        "before": repair.before,
        "after": repair.after,
    }


def _link_data(link: PlacedLink) -> dict[str, str | int | None]:
    return {
        "number": link.number,
        "words": link.words,
        "target": link.target,
        "place": link.place.value,
        "passage": link.passage,
        "offset": link.offset,
        "sentence": link.sentence,
    }

"""The head of a page as other programs read it."""

import json
import re
from typing import Any

import html5lib

SPACE = "{http://www.w3.org/1999/xhtml}"


def head_of(client, address: str):
    """The parsed head of a page, and its response."""
    response = client.get(address)
    assert response.status_code == 200, address
    return html5lib.parse(response.text).find(f"{SPACE}head"), response


def data_of(client, address: str) -> dict[str, Any]:
    """What the page says in JSON-LD: each thing by its type. One block, one context."""
    head, _ = head_of(client, address)
    (block,) = (
        one for one in head.iter(f"{SPACE}script") if one.get("type") == "application/ld+json"
    )
    document = json.loads(block.text)
    assert set(document) == {"@context", "@graph"}
    assert document["@context"] == "https://schema.org"
    return {thing["@type"]: thing for thing in document["@graph"]}


def metas(head) -> list[tuple[str, str]]:
    found = (
        (one.get("name") or one.get("property"), one.get("content"))
        for one in head.iter(f"{SPACE}meta")
    )
    return [(name, content) for name, content in found if name]


def canonical(client, address: str) -> str:
    head, _ = head_of(client, address)
    (link,) = (one for one in head.iter(f"{SPACE}link") if one.get("rel") == "canonical")
    return link.get("href")


def links(response) -> list[tuple[str, str, str]]:
    """Relation, address and media type of each link of the header."""
    value = response.headers.get("Link", "")
    found = re.findall(r'<([^>]*)>((?:; [a-z]+="[^"]*")*)(?:, |$)', value)
    read = []
    for address, parameters in found:
        named = dict(re.findall(r'([a-z]+)="([^"]*)"', parameters))
        read.append((named["rel"], address, named.get("type", "")))
    return read


def as_zotero(head) -> dict[str, Any]:
    """What Zotero's translator “Embedded Metadata” makes of a page, by its own rules.

    A tag counts by its name's end; several of one name are joined; a report is known by its
    institution; authors are split at the comma that puts the family first; a keyword list at
    semicolons. Where Highwire's tags name authors, Dublin Core's creators are not added.
    """
    tags = metas(head)

    def all_of(name: str) -> list[str]:
        return [content for tag, content in tags if tag.endswith(name)]

    def joined(name: str) -> str:
        return ", ".join(all_of(name))

    authors = all_of("citation_author") or all_of("DC.creator")
    creators = []
    for author in authors:
        family, comma, given = author.partition(", ")
        creators.append((given, family) if comma else ("", author))
    item = {
        "itemType": "report" if joined("citation_technical_report_institution") else "webpage",
        "title": joined("citation_title") or joined("DC.title"),
        "creators": creators,
        "institution": joined("citation_technical_report_institution"),
        "date": joined("citation_publication_date")
        or joined("citation_online_date")
        or joined("DC.date"),
        "url": joined("citation_public_url") or joined("og:url"),
        "language": joined("citation_language") or joined("DC.language"),
        "abstractNote": joined("citation_abstract") or joined("og:description"),
        "rights": joined("DC.rights"),
        "tags": [tag.strip() for all_ in all_of("citation_keywords") for tag in all_.split(";")],
    }
    return {name: value for name, value in item.items() if value}

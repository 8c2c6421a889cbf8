"""The three formats: RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1, each a subclass of Django's own.

What Django's leave out: archives (RFC 5005), tombstones (RFC 6721), the hub (WebSub), a style sheet
for Atom, and content that a browser shows as it stands.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from xml.sax import ContentHandler, parseString

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed, rfc3339_date
from django.utils.xmlutils import SimplerXMLGenerator

ATOM = "http://www.w3.org/2005/Atom"
HISTORY = "http://purl.org/syndication/history/1.0"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
XHTML = "http://www.w3.org/1999/xhtml"
# Of a feed in which nothing has happened yet: the same whenever it is asked for.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
FOR_PEOPLE = (
    "This is a feed: put its address into a feed reader, which will tell you what is new here. "
)
# Browsers show what is served as application/atom+xml or rss+xml as bare text, or save it; as XML
# they apply its style sheet. Readers of feeds go by the root element, and RFC 4287 allows both.
XML = "application/xml; charset=utf-8"


class _Into(ContentHandler):
    """Hands the elements of a well-formed fragment on to a document that is being written."""

    def __init__(self, handler: SimplerXMLGenerator) -> None:
        super().__init__()
        self.handler = handler

    def startElement(self, name: str, attrs: Any) -> None:
        self.handler.startElement(name, dict(attrs))

    def endElement(self, name: str) -> None:
        self.handler.endElement(name)

    def characters(self, content: str) -> None:
        self.handler.characters(content)


def _write_xhtml(handler: SimplerXMLGenerator, html: str) -> None:
    fragment = f'<div xmlns="{XHTML}">{html}</div>'
    parseString(fragment.encode("utf-8"), _Into(handler))


class _Archived(SyndicationFeed):
    """What is said beside Django’s: its archives, the hub, and a line for people."""

    def latest_post_date(self) -> datetime:
        dates = [item["pubdate"] for item in self.items]
        return max(dates, default=self.feed["modified"] or NEVER)

    def links(self) -> Iterator[tuple[str, str]]:
        yield from self.feed["archives"].items()
        if self.feed["hub"]:
            yield "hub", self.feed["hub"]

    def write_for_people(self, handler: SimplerXMLGenerator) -> None:
        """A line that the style sheet shows above the items; readers of feeds pass it over."""
        how = self.feed["how_to_follow"]
        _write_xhtml(handler, f'<p>{FOR_PEOPLE}<a href="{how}">How to follow</a></p>')


class AtomFeed(_Archived, Atom1Feed):
    content_type = XML

    def write(self, outfile: Any, encoding: str) -> None:
        handler = SimplerXMLGenerator(outfile, encoding, short_empty_elements=True)
        handler.startDocument()
        for sheet in self.feed["stylesheets"]:
            handler.processingInstruction("xml-stylesheet", sheet)
        handler.startElement("feed", self.root_attributes())
        self.add_root_elements(handler)
        self.write_items(handler)
        for stone in self.feed["tombstones"]:
            handler.startElement(
                "at:deleted-entry", {"ref": stone["ref"], "when": rfc3339_date(stone["when"])}
            )
            handler.addQuickElement("at:comment", stone["comment"])
            handler.endElement("at:deleted-entry")
        handler.endElement("feed")

    def root_attributes(self) -> dict[str, str]:
        return super().root_attributes() | {"xmlns:fh": HISTORY, "xmlns:at": TOMBSTONES}

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        for relation, address in self.links():
            handler.addQuickElement("link", "", {"rel": relation, "href": address})
        if self.feed["is_archive"]:
            handler.addQuickElement("fh:archive")
        self.write_for_people(handler)

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, {**item, "description": None})
        handler.startElement("content", {"type": "xhtml"})
        _write_xhtml(handler, item["description"])
        handler.endElement("content")


class RssFeed(_Archived, Rss201rev2Feed):
    content_type = XML

    def rss_attributes(self) -> dict[str, str]:
        return super().rss_attributes() | {"xmlns:fh": HISTORY}

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        for relation, address in self.links():
            handler.addQuickElement("atom:link", None, {"rel": relation, "href": address})
        if self.feed["is_archive"]:
            handler.addQuickElement("fh:archive")
        self.write_for_people(handler)


class JsonFeed(_Archived):
    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile: Any, encoding: str) -> None:
        feed = self.feed
        said = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed["title"],
            "home_page_url": feed["link"],
            "feed_url": feed["feed_url"],
            "description": feed["description"],
            "user_comment": FOR_PEOPLE + feed["how_to_follow"],
            "next_url": feed["archives"].get("prev-archive"),
            "authors": [{"name": feed["author_name"], "url": feed["author_link"]}],
            "language": feed["language"],
            "hubs": [{"type": "WebSub", "url": feed["hub"]}] if feed["hub"] else None,
            "items": [self._item(item) for item in self.items],
        }
        told = {name: value for name, value in said.items() if value is not None}
        outfile.write(json.dumps(told, ensure_ascii=False, indent=1))

    def _item(self, item: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": item["unique_id"],
            "url": item["link"],
            "title": item["title"],
            "content_html": item["description"],
            "date_published": rfc3339_date(item["pubdate"]),
            "tags": list(item["categories"]),
        }


FORMATS: dict[str, type[_Archived]] = {"atom": AtomFeed, "rss": RssFeed, "json": JsonFeed}

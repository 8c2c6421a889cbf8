"""What the formats' own rules ask of a document, checked without anything of ours.

RFC 4287, RFC 3339 and RFC 6721 for Atom; RSS 2.0, JSON Feed 1.1 and OPML 2.0.
"""

import json
import re
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree

ATOM = "{http://www.w3.org/2005/Atom}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
TOMBSTONE = "{http://purl.org/atompub/tombstones/1.0}"
XHTML = "{http://www.w3.org/1999/xhtml}"
# RFC 3339, 5.6, as RFC 4287 (3.3) narrows it: T and Z in capitals.
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})", re.ASCII)
_TAG = re.compile(r"tag:[a-z0-9.@-]+,\d{4}(-\d{2}(-\d{2})?)?:\S*")
Feed = dict


def _one(parent, name: str) -> str:
    found = parent.findall(name)
    assert len(found) == 1, f"{name}: {len(found)} of them"
    return found[0].text or ""


def _is_address(address: str) -> None:
    parts = urlsplit(address)
    assert parts.scheme in ("http", "https"), address
    assert parts.netloc, address
    assert re.fullmatch(r"[\x21-\x7e]+", address), address


def _is_moment(moment: str) -> None:
    assert _MOMENT.fullmatch(moment), moment


def atom(content: bytes) -> ElementTree.Element:
    """The feed, if it keeps the rules."""
    feed = ElementTree.fromstring(content)
    assert feed.tag == f"{ATOM}feed"
    assert _one(feed, f"{ATOM}title")
    assert _TAG.fullmatch(_one(feed, f"{ATOM}id"))
    _is_moment(_one(feed, f"{ATOM}updated"))
    assert _one(feed, f"{ATOM}author/{ATOM}name")
    _links(feed.findall(f"{ATOM}link"))
    ids = []
    for entry in feed.findall(f"{ATOM}entry"):
        ids.append(_one(entry, f"{ATOM}id"))
        assert _one(entry, f"{ATOM}title")
        for moment in ("updated", "published"):
            _is_moment(_one(entry, f"{ATOM}{moment}"))
        _links(entry.findall(f"{ATOM}link"))
        (body,) = entry.findall(f"{ATOM}content")
        assert body.get("type") == "xhtml"
        assert [child.tag for child in body] == [f"{XHTML}div"]  # 4.1.3.3: one div, no text
        assert not (body.text or "").strip()
        assert {node.tag[: len(XHTML)] for node in body.iter() if node is not body} == {XHTML}
        for link in body.iter(f"{XHTML}a"):
            _is_address(link.get("href"))
        assert all(category.get("term") for category in entry.findall(f"{ATOM}category"))
    refs = []
    for stone in feed.findall(f"{TOMBSTONE}deleted-entry"):
        refs.append(stone.get("ref"))
        _is_moment(stone.get("when"))
        assert _one(stone, f"{TOMBSTONE}comment")
    assert all(_TAG.fullmatch(tag) for tag in [*ids, *refs])
    assert len({*ids, *refs}) == len(ids) + len(refs), "an id stands twice"
    return feed


def _links(links: list[ElementTree.Element]) -> None:
    """RFC 4287, 4.1.1: at most one alternate of a type and language, and here just one."""
    relations = [link.get("rel") for link in links]
    assert relations.count("alternate") == 1
    assert len(relations) == len(set(relations))
    for link in links:
        _is_address(link.get("href"))


def links(feed: ElementTree.Element) -> dict[str, str]:
    """The addresses of a feed by their relation, whether it is Atom or RSS."""
    found = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    channel = feed.find("channel")
    return found if channel is None else links(channel)


def rss(content: bytes) -> ElementTree.Element:
    document = ElementTree.fromstring(content)
    assert (document.tag, document.get("version")) == ("rss", "2.0")
    (channel,) = document
    assert channel.tag == "channel"
    assert _one(channel, "title")
    assert _one(channel, "description")
    _is_address(_one(channel, "link"))
    assert parsedate_to_datetime(_one(channel, "lastBuildDate")).tzinfo
    assert re.fullmatch(r"[a-z]{2}(-[a-z]{2})?", _one(channel, "language").lower())
    for link in channel.findall(f"{ATOM}link"):
        _is_address(link.get("href"))
    guids = []
    for item in channel.findall("item"):
        assert _one(item, "title")
        _is_address(_one(item, "link"))
        assert parsedate_to_datetime(_one(item, "pubDate")).tzinfo
        guids.append(_one(item, "guid"))
        assert item.find("guid").get("isPermaLink") == "false"
        _one(item, "description")
    assert all(_TAG.fullmatch(guid) for guid in guids)
    assert len(set(guids)) == len(guids), "a guid stands twice"
    return document


def json_feed(content: bytes) -> Feed:
    feed = json.loads(content.decode())
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    for name in ("home_page_url", "feed_url", "next_url"):
        if name in feed:
            _is_address(feed[name])
    assert feed.get("next_url") != feed["feed_url"]
    assert all(author.get("name") or author.get("url") for author in feed["authors"])
    assert all(hub["type"] and hub["url"] for hub in feed.get("hubs", []))
    known = {"id", "url", "title", "content_html", "date_published", "tags"}
    for item in feed["items"]:
        assert set(item) <= known
        assert _TAG.fullmatch(item["id"])
        assert isinstance(item["content_html"], str)
        assert item["content_html"]
        _is_address(item["url"])
        _is_moment(item["date_published"])
        assert all(isinstance(tag, str) for tag in item["tags"])
    ids = [item["id"] for item in feed["items"]]
    assert len(set(ids)) == len(ids), "an id stands twice"
    return feed


def opml(content: bytes) -> list[tuple[str, list[dict[str, str]]]]:
    """Each group with the attributes of its feeds."""
    document = ElementTree.fromstring(content)
    assert (document.tag, document.get("version")) == ("opml", "2.0")
    assert [part.tag for part in document] == ["head", "body"]
    assert _one(document, "head/title")
    found = []
    for group in document.find("body"):
        assert group.tag == "outline"
        assert group.get("text")
        for outline in group:
            assert outline.get("type") == "rss"
            assert outline.get("text")
            _is_address(outline.get("xmlUrl"))
            _is_address(outline.get("htmlUrl"))
        found.append((group.get("text"), [dict(outline.attrib) for outline in group]))
    return found


CHECKED = {"atom": atom, "rss": rss, "json": json_feed}


def ids(form: str, content: bytes) -> list[str]:
    """The ids of the items, in their order, of a document that keeps the rules."""
    document = CHECKED[form](content)
    if form == "json":
        return [item["id"] for item in document["items"]]
    if form == "rss":
        return [guid.text for guid in document.iter("guid")]
    return [entry.findtext(f"{ATOM}id") for entry in document.findall(f"{ATOM}entry")]

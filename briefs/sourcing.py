"""Finding a cited page again before a second copy of it is made."""

from urllib.parse import urlsplit, urlunsplit

from briefs.models import Source


class UnknownSource(ValueError):
    """No known source is meant, or more than one; says what to give."""


def same_pages(address: str) -> list[str]:
    """The spellings under which one page is cited: with and without www, slash and TLS."""
    parts = urlsplit(address.strip())
    host = parts.netloc.lower().removeprefix("www.")
    path = parts.path.rstrip("/")
    return [
        urlunsplit((scheme, prefix + host, path + end, parts.query, ""))
        for scheme in ("https", "http")
        for prefix in ("", "www.")
        for end in ("", "/")
    ]


def is_address(words: str) -> bool:
    try:
        parts = urlsplit(words.strip())
    except ValueError:  # an open bracket, or a sign that is no part of a host
        return False
    return parts.scheme in ("http", "https")


def known_source(words: str) -> Source | None:
    """The source with this address, however it is spelt, or with this title; None for neither.

    Raise UnknownSource where several have the title. At most one query for an address, two for
    a title.
    """
    words = words.strip()
    if is_address(words):
        return Source.objects.filter(url__in=[words, *same_pages(words)]).order_by("id").first()
    title = Source.objects.filter(title__iexact=words)
    # As the admin writes a source: its title, and its publisher in brackets.
    name, bracket, publisher = words.removesuffix(")").rpartition(" (")
    if bracket and not title.exists():
        title = Source.objects.filter(title__iexact=name, publisher__iexact=publisher)
    found = list(title[:2])
    if len(found) > 1:
        raise UnknownSource(f"Several sources are called “{words}”: give the address.")
    return found[0] if found else None

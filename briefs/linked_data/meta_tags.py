"""What reference managers read from the head of a page: Highwire's tags and Dublin Core.

Pairs of name and content. What is not known has none: an empty tag would be taken at its word.
"""

from collections.abc import Iterable, Iterator

from briefs.citing import Citation, Name, one_line, public_affiliation
from briefs.dates import PartialDate, Precision
from briefs.models import Person, Topic

Pair = tuple[str, str]

SCHEMAS = {
    "DC": "http://purl.org/dc/elements/1.1/",
    "DCTERMS": "http://purl.org/dc/terms/",
}
"""What the beginnings of the names stand for, as a page has to say."""


def highwire(
    citation: Citation, authors: Iterable[Person], topics: Iterable[Topic] = ()
) -> Iterator[Pair]:
    """An author's house follows the author, which is how the two belong together."""
    yield "citation_title", one_line(citation.title)
    for author in authors:
        yield "citation_author", Name.of_person(author.name).inverted
        if house := public_affiliation(author):
            yield "citation_author_institution", house.name
    if citation.publisher:
        yield "citation_technical_report_institution", citation.publisher
        yield "citation_publisher", citation.publisher
    if issued := _known(citation.issued):
        yield "citation_publication_date", issued.replace("-", "/")
    if citation.version_on:
        yield "citation_online_date", citation.version_on.isoformat().replace("-", "/")
    if citation.abstract:
        yield "citation_abstract", one_line(citation.abstract)
    yield "citation_language", citation.language
    if keywords := "; ".join(sorted(topic.name for topic in topics)):
        yield "citation_keywords", keywords
    yield "citation_public_url", citation.url
    yield "citation_fulltext_html_url", citation.url


def dublin_core(citation: Citation) -> Iterator[Pair]:
    """The elements, and of the terms what they have no word for."""
    yield "DC.title", one_line(citation.title)
    for author in citation.authors:
        yield "DC.creator", author.inverted
    yield "DC.publisher", citation.publisher or citation.site
    if issued := _known(citation.issued):
        yield "DC.date", issued
    if citation.version_on:
        yield "DCTERMS.modified", citation.version_on.isoformat()
    yield "DC.type", "Text"
    yield "DC.identifier", citation.url
    if citation.language:
        yield "DC.language", citation.language
    if citation.licence:
        yield "DC.rights", citation.licence
    if citation.licence_url:
        yield "DCTERMS.license", citation.licence_url
    if citation.originally_at and citation.is_report:
        yield "DC.source", citation.originally_at


def _known(issued: PartialDate | None) -> str:
    """As ISO 8601 has it; a latest possible date is no date."""
    return issued.iso if issued and issued.precision != Precision.NOT_LATER_THAN else ""

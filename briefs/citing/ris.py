"""RIS: a tag of two letters, two spaces, a hyphen, a space, a value; a line each."""

from collections.abc import Iterator

from briefs.citing.citation import Citation, one_line
from briefs.dates import PartialDate, Precision


def ris(citation: Citation) -> str:
    lines = [f"{tag}  - {one_line(value)}" for tag, value in _values(citation) if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def _values(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "TY", "RPRT" if citation.is_report else "ELEC"
    yield "ID", citation.key
    for author in citation.authors:
        yield "AU", author.inverted
    yield "TI", citation.title
    yield "T2", "" if citation.is_report else citation.site
    yield "PB", citation.publisher
    note = citation.note
    if citation.issued and citation.issued.precision == Precision.NOT_LATER_THAN:
        note = f"Dated {citation.issued}. {note}"
    elif citation.issued:
        yield "PY", str(citation.issued.date.year)
        yield "DA", _date(citation.issued)
    yield "LA", citation.language
    yield "AB", citation.abstract
    yield "N1", note
    yield "UR", citation.url


def _date(known: PartialDate) -> str:
    """YYYY/MM/DD/, empty between the slashes what is not known; all three are asked for."""
    year, month, day = [*known.iso.split("-"), "", ""][:3]
    return f"{year}/{month}/{day}/"

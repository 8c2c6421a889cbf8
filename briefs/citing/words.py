"""A citation as one writes it in a footnote; the day it was read is the reader's to add."""

from briefs.citing.citation import Citation, Name, one_line


def in_words(citation: Citation) -> str:
    """Author, “Title”, publisher, date (licence). Version 1 of …, annotated by …, address.

    Of a claim: Site, “Claim”, judged “…”, date. On author, “Title”, its date, address.
    """
    first = [
        _listed(citation.authors),
        f"“{one_line(citation.title).removesuffix('.')}”",  # a comma follows
        f"judged “{citation.verdict}”" if citation.verdict else "",
        citation.publisher if citation.is_report else "",
        str(citation.issued) if citation.issued else "",
    ]
    licence = f" ({citation.licence})" if citation.licence else ""
    second = citation.state or (f"On {one_line(citation.part_of)}" if citation.part_of else "")
    state = f". {second}" if second else ""
    told = ", ".join(one_line(part) for part in first if part)
    return f"{told}{licence}{state}, {citation.url}"


def _listed(authors: tuple[Name, ...]) -> str:
    """A; A and B; A, B and C."""
    *most, last = [str(author) for author in authors] or [""]
    return f"{', '.join(most)} and {last}" if most else last

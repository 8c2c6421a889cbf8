"""How an article, a version or a claim is cited: rows -> one ``Citation`` -> a format or words."""

from collections.abc import Callable
from dataclasses import dataclass

from briefs.citing.bibtex import bibtex
from briefs.citing.citation import Citation, Name, one_line
from briefs.citing.csl import csl, csl_json
from briefs.citing.ris import ris
from briefs.citing.rows import (
    authors_of,
    of_article,
    of_claim,
    of_version,
    public_affiliation,
    publisher_of,
)
from briefs.citing.words import in_words

__all__ = [
    "FORMATS",
    "Citation",
    "Format",
    "Name",
    "authors_of",
    "bibtex",
    "csl",
    "csl_json",
    "in_words",
    "of_article",
    "of_claim",
    "of_version",
    "one_line",
    "public_affiliation",
    "publisher_of",
    "ris",
]


@dataclass(frozen=True)
class Format:
    """A file that reference managers read; ``ending`` is that of its address."""

    ending: str
    label: str
    media_type: str
    write: Callable[[Citation], str]


FORMATS = {
    one.ending: one
    for one in (
        Format("bib", "BibTeX", "application/x-bibtex", bibtex),
        Format("ris", "RIS", "application/x-research-info-systems", ris),
        Format("json", "CSL-JSON", "application/vnd.citationstyles.csl+json", csl_json),
    )
}

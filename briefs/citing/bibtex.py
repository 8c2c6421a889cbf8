"""BibTeX, in UTF-8; the fields are those that BibTeX and biblatex both know."""

import re
from collections.abc import Iterator

from briefs.citing.citation import Citation, Name, one_line
from briefs.dates import Precision

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
# Braces are counted even where a backslash stands before them, so that they have to be words.
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "`": r"\textasciigrave{}",
    "^": r"\textasciicircum{}",
    **{sign: rf"\{sign}" for sign in "&%#_$"},
}
_LIGATURES = re.compile(r"(?<=-)(?=-)|(?<=')(?=')|(?<=,)(?=,)|(?<=<)(?=<)|(?<=>)(?=>)")
_AND = re.compile(r"\band\b", re.IGNORECASE)


def escaped(text: str) -> str:
    """The text as LaTeX sets it to the letter."""
    apart = _LIGATURES.split(one_line(text))
    return "{}".join("".join(_SPECIAL.get(sign, sign) for sign in part) for part in apart)


def bibtex(citation: Citation) -> str:
    kind = "techreport" if citation.is_report else "misc"
    fields = "".join(f"  {name} = {value},\n" for name, value in _fields(citation))
    return f"@{kind}{{{citation.key},\n{fields}}}\n"


def _fields(citation: Citation) -> Iterator[tuple[str, str]]:
    if citation.authors:
        yield "author", f"{{{' and '.join(map(_name, citation.authors))}}}"
    # In braces of its own, so that no style takes a capital away.
    yield "title", f"{{{{{escaped(citation.title)}}}}}"
    if citation.is_report:
        yield "institution", f"{{{{{escaped(citation.publisher)}}}}}"
    else:
        yield "howpublished", f"{{{{{escaped(citation.site)}}}}}"
    yield from _date(citation)
    if citation.version is not None:
        yield "version", f"{{{citation.version}}}"
    # Verbatim: in an address nothing is escaped.
    yield "url", f"{{{citation.url}}}"
    for name, text in (
        ("language", citation.language),
        ("abstract", citation.abstract),
        ("note", citation.note),
    ):
        if text:
            yield name, f"{{{escaped(text)}}}"


def _name(name: Name) -> str:
    """In braces what BibTeX would take apart: an institution, a comma, the word and."""
    parts = [part for part in (name.family, name.suffix, name.given) if part]
    if len(parts) == 1:
        return f"{{{escaped(name.family)}}}"
    return ", ".join(
        f"{{{escaped(part)}}}" if "," in part or _AND.search(part) else escaped(part)
        for part in parts
    )


def _date(citation: Citation) -> Iterator[tuple[str, str]]:
    issued = citation.issued
    if issued is None:
        return
    if issued.precision == Precision.NOT_LATER_THAN:
        yield "year", f"{{{issued}}}"
        return
    yield "year", f"{{{issued.date.year}}}"
    if issued.precision != Precision.YEAR:
        yield "month", _MONTHS[issued.date.month - 1]
    if issued.precision == Precision.DAY:
        yield "day", f"{{{issued.date.day}}}"

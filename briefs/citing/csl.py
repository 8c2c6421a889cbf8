"""CSL-JSON: the input of citation processors (schema csl-data.json of CSL 1.0.2)."""

import json
from typing import Any

from briefs.citing.citation import Citation, Name, one_line
from briefs.dates import PartialDate, Precision


def csl_json(citation: Citation) -> str:
    return json.dumps([csl(citation)], ensure_ascii=False, indent=2) + "\n"


def csl(citation: Citation) -> dict[str, Any]:
    """One item; what is not known has no key."""
    item = {
        "id": citation.key,
        "type": "report" if citation.is_report else "webpage",
        "title": one_line(citation.title),
        "author": [_name(author) for author in citation.authors],
        "publisher": one_line(citation.publisher),
        "container-title": "" if citation.is_report else one_line(citation.site),
        "issued": _date(citation.issued),
        "version": "" if citation.version is None else str(citation.version),
        "language": citation.language,
        "abstract": one_line(citation.abstract),
        "note": citation.note,
        "URL": citation.url,
    }
    return {key: value for key, value in item.items() if value}


def _name(name: Name) -> dict[str, str]:
    if not name.given:
        return {"literal": str(name)}
    parts = {"family": name.family, "given": name.given, "suffix": name.suffix}
    return {key: value for key, value in parts.items() if value}


def _date(known: PartialDate | None) -> dict[str, Any]:
    if known is None:
        return {}
    if known.precision == Precision.NOT_LATER_THAN:
        return {"literal": str(known)}
    return {"date-parts": [[int(part) for part in known.iso.split("-")]]}

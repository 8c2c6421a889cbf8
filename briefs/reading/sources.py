"""Sources as a line names them, and the links of an original with what replaces them."""

from datetime import date
from typing import Any, NamedTuple

from briefs.dates import PartialDate
from briefs.models import Article
from briefs.models.dates import partial
from briefs.models.vocabulary import Fit


class SourceLine(NamedTuple):
    """What a line tells of a source; the names are those of its fields."""

    url: str
    title: str
    publisher: str
    dated_on: date | None
    dated_on_precision: str
    archived_url: str
    note: str
    weak: bool
    linkable: bool

    @property
    def dated(self) -> PartialDate | None:
        return partial(self.dated_on, self.dated_on_precision)


CITED = tuple(f"citations__source__{name}" for name in SourceLine._fields)
"""For ``values_list``: the sources of a thing, one row for each; all None where it cites none."""
IN_ORDER = ("citations__position", "citations__pk")


class ReferenceLine(NamedTuple):
    """A link of the original text, and what became of it."""

    number: int
    words: str
    url: str
    state: str
    fit: str  # in words
    note: str
    sources: tuple[SourceLine, ...]


def references_of(article: Article) -> tuple[ReferenceLine, ...]:
    """In the order of the text; one query."""
    found: dict[int, tuple[tuple[Any, ...], list[SourceLine]]] = {}
    rows = article.references.order_by("number", *IN_ORDER).values_list(
        "number", "words", "url", "state", "fit", "note", *CITED
    )
    for number, words, url, state, fit, note, *cited in rows:
        told = (number, words, url, state, Fit(fit).label if fit else "", note)
        _, sources = found.setdefault(number, (told, []))
        if cited[0] is not None:
            sources.append(SourceLine(*cited))
    return tuple(ReferenceLine._make((*told, tuple(sources))) for told, sources in found.values())

"""What readers are told of a visit."""

from collections.abc import Iterable

from briefs.models import Citation, Source, SourceVisit
from briefs.models.visit import VisitState, visit_of
from briefs.visiting.texts import name_of


def told_to_readers(source: Source, citations: Iterable[Citation]) -> SourceVisit | None:
    """The visit, if the page is gone or has lost what one of ``citations`` quotes.

    They are those that are public: what a draft quotes is nobody’s business yet.
    """
    visit = visit_of(source)
    if visit is None or visit.state == VisitState.GONE:
        return visit
    quoted = (name_of(citation.passage) for citation in citations if citation.passage)
    is_lost = visit.state == VisitState.LOST
    return visit if is_lost and any(visit.passages.get(n) == "lost" for n in quoted) else None

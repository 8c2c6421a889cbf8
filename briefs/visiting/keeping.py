"""What a visit found, put beside what was found before."""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlsplit

from briefs.models import Source, SourceVisit
from briefs.models.visit import FOUND, VisitState
from briefs.recording import recorded
from briefs.visiting.due import Due
from briefs.visiting.seen import Outcome, Seen
from briefs.visiting.texts import ALIKE, alike, name_of

_PLAIN = {
    Outcome.GONE: VisitState.GONE,
    Outcome.UNREACHED: VisitState.UNREACHED,
    Outcome.UNVISITED: VisitState.UNVISITED,
}


def keep(due: Due, seen: Seen, at: datetime) -> SourceVisit | None:
    """Write the visit; None if the source went, or has another address, in the meantime."""
    with recorded(origin="check_sources"):
        source = Source.objects.select_for_update().filter(pk=due.pk, url=due.url).first()
        if source is None:
            return None
        before = SourceVisit.objects.filter(source=source).first()
        if before is not None and before.address != due.url:
            before.delete()
            before = None
        visit = before or SourceVisit(source=source, address=due.url, visited_at=at, since=at)
        _tell(visit, before is None, due, seen, at)
        visit.save()
        return visit


def _tell(visit: SourceVisit, is_first: bool, due: Due, seen: Seen, at: datetime) -> None:
    if seen.outcome is Outcome.ANSWERED:
        visit.passages = passages_after(visit.passages, due.passages, seen)
        visit.seen_text = seen.text or visit.seen_text
        visit.known_text = visit.known_text or seen.text
    state = state_after(visit, seen)
    is_other = is_first or state != visit.state or not _same_place(visit, seen)
    if is_other:
        visit.last_found = _last_found(visit, state, is_first)
        visit.state, visit.since = state, at
        visit.final_address = seen.final_address[:4000]
    visit.status, visit.remark, visit.visited_at = seen.status, seen.remark, at


def passages_after(before: dict[str, str], passages: Iterable[str], seen: Seen) -> dict[str, str]:
    """Of each passage that is cited now, by name, how it stands with it."""
    return {name: _standing(name, before, seen) for name in map(name_of, passages)}


def _standing(name: str, before: dict[str, str], seen: Seen) -> str:
    if name in seen.found:
        return "found"
    if name in seen.missing:
        return "lost" if before.get(name) in ("found", "lost") else "never"
    return before.get(name, "unknown")


def state_after(visit: SourceVisit, seen: Seen) -> VisitState:
    """What is worst of what was found; ``visit`` has this visit's passages and text already."""
    if seen.outcome in _PLAIN:
        return _PLAIN[seen.outcome]
    if "lost" in visit.passages.values():
        return VisitState.LOST
    if "never" in visit.passages.values():
        return VisitState.NOT_FOUND
    if alike(visit.known_text, visit.seen_text) < ALIKE:
        return VisitState.CHANGED
    return VisitState.REDIRECTED if seen.final_address else VisitState.LIVE


def _same_place(visit: SourceVisit, seen: Seen) -> bool:
    """Whether it leads to the same page as before; queries hold the numbers of sessions."""
    places = [urlsplit(url)[:3] for url in (visit.final_address, seen.final_address)]
    return places[0] == places[1]


def _last_found(visit: SourceVisit, state: VisitState, is_first: bool) -> datetime | None:
    if is_first or state in FOUND:
        return None
    return visit.visited_at if visit.state in FOUND else visit.last_found

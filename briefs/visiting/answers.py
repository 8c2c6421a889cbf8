"""What editors answer to a source that needs looking at."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from briefs.models import Source
from briefs.models.visit import visits
from briefs.record import Editor
from briefs.recording import one_change
from briefs.rights import require


class VisitError(ValueError):
    """The answer cannot be given; the words are for the editor."""


@one_change
def note(source: Source, *, by: Editor) -> None:
    """It was seen, and stays as it is: the text that is there now is the one it is measured by."""
    require(by, "change", source)
    visit = visits().select_for_update().filter(source=source).first()
    if visit is None:
        raise VisitError("It has another address now, which was not visited yet.")
    visit.noted_at, visit.known_text = timezone.now(), visit.seen_text
    visit.save(update_fields=["noted_at", "known_text"])


@one_change
def give_address(source: Source, url: str, *, by: Editor) -> None:
    """The page is at ``url`` now; it is visited in the next round."""
    _give(source, "url", url, by)


@one_change
def give_copy(source: Source, url: str, *, by: Editor) -> None:
    """An archived copy shows what was relied on; with it the matter is settled."""
    _give(source, "archived_url", url, by)
    visits().filter(source=source).update(noted_at=timezone.now())


def _give(source: Source, name: str, url: str, by: Editor) -> None:
    require(by, "change", source)
    setattr(source, name, url)
    try:
        source.full_clean()
    except ValidationError as error:
        raise VisitError(" ".join(error.messages)) from error
    source.save(update_fields=[name])

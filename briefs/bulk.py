"""Undoing a change that was made to many things at once."""

from django.utils import timezone

from briefs.desk.assigning import undo_assign
from briefs.merging import KINDS, unmerge
from briefs.models import BulkChange
from briefs.models.vocabulary import BulkKind
from briefs.publishing import PublishingError
from briefs.record import Editor
from briefs.recording import one_change
from briefs.retagging import undo_retag


@one_change
def undo(change: BulkChange, *, by: Editor = None) -> str:
    """Undo it, once; what was done in words. Raise NotAllowed or PublishingError."""
    current = BulkChange.objects.select_for_update().get(pk=change.pk)
    if current.undone_at is not None:
        raise PublishingError("It has been undone already.")
    if current.kind == BulkKind.RETAG:
        done = undo_retag(current, by=by)
        left = len(current.undoing["things"]) - done
        said = f"{done} {'has its' if done == 1 else 'have their'} topics back"
        if left:
            were = "was tagged anew since and stays as it is"
            said += (
                f"; {left} {were if left == 1 else 'were tagged anew since and stay as they are'}"
            )
        said += "."
    elif current.kind == BulkKind.ASSIGN:
        done = undo_assign(current, by=by)
        left = len(current.undoing["before"]) - done
        said = f"{done} went back"
        if left:
            stay = "stays where it is" if left == 1 else "stay where they are"
            said += f"; {left} changed hands again since and {stay}"
        said += "."
    elif current.kind in KINDS.values():
        unmerge(current, by=by)
        said = "They are two again."
    else:
        raise PublishingError("This cannot be undone.")
    current.undone_at, current.undone_by = timezone.now(), by
    current.save(update_fields=["undone_at", "undone_by"])
    return said

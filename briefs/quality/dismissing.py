"""Putting a warning aside, with the reason, and taking it up again."""

from django.db import transaction

from briefs.models import QualityDismissal
from briefs.quality.finding import Finding
from briefs.record import Editor
from briefs.rights import require


class DismissalRefused(ValueError):
    """It cannot be put aside; the message says why."""


@transaction.atomic
def dismiss(warning: Finding, *, reason: str, by: Editor) -> QualityDismissal:
    """Put a warning aside until what was looked at is changed.

    Raise NotAllowed to who may not change the thing, DismissalRefused for an error or without
    a reason. Of two who do so at once, the first one's reason stands.
    """
    require(by, "add", QualityDismissal(**{str(warning.subject._meta.model_name): warning.subject}))
    if warning.check.is_error:
        raise DismissalRefused("An error cannot be dismissed: it has to be put right.")
    if not reason.strip():
        raise DismissalRefused("Say why this can stay as it is.")
    dismissal, _ = QualityDismissal.objects.get_or_create(
        **{str(warning.subject._meta.model_name): warning.subject},
        code=warning.check.value,
        fingerprint=warning.fingerprint,
        defaults={"message": warning.message, "reason": reason.strip(), "by": by},
    )
    return dismissal


@transaction.atomic
def undo_dismissal(dismissal: QualityDismissal, *, by: Editor) -> None:
    """Take a warning up again. Raise NotAllowed to who may not change the thing."""
    require(by, "delete", dismissal)
    dismissal.delete()

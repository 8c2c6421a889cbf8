"""Who may do what: Django's permissions, asked for by the functions that change things."""

from django.core.exceptions import PermissionDenied
from django.db import models

from briefs.models import QualityDismissal, Version
from briefs.models.history import owners_of
from briefs.models.quality import LOOKED_AT
from briefs.models.roles import ROWS
from briefs.models.vocabulary import Status
from briefs.record import Editor

OWN = ("change", "delete", "submit")
"""What one may do with one's own drafts by the right ``change_own``."""


class NotAllowed(PermissionDenied):
    """The person lacks the right; the message says which."""


def may(person: Editor, action: str, thing: models.Model | type[models.Model]) -> bool:
    """Whether ``person`` has the right ``action`` on that kind of thing; None is the site itself.

    By ``change_own`` one may do what is in OWN with one's own drafts. A row of something, as its
    topic or its source, needs the right to change that too. Queries for the person's rights once.
    """
    if person is None:
        return True
    whole = None if isinstance(thing, type) else _whole(thing)
    if whole is not None and not may(person, "change", whole):
        return False
    noun = thing._meta.model_name
    if person.has_perm(f"briefs.{action}_{noun}"):
        return True
    return (
        action in OWN
        and person.has_perm(f"briefs.change_own_{noun}")
        and is_own_draft(person, thing)
    )


def is_own_draft(person: Editor, thing: models.Model | type[models.Model]) -> bool:
    """Whether the person made it and it is with nobody else yet.

    A version belongs to whoever made its article, and is with others when that is; of a kind of
    thing as such, some may be.
    """
    if isinstance(thing, type):
        return True
    made, staged = (thing.article, thing.staged) if isinstance(thing, Version) else (thing, thing)
    own = person is not None and getattr(made, "created_by_id", None) == person.pk
    return own and getattr(staged, "status", None) == Status.DRAFT


def _whole(row: models.Model) -> models.Model | None:
    """What the row is part of; None for what is no row."""
    if row._meta.model_name not in ROWS:
        return None
    names = (
        LOOKED_AT if isinstance(row, QualityDismissal) else [o.name for o in owners_of(type(row))]
    )
    owners = (getattr(row, name) for name in names)
    return next((owner for owner in owners if owner is not None), None)


def require(person: Editor, action: str, thing: models.Model | type[models.Model]) -> None:
    """Raise NotAllowed if ``person`` may not do that."""
    if may(person, action, thing):
        return
    kind = thing if isinstance(thing, type) else type(thing)
    if may(person, action, kind):
        raise NotAllowed(f"You may {action} your own drafts alone; “{thing}” is none of them.")
    raise NotAllowed(f"You may not {action} {thing._meta.verbose_name_plural}.")

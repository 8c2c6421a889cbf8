"""Who looks after which claim."""

from collections.abc import Collection, Mapping

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from briefs.models import Annotation, BulkChange
from briefs.models.vocabulary import BulkKind, EventKind
from briefs.publishing import PublishingError
from briefs.record import Editor, write_event
from briefs.recording import one_change
from briefs.rights import require

Owners = dict[int, int | None]  # the keys of annotations and of those who look after them


def editors() -> QuerySet[User]:
    """Who can look after something."""
    return User.objects.filter(is_active=True, is_staff=True).order_by("username")


@transaction.atomic
def assign(claims: Collection[int], owner: User | None, *, by: Editor) -> Owners:
    """Have ``owner`` look after the claims, or nobody: all of them, or none where one is refused.

    The result says who looked after each that changed hands. Raise NotAllowed, and
    PublishingError for somebody who is no editor.
    """
    if owner is not None and not (owner.is_active and owner.is_staff):
        raise PublishingError(f"“{owner}” is no editor of this site.")
    found = Annotation.objects.select_for_update(of=("self",)).filter(pk__in=claims)
    before: Owners = {}
    for claim in found.select_related("owner", "article").order_by("pk"):
        require(by, "change", claim)
        if claim.owner != owner:
            before[claim.pk] = claim.owner_id
            _give(claim, owner, by)
    return before


def _give(claim: Annotation, owner: User | None, by: Editor) -> None:
    was, claim.owner = claim.owner, owner
    claim.save(update_fields=["owner"])
    write_event(
        EventKind.ASSIGNED,
        claim.summary,
        by=by,
        before={"owner": was.get_username()} if was else {},
        after={"owner": owner.get_username()} if owner else {},
        article=claim.article,
        annotation=claim,
    )


@one_change
def assign_many(
    claims: Collection[int], owner: User | None, *, by: Editor, reason: str = ""
) -> BulkChange:
    """``assign``, kept so that it can be undone. Raise PublishingError if nothing changes hands."""
    before = assign(claims, owner, by=by)
    if not before:
        raise PublishingError("Nothing would change hands.")
    name = owner.get_username() if owner else "nobody"
    count = f"{len(before)} claim{'' if len(before) == 1 else 's'}"
    return BulkChange.objects.create(
        kind=BulkKind.ASSIGN,
        summary=f"{count} assigned to {name}"[:500],
        reason=reason,
        by=by,
        undoing={"owner": owner.pk if owner else None, "before": sorted(before.items())},
    )


def undo_assign(change: BulkChange, *, by: Editor) -> int:
    """Give them back to those who had them; how many went back.

    What has changed hands again since stays where it is.
    """
    before = dict(change.undoing["before"])
    still = Annotation.objects.filter(pk__in=before, owner=change.undoing["owner"])
    back = {pk: before[pk] for pk in still.values_list("pk", flat=True)}
    give_back(back, by=by)
    return len(back)


@transaction.atomic
def give_back(before: Mapping[int, int | None], *, by: Editor) -> None:
    """Undo what ``assign`` did; raise what it raises."""
    owners = User.objects.in_bulk({owner for owner in before.values() if owner is not None})
    for key in set(before.values()):
        claims = [claim for claim, owner in before.items() if owner == key]
        assign(claims, owners.get(key) if key is not None else None, by=by)

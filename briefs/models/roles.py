"""The newsroom's roles: groups with their rights, put in place by every ``migrate``.

A role keeps what is listed here. Rights that an administrator adds to it stay; for others, make a
group beside these.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import router

# What editors write.
WRITTEN = ("article", "version", "annotation", "update")
KEPT = (
    *("organisation", "membership", "watch", "person", "state", "topic", "source"),
    *("reference", "mention", "milestone"),
)
# Rows that live in the forms of others.
ROWS = (
    *("assertion", "authorship", "bearing", "citation", "dismissal", "qualitydismissal"),
    *("taggedarticle", "taggedannotation", "taggedupdate"),
)
STAGED = (*WRITTEN, "organisation", "membership", "watch")


def _rights(actions: str, nouns: Iterable[str]) -> set[str]:
    return {f"{action}_{noun}" for action in actions.split() for noun in nouns}


ROLES: dict[str, set[str]] = {
    # Writes drafts of her own and gives them to review (what change_own reaches is in rights.py).
    "Author": _rights("add change_own", WRITTEN)
    | _rights("add", ("source",))
    | _rights("add change delete", ROWS),
    # Writes, tags, judges and follows up everything; publishes nothing.
    "Editor": _rights("add change delete submit", WRITTEN)
    | _rights("add change delete", (*KEPT, *ROWS))
    | _rights("submit", STAGED)
    | _rights("add", ("assessment",)),
    # Reads what is submitted; the second person for verdicts.
    "Reviewer": _rights("review", (*STAGED, "assessment")),
    # Publishes, schedules and withdraws.
    "Publisher": _rights("publish submit review", STAGED),
}


def install_roles(*, using: str, **kwargs: Any) -> None:
    """Receiver of ``post_migrate``: make each role, and give it the rights it lacks.

    Every role may look at everything of the site; the administrator may do everything, and manages
    people and groups.
    """
    if not router.allow_migrate_model(using, Group):
        return
    known = {
        (right.content_type.app_label, right.codename): right
        for right in Permission.objects.using(using).select_related("content_type")
    }
    own = {codename: right for (label, codename), right in known.items() if label == "briefs"}
    seen = {name for name in own if name.startswith("view_")}
    people = [right for (label, _), right in known.items() if label == "auth"]
    for name, rights in ROLES.items():
        _give(using, name, [own[codename] for codename in sorted(rights | seen)])
    _give(using, "Administrator", [*own.values(), *people])


def _give(using: str, name: str, rights: list[Permission]) -> None:
    group, _ = Group.objects.using(using).get_or_create(name=name)
    has = set(group.permissions.values_list("pk", flat=True))
    group.permissions.add(*(right for right in rights if right.pk not in has))

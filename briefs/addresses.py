"""Addresses that people hold lead on to where their thing is now."""

from copy import copy
from typing import Any

from django.db import transaction
from django.http import QueryDict

from briefs.models import Article, FormerAddress, Organisation, Person, Topic
from briefs.models.publishing import Staged

# What parameters of an address name by slug, and where the pages of such things are.
BY_SLUG: dict[str, tuple[str, type[Any]]] = {
    "topic": ("topics", Topic),
    "organisation": ("organisations", Organisation),
    "with": ("organisations", Organisation),
    "article": ("articles", Article),
    "author": ("people", Person),
    "speaker": ("people", Person),
}


@transaction.atomic
def moved(old_path: str, new_path: str) -> None:
    """Let ``old_path`` and everything below it lead to ``new_path``, in one step.

    What led to the old path leads to the new one from now on.
    """
    FormerAddress.objects.filter(old_path=new_path).delete()
    FormerAddress.objects.filter(new_path=old_path).update(new_path=new_path)
    FormerAddress.objects.update_or_create(old_path=old_path, defaults={"new_path": new_path})


def renamed(thing: Any, former_slug: str) -> None:
    """Let the address under its former slug lead to its page, once that is saved.

    Not where nobody can hold the address: it has no page, or was never public.
    """
    never_public = isinstance(thing, Staged) and thing.published_at is None
    if former_slug == thing.slug or never_public or not hasattr(thing, "get_absolute_url"):
        return
    before = copy(thing)
    before.slug = former_slug
    moved(before.get_absolute_url(), thing.get_absolute_url())


def moved_back(old_path: str) -> None:
    """The path is a page again."""
    FormerAddress.objects.filter(old_path=old_path).delete()


def present_address(path: str) -> str | None:
    """Where a page that was at ``path`` is now; None if nothing is known. One query.

    A page's feeds and data move with it: /topics/old/feed.rss leads to /topics/new/feed.rss.
    """
    noun, slug = [*path.split("/"), "", ""][1:3]
    if not slug or len(path) > 500 or "\x00" in path:
        return None
    page = f"/{noun}/{slug}/"
    found = FormerAddress.objects.filter(old_path=page).values_list("new_path", flat=True).first()
    return found + path.removeprefix(page) if found and path.startswith(page) else None


def present_query(asked: QueryDict) -> str | None:
    """The query with present slugs in the place of former ones; None where it has none of these.

    A list that somebody follows, narrowed by a topic, is not empty because the topic was renamed.
    One query; one more for each former slug.
    """
    values = [(name, value) for name in BY_SLUG for value in asked.getlist(name)]
    pages = {f"/{BY_SLUG[name][0]}/{value}/" for name, value in values if len(value) <= 100}
    if not pages:
        return None
    found = FormerAddress.objects.filter(old_path__in=pages).values_list("old_path", "new_path")
    slugs = {old: new.split("/")[2] for old, new in found}
    query = asked.copy()
    for name in {name for name, _ in values}:
        query.setlist(name, [_present_slug(name, one, slugs) for one in asked.getlist(name)])
    return query.urlencode() if query != asked else None


def _present_slug(name: str, slug: str, slugs: dict[str, str]) -> str:
    """As pages: what is there now under a former slug goes first."""
    noun, model = BY_SLUG[name]
    present = slugs.get(f"/{noun}/{slug}/", slug)
    is_taken = present != slug and model.objects.filter(slug=slug).exists()
    return slug if is_taken else present

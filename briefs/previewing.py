"""Drafts as readers would see them: made public within a transaction, rendered, and taken back."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from briefs.models import Annotation, Article, Membership, PreviewLink, Version, Watch
from briefs.models.publishing import Publishable, Staged
from briefs.models.vocabulary import Status
from briefs.publishing import PublishingError
from briefs.record import Editor
from briefs.recording import one_change
from briefs.rights import NotAllowed, may
from briefs.secret_addresses import hashed, new_secret

LONGEST = timedelta(days=30)
"""A link that would be open for longer is a page."""


@contextmanager
def as_if_public(thing: Staged, *, claims: bool = False) -> Iterator[str]:
    """Within, ``thing`` is public; the path of the page that shows it. Nothing of it remains.

    What it cannot be read without is public too: a claim's article, a membership's organisation.
    With ``claims``, those of an article that are no more than drafts are as well. Nobody else sees
    any of it: it is in one transaction, which is rolled back.
    """
    with transaction.atomic():
        _show(thing, claims)
        yield page_of(thing)
        transaction.set_rollback(True)


def page_of(thing: Staged) -> str:
    """The path at which readers find it, once it is public."""
    if isinstance(thing, Version):
        return thing.article.get_absolute_url()
    if isinstance(thing, Membership):
        return thing.organisation.get_absolute_url()
    if isinstance(thing, Watch):
        claim = thing.claims.published().first()
        return claim.get_absolute_url() if claim else reverse("briefs:front")
    page: Any = thing
    return str(page.get_absolute_url())


def withdrawn_of(thing: Staged) -> Publishable | None:
    """What was taken back of all that its page would show: itself, its article or organisation."""
    if isinstance(thing, Annotation | Version):
        whole: Any = thing.article
    else:
        whole = thing.organisation if isinstance(thing, Membership) else None
    parts = (part for part in (thing, whole) if isinstance(part, Publishable))
    return next((part for part in parts if part.status == Status.WITHDRAWN), None)


def _show(thing: Staged, claims: bool) -> None:
    match thing:
        case Article() | Version():
            article = thing if isinstance(thing, Article) else thing.article
            _show_article(article, thing if isinstance(thing, Version) else _text_of(article))
            if claims:
                _make_public(article.annotations.exclude(status=Status.WITHDRAWN))
            return
        case Annotation() if not thing.article.is_published:
            _show_article(thing.article, _text_of(thing.article))
        case Membership():
            _show(thing.organisation, claims=False)
    _make_public(type(thing)._base_manager.filter(pk=thing.pk))


def _text_of(article: Article) -> Version:
    text = article.versions.filter(published_at__isnull=True).first() or article.live
    if text is None:
        raise PublishingError("The article has no text yet.")
    return text


def _show_article(article: Article, text: Version) -> None:
    _make_public(Version._base_manager.filter(pk=text.pk))
    rows = Article._base_manager.filter(pk=article.pk)
    rows.update(live=text)
    _make_public(rows)


def _make_public(things: "models.QuerySet[Any]") -> None:
    now = timezone.now()
    fields: dict[str, Any] = {}
    if issubclass(things.model, Publishable):
        fields["withdrawn_reason"] = ""
    if things.model is Annotation:
        # The database asks it of every open claim that is public.
        fields["look_again_on"] = Coalesce("look_again_on", timezone.localdate(now))
    things.exclude(status=Status.PUBLISHED).update(
        status=Status.PUBLISHED,
        published_at=Coalesce("published_at", now),
        scheduled_for=None,
        **fields,
    )


# Secret links ------------------------------------------------------------------------------


def may_share(person: Editor, thing: Staged) -> bool:
    """Whoever writes, reads or publishes it for the newsroom may show it to somebody outside."""
    return any(may(person, action, thing) for action in ("change", "review", "publish"))


@one_change
def make_link(thing: Staged, *, by: Editor, lasts: timedelta, note: str = "") -> str:
    """A new secret for the thing's preview; it is told here, and never again.

    Raise NotAllowed, and PublishingError for what is public or withdrawn, or a time that is none.
    """
    if not may_share(by, thing):
        raise NotAllowed(f"You may not share {thing._meta.verbose_name_plural}.")
    if thing.is_published:
        raise PublishingError(f"“{thing}” is public: share its address.")
    if withdrawn_of(thing) is not None:
        raise PublishingError(f"“{thing}” is withdrawn, or what it is part of: readers see why.")
    if not timedelta() < lasts <= LONGEST:
        raise PublishingError(f"A link lasts for {LONGEST.days} days at most.")
    secret = new_secret()
    PreviewLink.objects.create(
        model=thing._meta.label_lower,
        object_id=thing.pk,
        sha256=hashed(secret),
        note=note,
        expires_at=timezone.now() + lasts,
        by=by,
    )
    return secret


@one_change
def revoke_link(link: PreviewLink, *, by: Editor) -> None:
    """Shut it at once. Raise NotAllowed to whoever neither made it nor could have."""
    thing = thing_of(link)
    made_it = by is not None and link.by_id == by.pk
    if thing is not None and not made_it and not may_share(by, thing):
        raise NotAllowed(f"You may not share {thing._meta.verbose_name_plural}.")
    PreviewLink.objects.filter(pk=link.pk, revoked_at=None).update(
        revoked_at=timezone.now(), revoked_by=by
    )


def links_to(thing: Staged, person: Editor) -> "models.QuerySet[PreviewLink]":
    """All of them for whoever may make one; for others those that they made while they might."""
    links = PreviewLink.objects.filter(model=thing._meta.label_lower, object_id=thing.pk)
    if not may_share(person, thing):
        links = links.filter(by=person)
    return links.select_related("by", "revoked_by")


def link_of(secret: str) -> PreviewLink | None:
    """The link of a secret, open or not; None for one that never was."""
    return PreviewLink.objects.filter(sha256=hashed(secret)).first()


def thing_of(link: PreviewLink) -> Staged | None:
    """What it leads to; None where that is gone."""
    model: Any = apps.get_model(link.model)
    found: Staged | None = model._base_manager.filter(pk=link.object_id).first()
    return found

"""Writing the next version of an article: one draft at a time, and no save over another's."""

from dataclasses import dataclass

from django.db.models import Max

from briefs.annotating import carry_over
from briefs.markup import normal_form, text_of
from briefs.models import Article, Event, Version
from briefs.publishing import PublishingError, publish_article
from briefs.record import Editor
from briefs.recording import one_change
from briefs.rights import require
from briefs.stages import reopen


@dataclass(frozen=True)
class Content:
    """What an editor writes in a version; HTML as it comes."""

    title: str
    body: str
    standfirst: str = ""
    end_note: str = ""
    author_note: str = ""
    note: str = ""
    correction: str = ""
    only_typos: bool = False


# What readers see of a version.
READ = ("title", "standfirst", "body", "end_note", "author_note")


class EmptyBody(ValueError):
    """There are no words in the body."""


class EditConflict(Exception):
    """Somebody else saved the draft since it was opened; ``current`` is what they saved."""

    def __init__(self, current: Version) -> None:
        super().__init__("Somebody else saved this draft since you opened it.")
        self.current = current


def clean_body(html: str) -> str:
    """The body in normal form. Raise MarkupError or EmptyBody."""
    body = normal_form(html)
    if not text_of(body).strip():
        raise EmptyBody("There are no words in the text.")
    return body


@one_change
def open_draft(article: Article, *, by: Editor = None) -> Version:
    """The article's draft version; made from the live one, with its anchors, if there is none.

    Raise NotAllowed to whoever may not change what would be made.
    """
    Article.objects.select_for_update().get(pk=article.pk)
    draft = article.versions.filter(published_at__isnull=True).first()
    if draft is not None:
        return draft
    live = article.live
    draft = Version(article=article, number=_next_number(article), by=by)
    require(by, "change", draft)
    if live is not None:
        for name in (*READ, "text"):
            setattr(draft, name, getattr(live, name))
    draft.save()
    carry_over(draft)
    return draft


def _next_number(article: Article) -> int:
    highest = article.versions.aggregate(Max("number"))["number__max"]
    return (highest or 0) + 1


def refuse_unchanged(draft: Version) -> None:
    """Raise PublishingError if readers would see in it what they see in the live version."""
    live = draft.article.live
    if live and all(getattr(draft, name) == getattr(live, name) for name in READ):
        raise PublishingError(f"Nothing was changed against version {live.number}.")


def is_unchanged(draft: Version) -> bool:
    try:
        refuse_unchanged(draft)
    except PublishingError:
        return True
    return False


def has_changed_draft(article: Article) -> bool:
    """Whether there is a draft that says something else than the live version."""
    draft = article.versions.filter(published_at__isnull=True).first()
    return draft is not None and not is_unchanged(draft)


@one_change
def publish_draft(article: Article, *, by: Editor = None, reason: str = "") -> Event:
    """Publish the article's draft, once every annotation has its place in it.

    What was marked in the live version since the draft was saved is carried over first. Raise
    PublishingError if there is no draft, or naming the anchors that an editor has to decide.
    """
    draft = article.versions.select_for_update().filter(published_at__isnull=True).first()
    if draft is None:
        raise PublishingError(f"“{article}” has no draft version to publish.")
    refuse_unchanged(draft)
    carry_over(draft, draft.text)
    return publish_article(article, draft, by=by, reason=reason)


@one_change
def save_draft(draft: Version, content: Content, *, revision: int, by: Editor = None) -> Version:
    """Save what an editor wrote, and find every anchor's fate in it.

    ``revision`` is the draft's as the editor opened it. Raise EditConflict if it has been saved
    since, MarkupError or EmptyBody for a body that cannot be, NotAllowed; then nothing is written.
    """
    body = clean_body(content.body)
    current = Version.objects.select_for_update().get(pk=draft.pk)
    require(by, "change", current)
    if current.revision != revision:
        raise EditConflict(current)
    previous_text = current.text
    current.title = content.title
    current.standfirst = content.standfirst
    current.body, current.text = body, text_of(body)
    current.end_note = normal_form(content.end_note)
    current.author_note = normal_form(content.author_note)
    current.note, current.correction = content.note, content.correction
    current.only_typos = content.only_typos
    current.revision += 1
    current.by = by
    current.save()
    carry_over(current, previous_text)
    reopen(current.staged, by=by)
    return current

"""Annotations of a file -> drafts of ours, each once, with where it comes from."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify

from briefs.anchoring import describe
from briefs.importing.annotations.locating import NotOurs, NotThere, Place, Places
from briefs.importing.annotations.report import Effect, Outcome, Report
from briefs.importing.annotations.shape import Foreign, Reading, Refused
from briefs.importing.annotations.values import shortened
from briefs.models import Annotation, ImportedAnnotation, Topic
from briefs.models.annotation import SHORT
from briefs.models.vocabulary import Kind
from briefs.record import Editor
from briefs.recording import recorded
from briefs.rights import require
from briefs.tagging import About, free_slug, tag

_SHOWN = 200
"""Code points of a quotation that the report shows."""


def import_annotations(
    reading: Reading, *, name: str, by: Editor = None, host: str = "", dry_run: bool = False
) -> Report:
    """Make a draft of each annotation that has one place in the present text of an article.

    One that was imported before is left alone, whatever became of it. ``name`` is the file's;
    ``host`` is one more name of this site. Raise NotAllowed.
    """
    require(by, "add", Annotation)
    with recorded(by=by, reason=f"Imported from {name}.", origin="import_annotations"):
        importing = _Importing(reading.entries, by, host)
        outcomes = [importing.outcome(entry) for entry in reading.entries]
        transaction.set_rollback(dry_run)
    return Report(outcomes, reading.left_out, saved=not dry_run)


class _Importing:
    """One run over the annotations of a file."""

    def __init__(self, entries: Iterable[Foreign | Refused], by: Editor, host: str) -> None:
        self._by = by
        self._places = Places(host)
        self._topics = {
            word: topic
            for topic in Topic.objects.all()
            for word in (topic.name.casefold(), topic.slug)
        }
        ids = [entry.id for entry in entries if isinstance(entry, Foreign)]
        before = ImportedAnnotation.objects.select_related("annotation")
        self._before = {row.foreign_id: row for row in before.filter(foreign_id__in=ids)}
        wanted = {key: self._places.own_annotation(key) for key in ids}
        there = Annotation.objects.filter(public_id__in=filter(None, wanted.values()))
        by_id: dict[UUID, Annotation] = {row.public_id: row for row in there}
        self._own = {key: by_id[uuid] for key, uuid in wanted.items() if uuid in by_id}

    def outcome(self, entry: Foreign | Refused) -> Outcome:
        if isinstance(entry, Refused):
            effect = Effect.SKIPPED if entry.skipped else Effect.UNREADABLE
            return Outcome(entry.number, effect, entry.id, entry.why)
        if entry.id in self._own:
            return self._told(
                entry, Effect.UNCHANGED, "It is this site’s own.", annotation=self._own[entry.id]
            )
        if entry.id in self._before:
            return self._known(entry, self._before[entry.id])
        try:
            place = self._places.place(entry)
        except NotOurs as error:
            return self._told(entry, Effect.NOT_OURS, f"{error} {entry.address}")
        except NotThere as error:
            effect = Effect.AMBIGUOUS if error.ambiguous else Effect.NOT_FOUND
            nearest = shortened(error.nearest, _SHOWN)
            return self._told(entry, effect, str(error), nearest=nearest)
        return self._create(entry, place)

    def _told(
        self,
        entry: Foreign,
        effect: Effect,
        message: str,
        *,
        nearest: str = "",
        annotation: Annotation | None = None,
    ) -> Outcome:
        return Outcome(
            number=entry.number,
            effect=effect,
            id=entry.id,
            message=message,
            words=shortened(entry.quote.exact, _SHOWN),
            nearest=nearest,
            author=entry.author,
            annotation=annotation,
        )

    def _known(self, entry: Foreign, before: ImportedAnnotation) -> Outcome:
        said = "It was imported before."
        if before.annotation is None:
            said = "It was imported before, and its draft was deleted."
        elif before.text != entry.text:
            said += " Its text was changed there since; what is here was left alone."
        return self._told(entry, Effect.UNCHANGED, said, annotation=before.annotation)

    def _create(self, entry: Foreign, place: Place) -> Outcome:
        summary = _summary(entry)
        topics, others = self._topics_of(entry)
        draft = Annotation(
            article=place.article,
            slug=free_slug(summary),
            kind=_kind(entry),
            summary=summary,
            created_by=self._by,
        )
        tag(
            draft,
            place.version,
            describe(place.version.text, place.span),
            About(topics=topics),
            hint=place.span.start,
            by=self._by,
        )
        self._before[entry.id] = ImportedAnnotation.objects.create(
            annotation=draft,
            foreign_id=entry.id,
            origin=entry.origin.value,
            address=entry.address,
            link=entry.link,
            author=entry.author,
            made_at=datetime.fromisoformat(entry.made_at) if entry.made_at else None,
            text=entry.text,
            tags=list(entry.tags),
        )
        said = f"On “{place.version.title}”."
        said += f" Tags without a topic: {', '.join(others)}." if others else ""
        return self._told(entry, Effect.CREATED, said, annotation=draft)

    def _topics_of(self, entry: Foreign) -> tuple[list[Topic], list[str]]:
        """The topics that its tags name, and the tags that name none."""
        found = {
            word: self._topics.get(word.casefold()) or self._topics.get(slugify(word))
            for word in entry.tags
        }
        topics = [topic for topic in found.values() if topic]
        return topics, [word for word, topic in found.items() if topic is None]


def _summary(entry: Foreign) -> str:
    """What it says, on one line; of a mere highlight, the words."""
    said = entry.summary or entry.text or entry.quote.exact
    return shortened(" ".join(said.split()), SHORT)


def _kind(entry: Foreign) -> Kind:
    """The kind that it is said to be of, if it is one of ours; a note judges nothing."""
    named = {name: kind for kind in Kind for name in (kind.value, kind.label)}
    return next((named[word] for word in entry.classes if word in named), Kind.NOTE)

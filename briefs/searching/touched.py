"""Which things a change of a row concerns, as far as search goes.

Whoever adds to what ``documents`` reads says here on which tables that rests;
``tests/searching/test_index.py`` compares with an index that is made anew.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import models

from briefs.models import Annotation, Article, Change, Organisation, Person, Source, Update
from briefs.models.history import Label
from briefs.models.vocabulary import Noun

MODELS: dict[Noun, type[models.Model]] = {
    Noun.ARTICLE: Article,
    Noun.CLAIM: Annotation,
    Noun.UPDATE: Update,
    Noun.ORGANISATION: Organisation,
    Noun.PERSON: Person,
    Noun.SOURCE: Source,
}

# By which lookups a thing rests on the rows of a table, its own gate included.
RESTS_ON: dict[Noun, dict[Label, tuple[str, ...]]] = {
    Noun.ARTICLE: {
        "briefs.article": ("pk",),
        "briefs.authorship": ("authorships",),
        "briefs.mention": ("mentions",),
        "briefs.person": ("authors",),
        "briefs.taggedarticle": ("tagged_topics",),
    },
    Noun.CLAIM: {
        "briefs.anchor": ("anchors",),
        "briefs.annotation": ("pk",),
        "briefs.article": ("article",),
        "briefs.assessment": ("assessments",),
        "briefs.person": ("speaker",),
        "briefs.taggedannotation": ("tagged_topics",),
    },
    Noun.UPDATE: {"briefs.update": ("pk",), "briefs.taggedupdate": ("tagged_topics",)},
    Noun.ORGANISATION: {"briefs.organisation": ("pk",)},
    Noun.PERSON: {
        "briefs.annotation": ("spoken",),
        "briefs.article": ("articles", "spoken__article"),
        "briefs.authorship": ("authorships",),
        "briefs.organisation": ("affiliation",),
        "briefs.person": ("pk",),
    },
    Noun.SOURCE: {
        "briefs.annotation": ("citations__assessment__annotation",),
        "briefs.article": (
            "citations__article",
            "citations__assessment__annotation__article",
            "citations__person__articles",
            "citations__reference__article",
        ),
        "briefs.assessment": ("citations__assessment",),
        "briefs.authorship": ("citations__person__authorships",),
        "briefs.citation": ("citations",),
        "briefs.membership": ("citations__membership",),
        "briefs.organisation": ("citations__organisation", "citations__membership__organisation"),
        "briefs.reference": ("citations__reference",),
        "briefs.source": ("pk",),
        "briefs.update": ("citations__update",),
        "briefs.watch": ("citations__watch",),
    },
}
# Columns that name, or named, what rests on the row: it may be gone, or have been another's.
NAMED_IN: dict[Label, tuple[tuple[str, Noun, str], ...]] = {
    "briefs.anchor": (("annotation_id", Noun.CLAIM, "pk"),),
    "briefs.annotation": (("speaker_id", Noun.PERSON, "pk"),),
    "briefs.annotation_organisations": (("annotation_id", Noun.CLAIM, "pk"),),
    "briefs.assessment": (("annotation_id", Noun.CLAIM, "pk"),),
    "briefs.authorship": (
        ("article_id", Noun.ARTICLE, "pk"),
        ("person_id", Noun.PERSON, "pk"),
        ("person_id", Noun.SOURCE, "citations__person"),
    ),
    "briefs.citation": (("source_id", Noun.SOURCE, "pk"),),
    "briefs.mention": (("article_id", Noun.ARTICLE, "pk"),),
    "briefs.taggedannotation": (("content_object_id", Noun.CLAIM, "pk"),),
    "briefs.taggedarticle": (("content_object_id", Noun.ARTICLE, "pk"),),
    "briefs.taggedupdate": (("content_object_id", Noun.UPDATE, "pk"),),
    "briefs.update_organisations": (("update_id", Noun.UPDATE, "pk"),),
}


def touched(changes: Iterable[Change]) -> Mapping[Noun, set[int]]:
    """The keys of the things, by noun. A query for each lookup that is needed."""
    by_label: dict[Label, list[Change]] = defaultdict(list)
    for change in changes:
        by_label[change.model].append(change)
    keys: dict[Noun, set[int]] = defaultdict(set)
    for noun, lookup, ids in _lookups(by_label):
        if lookup == "pk":  # of deleted rows too
            keys[noun] |= ids
        else:
            rows = MODELS[noun]._default_manager.filter(**{f"{lookup}__in": ids})
            keys[noun].update(rows.values_list("pk", flat=True))
    return keys


def _lookups(by_label: Mapping[Label, list[Change]]) -> Iterator[tuple[Noun, str, set[Any]]]:
    for noun, tables in RESTS_ON.items():
        for label, lookups in tables.items():
            if label in by_label:
                ids = {change.object_id for change in by_label[label]}
                yield from ((noun, lookup, ids) for lookup in lookups)
    for label, columns in NAMED_IN.items():
        for column, noun, lookup in columns:
            values = (
                row.get(column)
                for change in by_label.get(label, ())
                for row in (change.before, change.after)
            )
            if named := {value for value in values if value is not None}:
                yield noun, lookup, named

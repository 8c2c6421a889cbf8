"""Keeping the entries as the content is: by the history, which no writer can go round."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.db import transaction

from briefs.models import Change, SearchEntry, SearchName, SearchPending, SearchWord
from briefs.models.vocabulary import Noun
from briefs.searching.backends import drop_all_words, drop_words, write_alone, write_words
from briefs.searching.documents import Document, documents
from briefs.searching.query import folded, words_in
from briefs.searching.touched import MODELS, touched

CHANGES = 2_000
THINGS = 500
"""How many are taken at a time."""


def bring_up_to_date() -> None:
    """Take in what was changed since. One query where nothing was.

    Whoever comes second waits for the first, and reads after it: so no older state is written
    over a newer one.
    """
    while SearchPending.objects.exists():
        with transaction.atomic():
            write_alone()
            waiting = SearchPending.objects.order_by("pk")[:CHANGES]
            numbers = [pending.pk for pending in waiting]
            for noun, keys in touched(Change.objects.filter(pk__in=numbers)).items():
                for some in _parts(keys):
                    _refresh(noun, some)
            SearchPending.objects.filter(pk__in=numbers).delete()


@transaction.atomic
def rebuild() -> None:
    """Make all entries anew."""
    write_alone()
    SearchPending.objects.all().delete()
    SearchEntry.objects.all().delete()
    SearchWord.objects.all().delete()
    drop_all_words()
    for noun, model in MODELS.items():
        for some in _parts(model._default_manager.values_list("pk", flat=True)):
            _refresh(noun, some)


def _parts(keys: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(keys)
    for start in range(0, len(ordered), THINGS):
        yield ordered[start : start + THINGS]


def _refresh(noun: Noun, keys: Collection[int]) -> None:
    """Write the entries of these things anew; what is not public has none."""
    old = list(SearchEntry.objects.filter(noun=noun, object_id__in=keys))
    new = documents(noun, keys)
    drop_words([entry.pk for entry in old])
    SearchEntry.objects.filter(pk__in=[entry.pk for entry in old]).delete()
    entries = SearchEntry.objects.bulk_create(_entry(noun, document) for document in new)
    write_words((entry.pk, folded(entry.title), folded(entry.body)) for entry in entries)
    topics: Any = SearchEntry.topics.through
    bodies: Any = SearchEntry.organisations.through
    pairs = list(zip(entries, new, strict=True))
    topics._default_manager.bulk_create(
        topics(searchentry_id=entry.pk, topic_id=key)
        for entry, made in pairs
        for key in made.topics
    )
    bodies._default_manager.bulk_create(
        bodies(searchentry_id=entry.pk, organisation_id=key)
        for entry, made in pairs
        for key in made.organisations
    )
    SearchName.objects.bulk_create(
        SearchName(entry=entry, name=name)
        for entry, made in pairs
        for name in sorted({folded(name) for name in made.names} - {""})
    )
    _count_words(old, entries)


def _entry(noun: Noun, document: Document) -> SearchEntry:
    happened = document.happened
    return SearchEntry(
        noun=noun,
        object_id=document.object_id,
        title=document.title,
        body=document.body,
        address=document.address,
        happened_on=happened.date if happened else None,
        happened_on_precision=happened.precision.value if happened else "",
        year=str(happened.date.year) if happened else "",
        verdict=document.verdict,
    )


def _count_words(old: Iterable[SearchEntry], new: Iterable[SearchEntry]) -> None:
    """Keep, for each word, in how many entries it is; what is in none is forgotten."""
    more: Counter[str] = Counter()
    written: dict[str, str] = {}
    for entries, by in ((old, -1), (new, 1)):
        for entry in entries:
            text = f"{entry.title}\n{entry.body}"
            found = {word: text[start:end] for word, start, end in words_in(text)}
            for word in found:
                more[word] += by
            if by > 0:
                written |= found
    changed = {word: by for word, by in more.items() if by and len(word) > 1}
    rows = {row.word: row for row in SearchWord.objects.filter(word__in=changed)}
    for word, by in changed.items():
        row = rows.setdefault(
            word,
            SearchWord(word=word, written=written.get(word, word), length=len(word), entries=0),
        )
        row.entries += by
    SearchWord.objects.filter(word__in=[w for w, row in rows.items() if row.entries < 1]).delete()
    for row in rows.values():
        row.pk = None
    SearchWord.objects.bulk_create(
        [row for row in rows.values() if row.entries > 0],
        update_conflicts=True,
        unique_fields=["word"],
        update_fields=["entries"],
    )

"""What public search looks into. Written by ``briefs.searching`` alone, from what is published."""

from typing import Any

from django.db import connections, models

from briefs.dates import PartialDate
from briefs.models.dates import partial, precision_field
from briefs.models.history import Change
from briefs.models.vocabulary import Noun, Verdict


class SearchEntry(models.Model):
    """One public thing as search knows it. Its words are in ``briefs_searchwords`` too, a table
    that each database makes in its own way (migration 0010).
    """

    noun = models.CharField(max_length=20, choices=Noun)
    object_id = models.BigIntegerField()
    title = models.TextField()
    body = models.TextField()
    address = models.TextField()
    happened_on = models.DateField(null=True)
    happened_on_precision = precision_field()
    year = models.CharField(max_length=4, blank=True, db_index=True)
    verdict = models.CharField(max_length=20, choices=Verdict, blank=True, db_index=True)
    # Without constraints: a row that goes is taken in with the next search.
    topics = models.ManyToManyField("briefs.Topic", related_name="+", db_constraint=False)
    organisations = models.ManyToManyField(
        "briefs.Organisation", related_name="+", db_constraint=False
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["noun", "object_id"], name="searchentry_thing_once"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def happened(self) -> PartialDate | None:
        return partial(self.happened_on, self.happened_on_precision)


class SearchName(models.Model):
    """What an organisation or a person is called, folded: its page is meant by whoever types it."""

    entry = models.ForeignKey(SearchEntry, on_delete=models.CASCADE, related_name="names")
    name = models.TextField(db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class SearchWord(models.Model):
    """A word of the entries, for what somebody misspelt: folded, and as it is written."""

    word = models.CharField(max_length=60, unique=True)
    written = models.TextField()
    length = models.PositiveSmallIntegerField()
    entries = models.PositiveIntegerField(help_text="How many hold it.")

    class Meta:
        default_permissions = ()
        # Of all words of some lengths nothing is read but the index.
        indexes = [models.Index(fields=["length", "word"], name="searchword_by_length")]

    def __str__(self) -> str:
        return self.written


class SearchPending(models.Model):
    """A change that search has not taken in yet: written with the change, by its triggers.

    A queue, and not the number of the last change that was seen: of two transactions the one
    with the lower numbers may end last.
    """

    # Without a constraint: the triggers write both rows at once.
    change = models.OneToOneField(
        Change, primary_key=True, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)


def empty_words(*, using: str, **kwargs: Any) -> None:
    """Receiver of ``post_migrate``: where there are no entries there are no words of any.

    ``flush`` empties the tables of the models, and knows nothing of this one.
    """
    connection = connections[using]
    if "briefs_searchwords" in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM briefs_searchwords WHERE NOT EXISTS (SELECT 1 FROM briefs_searchentry)"
            )

"""Searching in lists of the admin, whose tables may have half a million rows."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.text import smart_split, unescape_string_literal


class SearchingMixin:
    """Looks for words in each table by itself, so that an index of the table serves.

    Django asks for the fields of all tables at once, and no index serves an OR over joined tables.
    """

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """The rows that hold each word, or "words in quotes" as they stand, in any of the fields.

        Whatever the case. No row is there twice, which the second of the pair says.
        """
        found = queryset
        for word in _words(search_term):
            first, *others = self.holding(queryset, word)
            found = found.filter(pk__in=first.union(*others, all=True) if others else first)
        return found, False

    def holding(self, rows: QuerySet[Any], word: str) -> Iterator[QuerySet[Any]]:
        """Keys of what holds the word, table by table; more than those of ``rows`` at times."""
        tables: defaultdict[str, Q] = defaultdict(Q)
        for field in self.search_fields:
            table, _, _ = field.rpartition("__")
            tables[table] |= Q(**{f"{field}__icontains": word})
        for held in tables.values():
            yield rows.model._base_manager.filter(held).order_by().values("pk")


def _words(text: str) -> Iterator[str]:
    for part in smart_split(text):
        is_quoted = part[0] in "\"'" and part[0] == part[-1]
        yield unescape_string_literal(part) if is_quoted else part

"""Filters of a list: links with counts, in an address that can be shared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, QuerySet
from django.http import QueryDict


@dataclass(frozen=True)
class Filter:
    """One name in the address and what it narrows the list by.

    ``labels`` is a closed list or the lookup of a label; None for a filter that is only an
    address. ``gate`` holds conditions on the related rows: what is hidden is no option.
    """

    name: str
    lookup: str
    label: str = ""
    labels: Mapping[str, str] | str | None = None
    gate: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    count: int
    chosen: bool
    query: str  # the address's query with this option chosen, or, if it is, taken back


@dataclass(frozen=True)
class Facet:
    label: str
    options: list[Option]

    @property
    def chosen(self) -> bool:
        return any(option.chosen for option in self.options)


def narrow(queryset: QuerySet, asked: QueryDict, filters: Sequence[Filter]) -> QuerySet:
    """Apply every filter that the address names; an unknown value gives an empty list."""
    for one in filters:
        if value := asked.get(one.name, "").replace("\0", ""):
            queryset = queryset.filter(**{one.lookup: value}, **one.gate)
    return queryset


def facet(counted: QuerySet, asked: QueryDict, one: Filter) -> Facet:
    """The options of one filter over ``counted``, the most frequent first. One query."""
    columns = [one.lookup, one.labels] if isinstance(one.labels, str) else [one.lookup]
    rows = (
        counted.order_by()
        .filter(**{f"{one.lookup}__isnull": False}, **one.gate)
        .values_list(*columns)
        .annotate(count=Count("pk", distinct=True))
        .order_by("-count", one.lookup)
    )
    options = []
    for value, *label, count in rows:
        if value == "":
            continue
        words = label[0] if label else one.labels[value]
        options.append(option(asked, one.name, value, words, count))
    return Facet(one.label, options)


def option(asked: QueryDict, name: str, value: str, words: str, count: int) -> Option:
    """What the address becomes if the value is chosen, or, if it is chosen already, taken back."""
    query = asked.copy()
    query.pop("page", None)
    chosen = asked.get(name) == value
    if chosen:
        query.pop(name)
    else:
        query[name] = value
    return Option(value, words, count, chosen, query.urlencode())


def filtered(
    queryset: QuerySet, asked: QueryDict, filters: Sequence[Filter]
) -> tuple[QuerySet, list[Facet]]:
    """The narrowed list, and a facet for each filter that has a label.

    A facet counts the list as every *other* filter leaves it.
    """
    facets = [
        facet(narrow(queryset, asked, [other for other in filters if other != one]), asked, one)
        for one in filters
        if one.labels
    ]
    return narrow(queryset, asked, filters).distinct(), facets

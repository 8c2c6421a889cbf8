"""Filters of a list: links with counts, in an address that can be shared.

They cost no more in a long list than in one of MOST rows: the options are those of the newest
rows, the most frequent of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet
from django.http import QueryDict

from briefs.models.counting import MOST
from briefs.views.paging import Newest, newest_of

OPTIONS = 40
"""Of one filter; what is rarer is found by search."""


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
    count: int | None  # None where nobody has counted
    chosen: bool
    query: str  # the address's query with this option chosen, or, if it is, taken back


@dataclass(frozen=True)
class Facet:
    label: str
    options: list[Option]
    is_partial: bool = False  # whether the newest rows alone were counted

    @property
    def chosen(self) -> bool:
        return any(option.chosen for option in self.options)


def narrow(queryset: QuerySet, asked: QueryDict, filters: Sequence[Filter]) -> QuerySet:
    """Apply every filter that the address names; an unknown value gives an empty list."""
    for one in filters:
        if value := asked.get(one.name, "").replace("\0", ""):
            # Addresses of states write their codes small.
            value = value.upper() if one.lookup.endswith("iso_a3") else value
            queryset = queryset.filter(_chosen(queryset, one, value))
    return queryset


def _chosen(queryset: QuerySet, one: Filter, value: str) -> Q:
    """By a subquery where it is another table that says it: a join would double rows."""
    said = Q(**{one.lookup: value}, **one.gate)
    if "__" not in one.lookup:
        return said
    return Q(pk__in=queryset.model._base_manager.filter(said).values("pk"))


def facet(counted: QuerySet, newest: Newest, asked: QueryDict, one: Filter) -> Facet:
    """The options of one filter over the newest of ``counted``, the most frequent first.

    One query; one more for what is chosen and is none of them.
    """
    columns = [one.lookup, one.labels] if isinstance(one.labels, str) else [one.lookup]
    # What has to be true of them all was asked once, and costs as much the second time.
    is_annotated = one.lookup in counted.query.annotations
    rows = (
        (counted if is_annotated else counted.model._base_manager)
        .filter(pk__in=newest.keys)
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
    kept = [option for at, option in enumerate(options) if at < OPTIONS or option.chosen]
    chosen = asked.get(one.name, "").replace("\0", "")
    if newest.are_some and chosen and not any(option.chosen for option in kept):
        kept += _rare(counted, asked, one, chosen)
    return Facet(one.label, kept, newest.are_some)


def _rare(counted: QuerySet, asked: QueryDict, one: Filter, value: str) -> list[Option]:
    """What is chosen stays an option, so that it can be taken back."""
    rows = counted.filter(_chosen(counted, one, value)).order_by()
    count = rows[:MOST].count()
    return [option(asked, one.name, value, value, count)] if count else []


def option(asked: QueryDict, name: str, value: str, words: str, count: int | None = None) -> Option:
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

    A facet counts the list as every *other* filter leaves it. A query for each of them, one for
    the whole list, and one more for each filter that is chosen.
    """
    whole = narrow(queryset, asked, filters)
    newest = newest_of(whole)
    facets = []
    for one in filters:
        if not one.labels:
            continue
        if asked.get(one.name):
            counted = narrow(queryset, asked, [other for other in filters if other != one])
            facets.append(facet(counted, newest_of(counted), asked, one))
        else:
            facets.append(facet(whole, newest, asked, one))
    return whole, facets

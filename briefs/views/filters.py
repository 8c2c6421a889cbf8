"""Filters of a list: links with counts, in an address that can be shared.

They cost no more in a long list than in one of MOST rows: the options are those of the newest
rows, the most frequent of them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.http import QueryDict

from briefs.models.counting import MOST, Newest, newest_of
from briefs.models.kept import kept

OPTIONS = 40
"""Of one filter; what is rarer is found by search."""


@dataclass(frozen=True)
class Filter:
    """One name in the address and what it narrows the list by.

    ``labels`` is a closed list or the lookup of a label; None for a filter that is only an
    address. ``gate`` holds conditions on the related rows: what is hidden is no option. Where it
    ``repeats``, one row may hold a value more than once.
    """

    name: str
    lookup: str
    label: str = ""
    labels: Mapping[str, str] | str | None = None
    gate: Mapping[str, str] = field(default_factory=dict)
    repeats: bool = False


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
    options: tuple[Option, ...]
    is_partial: bool = False  # whether the newest rows alone were counted

    @property
    def chosen(self) -> bool:
        return any(option.chosen for option in self.options)


def narrow(queryset: QuerySet, asked: QueryDict, filters: Sequence[Filter]) -> QuerySet:
    """Apply every filter that the address names; an unknown value gives an empty list."""
    for one in filters:
        if value := _value(asked, one):
            queryset = queryset.filter(_chosen(queryset, one, value))
    return queryset


def _value(asked: QueryDict, one: Filter) -> str:
    """What the address chooses; empty for nothing. Addresses of states write their codes small."""
    value = asked.get(one.name, "").replace("\0", "")
    return value.upper() if one.lookup.endswith("iso_a3") else value


def _chosen(queryset: QuerySet, one: Filter, value: str) -> Q:
    """By a subquery where it is another table that says it: a join would double rows."""
    if "__" not in one.lookup:
        return Q(**{one.lookup: value})
    path, _, column = one.lookup.rpartition("__")
    model: Any = queryset.model
    for name in path.split("__"):
        model = model._meta.get_field(name).related_model
    said = Q(**{one.lookup: value}, **one.gate)
    if model._meta.get_field(column).unique:
        # By its key, of which PostgreSQL knows how many rows there are.
        key = model._base_manager.filter(**{column: value}).values_list("pk", flat=True).first()
        said = Q(**{path: key or 0}, **one.gate)
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
        .filter(pk__any_of=newest.keys)
        .filter(**{f"{one.lookup}__isnull": False}, **one.gate)
        .values_list(*columns)
        .annotate(count=Count("pk", distinct=one.repeats))
        .order_by("-count", one.lookup)
    )
    # One more than is shown: the empty value may be among them, and is none.
    values = [
        (value, label[0] if label else one.labels[value], count)
        for value, *label, count in kept(rows[: OPTIONS + 1], tuple)
        if value != ""
    ]
    chosen = _value(asked, one)
    found = options(asked, one.name, values[:OPTIONS], chosen)
    if chosen and not any(option.chosen for option in found):
        found += _rare(counted, asked, one, chosen)
    return Facet(one.label, found, newest.are_some)


def _rare(counted: QuerySet, asked: QueryDict, one: Filter, value: str) -> tuple[Option, ...]:
    """What is chosen stays an option, so that it can be taken back. Two queries."""
    rows = counted.filter(_chosen(counted, one, value)).order_by()
    count = rows[:MOST].count()
    label = one.labels.get(value, value) if isinstance(one.labels, Mapping) else value
    if isinstance(one.labels, str):
        said = counted.model._base_manager.filter(**{one.lookup: value}, **one.gate)
        label = said.values_list(one.labels, flat=True).first() or value
    return options(asked, one.name, [(value, label, count)], value)


def options(
    asked: QueryDict,
    name: str,
    values: Iterable[tuple[str, str, int | None]],
    chosen: str | None,
) -> tuple[Option, ...]:
    """An option for each value, with its words and how many have it, if anybody counted.

    Its address has the value chosen, or, if it is the one that is ``chosen``, taken back.
    """
    others = asked.copy()
    others.pop("page", None)
    others.pop(name, None)
    rest = others.urlencode()
    found = []
    for value, words, count in values:
        is_chosen = value == chosen
        query = "&".join(filter(None, [rest, "" if is_chosen else urlencode({name: value})]))
        found.append(Option(value, words, count, is_chosen, query))
    return tuple(found)


@dataclass(frozen=True)
class Narrowed:
    """A list as its filters leave it."""

    rows: QuerySet
    newest: Newest
    facets: tuple[Facet, ...]


def filtered(
    queryset: QuerySet,
    asked: QueryDict,
    filters: Sequence[Filter],
    newest: Newest | None = None,
) -> Narrowed:
    """The narrowed list, and a facet for each filter that has a label.

    A facet counts the list as every *other* filter leaves it. A query for each of them, one for
    the whole list, and one more for each filter that is chosen; each is asked once for every change
    of the content. ``newest``, if known, are those of ``queryset``.
    """
    whole = narrow(queryset, asked, filters)
    if newest is None or any(asked.get(one.name) for one in filters):
        newest = kept(whole, newest_of)
    facets = []
    for one in filters:
        if not one.labels:
            continue
        if asked.get(one.name):
            counted = narrow(queryset, asked, [other for other in filters if other != one])
            facets.append(facet(counted, kept(counted, newest_of), asked, one))
        else:
            facets.append(facet(whole, newest, asked, one))
    return Narrowed(whole, newest, tuple(facets))

"""Filters of a list: links with counts, in an address that can be shared.

They cost no more in a long list than in one of MOST rows: the options are those of the newest
rows, the most frequent of them.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, ManyToManyField, Q, QuerySet
from django.http import QueryDict

from briefs.models.counting import MOST, Newest, newest_of
from briefs.models.kept import kept

OPTIONS = 40
"""Of one filter; what is rarer is found by search."""


@dataclass(frozen=True)
class Filter:
    """One name in the address and what it narrows the list by.

    ``labels`` is a closed list or the lookup of a label; None for one of data alone. ``gate`` holds
    conditions on the related rows: what is hidden is no option. Where it ``repeats``, one row may
    hold a value more than once. One that is ``unlisted`` is chosen elsewhere, by a link, and can
    only be taken back here.
    """

    name: str
    lookup: str
    label: str = ""
    labels: Mapping[str, str] | str | None = None
    gate: Mapping[str, str] = field(default_factory=dict)
    repeats: bool = False
    unlisted: bool = False


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


Counted = list[tuple[str, str, int]]  # values, each with its label and how many rows have it


def facet(
    counted: QuerySet, newest: Newest, asked: QueryDict, one: Filter, values: Counted
) -> Facet:
    """The options of one filter, the most frequent first.

    No query; two for what is chosen and is none of them.
    """
    chosen = _value(asked, one)
    found = options(asked, one.name, values[:OPTIONS], chosen)
    if chosen and not any(option.chosen for option in found):
        found += _rare(counted, asked, one, chosen)
    return Facet(one.label, found, newest.are_some)


def count_values(
    counted: QuerySet, newest: Newest, filters: Iterable[Filter]
) -> dict[str, Counted]:
    """By the filters' names: the values among the newest of ``counted``, the most frequent first.

    A query for each filter, and one for all whose values are columns of the rows themselves.
    """
    of_rows = []
    found: dict[str, Counted] = {}
    for one in filters:
        if "__" in one.lookup or one.lookup in counted.query.annotations:
            found[one.name] = _counted_alone(counted, newest, one)
        else:
            of_rows.append(one)
    if of_rows:
        found |= _counted_together(counted, newest, of_rows)
    return found


def _counted_together(
    counted: QuerySet, newest: Newest, filters: Sequence[Filter]
) -> dict[str, Counted]:
    columns = [one.lookup for one in filters]
    rows = counted.model._base_manager.filter(pk__any_of=newest.keys).order_by()
    counts: dict[str, Counter[str]] = {one.name: Counter() for one in filters}
    for *values, times in kept(rows.values_list(*columns).annotate(count=Count("pk")), tuple):
        for one, value in zip(filters, values, strict=True):
            if value:
                counts[one.name][value] += times
    return {
        one.name: [
            (value, one.labels[value] if isinstance(one.labels, Mapping) else value, times)
            for value, times in sorted(counts[one.name].items(), key=lambda at: (-at[1], at[0]))
        ]
        for one in filters
    }


def _counted_alone(counted: QuerySet, newest: Newest, one: Filter) -> Counted:
    rows, at = _holding(counted, newest, one)
    columns = [one.lookup, one.labels] if isinstance(one.labels, str) else [one.lookup]
    said = {at(f"{one.lookup}__isnull"): False, **{at(name): v for name, v in one.gate.items()}}
    rows = (
        rows.filter(**said)
        .values_list(*map(at, columns))
        .annotate(count=Count("pk", distinct=one.repeats))
        .order_by("-count", at(one.lookup))
    )
    # One more than is shown: the empty value may be among them, and is none.
    return [
        (value, label[0] if label else one.labels[value], times)
        for value, *label, times in kept(rows[: OPTIONS + 1], tuple)
        if value != ""
    ]


def _holding(
    counted: QuerySet, newest: Newest, one: Filter
) -> tuple[QuerySet, Callable[[str], str]]:
    """Rows to count, and how a lookup is called from there.

    The table between two others knows the keys: the rows themselves need not be read.
    """
    path = one.lookup.partition("__")[0]
    model: Any = counted.model
    if path in counted.query.annotations:
        # What has to be true of them all was asked once, and costs as much the second time.
        return counted.filter(pk__any_of=newest.keys), str
    between = model._meta.get_field(path)
    if not isinstance(between, ManyToManyField):
        return model._base_manager.filter(pk__any_of=newest.keys), str
    through: Any = between.remote_field.through
    rows = through._base_manager.filter(**{f"{between.m2m_field_name()}__any_of": newest.keys})
    return rows, lambda lookup: lookup.replace(path, between.m2m_reverse_field_name(), 1)


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
    """The narrowed list, and a facet for each filter that is listed or chosen.

    A facet counts the list as every *other* filter leaves it. A query for each of them at the most,
    one for the whole list, and one more for each filter that is chosen; each is asked once for
    every change of the content. ``newest``, if known, are those of ``queryset``.
    """
    whole = narrow(queryset, asked, filters)
    chosen = {one.name for one in filters if asked.get(one.name)}
    if newest is None or chosen:
        newest = kept(whole, newest_of)
    listed = [one for one in filters if not one.unlisted]
    counts = count_values(whole, newest, [one for one in listed if one.name not in chosen])
    facets = []
    for one in filters:
        rows, among = whole, newest
        if one.name in chosen:
            rows = narrow(queryset, asked, [other for other in filters if other != one])
            if one.unlisted:
                facets.append(Facet(one.label, _rare(rows, asked, one, _value(asked, one))))
                continue
            among = kept(rows, newest_of)
            counts |= count_values(rows, among, [one])
        if not one.unlisted:
            facets.append(facet(rows, among, asked, one, counts[one.name]))
    # Where all are known by their keys they need not be looked for again.
    rows = whole if newest.are_some else queryset.filter(pk__any_of=newest.keys)
    return Narrowed(rows, newest, tuple(facets))

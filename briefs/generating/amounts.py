"""How much of everything, and how it is shared out."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from functools import cache
from itertools import accumulate
from random import Random
from typing import TypeVar

Row = TypeVar("Row")
YEARS = timedelta(days=3650)
"""So long a record is written: the first article is as old."""
# Claims of an article and memberships of a body, as parts of their mean: ten in turn, so that
# content of any amount has small and large ones alike.
SHARES = (0.9, 0.25, 1.4, 0.5, 0.6, 2.35, 0.4, 1.1, 0.75, 1.75)
MEMBERS = 20
"""Memberships of a body on the average."""


@dataclass(frozen=True)
class Amounts:
    """The record has a line for all that is published; checks fill it up to ``events``."""

    articles: int = 100
    annotations: int = 2_000
    memberships: int = 400
    events: int = 5_000

    @property
    def bodies(self) -> int:
        return -(-self.memberships // MEMBERS)

    def annotations_of(self, article: int) -> int:
        """Of the article with that number, from 1."""
        return _share(article, self.articles, self.annotations)

    def memberships_of(self, body: int) -> int:
        return _share(body, self.bodies, self.memberships)


AMOUNTS = [field.name for field in fields(Amounts)]


def _share(number: int, of: int, total: int) -> int:
    """What the numbers 1 … ``of`` get add up to the total exactly."""

    def until(n: int) -> float:
        return n // len(SHARES) * sum(SHARES) + sum(SHARES[: n % len(SHARES)])

    return round(total * until(number) / until(of)) - round(total * until(number - 1) / until(of))


def moment(now: datetime, part: float) -> datetime:
    """From the first line of the record (0) to now (1)."""
    return now - YEARS * (1 - part)


@cache
def _weights(many: int) -> list[float]:
    return list(accumulate(1 / (n + 3) for n in range(many)))


def favourite(rng: Random, rows: Sequence[Row]) -> Row:
    """The first ones far more often than the last, as topics and bodies are written about."""
    return rng.choices(rows, cum_weights=_weights(len(rows)))[0]

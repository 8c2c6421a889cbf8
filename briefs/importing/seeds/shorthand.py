"""What people write for rows that have no entry of their own -> one mapping a row.

Each raises ValueError, with what it must be, for anything else.
"""

from collections.abc import Callable, Mapping
from typing import Any

Written = list[Mapping[str, Any]]


def as_written(written: Any) -> Written:
    if not isinstance(written, list) or not all(isinstance(item, dict) for item in written):
        raise ValueError("must be a list of entries")
    return written


def addresses(written: Any) -> Written:
    """Sources: each an address, or an address with what it supports."""
    if not isinstance(written, list):
        raise ValueError("must be a list of addresses")
    return [item if isinstance(item, dict) else {"url": item} for item in written]


def named(key: str) -> Callable[[Any], Written]:
    """Keys of entries: a plain list of them."""

    def spread(written: Any) -> Written:
        if not isinstance(written, list):
            raise ValueError(f"must be a list of {key} keys")
        return [{key: item} for item in written]

    return spread


def effects(written: Any) -> Written:
    """Bearings: each claim with what the update does to it."""
    if not isinstance(written, dict):
        raise ValueError("must be claims, each with an effect")
    return [{"claim": claim, "effect": effect} for claim, effect in written.items()]


_GROUPS = {"organisations": "organisation", "states": "state"}


def mentions(written: Any) -> Written:
    """Mentions: organisations and states, each with its words; the same again ``indirectly``."""
    if not isinstance(written, dict) or not set(written) <= {*_GROUPS, "indirectly"}:
        raise ValueError(f"must hold {', '.join(_GROUPS)} or indirectly")
    found: Written = []
    for group, things in written.items():
        if group == "indirectly":
            found += [{**row, "indirect": True} for row in mentions(things)]
        elif isinstance(things, dict) and all(isinstance(of, list) for of in things.values()):
            found += [
                {_GROUPS[group]: key, "words": words} for key in things for words in things[key]
            ]
        else:
            raise ValueError(f"{group} must be keys, each with a list of words")
    return found

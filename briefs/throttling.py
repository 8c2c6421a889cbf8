"""How often a password or a code may be tried, and who has to wait.

A device on which the person has logged in before is counted by itself (OWASP: Slow Down Online
Guessing Attacks with Device Cookies): whoever guesses from elsewhere, from however many addresses,
keeps nobody out of where they work. All others are counted by name and address, by address, and by
name. Each wait ends by itself, and none is made longer by trying meanwhile.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address
from unicodedata import normalize

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from briefs.models import FailedAttempt, Tried


@dataclass(frozen=True)
class Limit:
    attempts: int
    within: timedelta


AT_ONE_PLACE = Limit(5, timedelta(minutes=15))
"""One name, from one device or one address."""

FROM_ONE_ADDRESS = Limit(30, timedelta(minutes=15))
"""Whatever the names: the same few passwords can be tried with many."""

FOR_ONE_NAME = {
    Tried.PASSWORD: Limit(50, timedelta(hours=1)),
    # Of a million codes three are right at any time: some six in a hundred thousand a day.
    Tried.CODE: Limit(20, timedelta(days=1)),
    # No limit for recovery codes: nobody guesses 80 bits, and they are the way in for whoever
    # is kept out by somebody who knows the password and guesses codes.
}
"""From all devices on which the person has never logged in."""

_LONGEST = timedelta(days=1)


@dataclass(frozen=True)
class Caller:
    """From where somebody tries. ``device`` is empty unless the person has logged in there."""

    address: str
    device: str = ""


class TooOften(Exception):
    """Nothing is looked at before ``until``."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"Too many failed attempts; the next is looked at from {until} on.")
        self.until = until


def begin(tried: Tried, name: str, caller: Caller) -> FailedAttempt:
    """Count an attempt as failed, before it is looked at: many at once are then no way past.

    Raise TooOften instead if there were too many. Tell ``succeeded`` if it was right after all.
    """
    now = timezone.now()
    FailedAttempt.objects.filter(at__lte=now - _LONGEST).delete()
    attempt = FailedAttempt.objects.create(
        tried=tried,
        name=digest_of_name(name),
        address=_digest(_network(caller.address)),
        device=_digest(caller.device) if caller.device else "",
        at=now,
    )
    ends = [end for rows, limit in _counts(attempt) if (end := _end(rows, limit)) is not None]
    if not ends:
        return attempt
    attempt.delete()
    raise TooOften(max(ends))


def succeeded(attempt: FailedAttempt) -> None:
    """It was right: neither it nor the failures before it, of this name from there, count."""
    _at_one_place(attempt).delete()


def forget(name: str) -> bool:
    """Let a person try again at once, from everywhere; False if nothing was counted."""
    gone, _ = FailedAttempt.objects.filter(name=digest_of_name(name)).delete()
    return bool(gone)


def digest_of_name(name: str) -> str:
    return _digest(normalize("NFKC", name).casefold())


def _counts(attempt: FailedAttempt) -> "list[tuple[QuerySet[FailedAttempt], Limit]]":
    counts = [(_at_one_place(attempt), AT_ONE_PLACE)]
    if not attempt.device:
        strangers = FailedAttempt.objects.filter(device="")
        counts.append((strangers.filter(address=attempt.address), FROM_ONE_ADDRESS))
        limit = FOR_ONE_NAME.get(Tried(attempt.tried))
        if limit is not None:
            same = strangers.filter(name=attempt.name, tried=attempt.tried)
            counts.append((same, limit))
    return counts


def _at_one_place(attempt: FailedAttempt) -> "QuerySet[FailedAttempt]":
    of_name = FailedAttempt.objects.filter(name=attempt.name, tried=attempt.tried)
    if attempt.device:
        return of_name.filter(device=attempt.device)
    return of_name.filter(device="", address=attempt.address)


def _end(attempts: "QuerySet[FailedAttempt]", limit: Limit) -> datetime | None:
    """When the limit is kept again; None if it is. The first of the rows is the one looked at."""
    recent = attempts.filter(at__gt=timezone.now() - limit.within).order_by("-at", "-pk")
    past = recent.values_list("at", flat=True)[limit.attempts : limit.attempts + 1].first()
    return past + limit.within if past is not None else None


def _network(address: str) -> str:
    """What one customer holds: an IPv4 address, or 2^64 of IPv6."""
    try:
        number = ip_address(address)
    except ValueError:
        return address
    if not isinstance(number, IPv6Address):
        return str(number)
    mapped = number.ipv4_mapped
    return str(mapped) if mapped is not None else f"{int(number) >> 64:016x}"


def _digest(value: str) -> str:
    return salted_hmac("briefs.throttling", value, algorithm="sha256").hexdigest()[:32]

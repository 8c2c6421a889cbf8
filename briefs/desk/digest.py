"""The e-mail that tells an editor what is due."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from briefs.dates import PartialDate
from briefs.desk.claims import assigned
from briefs.desk.lists import LISTS, DeskList, in_words
from briefs.desk.rows import COUNTED, Desk, Row
from briefs.models import DigestSent

TOLD = 10
"""So many rows of a list are told; of the others, how many they are."""


@dataclass(frozen=True)
class Part:
    heading: str
    listed: DeskList
    rows: list[Row]
    count: int
    path: str  # of all of them


@dataclass(frozen=True)
class Message:
    subject: str
    body: str


def message_for(editor: User, now: datetime, told: datetime | None) -> Message | None:
    """What is due for the editor, and what she was given since she was ``told``, or for a day.

    None if nothing is. Its links begin with the setting SITE_URL.
    """
    today = timezone.localdate(now)
    since = told or now - timedelta(days=1)
    parts = [part for part in _parts(Desk(editor, today, owner=editor), since) if part.rows]
    if not parts:
        return None
    counted = ", ".join(f"{in_words(part.count)} {part.heading.lower()}" for part in parts)
    lines = [f"{settings.SITE_NAME}, {PartialDate(today)}", ""]
    for part in parts:
        lines += [f"{part.heading}: {in_words(part.count)}", "", *_lines(part, today)]
    lines.append(f"The desk: {settings.SITE_URL}{reverse('admin:index')}")
    return Message(f"{settings.SITE_NAME}: {counted}", "\n".join(lines) + "\n")


def _parts(desk: Desk, since: datetime) -> Iterator[Part]:
    if LISTS["overdue"].is_for(desk):
        yield _part("overdue", desk, "me")
        yield _part("due", desk, "me")
        new = [Row(**found) for found in assigned(desk, since)[: COUNTED + 1]]
        yield Part("Assigned to you", LISTS["due"], new, len(new), _path("due", "me"))
    if LISTS["review"].is_for(desk):
        waiting, _ = LISTS["review"].look(replace(desk, owner=None), 0, COUNTED + 1)
        mine = [row for row in waiting if row.mine]
        yield Part("For you to review", LISTS["review"], mine, len(mine), _path("review"))
    if desk.may("change", "annotation"):
        unowned = replace(desk, owner=None, unowned=True)
        yield _part("overdue", unowned, "nobody", "Overdue and nobody’s")


def _part(name: str, desk: Desk, owner: str, heading: str = "") -> Part:
    listed = LISTS[name]
    return Part(heading or listed.title, listed, *listed.look(desk, 0, TOLD), _path(name, owner))


def _path(name: str, owner: str = "") -> str:
    return reverse("desk-list", args=[name]) + (f"?owner={owner}" if owner else "")


def _lines(part: Part, today: date) -> Iterator[str]:
    for row in part.rows[:TOLD]:
        page = reverse("desk-claim", args=[row.claim]) if row.claim else row.path
        yield f"* {' '.join(row.label.split())}"
        yield "  " + ", ".join([*row.details, *part.listed.when(row, today)])
        yield f"  {settings.SITE_URL}{page}"
        yield ""
    if part.count > TOLD:
        yield f"All of them: {settings.SITE_URL}{part.path}"
        yield ""


# Once a day ---------------------------------------------------------------------------------


def last_told(editor: User) -> datetime | None:
    found = DigestSent.objects.filter(editor=editor)
    return found.values_list("sent_at", flat=True).first()


def take_turn(editor: User, now: datetime) -> bool:
    """Note that the editor is told now; False if she was told today, by whichever command."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    DigestSent.objects.get_or_create(editor=editor)
    waiting = DigestSent.objects.filter(Q(sent_at__isnull=True) | Q(sent_at__lt=midnight))
    return waiting.filter(editor=editor).update(sent_at=now) == 1


def give_turn_back(editor: User, told: datetime | None) -> None:
    """It could not be sent: ``told`` is when she was told before."""
    DigestSent.objects.filter(editor=editor).update(sent_at=told)

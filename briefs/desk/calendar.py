"""An editor's calendar (RFC 5545) at a secret address."""

import re
import uuid
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import icalendar
from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from briefs.models import Annotation, CalendarAddress, Event, Watch
from briefs.models.dates import partial
from briefs.secret_addresses import hashed, new_secret

MOST = 1000
"""Entries of one sort that a calendar holds; the earliest."""
Absolute = Callable[[str], str]  # makes a whole address of a path
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


# The address --------------------------------------------------------------------------------


def new_address(editor: User) -> str:
    """A new secret, in the place of the one before; it is told here, and never again."""
    secret = new_secret()
    CalendarAddress.objects.filter(editor=editor).delete()
    CalendarAddress.objects.create(editor=editor, sha256=hashed(secret))
    return secret


def revoke(editor: User) -> bool:
    """Whether there was an address to revoke."""
    return CalendarAddress.objects.filter(editor=editor).delete()[0] > 0


def owner_of(secret: str) -> User | None:
    """The editor whose calendar it is, as long as she works here."""
    known = User.objects.filter(calendar_address__sha256=hashed(secret))
    return known.filter(is_active=True, is_staff=True).first()


# The calendar -------------------------------------------------------------------------------


def calendar_of(editor: User, absolute: Absolute) -> bytes:
    """When the claims that the editor looks after are due, their deadlines, and what is expected.

    Public things alone. Three queries.
    """
    name = _line(f"{settings.SITE_NAME}: {editor.get_username()}")
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//{_line(settings.SITE_NAME)}//Desk//EN")
    calendar.add("version", "2.0")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)  # to those that know no RFC 7986
    for entry in (*_claims(editor, absolute), *_watches(absolute)):
        calendar.add_component(entry)
    return bytes(calendar.to_ical())


def _claims(editor: User, absolute: Absolute) -> Iterator[icalendar.Event]:
    owned = Annotation.objects.published().claims().filter(owner=editor)
    claims = _changed(owned.select_related("article__live"), "annotation")
    for claim in claims.filter(look_again_on__isnull=False).order_by("look_again_on", "pk")[:MOST]:
        day, title = claim.look_again_on, f"Look again: {claim.summary}"
        yield _entry(claim, "look-again", day, title, *_about(claim, absolute))
    foreseen = claims.unresolved().filter(deadline__isnull=False).order_by("deadline", "pk")
    for claim in foreseen[:MOST]:
        title = f"Deadline {claim.due}: {claim.event or claim.summary}"
        yield _entry(claim, "deadline", claim.due.last, title, *_about(claim, absolute))


def _about(claim: Annotation, absolute: Absolute) -> tuple[str, str]:
    """A line of words, and the page on which to work on it."""
    verdict = claim.get_verdict_display() if claim.verdict else "not judged yet"
    title = claim.article.live.title if claim.article.live else ""
    about = f"{claim.get_kind_display()}, {verdict}. {title}"
    return about, absolute(reverse("desk-claim", args=[claim.pk]))


def _watches(absolute: Absolute) -> Iterator[icalendar.Event]:
    watches = _changed(Watch.objects.published().filter(expected_on__isnull=False), "watch")
    for watch in watches.order_by("expected_on", "pk")[:MOST]:
        day = partial(watch.expected_on, watch.expected_on_precision).last
        page = absolute(reverse("admin:briefs_watch_change", args=[watch.pk]))
        title = f"Expected {watch.expected}: {watch.what}"
        yield _entry(watch, "expected", day, title, watch.found, page)


def _changed(things: Any, noun: str) -> Any:
    """Adds ``changed_at``: the moment of the last line of the record on each."""
    events = Event.objects.filter(**{noun: OuterRef("pk")}).newest_first()
    return things.annotate(
        changed_at=Coalesce(Subquery(events.values("recorded_at")[:1]), F("recorded_at"))
    )


def _entry(thing: Any, sort: str, day: date, title: str, about: str, page: str) -> icalendar.Event:
    """All of one day; its id is the same as long as the thing is there (RFC 7986, 5.3)."""
    entry = icalendar.Event()
    entry.add("uid", str(uuid.uuid5(thing.public_id, sort)))
    entry.add("dtstamp", thing.changed_at)
    entry.add("dtstart", day)
    entry.add("summary", _line(title))
    entry.add("description", _line(about))
    entry.add("url", page)
    entry.add("transp", "TRANSPARENT")
    return entry


def _line(words: str) -> str:
    """One line without characters that a calendar cannot hold (RFC 5545, 3.3.11)."""
    return " ".join(_CONTROL.sub(" ", words).split())

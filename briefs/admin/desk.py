"""The follow-up desk: the admin's first page, and each of its lists."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from briefs.desk.assigning import editors
from briefs.desk.claims import claim_rows
from briefs.desk.lists import LISTS, DeskList, in_words
from briefs.desk.rows import COUNTED, Desk, Row
from briefs.models import Annotation
from briefs.models.annotation import AnnotationQuerySet
from briefs.models.vocabulary import EventKind, Status

FIRST = 10
"""So many rows of each list stand on the first page."""
A_PAGE = 50
FOLLOWED_UP = (EventKind.CHECKED, EventKind.ASSIGNED, EventKind.ASSESSED, EventKind.NOTED)
UNDO = "desk-undo"
"""Where the session keeps what the next page offers to undo."""


# Reading ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """A row as it stands on a page."""

    row: Row
    id: str
    day: str
    distance: str  # of the day from today
    is_late: bool
    after: str  # where to go on once it is answered


@dataclass(frozen=True)
class Section:
    listed: DeskList
    title: str
    lines: list[Line]
    count: int
    may_change: bool
    may_answer: bool  # for sources

    @property
    def count_words(self) -> str:
        return in_words(self.count)

    @property
    def has_more(self) -> bool:
        return self.count > len(self.lines)

    @property
    def has_acts(self) -> bool:
        """Whether something on it can be answered."""
        return self.has_ticks or (self.listed.is_visited and self.may_answer)

    @property
    def has_ticks(self) -> bool:
        """Whether something on it can be assigned."""
        return self.may_change and any(line.row.claim for line in self.lines)

    @property
    def has_days(self) -> bool:
        return any(line.day for line in self.lines)

    @property
    def has_owners(self) -> bool:
        return any(line.row.claim or line.row.owner_name for line in self.lines)


class DeskPage:
    """One request for the desk; ``?owner=`` is "me", "nobody", or the key of an editor."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.may_change = request.user.has_perm("briefs.change_annotation")
        self.undo = request.session.pop(UNDO, "")

    @cached_property
    def people(self) -> list[User]:
        """Everybody who can look after something."""
        return list(editors())

    @cached_property
    def chosen(self) -> str:
        """Whose things are shown, as it stands in the address; empty for everybody's."""
        asked = self.request.GET.get("owner", "")
        known = {"me", "nobody", *(str(person.pk) for person in self.people)}
        return asked if asked in known else ""

    @cached_property
    def desk(self) -> Desk:
        desk = Desk(self.request.user, timezone.localdate())
        match self.chosen:
            case "":
                return desk
            case "me":
                return replace(desk, owner=desk.editor)
            case "nobody":
                return replace(desk, unowned=True)
            case key:
                return replace(desk, owner=next(p for p in self.people if str(p.pk) == key))

    choices = (("", "everybody"), ("me", "me"), ("nobody", "nobody"))

    @property
    def query(self) -> str:
        return f"?owner={self.chosen}" if self.chosen else ""

    @property
    def address(self) -> str:
        return self.request.get_full_path()

    @cached_property
    def lists(self) -> list[DeskList]:
        return [listed for listed in LISTS.values() if listed.is_for(self.desk)]

    @cached_property
    def sections(self) -> list[Section]:
        return [self.section(listed, *listed.look(self.desk, 0, FIRST)) for listed in self.lists]

    def section(self, listed: DeskList, rows: list[Row], count: int) -> Section:
        owner, title = self.desk.owner, listed.title
        if listed.name == "drafts" and owner and owner != self.request.user:
            title = f"Drafts of {owner}"
        lines = list(self._lines(listed, rows))
        return Section(
            listed, title, lines, count, self.may_change, self.desk.may("change", "source")
        )

    def _lines(self, listed: DeskList, rows: list[Row]) -> Iterator[Line]:
        ids = [f"{listed.name}-{row.noun}-{row.claim or row.key}" for row in rows]
        for i, (row, name) in enumerate(zip(rows, ids, strict=True)):
            beside = [*ids[i + 1 :], *reversed(ids[:i]), listed.name]
            when = listed.when(row, self.desk.today)
            yield Line(row, name, *when, when[1].endswith("late"), beside[0])

    def render(self, template: str, **context) -> HttpResponse:
        shared = admin.site.each_context(self.request)
        return render(self.request, template, {**shared, "desk": self, **context})


@require_safe
def desk_list(request: HttpRequest, name: str) -> HttpResponse:
    """All rows of one list, a page at a time."""
    page = DeskPage(request)
    listed = next((listed for listed in page.lists if listed.name == name), None)
    if listed is None:
        raise Http404
    found = Paginator(listed.find(page.desk)[: COUNTED + 1], A_PAGE)
    shown = found.get_page(request.GET.get("page"))
    section = page.section(listed, listed.rows(shown), found.count)
    return page.render("admin/desk_list.html", title=section.title, section=section, page=shown)


def kept() -> AnnotationQuerySet:
    """What can be looked after: an editor's note too."""
    return Annotation.objects.exclude(status=Status.WITHDRAWN)


@require_safe
def desk_claim(request: HttpRequest, pk: int) -> HttpResponse:
    """One claim, due or not, with what was done to follow it up."""
    page, claim = DeskPage(request), get_object_or_404(kept(), pk=pk)
    if not page.desk.sees("annotation"):
        raise PermissionDenied
    alone = replace(
        LISTS["due"],
        find=lambda desk: claim_rows(desk, Annotation.objects.filter(pk=pk)),
        is_checked=claim.is_published and claim.is_claim,
    )
    section = page.section(alone, *alone.look(Desk(request.user, page.desk.today), 0, 1))
    done = claim.events.filter(kind__in=FOLLOWED_UP).select_related("by", "assessment")
    return page.render(
        "admin/desk_claim.html",
        title="Follow up",
        section=section,
        claim=claim,
        events=done.newest_first()[:20],
    )

"""The lists of the desk. Of each, one query holds all that its rows show, but for remarks."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from briefs.asserting.noting import due as due_notes
from briefs.desk.claims import against_record, anchors, deadlines, due, never, overdue
from briefs.desk.evidence import unverified, visited, weak_sources, weak_verdicts
from briefs.desk.newsroom import STAGED, drafts, in_review, refused
from briefs.desk.rows import COUNTED, Desk, Row, Rows, distance


@dataclass(frozen=True)
class DeskList:
    name: str
    title: str
    about: str
    empty: str
    nouns: tuple[str, ...]  # it is shown to those who may see one of them
    find: Callable[[Desk], Rows]
    say: Callable[[], Mapping[int, str]] = dict  # remarks on its rows, by the key of each
    day: str = ""  # what the day of a row is
    past: str = "ago"  # what is said of a day that has passed
    is_checked: bool = False  # whether its rows are claims to be looked at again
    is_visited: bool = False  # whether its rows are sources of which the editor says that she saw
    is_noted: bool = False  # whether its rows are claims whose verdict may stay as it is

    def is_for(self, desk: Desk) -> bool:
        """Whether the editor may see something that can stand on it."""
        return any(map(desk.sees, self.nouns))

    def look(self, desk: Desk, start: int, end: int) -> tuple[list[Row], int]:
        """Some of its rows, and how many there are: ``COUNTED + 1`` stands for more."""
        found = self.find(desk)
        rows = self.rows(found[start:end])
        return rows, found.order_by()[: COUNTED + 1].count()

    def rows(self, found: Iterable[dict[str, Any]]) -> list[Row]:
        """The rows, with what is said of each."""
        rows = [Row(**values) for values in found]
        said = self.say() if rows else {}
        return [replace(row, remark=said.get(row.key, row.remark)) for row in rows]

    def when(self, row: Row, today: date) -> tuple[str, str]:
        """The day of a row in words, and how far it is from today; both empty without a day."""
        if row.last_day is None:
            return "", ""
        return f"{self.day} {row.dated}".lstrip(), distance(row.last_day, today, self.past)


def in_words(count: int) -> str:
    return f"more than {COUNTED:,}" if count > COUNTED else f"{count:,}"


CLAIM = ("annotation",)
LISTS = {
    listed.name: listed
    for listed in (
        DeskList(
            "anchors",
            "Anchors to decide",
            "Their own words were changed or taken out in a draft, which waits for the decision.",
            "No draft waits for a decision on its claims.",
            CLAIM,
            anchors,
        ),
        DeskList(
            "record",
            "Against the membership record",
            "What the rows say of these claims is new, is otherwise than before, or does not fit "
            "the verdict. No verdict is changed by it: assess the claim, or note that it stays.",
            "What the membership record says of each claim was seen, and fits its verdict.",
            CLAIM,
            against_record,
            due_notes,
            is_noted=True,
        ),
        DeskList(
            "overdue",
            "Overdue",
            "They should have been looked at again; readers see that they were not.",
            "Nothing is overdue.",
            CLAIM,
            overdue,
            day="due",
            past="late",
            is_checked=True,
        ),
        DeskList(
            "due",
            "Due within two weeks",
            "To be looked at again soon.",
            "Nothing is due within two weeks.",
            CLAIM,
            due,
            day="due",
            past="late",
            is_checked=True,
        ),
        DeskList(
            "never",
            "Never looked at",
            "Published, and neither judged nor checked by anybody since.",
            "Every published claim was judged or checked.",
            CLAIM,
            never,
            day="due",
            past="late",
            is_checked=True,
        ),
        DeskList(
            "deadlines",
            "Forecasts past their deadline",
            "Their time is over, and they are not judged for good.",
            "No forecast is past its deadline without a verdict.",
            CLAIM,
            deadlines,
            day="deadline",
            past="late",
            is_checked=True,
        ),
        DeskList(
            "review",
            "In review",
            "What waits for a second person; what you may do comes first.",
            "Nothing waits for a review.",
            (*STAGED, "assessment"),
            in_review,
            day="since",
        ),
        DeskList(
            "refused",
            "Scheduled and not published",
            "Their moment has passed. Open one and publish it to see what is in its way; if "
            "nothing is, the command publish_scheduled does not run.",
            "Nothing that was scheduled is late.",
            tuple(STAGED),
            refused,
            day="scheduled for",
            past="late",
        ),
        DeskList(
            "drafts",
            "My drafts",
            "Not given to review yet; the newest first.",
            "You have no drafts.",
            tuple(STAGED),
            drafts,
            day="begun",
        ),
        DeskList(
            "unverified",
            "Unverified",
            "Public, and marked as unverified: find a source, or take it back.",
            "Nothing public is unverified.",
            CLAIM,
            unverified,
        ),
        DeskList(
            "visited",
            "Sources that need looking at",
            "The command check_sources found their pages gone, moved or changed, or not the words "
            "that are quoted from them.",
            "Every cited page that was visited is as it is cited.",
            ("source",),
            visited,
            day="since",
            is_visited=True,
        ),
        DeskList(
            "weak-sources",
            "Weak sources",
            "Something public cites them: replace them by better ones.",
            "Nothing public cites a weak source.",
            ("source",),
            weak_sources,
        ),
        DeskList(
            "weak-verdicts",
            "Verdicts on weak sources alone",
            "Each claim’s public verdict has no other source.",
            "Every public verdict has a better source than a weak one, or none.",
            CLAIM,
            weak_verdicts,
            day="judged",
        ),
    )
}

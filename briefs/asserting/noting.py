"""What editors have seen of the outcomes, and what is due since. No verdict is changed here."""

from collections import defaultdict
from collections.abc import Iterable

from django.utils import timezone

from briefs.asserting.rows import Checked, check
from briefs.models import Annotation, Assertion, Event
from briefs.models.assertion import AssertionQuerySet
from briefs.models.kept import kept
from briefs.models.vocabulary import EventKind, Outcome, Verdict
from briefs.publishing import PublishingError
from briefs.record import Editor, write_event
from briefs.recording import one_change
from briefs.rights import require

# Families of verdicts beside which an outcome needs an editor's word.
_AGAINST = {Outcome.HOLDS: "failed", Outcome.CONTRADICTED: "held"}


def due() -> dict[int, str]:
    """The public claims whose outcomes an editor has to look at, each with what to say of it.

    Every assertion of the site is held against its rows, once for every change of the content.
    """
    return kept(Assertion.objects.published(), _due)


def _due(assertions: AssertionQuerySet) -> dict[int, str]:
    found: dict[int, list[str]] = defaultdict(list)
    for one in check(assertions.with_names().order_by("annotation", "pk")):
        words = _task(one)
        if words and words not in found[one.assertion.annotation_id]:
            found[one.assertion.annotation_id].append(words)
    return {claim: "; ".join(words) for claim, words in found.items() if words}


def _task(checked: Checked) -> str:
    """What an editor is told of an outcome; empty where there is nothing to look at."""
    seen, outcome = checked.assertion.seen_outcome, checked.outcome
    if not seen:
        return f"not seen yet: {outcome.label}"
    if seen != outcome:
        return f"the record now says otherwise: was {Outcome(seen).label}, now {outcome.label}"
    verdict = checked.assertion.annotation.verdict
    if _disagree(outcome, verdict) and checked.assertion.noted_verdict != verdict:
        return f"by the record {outcome.label}, and judged {Verdict(verdict).label}"
    return ""


def _disagree(outcome: Outcome, verdict: str) -> bool:
    return bool(verdict) and Verdict(verdict).family == _AGAINST.get(outcome)


@one_change
def note(annotation: Annotation, seen: str, *, by: Editor, reason: str = "") -> Event:
    """Record that an editor saw what is due of a claim, and that its verdict stays.

    ``seen`` is what it said on her page: she is not taken to know what has changed since. Raise
    NotAllowed, PublishingError where that is not what is due.
    """
    require(by, "change", annotation)
    assertions = Assertion.objects.published().filter(annotation=annotation)
    is_due = _due(assertions).get(annotation.pk, "")
    if not is_due:
        raise PublishingError("There is nothing to note about it any more.")
    if is_due != seen:
        raise PublishingError(f"It has changed since your page was made: {is_due}.")
    checked = check(assertions.with_names())
    before = {one.assertion.pk: one.assertion.seen_outcome for one in checked}
    _see(checked, by, noted=annotation.verdict)
    return write_event(
        EventKind.NOTED,
        annotation.summary,
        by=by,
        reason=reason,
        before={"outcomes": _counted(before.values())},
        after={
            "outcomes": _counted(one.outcome for one in checked),
            "verdict": annotation.verdict,
        },
        article=annotation.article,
        annotation=annotation,
    )


def _counted(outcomes: Iterable[str]) -> str:
    return ", ".join(outcome for outcome in outcomes if outcome)


@one_change
def see(assertions: Iterable[Assertion], *, by: Editor = None) -> list[Checked]:
    """Take the outcomes as they are now as seen: what is told of later is what differs from them.

    A verdict that disagrees is not noted by that.
    """
    keys = [one.pk for one in assertions]
    checked = check(Assertion.objects.with_names().filter(pk__in=keys).order_by("pk"))
    _see(checked, by)
    return checked


def see_new(*, by: Editor = None) -> None:
    """``see`` those of which no outcome was seen."""
    see(Assertion.objects.filter(seen_outcome=""), by=by)


def _see(checked: Iterable[Checked], by: Editor, noted: str = "") -> None:
    now, rows = timezone.now(), []
    for one in checked:
        row = one.assertion
        row.seen_outcome, row.seen_at, row.seen_by = one.outcome, now, by
        row.noted_verdict = noted if _disagree(one.outcome, noted) else ""
        rows.append(row)
    Assertion.objects.bulk_update(rows, ["seen_outcome", "noted_verdict", "seen_at", "seen_by"])

"""Topics put on and taken off many things at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from briefs.models import Annotation, Article, BulkChange, Topic, Update
from briefs.models.vocabulary import BulkKind
from briefs.publishing import PublishingError, correct
from briefs.record import Editor
from briefs.recording import one_change
from briefs.rights import require
from briefs.stages import reopen

Tagged = Article | Annotation | Update


@dataclass(frozen=True)
class Retag:
    """The topics of one thing, before and after."""

    thing: Tagged
    before: list[Topic]
    after: list[Topic]


def plan_retag(
    things: Iterable[Tagged], add: Sequence[Topic], remove: Sequence[Topic]
) -> list[Retag]:
    """What would change; things that would not are left out. Two queries."""
    things = list(things)
    if not things:
        return []
    through: Any = type(things[0]).topics.through
    rows = through.objects.filter(content_object__in=things).select_related("tag")
    by_thing: dict[int, list[Topic]] = {}
    for row in rows.order_by("tag__name"):
        by_thing.setdefault(row.content_object_id, []).append(row.tag)
    plans = []
    for thing in things:
        before = by_thing.get(thing.pk, [])
        kept = [topic for topic in before if topic not in remove]
        after = sorted({*kept, *add}, key=lambda topic: topic.name)
        if after != before:
            plans.append(Retag(thing, before, after))
    return plans


@one_change
def retag(
    things: Iterable[Tagged],
    *,
    add: Sequence[Topic] = (),
    remove: Sequence[Topic] = (),
    reason: str,
    by: Editor = None,
) -> BulkChange:
    """Change the topics of all of them, or of none; a correction for each that is public.

    Raise NotAllowed naming none of them, PublishingError without a reason or an effect.
    """
    plans = plan_retag(things, add, remove)
    if not plans:
        raise PublishingError("Nothing would change.")
    if not reason.strip():
        raise PublishingError("Say why.")
    for plan in plans:
        _set(plan.thing, plan.before, plan.after, reason=reason, by=by)
    return BulkChange.objects.create(
        kind=BulkKind.RETAG,
        summary=_summary(plans, add, remove),
        reason=reason,
        by=by,
        undoing={
            "noun": plans[0].thing._meta.model_name,
            "things": [
                [plan.thing.pk, [t.pk for t in plan.before], [t.pk for t in plan.after]]
                for plan in plans
            ],
        },
    )


def _summary(plans: list[Retag], add: Sequence[Topic], remove: Sequence[Topic]) -> str:
    signs = [*(f"+ {topic}" for topic in add), *(f"− {topic}" for topic in remove)]
    noun = plans[0].thing._meta
    name = noun.verbose_name if len(plans) == 1 else noun.verbose_name_plural
    return f"Topics of {len(plans)} {name}: {', '.join(signs)}"[:500]


def _set(
    thing: Tagged, before: Sequence[Topic], after: Sequence[Topic], *, reason: str, by: Editor
) -> None:
    require(by, "change", thing)
    thing.topics.set(after)
    reopen(thing, by=by)
    if thing.is_published:
        names = ["; ".join(str(topic) for topic in topics) for topics in (before, after)]
        correct(thing, {"topics": names[0]}, {"topics": names[1]}, reason=reason, by=by)


NOUNS: dict[str, type[Tagged]] = {
    str(model._meta.model_name): model for model in (Article, Annotation, Update)
}


@one_change
def undo_retag(change: BulkChange, *, by: Editor = None) -> int:
    """Give back the topics they had; how many got them back.

    What was tagged anew since is left as it is.
    """
    model = NOUNS[change.undoing["noun"]]
    topics = Topic.objects.in_bulk()
    done = 0
    for pk, before, after in change.undoing["things"]:
        thing: Any = model._base_manager.filter(pk=pk).first()
        if thing is None or {topic.pk for topic in thing.topics.all()} != set(after):
            continue
        then = [topics[topic] for topic in before if topic in topics]
        now = [topics[topic] for topic in after if topic in topics]
        _set(thing, now, then, reason=f"Undone: {change.summary}", by=by)
        done += 1
    return done

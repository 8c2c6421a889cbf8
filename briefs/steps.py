"""The newsroom's steps by name: which are open to somebody, one taken, many taken at once."""

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction

from briefs.models import Event, Version
from briefs.models.publishing import Publishable, Staged
from briefs.models.vocabulary import Status
from briefs.publishing import PublishingError, withdraw
from briefs.record import Editor
from briefs.recording import one_change
from briefs.rights import NotAllowed, may
from briefs.versioning import is_unchanged
from briefs.workflow import approve, publish, schedule, send_back, submit


class Step(models.TextChoices):
    SUBMIT = "submit", "Submit for review"
    APPROVE = "approve", "Approve"
    SEND_BACK = "send-back", "Send back"
    SCHEDULE = "schedule", "Schedule"
    PUBLISH = "publish", "Publish"
    WITHDRAW = "withdraw", "Withdraw"


RIGHTS = {
    Step.SUBMIT: "submit",
    Step.APPROVE: "review",
    Step.SEND_BACK: "review",
    Step.SCHEDULE: "publish",
    Step.PUBLISH: "publish",
    Step.WITHDRAW: "publish",
}
FROM: dict[Step, tuple[Status, ...]] = {
    Step.SUBMIT: (Status.DRAFT,),
    Step.APPROVE: (Status.IN_REVIEW,),
    Step.SEND_BACK: (Status.IN_REVIEW, Status.SCHEDULED),
    Step.SCHEDULE: (Status.DRAFT, Status.IN_REVIEW, Status.SCHEDULED),
    Step.PUBLISH: (Status.DRAFT, Status.IN_REVIEW, Status.SCHEDULED, Status.WITHDRAWN),
    Step.WITHDRAW: (Status.PUBLISHED,),
}


@dataclass(frozen=True)
class Said:
    """What comes with a step: a note or reason, and the moment of a schedule."""

    reason: str = ""
    moment: datetime | None = None


def open_steps(thing: Staged, by: Editor) -> list[Step]:
    """The steps that ``by`` may take with the thing as it is now."""
    return [step for step in Step if thing.status in FROM[step] and _is_open(step, thing, by)]


def _is_open(step: Step, thing: Staged, by: Editor) -> bool:
    if isinstance(thing, Version) and (step is Step.WITHDRAW or _says_nothing(step, thing)):
        return False
    if step is Step.APPROVE:
        own = by is not None and thing.submitted_by_id == by.pk
        if own or thing.approved_by_id is not None:
            return False
    return may(by, RIGHTS[step], thing)


def _says_nothing(step: Step, draft: Version) -> bool:
    """Whether it would bring readers what they have: there is nothing to read, or to publish."""
    return step in (Step.SUBMIT, Step.SCHEDULE, Step.PUBLISH) and is_unchanged(draft)


def take(step: Step, thing: Staged, said: Said = Said(), *, by: Editor) -> Event:
    """Take one step. Raise NotAllowed, or PublishingError where it cannot be taken now."""
    match step:
        case Step.SUBMIT:
            return submit(thing, by=by, note=said.reason)
        case Step.APPROVE:
            return approve(thing, by=by, note=said.reason)
        case Step.SEND_BACK:
            return send_back(thing, by=by, reason=said.reason)
        case Step.SCHEDULE if said.moment is not None:
            return schedule(thing, said.moment, by=by)
        case Step.SCHEDULE:
            raise PublishingError("Say when it is to be published.")
        case Step.PUBLISH:
            return publish(thing, by=by, reason=said.reason)
    if not isinstance(thing, Publishable):
        raise PublishingError("A version is not withdrawn: publish another, or its article is.")
    return withdraw(thing, by=by, reason=said.reason)


@dataclass(frozen=True)
class Effect:
    """What a step would do to one thing; ``refusal`` says why it would do nothing."""

    thing: Staged
    before: Status
    after: Status
    refusal: str = ""


def effects_of(
    step: Step, things: Iterable[Staged], said: Said = Said(), *, by: Editor
) -> list[Effect]:
    """Take the step with each, look what becomes of it, and take all of it back."""
    found = []
    with transaction.atomic():
        for thing in things:
            tried = copy(thing)
            refusal = ""
            try:
                with transaction.atomic():
                    take(step, tried, said, by=by)
            except (PublishingError, NotAllowed) as error:
                refusal = str(error)
            before = Status(thing.status)
            after = before if refusal else Status(tried.status)
            found.append(Effect(thing, before, after, refusal))
        transaction.set_rollback(True)
    return found


@one_change
def take_all(
    step: Step, things: Sequence[Staged], said: Said = Said(), *, by: Editor
) -> list[Event]:
    """Take the step with all of them, one event each; none where one refuses it.

    Raise what ``take`` raises.
    """
    return [take(step, thing, said, by=by) for thing in things]

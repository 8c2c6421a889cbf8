"""What editors judge: a verdict with its sources, the second person's answer, looking again."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone

from briefs.models import Annotation, Assessment, Citation, Event, Source, Version
from briefs.models.annotation import UNRESOLVED
from briefs.models.vocabulary import EventKind, StillHolds
from briefs.publishing import PublishingError, look_again
from briefs.record import Editor, write_event
from briefs.recording import one_change
from briefs.rights import NotAllowed, require


@dataclass(frozen=True)
class Cited:
    """A source as it is cited: the address of a known source and what it is cited for."""

    source: Source
    supports: str = ""
    passage: str = ""
    note: str = ""


@dataclass(frozen=True)
class Judgement:
    """What an assessment says, before it is recorded."""

    verdict: str
    confidence: str
    rationale: str
    assessed_on: date = field(default_factory=timezone.localdate)
    still_holds: str = StillHolds.NOT_APPLICABLE
    verified: bool = True
    not_confirmed: str = ""
    sources: tuple[Cited, ...] = ()


def cite(subject: str, citing: object, sources: Iterable[Cited]) -> None:
    """Attach sources, in the order given, to the thing that cites them (``subject`` names it)."""
    Citation.objects.bulk_create(
        Citation(
            **{subject: citing},
            source=cited.source,
            supports=cited.supports,
            passage=cited.passage,
            note=cited.note,
            position=position,
        )
        for position, cited in enumerate(sources, start=1)
    )


# What two assessments say, if they say the same.
_SAID = ("verdict", "confidence", "rationale", "assessed_on", "still_holds", "not_confirmed")


def _says(latest: Assessment, judgement: Judgement) -> bool:
    """Whether it says the same on the same sources."""
    if any(getattr(latest, name) != getattr(judgement, name) for name in _SAID):
        return False
    cited = set(latest.citations.values_list("source", flat=True))
    return cited == {one.source.pk for one in judgement.sources}


@one_change
def assess(
    annotation: Annotation,
    version: Version,
    judgement: Judgement,
    *,
    by: Editor = None,
    reason: str = "",
) -> Assessment:
    """Add a verdict on the words of ``version``; the latest by date is the claim's verdict.

    Where the site asks for a second person (SECOND_PERSON_FOR_VERDICTS) it waits, unseen by
    readers, for ``approve_assessment``. ``look_again_on`` says when an open claim is due again.

    Raise ValidationError for an editor's note or a verdict of the wrong scale, PublishingError
    if the claim has no words in that version, NotAllowed.
    """
    require(by, "add", Assessment)
    anchor = annotation.anchors.placed().filter(version=version).first()
    if anchor is None:
        raise PublishingError(
            f"“{annotation.slug}” has no words in version {version.number} to be judged."
        )
    latest = annotation.assessments.newest_first().first()
    if latest is not None and latest.words == anchor.exact and _says(latest, judgement):
        raise PublishingError(f"The latest assessment of “{annotation.slug}” says just that.")
    said = {name: getattr(judgement, name) for name in (*_SAID, "verified")}
    assessment = Assessment(
        annotation=annotation, version=version, words=anchor.exact, by=by, **said
    )
    # The day is the caller's: a clock that is wrong must not keep a recorded verdict out.
    assessment.full_clean(exclude=["assessed_on"], validate_constraints=False)
    waits = settings.SECOND_PERSON_FOR_VERDICTS and by is not None
    assessment.published_at = None if waits else timezone.now()
    assessment.save()
    cite("assessment", assessment, judgement.sources)
    if not waits:
        _let_count(assessment, by=by, reason=reason)
    return assessment


def _let_count(assessment: Assessment, *, by: Editor, reason: str = "") -> Event:
    """Make the claim's verdict that of its latest assessment, and record it."""
    annotation = assessment.annotation
    before = annotation.verdict
    judged = annotation.assessments.published().newest_first()
    annotation.verdict = judged.values_list("verdict", flat=True)[0]
    due = annotation.look_again_on
    was_due = due is not None and due <= timezone.localdate()
    if annotation.verdict in UNRESOLVED:
        annotation.look_again_on = look_again(annotation) if due is None or was_due else due
    elif before in UNRESOLVED or was_due:
        annotation.look_again_on = None
    annotation.save(update_fields=["verdict", "look_again_on"])
    return write_event(
        EventKind.ASSESSED,
        annotation.summary,
        by=by,
        reason=reason,
        before={"verdict": before} if before else {},
        after={"verdict": assessment.verdict, "confidence": assessment.confidence},
        article=annotation.article,
        annotation=annotation,
        assessment=assessment,
    )


@one_change
def approve_assessment(assessment: Assessment, *, by: Editor) -> Event:
    """Let a waiting verdict count, as the second person.

    Raise NotAllowed to the one who gave it, PublishingError if it does not wait, or if the claim
    has become one of another kind, with another scale.
    """
    waiting = _waiting(assessment, by)
    if by is not None and by.pk == waiting.by_id:
        raise NotAllowed("A second person approves a verdict, not the one who gave it.")
    try:
        waiting.clean()
    except ValidationError as error:
        said = " ".join(error.messages)
        raise PublishingError(
            f"The claim has changed since. {said} Decline the verdict."
        ) from error
    waiting.published_at, waiting.approved_by = timezone.now(), by
    waiting.save(update_fields=["published_at", "approved_by"])
    return _let_count(waiting, by=waiting.by)


@one_change
def decline_assessment(assessment: Assessment, *, reason: str, by: Editor) -> Event:
    """Take a waiting verdict away, with the reason; what it said stays in the record."""
    waiting = _waiting(assessment, by)
    if not reason.strip():
        raise PublishingError("Say why it is declined.")
    event = write_event(
        EventKind.SENT_BACK,
        waiting.annotation.summary,
        by=by,
        reason=reason,
        before={"verdict": waiting.verdict, "rationale": waiting.rationale},
        article=waiting.annotation.article,
        annotation=waiting.annotation,
    )
    waiting.delete()
    return event


def _waiting(assessment: Assessment, by: Editor) -> Assessment:
    require(by, "review", assessment)
    locked = Assessment.objects.select_for_update(of=("self",)).select_related(
        "annotation__article", "by"
    )
    waiting = locked.waiting().filter(pk=assessment.pk).first()
    if waiting is None:
        raise PublishingError("It does not wait for anybody any more.")
    return waiting


@one_change
def look_over(
    annotation: Annotation, *, by: Editor, note: str = "", next_on: date | None = None
) -> Event:
    """Record that somebody looked again and found nothing to change.

    It is due again on ``next_on``, for an open claim after the usual interval. Raise NotAllowed,
    PublishingError for what is not public or a day that is not to come.
    """
    require(by, "change", annotation)
    if not annotation.is_published:
        raise PublishingError(f"“{annotation}” is not published.")
    if next_on is not None and next_on <= timezone.localdate():
        raise PublishingError("Say a day to come on which to look again.")
    before = annotation.look_again_on
    settled = annotation.verdict not in UNRESOLVED
    annotation.look_again_on = next_on or (None if settled else look_again(annotation))
    annotation.save(update_fields=["look_again_on"])
    return write_event(
        EventKind.CHECKED,
        annotation.summary,
        by=by,
        reason=note,
        before={"look_again_on": before.isoformat()} if before else {},
        after={"look_again_on": annotation.look_again_on.isoformat()}
        if annotation.look_again_on
        else {},
        article=annotation.article,
        annotation=annotation,
    )

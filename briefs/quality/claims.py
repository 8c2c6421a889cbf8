"""What is missing in a claim and in the verdict on it."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.db.models import Count

from briefs.models import (
    Anchor,
    Annotation,
    Article,
    Assessment,
    Bearing,
    Citation,
    Update,
    Version,
)
from briefs.models.annotation import UNRESOLVED
from briefs.models.quality import Check
from briefs.models.vocabulary import AnchorState, Kind, Status, Verdict
from briefs.quality.finding import Finding, Mend, are_weak, as_seen, cited_by, short

FEW_WORDS = 5
"""A rationale of fewer words gives no reasons."""
# Verdicts that can stand without a source: that none was found is what they say.
_WITHOUT_SOURCE = (Verdict.UNVERIFIABLE, Verdict.PENDING)


@dataclass
class ClaimFacts:
    """A claim with what the rules look at; ``words`` are those of the version looked at."""

    claim: Annotation
    words: str = ""
    topics: int = 0
    assessment: Assessment | None = None
    citations: Sequence[Citation] = ()
    updates: list[Update] = field(default_factory=list)  # that are public
    sourced_updates: bool = False

    @property
    def name(self) -> str:
        return f"“{short(self.claim.summary)}”"

    @property
    def is_settled(self) -> bool:
        return self.assessment is not None and self.assessment.verdict not in UNRESOLVED

    def finding(self, check: Check, message: str, mend: Mend, *seen: str) -> Finding:
        return Finding(check, self.claim, message, mend, seen)


def standing_claims(article: Article, version: Version) -> list[Annotation]:
    """The article's claims, but those withdrawn and those that the version retires.

    A claim that a draft does not place is one of its claims nevertheless; a live version shows
    what it places.
    """
    retired = version.anchors.filter(state=AnchorState.RETIRED).values("annotation")
    claims = article.annotations.claims().exclude(status=Status.WITHDRAWN)
    if not version.is_draft:
        claims = claims.filter(anchors__version=version)
    return list(claims.exclude(pk__in=retired).order_by("slug"))


def facts_of(claims: Sequence[Annotation], version: Version | None = None) -> list[ClaimFacts]:
    """Six queries, however many claims; without a version, nothing of their words."""
    ids = [claim.pk for claim in claims]
    anchors = Anchor.objects.filter(version=version, annotation__in=ids)
    words = dict(anchors.values_list("annotation_id", "exact")) if version else {}
    topics = dict(
        Annotation.objects.filter(pk__in=ids)
        .order_by()
        .annotate(count=Count("topics"))
        .values_list("pk", "count")
    )
    latest = _latest(ids)
    citations = cited_by("assessment", [assessment.pk for assessment in latest.values()])
    updates = _updates(ids)
    sourced = cited_by("update", {update.pk for found in updates.values() for update in found})
    return [
        ClaimFacts(
            claim=claim,
            words=words.get(claim.pk, ""),
            topics=topics[claim.pk],
            assessment=latest.get(claim.pk),
            citations=citations[latest[claim.pk].pk] if claim.pk in latest else (),
            updates=updates[claim.pk],
            sourced_updates=any(update.pk in sourced for update in updates[claim.pk]),
        )
        for claim in claims
    ]


def _latest(claims: Iterable[int]) -> dict[int, Assessment]:
    """The assessment that counts of each claim."""
    found: dict[int, Assessment] = {}
    judged = Assessment.objects.published().filter(annotation__in=claims).newest_first()
    for assessment in judged:
        found.setdefault(assessment.annotation_id, assessment)
    return found


def _updates(claims: Iterable[int]) -> dict[int, list[Update]]:
    found: dict[int, list[Update]] = defaultdict(list)
    bearings = Bearing.objects.filter(annotation__in=claims, update__status=Status.PUBLISHED)
    for bearing in bearings.select_related("update"):
        found[bearing.annotation_id].append(bearing.update)
    return found


def claim_findings(facts: Iterable[ClaimFacts]) -> Iterator[Finding]:
    for claim in facts:
        for rule in _RULES:
            yield from rule(claim)


def place_findings(article: Article, version: Version) -> Iterator[Finding]:
    """Claims and notes without a settled place in a draft. One query."""
    if not version.is_draft:
        return
    for annotation in article.annotations.unsettled_in(version).order_by("slug"):
        yield Finding(
            Check.CLAIM_WITHOUT_PLACE,
            annotation,
            f"“{short(annotation.summary)}” has no settled place in version {version.number}: "
            "put it on its words, or retire it.",
            Mend.PLACE,
            (annotation.slug,),
        )


# The rules ----------------------------------------------------------------------------------


def _forecast(facts: ClaimFacts) -> Iterator[Finding]:
    claim = facts.claim
    if claim.kind != Kind.FORECAST:
        return
    missing = {
        Check.FORECAST_WITHOUT_DEADLINE: "deadline" if claim.deadline is None else "",
        Check.FORECAST_WITHOUT_CRITERION: "" if claim.criterion.strip() else "criterion",
    }
    lacking = {check: what for check, what in missing.items() if what}
    if facts.is_settled and lacking:
        what = " and no ".join(lacking.values())
        them = "both" if len(lacking) > 1 else "it"
        message = (
            f"{facts.name} is settled and has no {what}: give {them}, so that readers see how it "
            "was judged."
        )
        seen = (claim.summary, claim.verdict, what)
        yield facts.finding(Check.FORECAST_UNMEASURED, message, Mend.CLAIM, *seen)
    elif lacking:
        for check, what in lacking.items():
            message = f"{facts.name} is an open forecast without a {what}: {_ASKS[check]}."
            yield facts.finding(check, message, Mend.CLAIM, claim.summary)


_ASKS = {
    Check.FORECAST_WITHOUT_DEADLINE: "say by when it should have come true",
    Check.FORECAST_WITHOUT_CRITERION: "say what would have to be seen to call it come true",
}


def _source(facts: ClaimFacts) -> Iterator[Finding]:
    assessment = facts.assessment
    if facts.citations:
        return
    if assessment is not None and assessment.verdict not in _WITHOUT_SOURCE:
        message = (
            f"The verdict on {facts.name}, {assessment.get_verdict_display()}, cites no source: "
            "follow it with one that does."
        )
        yield facts.finding(Check.VERDICT_WITHOUT_SOURCE, message, Mend.VERDICT, str(assessment.pk))
    elif not facts.sourced_updates:
        state = "is not assessed" if assessment is None else "is open"
        message = f"{facts.name} {state} and has no source: assess it, and cite what you looked at."
        seen = (facts.claim.summary, str(assessment.pk) if assessment else "")
        yield facts.finding(Check.CLAIM_WITHOUT_SOURCE, message, Mend.VERDICT, *seen)


def _rationale(facts: ClaimFacts) -> Iterator[Finding]:
    assessment = facts.assessment
    if assessment is None:
        return
    words = re.findall(r"\w+", assessment.rationale)
    if words and len(words) >= FEW_WORDS:
        return
    if words:
        check, what = Check.THIN_RATIONALE, f"gives as its reason only “{assessment.rationale}”"
    else:
        check, what = Check.VERDICT_WITHOUT_RATIONALE, "does not say why"
    message = f"The verdict on {facts.name} {what}: follow it with one that says why."
    yield facts.finding(check, message, Mend.VERDICT, str(assessment.pk))


def _weak(facts: ClaimFacts) -> Iterator[Finding]:
    if facts.assessment is not None and are_weak(facts.citations):
        message = (
            f"The verdict on {facts.name} rests on weak sources alone: find a better one, and "
            "follow it with an assessment that cites it."
        )
        seen = (str(facts.assessment.pk), *as_seen(facts.citations))
        yield facts.finding(Check.WEAK_SOURCES_ALONE, message, Mend.VERDICT, *seen)


def _unverified(facts: ClaimFacts) -> Iterator[Finding]:
    if facts.assessment is not None and not facts.assessment.verified:
        message = (
            f"The verdict on {facts.name} is marked as not verified: find a source that supports "
            "it directly, or leave it so and say why."
        )
        seen = str(facts.assessment.pk)
        yield facts.finding(Check.UNVERIFIED, message, Mend.VERDICT, seen)


def _topic(facts: ClaimFacts) -> Iterator[Finding]:
    if not facts.topics:
        message = f"{facts.name} has no topic: choose one."
        yield facts.finding(Check.CLAIM_WITHOUT_TOPIC, message, Mend.CLAIM, facts.claim.summary)


_RULES: tuple[Callable[[ClaimFacts], Iterator[Finding]], ...] = (
    _forecast,
    _source,
    _rationale,
    _weak,
    _unverified,
    _topic,
)

"""Everything found in one thing: what stops it, and the warnings with those put aside."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q

from briefs.models import Annotation, Article, Membership, Organisation, Update, Version
from briefs.models.quality import LOOKED_AT, Check, QualityDismissal
from briefs.models.vocabulary import Status
from briefs.naming import known_names
from briefs.quality.claims import claim_findings, facts_of, place_findings, standing_claims
from briefs.quality.finding import Finding
from briefs.quality.roles import role_findings
from briefs.quality.texts import text_findings
from briefs.quality.things import membership_findings, organisation_findings, update_findings

Examined = Article | Update | Organisation
_ORDER = {check: number for number, check in enumerate(Check)}


@dataclass(frozen=True)
class PutAside:
    """A warning that an editor dismissed."""

    finding: Finding
    dismissal: QualityDismissal


@dataclass(frozen=True)
class Report:
    """``errors`` stop the thing; those ``apart`` stop only what they are in, which is a draft."""

    thing: Examined
    version: Version | None
    errors: list[Finding]
    apart: list[Finding]
    warnings: list[Finding]
    dismissed: list[PutAside]

    def __str__(self) -> str:
        counts = [
            _counted(len(self.errors), "error"),
            _counted(len(self.warnings), "warning"),
            f"{_counted(len(self.apart), 'error')} in drafts" if self.apart else "",
        ]
        return ", ".join(filter(None, counts)) or "nothing found"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}" if number else ""


def report_on(thing: Examined, version: Version | None = None) -> Report:
    """Look at an article as ``version`` would show it, at an update, or at an organisation.

    The number of queries is the same however much there is.
    """
    match thing:
        case Article():
            found = _of_article(thing, version) if version else iter(())
        case Update():
            found = update_findings([thing])
        case Organisation():
            found = _of_organisation(thing)
    return _sorted(thing, version, list(found))


def _of_article(article: Article, version: Version) -> Iterator[Finding]:
    version.article = article
    facts = facts_of(standing_claims(article, version), version)
    updates = {update.pk: update for claim in facts for update in claim.updates}
    yield from text_findings(version)
    yield from place_findings(article, version)
    yield from claim_findings(facts)
    yield from role_findings(article, facts, known_names(article))
    yield from update_findings(list(updates.values()))


def _of_organisation(organisation: Organisation) -> Iterator[Finding]:
    yield from organisation_findings(organisation)
    rows = organisation.memberships.exclude(status=Status.WITHDRAWN)
    yield from membership_findings(list(rows.select_related("state", "organisation")))


def _sorted(thing: Examined, version: Version | None, found: list[Finding]) -> Report:
    report = Report(thing, version, [], [], [], [])
    dismissals = _dismissals(found)
    for finding in sorted(found, key=lambda finding: _ORDER[finding.check]):
        if finding.check.is_error:
            (report.errors if stops(finding, thing) else report.apart).append(finding)
        elif dismissal := dismissals.get(_identity(finding)):
            report.dismissed.append(PutAside(finding, dismissal))
        else:
            report.warnings.append(finding)
    return report


def stops(error: Finding, thing: Examined) -> bool:
    """Whether it stops ``thing``: what is not public yet stops itself alone, not what it is in.

    A claim without its place is the exception: no version leaves one behind.
    """
    return (
        error.check is Check.CLAIM_WITHOUT_PLACE
        or error.subject == thing
        or error.subject.is_published
    )


Identity = tuple[str, int, str, str]


def _identity(finding: Finding) -> Identity:
    noun = str(finding.subject._meta.model_name)
    return (noun, finding.subject.pk, finding.check.value, finding.fingerprint)


def _dismissals(found: Iterable[Finding]) -> dict[Identity, QualityDismissal]:
    """One query."""
    subjects: dict[str, set[int]] = {noun: set() for noun in LOOKED_AT}
    for finding in found:
        subjects[str(finding.subject._meta.model_name)].add(finding.subject.pk)
    either = reduce(or_, (Q(**{f"{noun}__in": ids}) for noun, ids in subjects.items()))
    dismissals = QualityDismissal.objects.filter(either).select_related("by")
    return {
        (noun, getattr(row, f"{noun}_id"), row.code, row.fingerprint): row
        for row in dismissals
        for noun in LOOKED_AT
        if getattr(row, f"{noun}_id") is not None
    }


def errors_of(
    thing: Examined | Annotation | Membership, version: Version | None = None
) -> list[Finding]:
    """What stops the publication of ``thing``; of an article, with ``version`` as its text."""
    if isinstance(thing, Annotation):
        found = claim_findings(facts_of([thing])) if thing.is_claim else iter(())
    elif isinstance(thing, Membership):
        found = membership_findings([thing])
    else:
        return report_on(thing, version).errors
    return [finding for finding in found if finding.check.is_error]

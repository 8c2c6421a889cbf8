"""The closed lists, each value with its label and the definition readers see on the method page."""

from django.db import models

from briefs import dates, evaluating


class Defined(models.TextChoices):
    """A closed list whose values carry definitions: subclasses fill ``DEFINITIONS``."""

    @property
    def definition(self) -> str:
        return DEFINITIONS[type(self)][self.value]


class Status(Defined):
    DRAFT = "draft", "draft"
    IN_REVIEW = "in-review", "in review"
    SCHEDULED = "scheduled", "scheduled"
    PUBLISHED = "published", "published"
    WITHDRAWN = "withdrawn", "withdrawn"


class Precision(Defined):
    DAY = dates.Precision.DAY.value, "exact day"
    MONTH = dates.Precision.MONTH.value, "month"
    YEAR = dates.Precision.YEAR.value, "year"
    NOT_LATER_THAN = dates.Precision.NOT_LATER_THAN.value, "not later than"


class Kind(Defined):
    FACT = "fact", "fact"
    ASSESSMENT = "assessment", "assessment"
    FORECAST = "forecast", "forecast"
    ATTRIBUTION = "attribution", "attribution"
    CAUSAL = "causal", "causal claim"
    NOTE = "note", "editor’s note"


class Verdict(Defined):
    ACCURATE = "accurate", "accurate"
    MOSTLY_ACCURATE = "mostly-accurate", "mostly accurate"
    MIXED = "mixed", "mixed"
    INACCURATE = "inaccurate", "inaccurate"
    UNVERIFIABLE = "unverifiable", "cannot be verified"
    CAME_TRUE = "came-true", "came true"
    CAME_TRUE_LATE = "came-true-late", "came true late"
    PARTLY_CAME_TRUE = "partly-came-true", "partly came true"
    DID_NOT_COME_TRUE = "did-not-come-true", "did not come true"
    OVERTAKEN = "overtaken", "overtaken by events"
    PENDING = "pending", "still open"

    @property
    def scale(self) -> str:
        return "forecast" if self in FORECAST_SCALE else "fact"

    @property
    def family(self) -> str:
        """One of held, partly, failed, open: what the colour of a verdict stands for."""
        return FAMILIES[self]


FORECAST_SCALE = (
    Verdict.CAME_TRUE,
    Verdict.CAME_TRUE_LATE,
    Verdict.PARTLY_CAME_TRUE,
    Verdict.DID_NOT_COME_TRUE,
    Verdict.OVERTAKEN,
    Verdict.PENDING,
)
FACT_SCALE = tuple(verdict for verdict in Verdict if verdict not in FORECAST_SCALE)


def scale_of(kind: str) -> tuple[Verdict, ...]:
    """The verdicts that a claim of this kind can come to; none for an editor's note."""
    if kind == Kind.NOTE:
        return ()
    return FORECAST_SCALE if kind == Kind.FORECAST else FACT_SCALE


FAMILIES = {
    Verdict.ACCURATE: "held",
    Verdict.MOSTLY_ACCURATE: "held",
    Verdict.MIXED: "partly",
    Verdict.INACCURATE: "failed",
    Verdict.UNVERIFIABLE: "open",
    Verdict.CAME_TRUE: "held",
    Verdict.CAME_TRUE_LATE: "held",
    Verdict.PARTLY_CAME_TRUE: "partly",
    Verdict.DID_NOT_COME_TRUE: "failed",
    Verdict.OVERTAKEN: "open",
    Verdict.PENDING: "open",
}


class Confidence(Defined):
    HIGH = "high", "high"
    MEDIUM = "medium", "medium"
    LOW = "low", "low"


class StillHolds(Defined):
    YES = "yes", "yes"
    PARTLY = "partly", "partly"
    NO = "no", "no"
    NOT_APPLICABLE = "not-applicable", "not applicable"


class Effect(Defined):
    SUPPORTS = "supports", "supports"
    CONTRADICTS = "contradicts", "contradicts"
    RESOLVES = "resolves", "resolves"
    CONTEXT = "context", "gives context to"


class Role(Defined):
    MEMBER = "member", "member"
    ACCEDING = "acceding", "acceding"
    APPLICANT = "applicant", "applicant"
    OBSERVER = "observer", "observer"
    DIALOGUE_PARTNER = "dialogue-partner", "dialogue partner"
    PARTNER = "partner", "partner"
    SUSPENDED = "suspended", "suspended"


# A state has one of these in a body at a time; the others overlap a main role on purpose.
MAIN_ROLES = (Role.MEMBER, Role.OBSERVER, Role.DIALOGUE_PARTNER, Role.PARTNER)


class AssertedRole(models.TextChoices):
    """What a claim can say that a state is in a body."""

    MEMBER = Role.MEMBER.value, "member"
    ACCEDING = Role.ACCEDING.value, "acceding"
    APPLICANT = Role.APPLICANT.value, "applicant"
    OBSERVER = Role.OBSERVER.value, "observer"
    DIALOGUE_PARTNER = Role.DIALOGUE_PARTNER.value, "dialogue partner"
    PARTNER = Role.PARTNER.value, "partner"
    SUSPENDED = Role.SUSPENDED.value, "suspended"
    ANY = evaluating.ANY, "member, observer or partner of some kind"


class Outcome(Defined):
    """What the membership rows say of what a claim asserts."""

    HOLDS = evaluating.Outcome.HOLDS.value, "holds"
    CONTRADICTED = evaluating.Outcome.CONTRADICTED.value, "contradicted"
    UNDECIDED = evaluating.Outcome.UNDECIDED.value, "cannot be decided"


class Noun(models.TextChoices):
    """What public search finds."""

    ARTICLE = "article", "article"
    CLAIM = "claim", "claim"
    UPDATE = "update", "update"
    ORGANISATION = "organisation", "organisation"
    PERSON = "person", "person"
    SOURCE = "source", "source"


class OrganisationKind(models.TextChoices):
    INTERGOVERNMENTAL = "intergovernmental", "intergovernmental organisation"
    ALLIANCE = "alliance", "alliance"
    ECONOMIC_UNION = "economic-union", "economic union"
    ORGAN = "organ", "organ of another body"
    INITIATIVE = "initiative", "initiative"
    GOVERNMENT_PROGRAMME = "government-programme", "government programme"
    EXPORT_CONTROL_REGIME = "export-control-regime", "export control regime"
    RESEARCH_INSTITUTE = "research-institute", "research institute"
    PUBLISHER = "publisher", "publisher"
    ARMED_GROUP = "armed-group", "armed group"
    EXERCISE = "exercise", "military exercise"


class ReferenceState(Defined):
    LIVE = "live", "live"
    LOST = "lost", "lost"
    REPLACED = "replaced", "replaced"


class Fit(Defined):
    PROBABLE = "probable", "probably the original"
    SAME_TOPIC = "same-topic", "on the same topic"
    NONE = "none", "nothing found"


class AnchorState(Defined):
    PLACED = "placed", "placed by an editor"
    KEPT = "kept", "kept"
    SHIFTED = "shifted", "shifted"
    EDITED = "edited", "its own words changed"
    LOST = "lost", "lost"
    RETIRED = "retired", "retired"


class Decision(Defined):
    CONFIRMED = "confirmed", "confirmed"
    MOVED = "moved", "given other words"
    RETIRED = "retired", "retired"


class AnnotationOrigin(models.TextChoices):
    """In whose form an annotation of others came."""

    HYPOTHESIS = "hypothesis", "Hypothesis"
    WEB_ANNOTATION = "web-annotation", "W3C Web Annotation"


class BulkKind(models.TextChoices):
    RETAG = "retag", "topics changed"
    ASSIGN = "assign", "assigned"
    MERGE_TOPICS = "merge-topics", "topics merged"
    MERGE_ORGANISATIONS = "merge-organisations", "organisations merged"
    MERGE_SOURCES = "merge-sources", "sources merged"


class EventKind(Defined):
    ARTICLE_PUBLISHED = "article-published", "article published"
    VERSION_PUBLISHED = "version-published", "new version"
    CLAIM_PUBLISHED = "claim-published", "claim published"
    ASSESSED = "assessed", "assessment"
    UPDATED = "updated", "update"
    CLAIM_RETIRED = "claim-retired", "claim retired"
    CORRECTED = "corrected", "correction"
    TYPO_FIXED = "typo-fixed", "typing error put right"
    ORGANISATION_PUBLISHED = "organisation-published", "organisation published"
    MEMBERSHIP_RECORDED = "membership-recorded", "membership recorded"
    MEMBERSHIP_CHANGED = "membership-changed", "membership changed"
    WATCH_OPENED = "watch-opened", "watched development"
    CHECKED = "checked", "checked, no change"
    WITHDRAWN = "withdrawn", "withdrawn"
    MERGED = "merged", "entries merged"
    SUBMITTED = "submitted", "given to review"
    SENT_BACK = "sent-back", "sent back"
    APPROVED = "approved", "approved"
    SCHEDULED = "scheduled", "scheduled"
    ASSIGNED = "assigned", "assigned"
    NOTED = "noted", "noted, verdict stays"


# The newsroom's own steps: recorded, and never public.
INTERNAL = (
    EventKind.SUBMITTED,
    EventKind.SENT_BACK,
    EventKind.APPROVED,
    EventKind.SCHEDULED,
    EventKind.ASSIGNED,
    EventKind.NOTED,
)
# What the front page tells line by line, beside updates and verdicts.
RARE = (
    EventKind.ARTICLE_PUBLISHED,
    EventKind.VERSION_PUBLISHED,
    EventKind.CORRECTED,
    EventKind.CLAIM_RETIRED,
    EventKind.MEMBERSHIP_CHANGED,
    EventKind.WITHDRAWN,
    EventKind.MERGED,
)
# What feeds tell, an item each.
NEWS = (
    EventKind.ARTICLE_PUBLISHED,
    EventKind.VERSION_PUBLISHED,
    EventKind.CLAIM_PUBLISHED,
    EventKind.ASSESSED,
    EventKind.UPDATED,
    EventKind.CLAIM_RETIRED,
    EventKind.CORRECTED,
    EventKind.ORGANISATION_PUBLISHED,
    EventKind.MEMBERSHIP_RECORDED,
    EventKind.MEMBERSHIP_CHANGED,
    EventKind.WATCH_OPENED,
    EventKind.WITHDRAWN,
)


DEFINITIONS: dict[type[models.TextChoices], dict[str, str]] = {
    Status: {
        Status.DRAFT: "Being written; seen by editors alone.",
        Status.IN_REVIEW: "Waiting for a second person; seen by editors alone.",
        Status.SCHEDULED: "Will be published at a set moment; seen by editors alone until then.",
        Status.PUBLISHED: "On the public pages, in feeds and exports.",
        Status.WITHDRAWN: "Taken back, with the reason; its address says so.",
    },
    Precision: {
        Precision.DAY: "The exact day is known.",
        Precision.MONTH: "The month is known, the day is not.",
        Precision.YEAR: "The year is known, month and day are not.",
        Precision.NOT_LATER_THAN: (
            "The first or last date for which there is evidence; the real date may be earlier."
        ),
    },
    Kind: {
        Kind.FACT: (
            "A statement about an event, a date, a membership or a state of affairs that evidence "
            "can confirm or refute."
        ),
        Kind.ASSESSMENT: (
            "A judgement by the author or the editors about quality, strength, motive or degree."
        ),
        Kind.FORECAST: (
            "A statement about what would or might happen after the article appeared. Questions "
            "left open with “it remains to be seen” are counted here; the verdict then says "
            "whether the outcome put in doubt came about."
        ),
        Kind.ATTRIBUTION: (
            "A report of what somebody says, thinks, plans or feels. The verdict is on whether "
            "the report is right, not on whether the view is."
        ),
        Kind.CAUSAL: (
            "A statement that one thing happened because of another. The verdict is on the link, "
            "not on the two ends."
        ),
        Kind.NOTE: "A remark of the editors on the words themselves. It judges nothing.",
    },
    Verdict: {
        Verdict.ACCURATE: "Borne out by the sources found.",
        Verdict.MOSTLY_ACCURATE: (
            "Right in substance, with a detail that is loose, overstated or unproved."
        ),
        Verdict.MIXED: "Partly right and partly wrong or unsupported.",
        Verdict.INACCURATE: "Contradicted by the sources found.",
        Verdict.UNVERIFIABLE: "Cannot be decided on the sources found.",
        Verdict.CAME_TRUE: "Happened substantially as foreseen.",
        Verdict.CAME_TRUE_LATE: "Happened substantially as foreseen, but after the time it named.",
        Verdict.PARTLY_CAME_TRUE: "Happened in part, later than foreseen or in another form.",
        Verdict.DID_NOT_COME_TRUE: (
            "Has not happened by the check date, and events point the other way."
        ),
        Verdict.OVERTAKEN: "Can no longer be decided: what it was about ceased to exist.",
        Verdict.PENDING: "Still open.",
    },
    Confidence: {
        Confidence.HIGH: "Independent or primary sources agree.",
        Confidence.MEDIUM: "Supported, but by few or indirect sources, or with a matter of degree.",
        Confidence.LOW: "Little direct evidence was found.",
    },
    StillHolds: {
        StillHolds.YES: "The statement would still hold if it were written on the check date.",
        StillHolds.PARTLY: "It would hold in part.",
        StillHolds.NO: "It would no longer hold.",
        StillHolds.NOT_APPLICABLE: "It is about a past event or about the future.",
    },
    Effect: {
        Effect.SUPPORTS: "Evidence for the claim.",
        Effect.CONTRADICTS: "Evidence against the claim.",
        Effect.RESOLVES: "Settles what the claim left open or foresaw, one way or the other.",
        Effect.CONTEXT: "Changes the setting without deciding the claim.",
    },
    Role: {
        Role.MEMBER: (
            "Full member, member state or, in the Nuclear Suppliers Group, participating "
            "government."
        ),
        Role.ACCEDING: (
            "Accession formally opened but membership not yet conferred; overlaps the earlier "
            "status."
        ),
        Role.APPLICANT: (
            "Has formally applied, or publicly announced an application, for membership; overlaps "
            "any existing status."
        ),
        Role.OBSERVER: "Observer status.",
        Role.DIALOGUE_PARTNER: "SCO dialogue partner, a status in use from 2008 to 2025.",
        Role.PARTNER: (
            "SCO partner, the single status that replaced observer and dialogue partner by "
            "decision of 1 September 2025. Some later usage still says “dialogue partner”."
        ),
        Role.SUSPENDED: (
            "Participation suspended or frozen while membership formally continues; overlaps "
            "member."
        ),
    },
    Outcome: {
        Outcome.HOLDS: (
            "On every day that may be meant, and however the unknown parts of the dates are read, "
            "the rows have it as it is claimed. Of “all members” that is said of each one recorded."
        ),
        Outcome.CONTRADICTED: (
            "However the dates are read, a row has it otherwise: the role was over or had not "
            "begun, or the state had another that leaves no room for it. For “all members”, one "
            "state is enough."
        ),
        Outcome.UNDECIDED: (
            "There is no row about it, a row is marked as unverified, rows exclude one another, or "
            "a date is not known exactly enough. What is not recorded may still have been."
        ),
    },
    ReferenceState: {
        ReferenceState.LIVE: "The address the article gave.",
        ReferenceState.LOST: "The article had a link here; its address was lost.",
        ReferenceState.REPLACED: (
            "The address was lost; the editors propose a page in its place. Unless it is marked "
            "as probably the original, it is not claimed to be."
        ),
    },
    Fit: {
        Fit.PROBABLE: "The article follows this page closely; it is probably what was linked.",
        Fit.SAME_TOPIC: "Matches the subject of the linked words; not claimed to be the original.",
        Fit.NONE: "Nothing that could be the original was found.",
    },
    AnchorState: {
        AnchorState.PLACED: "An editor chose these words in this version.",
        AnchorState.KEPT: "The same words at the same place as in the version before.",
        AnchorState.SHIFTED: "The same words at another place than in the version before.",
        AnchorState.EDITED: "The marked words themselves were changed; an editor has to decide.",
        AnchorState.LOST: "The marked words are gone; an editor has to decide.",
        AnchorState.RETIRED: "No longer in the text; the claim keeps its page and its quotation.",
    },
    Decision: {
        Decision.CONFIRMED: "The changed words still make the same claim.",
        Decision.MOVED: "The claim is made by other words of the new text.",
        Decision.RETIRED: "The new text does not make the claim any more.",
    },
    EventKind: {
        EventKind.ARTICLE_PUBLISHED: "An article appeared on the site.",
        EventKind.VERSION_PUBLISHED: "An article’s text was replaced by a new version.",
        EventKind.CLAIM_PUBLISHED: "A claim or an editor’s note was marked in an article.",
        EventKind.ASSESSED: "A verdict was given, or followed by another.",
        EventKind.UPDATED: "A development was reported, with the claims it bears on.",
        EventKind.CLAIM_RETIRED: "A new version of the text no longer makes a claim.",
        EventKind.CORRECTED: "Something published was put right, with the reason.",
        EventKind.TYPO_FIXED: "Spelling or layout was put right; nothing it says was changed.",
        EventKind.ORGANISATION_PUBLISHED: "An organisation’s page appeared.",
        EventKind.MEMBERSHIP_RECORDED: "A state’s role in a body was recorded.",
        EventKind.MEMBERSHIP_CHANGED: "A recorded role was changed.",
        EventKind.WATCH_OPENED: "A development that is due, and not confirmed, is being watched.",
        EventKind.CHECKED: "An editor looked again and found nothing to change.",
        EventKind.WITHDRAWN: "Something published was taken back, with the reason.",
        EventKind.MERGED: "Two entries for the same thing were made one, or taken apart again.",
        EventKind.SUBMITTED: "An author or editor asked for the review of a draft.",
        EventKind.SENT_BACK: "It went back to its author, with the reason.",
        EventKind.APPROVED: "A second person read it and found it good.",
        EventKind.SCHEDULED: "It was given the moment at which it will be published.",
        EventKind.ASSIGNED: "An editor was asked to look after it, or to do so no longer.",
        EventKind.NOTED: (
            "An editor saw what the membership record says of it, and left the verdict as it is."
        ),
    },
}

"""What is looked at before something is published, and the warnings that editors put aside."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from briefs.markup import FlawKind
from briefs.models.dates import Recorded
from briefs.models.source import one_of


class Check(models.TextChoices):
    """The closed list: what each looks for is its definition."""

    CLAIM_WITHOUT_PLACE = "claim-without-place", "claim without its place in the text"
    FORECAST_WITHOUT_DEADLINE = "forecast-without-deadline", "forecast without a deadline"
    FORECAST_WITHOUT_CRITERION = "forecast-without-criterion", "forecast without a criterion"
    VERDICT_WITHOUT_SOURCE = "verdict-without-source", "verdict without a source"
    VERDICT_WITHOUT_RATIONALE = "verdict-without-rationale", "verdict without a rationale"
    UPDATE_WITHOUT_SOURCE = "update-without-source", "update without a source"
    VERIFIED_WITHOUT_SOURCE = "verified-without-source", "verified, but without a source"
    HEADING_SKIPS = FlawKind.HEADING_SKIPS.value, "heading order"
    LINK_WITHOUT_WORDS = FlawKind.LINK_WITHOUT_WORDS.value, "link without words"
    AGAINST_MEMBERSHIPS = "against-memberships", "contradiction with the membership data"
    CLAIM_WITHOUT_SOURCE = "claim-without-source", "claim without a source"
    CLAIM_WITHOUT_TOPIC = "claim-without-topic", "claim without a topic"
    FORECAST_UNMEASURED = "forecast-unmeasured", "settled forecast without deadline or criterion"
    THIN_RATIONALE = "thin-rationale", "rationale of a few words"
    WEAK_SOURCES_ALONE = "weak-sources-alone", "weak sources alone"
    UNVERIFIED = "unverified", "unverified fact"
    LINK_SAYS_NOTHING = FlawKind.LINK_SAYS_NOTHING.value, "link whose words say nothing"
    LINK_IS_ADDRESS = FlawKind.LINK_IS_ADDRESS.value, "link that shows its address"
    EMPTY_BLOCK = FlawKind.EMPTY_BLOCK.value, "empty paragraph or list item"
    PICTURE_LEFT_OUT = "picture-left-out", "picture left out"

    @property
    def definition(self) -> str:
        return DEFINITIONS[self]

    @property
    def is_error(self) -> bool:
        """Errors stop publication; anything else is a warning, which can be dismissed."""
        return self in ERRORS


ERRORS = (
    Check.CLAIM_WITHOUT_PLACE,
    Check.FORECAST_WITHOUT_DEADLINE,
    Check.FORECAST_WITHOUT_CRITERION,
    Check.VERDICT_WITHOUT_SOURCE,
    Check.VERDICT_WITHOUT_RATIONALE,
    Check.UPDATE_WITHOUT_SOURCE,
    Check.VERIFIED_WITHOUT_SOURCE,
    Check.HEADING_SKIPS,
    Check.LINK_WITHOUT_WORDS,
)
WARNINGS = tuple(check for check in Check if check not in ERRORS)

DEFINITIONS: dict[str, str] = {
    Check.CLAIM_WITHOUT_PLACE: (
        "The claim stands on no words of the version, or waits in the gate for a decision."
    ),
    Check.FORECAST_WITHOUT_DEADLINE: (
        "A forecast that no verdict has settled does not say by when it should come true."
    ),
    Check.FORECAST_WITHOUT_CRITERION: (
        "A forecast that no verdict has settled does not say what would have to be seen."
    ),
    Check.VERDICT_WITHOUT_SOURCE: (
        "The claim’s verdict cites nothing; “cannot be verified” and “still open” may."
    ),
    Check.VERDICT_WITHOUT_RATIONALE: "The claim’s verdict does not say why: no word stands there.",
    Check.UPDATE_WITHOUT_SOURCE: "The update cites nothing.",
    Check.VERIFIED_WITHOUT_SOURCE: (
        "A membership, or the first or last date of an organisation, is marked as verified, and "
        "nothing is cited."
    ),
    Check.HEADING_SKIPS: (
        "A heading stands more than one level below the one before; the title is the first level."
    ),
    Check.LINK_WITHOUT_WORDS: "The words of a link hold no letter and no figure.",
    Check.AGAINST_MEMBERSHIPS: (
        "A claim of fact plainly says that one state is, was or became a member, observer or "
        "dialogue partner of one organisation, and the published memberships say otherwise for "
        "the article’s original date. Whatever is less plain is not judged."
    ),
    Check.CLAIM_WITHOUT_SOURCE: (
        "The claim is not assessed, still open or cannot be verified; neither a verdict nor a "
        "published update gives a source on it."
    ),
    Check.CLAIM_WITHOUT_TOPIC: "The claim has no topic, so no topic’s page leads to it.",
    Check.FORECAST_UNMEASURED: (
        "The forecast is settled, and readers are not told by which deadline or criterion."
    ),
    Check.THIN_RATIONALE: "The claim’s verdict gives its reasons in fewer than five words.",
    Check.WEAK_SOURCES_ALONE: "All that is cited is marked as weak.",
    Check.UNVERIFIED: (
        "A verdict, an update that bears on a claim, a membership of a state and a body that a "
        "claim is about, or a date or seat of an organisation is marked as not verified."
    ),
    Check.LINK_SAYS_NOTHING: "Read by itself the link does not say where it leads: “here”, “more”.",
    Check.LINK_IS_ADDRESS: "The words of the link are an address.",
    Check.EMPTY_BLOCK: "It holds nothing but characters that nobody sees.",
    Check.PICTURE_LEFT_OUT: (
        "The file from which this version was imported had a picture. Texts hold no pictures, so "
        "none can lack its alternative text; what it showed has to be said in words."
    ),
}

# What a warning can be about.
LOOKED_AT = ("article", "annotation", "update", "organisation", "membership")


def _subject(model: str) -> Any:
    return models.ForeignKey(
        f"briefs.{model}",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="quality_dismissals",
    )


class QualityDismissal(Recorded):
    """A warning that an editor put aside, with the reason.

    ``fingerprint`` is of what was looked at: once that is changed, the warning is there again.
    """

    code = models.CharField(max_length=30, choices=[(c.value, c.label) for c in WARNINGS])
    article = _subject("Article")
    annotation = _subject("Annotation")
    update = _subject("Update")
    organisation = _subject("Organisation")
    membership = _subject("Membership")
    fingerprint = models.CharField(max_length=64)
    message = models.TextField(help_text="What the warning said.")
    reason = models.TextField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = "dismissed warning"
        ordering = ["-recorded_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="qualitydismissal_has_one_subject", condition=one_of(LOOKED_AT)
            ),
            models.CheckConstraint(
                name="qualitydismissal_is_of_a_warning",
                condition=Q(code__in=[check.value for check in WARNINGS]),
            ),
            models.CheckConstraint(name="qualitydismissal_has_reason", condition=~Q(reason="")),
            *(
                models.UniqueConstraint(
                    fields=[name, "code", "fingerprint"],
                    condition=Q(**{f"{name}__isnull": False}),
                    name=f"qualitydismissal_once_for_{name}",
                )
                for name in LOOKED_AT
            ),
        ]

    def __str__(self) -> str:
        return self.message

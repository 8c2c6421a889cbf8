"""Judging a claim from its page, and all the claims that an update bears on at once."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone

from briefs.admin.source_lines import SourceFormSet, refuse_new_sources
from briefs.assessing import Cited, Judgement, assess
from briefs.models import Annotation, Assessment, Update, Version
from briefs.models.annotation import LONG
from briefs.models.assessment import has_come
from briefs.models.vocabulary import (
    FACT_SCALE,
    FORECAST_SCALE,
    Confidence,
    Kind,
    Status,
    StillHolds,
)
from briefs.publishing import PublishingError


def verdicts(kind: str):
    scale = FORECAST_SCALE if kind == Kind.FORECAST else FACT_SCALE
    return [(verdict.value, verdict.label) for verdict in scale]


class JudgementForm(forms.Form):
    """One assessment, on the claim's own scale."""

    verdict = forms.ChoiceField()
    confidence = forms.ChoiceField(choices=Confidence.choices)
    rationale = forms.CharField(
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 4, "cols": 90}),
        help_text="Why, on which evidence, in two to five sentences.",
    )
    assessed_on = forms.DateField(
        initial=timezone.localdate,
        label="As of",
        validators=[has_come],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    still_holds = forms.ChoiceField(choices=StillHolds.choices)
    verified = forms.BooleanField(
        required=False,
        initial=True,
        help_text="At least one source supports the verdict directly.",
    )
    not_confirmed = forms.CharField(
        required=False,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 90}),
        help_text="Points looked for and not confirmed, one a line.",
    )

    def __init__(self, *args, kind: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verdict"].choices = verdicts(kind)

    def judgement(self, sources: tuple[Cited, ...]) -> Judgement:
        """Without a source nothing is verified, whatever is ticked."""
        verified = self.cleaned_data["verified"] and bool(sources)
        return Judgement(sources=sources, **self.cleaned_data | {"verified": verified})


class FollowingForm(JudgementForm):
    """One of several assessments: a claim without a rationale is passed over."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rationale"].required = False
        self.fields["rationale"].help_text = "Left empty, this claim is not assessed."


def present(latest: Assessment | None) -> dict[str, str]:
    """What a form starts with: the verdict as it stands, and no rationale."""
    if latest is None:
        return {"still_holds": StillHolds.NOT_APPLICABLE, "confidence": Confidence.MEDIUM}
    return {
        "verdict": latest.verdict,
        "confidence": latest.confidence,
        "still_holds": latest.still_holds,
    }


def judged_version(annotation: Annotation) -> Version | None:
    """The live version, or the draft of an article that has none yet."""
    return annotation.article.live or annotation.article.versions.first()


class AssessingMixin:
    """Adds the page "Assess" to the admin of annotations."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/assess/", wrap(self.assess), name="briefs_annotation_assess"),
            *super().get_urls(),
        ]

    def assess(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A new assessment with its sources; ``?follow=`` starts from an earlier one."""
        claims = Annotation.objects.claims().exclude(status=Status.WITHDRAWN)
        claim = get_object_or_404(claims.select_related("article__live"), pk=pk)
        if not request.user.has_perm("briefs.add_assessment"):
            raise PermissionDenied
        history = list(claim.assessments.newest_first().select_related("by"))
        followed = next((a for a in history if str(a.pk) == request.GET.get("follow")), None)
        form = JudgementForm(
            request.POST or None, kind=claim.kind, initial=starting_with(followed, history)
        )
        sources = source_lines(request, followed)
        if request.method == "POST" and form.is_valid() and sources.is_valid():
            try:
                refuse_new_sources(request, sources)
                with transaction.atomic():
                    made = assess(
                        claim,
                        judged_version(claim),
                        form.judgement(sources.cited()),
                        by=request.user,
                    )
                    self.log_change(request, claim, f"Assessed: {made.verdict}.")
            except (PublishingError, ValidationError) as error:
                form.add_error(None, error if isinstance(error, ValidationError) else str(error))
            else:
                self.message_user(request, f"Assessed: {made}.", messages.SUCCESS)
                return redirect("admin:briefs_annotation_change", pk)
        version = judged_version(claim)
        anchor = version and claim.anchors.placed().filter(version=version).first()
        context = {"claim": claim, "form": form, "sources": sources, "history": history}
        context["words"] = anchor.exact if anchor else ""
        return self.assessing_page(
            request, "annotation/assess.html", f"Assess: {claim}", context | {"followed": followed}
        )

    def assessing_page(self, request, template: str, title: str, context) -> HttpResponse:
        return render(
            request,
            f"admin/briefs/{template}",
            {
                **self.admin_site.each_context(request),
                "title": title,
                "opts": self.opts,
                **context,
            },
        )


def starting_with(followed: Assessment | None, history: list[Assessment]) -> dict[str, str]:
    """A correction starts with all that was said; any other with the verdict as it stands."""
    if followed is None:
        return present(history[0] if history else None)
    kept = {"rationale": followed.rationale, "not_confirmed": followed.not_confirmed}
    return present(followed) | kept | {"verified": followed.verified}


def source_lines(request: HttpRequest, cited_by: Assessment | Update | None):
    """The lines for sources. What is sent back unchanged counts like what was written anew."""
    if request.method == "POST":
        return SourceFormSet(request.POST, prefix="sources")
    return SourceFormSet(prefix="sources", initial=sources_of(cited_by))


def sources_of(thing: Assessment | Update | None) -> list[dict[str, str]]:
    """What the lines for sources start with: those that the thing cites."""
    if thing is None:
        return []
    cited = thing.citations.select_related("source")
    return [{"address": citation.source.url, "supports": citation.supports} for citation in cited]


class AssessingUpdateMixin(AssessingMixin):
    """Adds the page "Assess the claims" to the admin of updates."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        # The page of a single claim belongs to the admin of annotations.
        return [
            path("<int:pk>/assess/", wrap(self.assess_claims), name="briefs_update_assess"),
            *super(AssessingMixin, self).get_urls(),
        ]

    def assess_claims(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Several assessments in one go: all of them are recorded, or none."""
        update = get_object_or_404(Update, pk=pk)
        if not request.user.has_perm("briefs.add_assessment"):
            raise PermissionDenied
        cases = claim_cases(update, request.POST or None)
        sources = source_lines(request, update)
        problem = ""
        if request.method == "POST" and all_valid(cases, sources):
            try:
                count = self._record(request, update, cases, sources)
            except PublishingError as error:
                problem = str(error)
            except ValidationError as error:
                problem = " ".join(error.messages)
            else:
                noun = "claim" if count == 1 else "claims"
                self.message_user(request, f"{count} {noun} assessed.", messages.SUCCESS)
                return redirect("admin:briefs_update_change", pk)
        context = {"update": update, "cases": cases, "sources": sources, "problem": problem}
        return self.assessing_page(
            request, "update/assess.html", f"Assess the claims: {update}", context
        )

    @transaction.atomic
    def _record(self, request, update: Update, cases, sources) -> int:
        refuse_new_sources(request, sources)
        cited = sources.cited()
        judged = [(bearing, form) for bearing, form in cases if form.cleaned_data["rationale"]]
        if not judged:
            raise PublishingError("Nothing to record: no claim was given a rationale.")
        for bearing, form in judged:
            claim = bearing.annotation
            assess(claim, judged_version(claim), form.judgement(cited), by=request.user)
            self.log_change(request, update, f"Assessed {claim}: {form.cleaned_data['verdict']}.")
        return len(judged)


def claim_cases(update: Update, data):
    """Each claim the update bears on, with its small form."""
    bearings = (
        update.bearings.exclude(annotation__status=Status.WITHDRAWN)
        .exclude(annotation__kind=Kind.NOTE)
        .select_related("annotation__article__live")
        .order_by("annotation__slug")
    )
    latest: dict[int, Assessment] = {}
    claims = [bearing.annotation_id for bearing in bearings]
    for assessment in Assessment.objects.filter(annotation__in=claims).newest_first():
        latest.setdefault(assessment.annotation_id, assessment)
    return [
        (
            bearing,
            FollowingForm(
                data,
                kind=bearing.annotation.kind,
                prefix=f"claim-{bearing.annotation_id}",
                initial=present(latest.get(bearing.annotation_id)),
            ),
        )
        for bearing in bearings
    ]


def all_valid(cases, sources) -> bool:
    """Whether everything is right, with every form looked at, so that all errors are shown."""
    return all([*(form.is_valid() for _, form in cases), sources.is_valid()])

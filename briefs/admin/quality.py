"""What stands in the way of publication: errors, warnings and those put aside, on one page."""

from dataclasses import dataclass
from itertools import groupby

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse

from briefs.admin.lists import OwnDraftsMixin, ScalableAdmin
from briefs.models import Article, QualityDismissal, Version
from briefs.models.quality import Check
from briefs.quality import (
    Finding,
    Mend,
    PutAside,
    Report,
    dismiss,
    report_on,
    undo_dismissal,
)
from briefs.rights import may

# What leads to the place where it is put right.
_WORDS = {
    Mend.TEXT: "Open the text",
    Mend.PLACE: "Find its place",
    Mend.CLAIM: "Edit the claim",
    Mend.VERDICT: "Assess the claim",
}


class DismissForm(forms.Form):
    reason = forms.CharField(max_length=1000, error_messages={"required": "Say why it can stay."})


@dataclass(frozen=True)
class Line:
    """One finding as the page shows it."""

    finding: Finding
    url: str
    words: str
    may_change: bool
    put_aside: PutAside | None = None

    @property
    def check(self) -> Check:
        return self.finding.check


@dataclass(frozen=True)
class Group:
    """The findings of one check."""

    check: Check
    lines: list[Line]

    @property
    def may_change_all(self) -> bool:
        return len(self.lines) > 1 and all(line.may_change for line in self.lines)


def place_of(finding: Finding, version: Version | None) -> tuple[str, str]:
    """The address at which it is mended, and what its link says."""
    subject = finding.subject
    words = _WORDS.get(finding.mend, f"Open the {subject._meta.verbose_name}")
    match finding.mend:
        case Mend.TEXT if version.is_draft:
            return reverse("admin:briefs_version_change", args=[version.pk]), words
        case Mend.TEXT:
            return reverse("admin:briefs_article_change", args=[subject.pk]), "Open the article"
        case Mend.PLACE if version.is_draft and version.article.live_id:
            return reverse("admin:briefs_version_gate", args=[version.pk]), words
        case Mend.PLACE | Mend.CLAIM:
            page = reverse("admin:briefs_article_claims", args=[subject.article_id])
            return f"{page}?version={version.number}&claim={subject.pk}", words
        case Mend.VERDICT:
            return reverse("admin:briefs_annotation_assess", args=[subject.pk]), words
        case _:
            noun = subject._meta.model_name
            return reverse(f"admin:briefs_{noun}_change", args=[subject.pk]), words


def examined_version(article: Article, number: str | None = None) -> Version | None:
    """The version of that number, if it is the draft or the live one; else what comes next."""
    draft = article.versions.filter(published_at__isnull=True).first()
    open_ones = [version for version in (draft, article.live) if version is not None]
    asked = [version for version in open_ones if str(version.number) == number]
    return next(iter([*asked, *open_ones]), None)


class QualityMixin:
    """Adds the page "Quality" to the admin of a noun."""

    def get_urls(self):
        noun = self.opts.model_name
        page = self.admin_site.admin_view(self.quality)
        return [
            path("<int:pk>/quality/", page, name=f"briefs_{noun}_quality"),
            *super().get_urls(),
        ]

    def quality(self, request: HttpRequest, pk: int) -> HttpResponse:
        thing = get_object_or_404(self.model, pk=pk)
        if not self.has_view_or_change_permission(request, thing):
            raise PermissionDenied
        version = None
        if isinstance(thing, Article):
            version = examined_version(thing, request.GET.get("version"))
            if version is None:
                self.message_user(request, "The article has no text yet.")
                return redirect("admin:briefs_article_change", pk)
        report = report_on(thing, version)
        if request.method == "POST":
            self._put_aside_or_back(request, report)
            return redirect(request.get_full_path())
        return render(
            request,
            "admin/briefs/quality.html",
            {
                **self.admin_site.each_context(request),
                "title": f"Quality: {version or thing}",
                "opts": self.opts,
                "is_nav_sidebar_enabled": False,
                "thing": thing,
                "version": version,
                "report": report,
                "checks": list(Check),
                **_sections(report, request.user),
            },
        )

    def _put_aside_or_back(self, request: HttpRequest, report: Report) -> None:
        """Do what was asked and say so; a person without the right gets a 403."""
        if "undo" in request.POST:
            self._take_up(request, report)
            return
        form = DismissForm(request.POST)
        if not form.is_valid():
            self.message_user(request, " ".join(form.errors["reason"]), messages.ERROR)
            return
        asked = request.POST.getlist("warning")
        warnings = [found for found in report.warnings if found.key in asked]
        with transaction.atomic():
            for warning in warnings:
                dismiss(warning, reason=form.cleaned_data["reason"], by=request.user)
                self.log_change(request, report.thing, f"Warning dismissed: {warning.message}")
        if warnings:
            self.message_user(
                request,
                f"{len(warnings)} dismissed. A warning comes back when what it is about changes.",
            )
        if len(warnings) < len(asked):
            gone = "Some are not there any more: what they were about was changed meanwhile."
            self.message_user(request, gone, messages.WARNING)

    def _take_up(self, request: HttpRequest, report: Report) -> None:
        pk = request.POST["undo"]
        found = next((each for each in report.dismissed if str(each.dismissal.pk) == pk), None)
        if found is None:
            self.message_user(request, "It was taken up again already.", messages.WARNING)
            return
        undo_dismissal(found.dismissal, by=request.user)
        self.log_change(request, report.thing, f"Warning taken up: {found.finding.message}")
        self.message_user(request, "The warning is there again.")


def _sections(report: Report, user) -> dict[str, list[Group]]:
    """The findings of each section by their check."""

    def line(finding: Finding, put_aside: PutAside | None = None) -> Line:
        url, words = place_of(finding, report.version)
        return Line(finding, url, words, may(user, "change", finding.subject), put_aside)

    sections = {
        "errors": map(line, report.errors),
        "apart": map(line, report.apart),
        "warnings": map(line, report.warnings),
        "dismissed": (line(each.finding, each) for each in report.dismissed),
    }
    return {
        name: [
            Group(check, list(of_it)) for check, of_it in groupby(lines, lambda line: line.check)
        ]
        for name, lines in sections.items()
    }


@admin.register(QualityDismissal)
class QualityDismissalAdmin(OwnDraftsMixin, ScalableAdmin):
    """All warnings put aside; taking one away takes the warning up again."""

    list_display = ["message", "code", "reason", "by", "recorded_at"]
    list_filter = ["code", "recorded_at"]
    list_select_related = ["by"]
    search_fields = ["message", "reason"]
    fields = ["message", "code", "reason", "by", "recorded_at"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

from django import forms
from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest

from briefs.admin.assertions import AssertionInline, in_a_line
from briefs.admin.assessing import AssessingMixin
from briefs.admin.bulk import AssignMixin, RetagMixin
from briefs.admin.imported import ImportAnnotationsMixin, ImportedInline
from briefs.admin.lists import NamedFilter, OwnDraftsMixin, RowsInline, ScalableAdmin
from briefs.admin.publishing import (
    CitationInline,
    PublishableAdmin,
    ReadOnly,
    ReadOnlyAdmin,
    ReasonedForm,
)
from briefs.admin.second_person import SecondPersonMixin
from briefs.admin.tables import TableMixin
from briefs.admin.words import WordsField
from briefs.anchoring import AnchorError, TextQuote
from briefs.annotating import QuoteNotFound, annotate, find
from briefs.asserting.noting import see
from briefs.asserting.words import told_of
from briefs.assessing import Judgement, assess
from briefs.importing.tables import TABLES
from briefs.models import (
    Anchor,
    Annotation,
    Assertion,
    Assessment,
    Bearing,
    Dismissal,
    TaggedAnnotation,
    Version,
)


class AnnotationTopicInline(RowsInline):
    model = TaggedAnnotation
    unique_name = "tag"
    names = ("content_object",)
    autocomplete_fields = ["tag"]
    verbose_name = "topic"
    verbose_name_plural = "topics"


class AnchorInline(ReadOnly, RowsInline):
    """Where it sits in each version: read here, written by giving a quote."""

    model = Anchor
    names = ("version",)
    fields = ["version", "exact", "state", "start", "end"]
    readonly_fields = fields


class BearingInline(ReadOnly, RowsInline):
    """What bears on it: read here, written on the page of the update."""

    model = Bearing
    names = ("update", "annotation")
    fields = ["update", "effect"]
    readonly_fields = fields


class AssessmentInline(ReadOnly, RowsInline):
    model = Assessment
    fields = ["assessed_on", "verdict", "confidence", "rationale"]
    readonly_fields = fields
    show_change_link = True


class AnnotationForm(ReasonedForm):
    quote = WordsField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The words it sits on, exactly as they stand in the article.",
    )
    prefix = WordsField(required=False, help_text="Words just before, if the quote occurs twice.")
    suffix = WordsField(required=False, help_text="Words just after.")

    def clean(self):
        cleaned = super().clean()
        article, quote = cleaned.get("article"), cleaned.get("quote")
        if article and quote:
            self.version = working_version(article)
            self.text_quote = TextQuote(quote, cleaned["prefix"], cleaned["suffix"])
            if self.version is None:
                self.add_error("quote", "The article has no text yet.")
            else:
                try:
                    find(self.version.text, self.text_quote)
                except (QuoteNotFound, AnchorError) as error:
                    self.add_error("quote", str(error))
        elif not self.instance.pk and not quote:
            self.add_error("quote", "Give the words it sits on.")
        return cleaned


def working_version(article) -> Version | None:
    """The live version, or the draft of an article that has none yet."""
    return article.live or article.versions.first()


@admin.register(Annotation)
class AnnotationAdmin(
    ImportAnnotationsMixin, AssignMixin, RetagMixin, TableMixin, AssessingMixin, PublishableAdmin
):
    table = TABLES["claims"]
    actions = ["retag_selected", "assign_selected"]
    form = AnnotationForm
    list_display = ["slug", "kind", "verdict", "summary", "article", "status", "look_again_on"]
    list_filter = [
        "status",
        "kind",
        "verdict",
        "look_again_on",
        ("article", NamedFilter),
        ("owner", NamedFilter),
    ]
    list_select_related = ["article"]
    search_fields = ["slug", "summary", "anchors__exact"]
    autocomplete_fields = ["article", "concerns", "speaker", "organisations", "states"]
    readonly_fields = ["verdict", "owner"]
    inlines = [
        *(AnchorInline, AnnotationTopicInline, AssertionInline, AssessmentInline),
        *(BearingInline, ImportedInline),
    ]
    fieldsets = [
        (None, {"fields": ["article", "quote", "prefix", "suffix", "kind", "summary", "slug"]}),
        ("About", {"fields": ["speaker", "organisations", "states", "concerns"]}),
        ("Following up", {"fields": ["owner", "look_again_on"]}),
        (
            "Forecasts",
            {
                "classes": ["collapse"],
                "fields": [
                    "event",
                    ("deadline", "deadline_precision"),
                    "criterion",
                    ("probability_low", "probability_high"),
                ],
            },
        ),
        (
            "Record",
            {"fields": ["reason", "only_typos", "verdict", "status", "published_at", "public_id"]},
        ),
    ]

    def save_model(self, request: HttpRequest, obj: Annotation, form, change: bool) -> None:
        quoted = bool(form.cleaned_data.get("quote"))
        had = obj.anchors.filter(version=form.version).first() if change and quoted else None
        # The record tells the words it had, not the empty field of the form.
        form.initial["quote"] = had.exact if had else ""
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            if quoted:
                annotate(obj, form.version, form.text_quote)

    def save_formset(self, request: HttpRequest, form, formset, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        if formset.model is not Assertion or not formset.has_changed():
            return
        changed = [*formset.new_objects, *(row for row, _ in formset.changed_objects)]
        see(changed, by=request.user)
        keys = [row.pk for row in changed]
        for told in told_of(Assertion.objects.with_names().filter(pk__in=keys)):
            self.message_user(request, in_a_line(told))


@admin.register(Dismissal)
class DismissalAdmin(OwnDraftsMixin, ScalableAdmin):
    """Taking one away brings the suggestion back."""

    list_display = ["words", "article", "by", "recorded_at"]
    list_filter = [("article", NamedFilter)]
    list_select_related = ["article", "by"]
    search_fields = ["words"]
    readonly_fields = ["article", "sha256", "words", "by"]

    def has_add_permission(self, request) -> bool:
        return False


@admin.register(Anchor)
class AnchorAdmin(ReadOnlyAdmin):
    list_display = ["exact", "annotation", "version", "state", "start", "end"]
    ordering = ["-id"]
    list_filter = ["state", ("version__article", NamedFilter)]
    list_select_related = ["annotation", "version"]
    search_fields = ["exact", "annotation__slug"]


class AssessmentForm(forms.ModelForm):
    class Meta:
        model = Assessment
        fields = [
            "annotation",
            "verdict",
            "confidence",
            "rationale",
            "assessed_on",
            "still_holds",
            "verified",
            "not_confirmed",
        ]

    def clean(self):
        cleaned = super().clean()
        annotation = cleaned.get("annotation")
        if annotation and working_version(annotation.article) is None:
            self.add_error("annotation", "Its article has no text yet.")
        return cleaned


@admin.register(Assessment)
class AssessmentAdmin(SecondPersonMixin, ScalableAdmin):
    """Assessments are added, never edited: a later one follows an earlier one."""

    form = AssessmentForm
    list_display = ["annotation", "verdict", "confidence", "assessed_on", "by", "published_at"]
    list_filter = [
        "verdict",
        "confidence",
        "verified",
        "assessed_on",
        ("published_at", admin.EmptyFieldListFilter),
        ("annotation__article", NamedFilter),
    ]
    list_select_related = ["annotation", "by"]
    search_fields = ["annotation__slug", "annotation__summary", "rationale"]
    autocomplete_fields = ["annotation"]
    inlines = [CitationInline]

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Assessment, form, change: bool) -> None:
        judgement = Judgement(
            verdict=obj.verdict,
            confidence=obj.confidence,
            rationale=obj.rationale,
            assessed_on=obj.assessed_on,
            still_holds=obj.still_holds,
            verified=obj.verified,
            not_confirmed=obj.not_confirmed,
        )
        version = working_version(obj.annotation.article)
        saved = assess(obj.annotation, version, judgement, by=request.user)
        obj.pk, obj._state.adding = saved.pk, False

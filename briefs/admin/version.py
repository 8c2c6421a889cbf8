"""Writing the next version of an article, and the gate its anchors go through."""

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from briefs.admin.lists import NamedFilter, OwnDraftsMixin, ScalableAdmin
from briefs.admin.previews import PreviewMixin
from briefs.admin.publishing import without_rows
from briefs.admin.rich_text import RichTextarea, without_wrappers
from briefs.admin.steps import Stage, StepsMixin, stage_of
from briefs.admin.words import WordsField
from briefs.anchoring import AnchorError, Span, TextQuote, carry
from briefs.annotating import (
    DecisionRefused,
    QuoteNotFound,
    confirm,
    move,
    origins_of,
    retire,
)
from briefs.markup import MAX_LENGTH, MarkupError, normal_form, text_of
from briefs.models import Anchor, Autosave, Version
from briefs.models.annotation import LONG
from briefs.models.vocabulary import Decision
from briefs.rendering import compared, sentence_around
from briefs.versioning import (
    Content,
    EmptyBody,
    clean_body,
    save_draft,
)

FIELDS = ["title", "standfirst", "body", "end_note", "author_note", "note", "correction"]


MOST_TYPED = 2 * MAX_LENGTH
"""Characters of one field that are kept unsaved: more cannot become a text."""


class AutosaveForm(forms.Form):
    """What was typed so far, as it is: nothing is put right, and anything may be missing."""

    revision = forms.IntegerField(min_value=1, max_value=2**31 - 1)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in FIELDS:
            self.fields[name] = forms.CharField(required=False, strip=False, max_length=MOST_TYPED)

    @property
    def content(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in FIELDS}


def unsaved(draft: Version, editor) -> Autosave | None:
    """What the editor typed in the draft and has not saved, unless the draft says it already."""
    found = draft.autosaves.filter(by=editor).first()
    if found and all(found.content.get(name) == getattr(draft, name) for name in FIELDS):
        return None
    return found


class VersionForm(forms.ModelForm):
    """What was typed stays in the form whenever it is refused."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Version
        fields = [*FIELDS, "only_typos"]
        widgets = {
            "title": forms.TextInput(attrs={"class": "vLargeTextField"}),
            "standfirst": forms.Textarea(attrs={"rows": 3, "cols": 100}),
            "body": RichTextarea(attrs={"rows": 30}),
            "end_note": RichTextarea(attrs={"rows": 3}),
            "author_note": RichTextarea(attrs={"rows": 3}),
            "note": forms.Textarea(attrs={"rows": 2, "cols": 100}),
            "correction": forms.Textarea(attrs={"rows": 2, "cols": 100}),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("revision", self.instance.revision)

    def _html(self, name: str) -> str:
        try:
            return normal_form(without_wrappers(self.cleaned_data[name]))
        except MarkupError as error:
            raise forms.ValidationError(str(error)) from error

    def clean_body(self) -> str:
        try:
            return clean_body(without_wrappers(self.cleaned_data["body"]))
        except (MarkupError, EmptyBody) as error:
            raise forms.ValidationError(str(error)) from error

    def clean_end_note(self) -> str:
        return self._html("end_note")

    def clean_author_note(self) -> str:
        return self._html("author_note")

    def clean(self):
        """Refuse to save over somebody else's text; both are shown."""
        cleaned = super().clean()
        # Locked until the save that follows in the same transaction.
        current = Version.objects.select_for_update().get(pk=self.instance.pk)
        if not self.errors and cleaned["revision"] != current.revision:
            self.show_conflict(current)
        if cleaned.get("only_typos") and cleaned.get("correction"):
            self.add_error("only_typos", "What is corrected is more than a typing error.")
        return cleaned

    def show_conflict(self, current: Version) -> None:
        self.conflict = current
        self.conflict_changes = compared(current.text, text_of(self.cleaned_data["body"]))
        self.add_error(
            None,
            f"{current.by or 'Somebody else'} saved this draft since you opened it. Nothing was "
            "overwritten: your text is in the form, theirs is shown above it. Save again to put "
            "yours in its place.",
        )
        # The next save is made in knowledge of theirs.
        self.data = self.data.copy()
        self.data["revision"] = current.revision


@dataclass(frozen=True)
class Case:
    """One anchor before the gate: where its words stood, and where they might stand now."""

    anchor: Anchor
    was: SafeString
    now: SafeString | None
    change: list[SafeString]
    proposed: str
    typed: Mapping[str, str] | None = None  # and refused


def cases(draft: Version, typed: Mapping[str, str]) -> list[Case]:
    """The anchors that an editor has to decide, in the order of the live text.

    ``typed`` is what was sent for one of them and refused.
    """
    undecided = list(draft.anchors.undecided().select_related("annotation").order_by("start", "id"))
    live = draft.article.live
    origins = origins_of(undecided, live)
    found = []
    for anchor in undecided:
        origin = origins.get(anchor.annotation_id)
        span = _proposal(anchor, origin, live, draft)
        proposed = draft.text[span.start : span.end] if span else ""
        was = sentence_around(live.text, Span(origin.start, origin.end)) if origin else ""
        found.append(
            Case(
                anchor=anchor,
                was=was or format_html("{}", anchor.exact),
                now=sentence_around(draft.text, span) if span else None,
                change=compared(origin.exact if origin else anchor.exact, proposed),
                proposed=proposed,
                typed=typed if typed.get("annotation") == str(anchor.annotation_id) else None,
            )
        )
    return found


def _proposal(
    anchor: Anchor, origin: Anchor | None, live: Version | None, draft: Version
) -> Span | None:
    """Where the words might stand now: never taken without an editor's word."""
    if anchor.start is not None:
        return Span(anchor.start, anchor.end)
    if origin is None or origin.start is None or live is None:
        return None
    (fate,) = carry(live.text, draft.text, [Span(origin.start, origin.end)])
    return fate.span or fate.suggestion


class DecisionForm(forms.Form):
    annotation = forms.IntegerField(max_value=2**63 - 1, widget=forms.HiddenInput)
    decision = forms.ChoiceField(choices=Decision.choices)
    quote = WordsField(required=False)
    prefix = WordsField(required=False)
    suffix = WordsField(required=False)
    reason = forms.CharField(required=False, max_length=LONG)


def decide(draft: Version, form: DecisionForm, by) -> str:
    """Carry out one decision; an empty string, or what is wrong with it."""
    data = form.cleaned_data
    anchor = draft.anchors.select_related("version").filter(annotation=data["annotation"]).first()
    if anchor is None:
        return "That claim is not in this draft any more."
    try:
        match data["decision"]:
            case Decision.CONFIRMED:
                confirm(anchor, by=by, reason=data["reason"])
            case Decision.MOVED:
                quote = TextQuote(data["quote"], data["prefix"], data["suffix"])
                move(anchor, quote, by=by, reason=data["reason"])
            case Decision.RETIRED:
                retire(anchor, by=by, reason=data["reason"])
    except (AnchorError, DecisionRefused, QuoteNotFound) as error:
        return str(error)
    return ""


@admin.register(Version)
class VersionAdmin(StepsMixin, PreviewMixin, OwnDraftsMixin, ScalableAdmin):
    """A published version is read, never changed; a draft is written here."""

    form = VersionForm
    guards_changes = False  # the form does, by the revision of the text
    change_form_template = "admin/briefs/version/change_form.html"
    fields = [*FIELDS, "only_typos", "revision", "article", "number", "published_at", "recorded_at"]
    list_display = ["article", "number", "title", "recorded_at", "published_at", "to_decide"]
    list_display_links = ["title"]
    list_filter = [("published_at", admin.EmptyFieldListFilter), ("article", NamedFilter)]
    list_select_related = ["article"]
    search_fields = ["title", "text", "article__slug"]
    readonly_fields = ["article", "number", "published_at", "recorded_at"]

    class Media:
        js = [Script("briefs/js/draft-guard.js", type="module")]

    def view_on_site(self, version: Version) -> str | None:
        return None if version.is_draft else version.get_absolute_url()

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A draft is opened from its article."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Version | None = None) -> bool:
        editable = obj is None or obj.is_draft
        return editable and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Version | None = None) -> bool:
        editable = obj is None or obj.is_draft
        return editable and super().has_delete_permission(request, obj)

    def get_deleted_objects(self, objs, request):
        deleted, counts, needed, protected = super().get_deleted_objects(objs, request)
        return deleted, counts, without_rows(needed), protected

    def get_queryset(self, request: HttpRequest):
        undecided = Anchor.objects.undecided().filter(version=models.OuterRef("pk")).order_by()
        counted = undecided.values("version").annotate(count=models.Count("pk")).values("count")
        return super().get_queryset(request).annotate(undecided=models.Subquery(counted))

    @admin.display(description="anchors to decide")
    def to_decide(self, version: Version) -> str:
        if not (version.is_draft and version.undecided):
            return ""
        address = reverse("admin:briefs_version_gate", args=[version.pk])
        return format_html('<a href="{}">{}</a>', address, version.undecided)

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/gate/", wrap(self.gate), name="briefs_version_gate"),
            path("<int:pk>/autosave/", wrap(self.autosave), name="briefs_version_autosave"),
            path("<int:pk>/discard/", wrap(self.discard), name="briefs_version_discard"),
            *super().get_urls(),
        ]

    def save_model(self, request: HttpRequest, obj: Version, form: VersionForm, change) -> None:
        data = form.cleaned_data
        content = Content(**{name: data[name] for name in [*FIELDS, "only_typos"]})
        saved = save_draft(obj, content, revision=data["revision"], by=request.user)
        obj.autosaves.filter(by=request.user).delete()
        undecided = saved.anchors.undecided().count()
        if undecided:
            address = reverse("admin:briefs_version_gate", args=[obj.pk])
            self.message_user(
                request,
                format_html(
                    '<a href="{}">{} of the marked claims</a> {} to be decided before it can '
                    "be published.",
                    address,
                    undecided,
                    "has" if undecided == 1 else "have",
                ),
                messages.WARNING,
            )

    def change_view(self, request: HttpRequest, object_id, form_url="", extra_context=None):
        """Offer what was typed and never saved; ``?restore`` fills the form with it."""
        draft = super().get_object(request, object_id)
        found = unsaved(draft, request.user) if draft and request.method == "GET" else None
        context = {"unsaved": found, "restored": bool(found) and "restore" in request.GET}
        return super().change_view(
            request, object_id, form_url, {**context, **(extra_context or {})}
        )

    def stage(self, request: HttpRequest, thing: Version) -> Stage | None:
        """Of a text that is to come; its article's, while that is not public."""
        return stage_of(thing.staged, request.user) if thing.is_draft else None

    def get_object(self, request: HttpRequest, object_id, from_field=None) -> Version | None:
        draft = super().get_object(request, object_id, from_field)
        if draft and request.method == "GET" and "restore" in request.GET:
            found = draft.autosaves.filter(by=request.user).first()
            for name, typed in found.content.items() if found else ():
                setattr(draft, name, typed)
            # Saving is judged by the text that the typing began with.
            draft.revision = found.revision if found else draft.revision
        return draft

    @method_decorator(require_POST)
    def autosave(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep what is being typed, apart from the draft. 409 once the editor has saved it."""
        draft = self._draft(request, pk)
        form = AutosaveForm(request.POST)
        if not form.is_valid():
            return JsonResponse({"errors": form.errors}, status=400)
        if form.cleaned_data["revision"] < draft.revision and draft.by_id == request.user.pk:
            return JsonResponse({"errors": {"revision": ["You saved it since."]}}, status=409)
        kept, _ = Autosave.objects.update_or_create(
            version=draft,
            by=request.user,
            defaults={"revision": form.cleaned_data["revision"], "content": form.content},
        )
        return JsonResponse({"saved_at": kept.saved_at})

    @method_decorator(require_POST)
    def discard(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._draft(request, pk).autosaves.filter(by=request.user).delete()
        return redirect("admin:briefs_version_change", pk)

    def _draft(self, request: HttpRequest, pk: int) -> Version:
        draft = get_object_or_404(Version.objects.select_related("article__live"), pk=pk)
        if not self.has_change_permission(request, draft):
            raise PermissionDenied
        return draft

    def gate(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The queue: old sentence and new, side by side, until each is decided."""
        draft = self._draft(request, pk)
        form = DecisionForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            wrong = decide(draft, form, request.user)
            if not wrong:
                self.log_change(request, draft, f"Anchor: {form.cleaned_data['decision']}.")
                return redirect(request.path)
            form.add_error(None, wrong)
        return render(
            request,
            "admin/briefs/version/gate.html",
            {
                **self.admin_site.each_context(request),
                "title": f"Claims to decide: {draft}",
                "opts": self.opts,
                "draft": draft,
                "stage": self.stage(request, draft),
                "form": form,
                "cases": cases(draft, form.data if form.errors else {}),
                "decided": draft.anchors.exclude(decision="").select_related(
                    "annotation", "decided_by"
                ),
            },
        )

"""Importing an article: upload, look over what was made of it, then create or replace.

Between the two steps the file waits on the server. The browser holds only a signed name of it,
so what is saved is read again from the bytes that were uploaded.
"""

import secrets
from collections.abc import Iterator
from datetime import timedelta

from django import forms
from django.contrib import admin, messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import get_valid_filename

from briefs.dates import PartialDate
from briefs.importing.draft import ArticleDraft, DraftError
from briefs.importing.forms import EXTENSIONS
from briefs.importing.metadata import Metadata, proposed, with_metadata
from briefs.importing.reading import SIZE_LIMIT, read_file
from briefs.importing.report import report_data
from briefs.importing.save import (
    SLUG_LENGTH,
    DraftOpen,
    SavedArticle,
    SaveError,
    imported_before,
    propose_slug,
    save_draft,
    save_into,
)
from briefs.markup import MarkupError, normal_form
from briefs.models import Article, Version
from briefs.recording import recorded
from briefs.rendering import plain

TEMPLATE = "admin/briefs/article/import.html"
_FOLDER = "imports"
_SALT = "briefs.import"
_KEPT = timedelta(days=1)
_LONGEST_NAME = 200


class UploadForm(forms.Form):
    file = forms.FileField(
        help_text="Text, Markdown, HTML, DOCX or PDF; up to "
        f"{SIZE_LIMIT // 1_000_000} MB. Nothing is saved before you have seen it.",
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(EXTENSIONS)}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > SIZE_LIMIT:
            raise forms.ValidationError(f"{file.name}: is larger than {SIZE_LIMIT:,} bytes")
        return file


class PartialDateField(forms.CharField):
    """A date of which only a part may be known."""

    def to_python(self, value) -> PartialDate | None:
        written = super().to_python(value)
        try:
            return PartialDate.parse(written) if written else None
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def prepare_value(self, value):
        return value.iso if isinstance(value, PartialDate) else value


class PreviewForm(forms.Form):
    """What the file says about the article, for an editor to put right."""

    token = forms.CharField(widget=forms.HiddenInput)
    into = forms.ModelChoiceField(
        Article.objects.order_by("slug"),
        required=False,
        label="Save as",
        empty_label="a new article",
        help_text="Of an article that is there, this text becomes the next draft version: its "
        "claims are looked for in it. What is known about that article stays.",
    )
    title = forms.CharField(max_length=300)
    slug = forms.SlugField(max_length=SLUG_LENGTH, required=False, help_text="Of a new article.")
    authors = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 2}), help_text="One a line."
    )
    published = PartialDateField(
        required=False, label="Original date", help_text="2014-10-10, 2014-10 or 2014."
    )
    publisher = forms.CharField(max_length=300, required=False)
    original_url = forms.URLField(
        max_length=1000, required=False, label="Original address", assume_scheme="https"
    )
    licence = forms.CharField(max_length=400, required=False)

    def __init__(self, *args, may_change: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not may_change:
            del self.fields["into"]
        for name in ("title", "slug", "publisher", "original_url", "licence"):
            self.fields[name].widget.attrs["class"] = "vTextField"

    def metadata(self) -> Metadata:
        said = self.cleaned_data
        names = (" ".join(line.split()) for line in said["authors"].splitlines())
        return Metadata(
            title=" ".join(said["title"].split()),
            authors=tuple(dict.fromkeys(filter(None, names))),
            published=said["published"],
            publisher=said["publisher"],
            original_url=said["original_url"],
            licence=said["licence"],
        )


def import_page(site: admin.ModelAdmin, request: HttpRequest) -> HttpResponse:
    """One address for both steps: a form with a token is the second."""
    if not site.has_add_permission(request):
        raise PermissionDenied
    if request.method == "POST" and "token" in request.POST:
        return _confirm(site, request)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return _preview(site, request, form)
    return _render(site, request, {"upload": form})


def _preview(site: admin.ModelAdmin, request: HttpRequest, upload: UploadForm) -> HttpResponse:
    file = upload.cleaned_data["file"]
    name, data = file.name[-_LONGEST_NAME:], file.read()
    try:
        draft = read_file(data, name)
        shown = _shown(draft, data, name)
    except (DraftError, MarkupError) as error:
        upload.add_error("file", str(error))
        return _render(site, request, {"upload": upload})
    _forget_old()
    form = PreviewForm(
        initial={"token": _keep(data, name, request), **_initial(draft)},
        may_change=site.has_change_permission(request),
    )
    return _render(site, request, {**shown, "form": form})


def _confirm(site: admin.ModelAdmin, request: HttpRequest) -> HttpResponse:
    kept = _kept(request)
    if kept is None:
        messages.error(request, "That file is no longer kept here; choose it again.")
        return redirect(request.path)
    path, name, data = kept
    draft = read_file(data, name)
    form = PreviewForm(request.POST, may_change=site.has_change_permission(request))
    saved = _save(draft, data, name, form, request) if form.is_valid() else None
    if saved is None:
        return _render(site, request, {**_shown(draft, data, name), "form": form})
    default_storage.delete(path)
    return _arrive(site, request, saved, name)


def _save(
    draft: ArticleDraft, data: bytes, name: str, form: PreviewForm, request: HttpRequest
) -> SavedArticle | None:
    """What was saved; None with the reason in the form."""
    draft = with_metadata(draft, form.metadata())
    into = form.cleaned_data.get("into")
    try:
        # Both or nothing: the article with its file.
        reason = f"Imported from {name}."
        with recorded(by=request.user, reason=reason, origin="admin"):
            if into is not None:
                return save_into(draft, data, into, name=name, by=request.user)
            slug = form.cleaned_data["slug"]
            return save_draft(draft, data, name=name, slug=slug, by=request.user)
    except DraftOpen as error:
        address = reverse("admin:briefs_version_change", args=[error.draft.pk])
        form.add_error(None, format_html('{} <a href="{}">See the draft.</a>', error, address))
    except SaveError as error:
        form.add_error(None, str(error))
    return None


def _arrive(
    site: admin.ModelAdmin, request: HttpRequest, saved: SavedArticle, name: str
) -> HttpResponse:
    article, version = saved.article, saved.version
    if not saved.created:
        messages.warning(request, f"Nothing was saved: {name} was imported before, as “{article}”.")
        return redirect("admin:briefs_article_change", article.pk)
    if version.number == 1:
        site.log_addition(request, article, f"Imported from {name}.")
        messages.success(request, f"Imported {name} as “{article}”, not published.")
        return redirect("admin:briefs_article_change", article.pk)
    site.log_change(request, article, f"Version {version.number} imported from {name}.")
    return _to_gate(request, version, name)


def _to_gate(request: HttpRequest, version: Version, name: str) -> HttpResponse:
    undecided = version.anchors.undecided().count()
    messages.success(
        request,
        f"Imported {name} as draft version {version.number}; claims to decide: {undecided}.",
    )
    return redirect("admin:briefs_version_gate", version.pk)


def _initial(draft: ArticleDraft) -> dict[str, object]:
    said = proposed(draft)
    try:
        slug = propose_slug(draft)
    except SaveError:
        slug = ""
    return {
        "title": said.title,
        "slug": slug,
        "authors": "\n".join(said.authors),
        "published": said.published,
        "publisher": said.publisher,
        "original_url": said.original_url,
        "licence": said.licence,
    }


def _shown(draft: ArticleDraft, data: bytes, name: str) -> dict[str, object]:
    return {
        "name": name,
        "draft": draft,
        "report": report_data(draft),
        "text": plain(normal_form(draft.body_html())),
        "before": imported_before(data),
    }


def _render(site: admin.ModelAdmin, request: HttpRequest, context: dict[str, object]):
    shared = site.admin_site.each_context(request)
    titled = {"title": "Import an article", "opts": site.opts}
    return render(request, TEMPLATE, {**shared, **titled, **context})


# The file between the two steps ------------------------------------------------------------


def _keep(data: bytes, name: str, request: HttpRequest) -> str:
    """Put the file away; the token says where, what it was called, and for whom it waits."""
    wanted = f"{_FOLDER}/{secrets.token_hex(16)}-{get_valid_filename(name[-50:])}"
    path = default_storage.save(wanted, ContentFile(data))
    return signing.dumps({"path": path, "name": name, "user": request.user.pk}, salt=_SALT)


def _kept(request: HttpRequest) -> tuple[str, str, bytes] | None:
    try:
        token = signing.loads(request.POST["token"], salt=_SALT, max_age=_KEPT)
    except signing.BadSignature:
        return None
    if token["user"] != request.user.pk or not default_storage.exists(token["path"]):
        return None
    with default_storage.open(token["path"]) as file:
        return token["path"], token["name"], file.read()


def _forget_old() -> None:
    """Files that nobody came back for are deleted at the next upload."""
    for path in _waiting():
        if default_storage.get_modified_time(path) < timezone.now() - _KEPT:
            default_storage.delete(path)


def _waiting() -> Iterator[str]:
    try:
        _, names = default_storage.listdir(_FOLDER)
    except FileNotFoundError:
        return
    yield from (f"{_FOLDER}/{name}" for name in names)

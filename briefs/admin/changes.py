"""All changes of the site, and what was deleted, with the way back."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404, redirect, render

from briefs.admin.history import row_number
from briefs.admin.lists import NamedFilter
from briefs.admin.publishing import ReadOnlyAdmin
from briefs.history import deleted_names, model_of, summaries, things_in
from briefs.models import Change, ChangeSet, Deletion, Operation
from briefs.models.history import owners_of, recorded_models
from briefs.restoring import THINGS, RestoreError, bring_back, plan_return
from briefs.rights import may

CHANGES = 200
"""Changes of rows on one page of a change set."""
WIDE = {"is_nav_sidebar_enabled": False}
"""Rows of words need the room."""
SEARCHED = 5_000
"""Of the changes listed, so many of the latest are searched for words: each is read through."""
SEARCHED_ROWS = 20_000
"""Rows changed in them, the latest again: one of them may have written all tables."""
NAMED = 4
"""Kinds of row that a line of the list names."""


class NounFilter(admin.SimpleListFilter):
    """By what was changed; a thing's rows count as part of it."""

    title = "what was changed"
    parameter_name = "noun"

    def lookups(self, request, model_admin):
        things = [model for model in recorded_models() if not list(owners_of(model))]
        nouns = [(m._meta.label_lower, str(m._meta.verbose_name_plural)) for m in things]
        return sorted(nouns, key=lambda noun: noun[1])

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        of_noun = Change.objects.filter(changeset=OuterRef("pk"), things__model=self.value())
        return queryset.filter(Exists(of_noun))


class OriginFilter(admin.AllValuesFieldListFilter):
    """By where it was written; what was written past the site has no origin."""

    def choices(self, changelist):
        for choice in super().choices(changelist):
            yield {**choice, "display": choice["display"] or "by SQL or a script"}


class WithSummaries(ChangeList):
    """Reads what each change set of the page did with one query for all of them."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        done = summaries([changeset.pk for changeset in self.result_list])
        for changeset in self.result_list:
            changeset.done = done.get(changeset.pk, [])


@admin.register(ChangeSet)
class ChangeSetAdmin(ReadOnlyAdmin):
    """Recent changes: of everything, by everybody, however it was written."""

    list_display = ["at", "who", "what", "reason"]
    list_filter = [NounFilter, ("by", NamedFilter), ("origin", OriginFilter)]
    list_select_related = ["by"]
    search_fields = ["reason", "by__username"]
    search_help_text = (
        f"A reason, a person, or words that were changed. Words are looked for in the latest "
        f"{SEARCHED:,} changes of the list, {SEARCHED_ROWS:,} rows at the most: filter it to look "
        "further back."
    )
    date_hierarchy = "at"
    ordering = ["-id"]

    def get_changelist(self, request, **kwargs):
        return WithSummaries

    def holding(self, rows, word):
        yield from super().holding(rows, word)
        latest = rows.order_by("-pk").values("pk")[:SEARCHED]
        searched = Change.objects.filter(changeset__in=latest).order_by("-pk")[:SEARCHED_ROWS]
        words = Q(before__icontains=word) | Q(after__icontains=word)
        changes = Change.objects.filter(words, pk__in=searched.values("pk"))
        yield changes.order_by().values("changeset")

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {**WIDE, "title": "Recent changes"})

    @admin.display(description="who", ordering="by__username")
    def who(self, changeset: ChangeSet) -> str:
        return who_and_where(changeset)

    @admin.display(description="what")
    def what(self, changeset: ChangeSet) -> str:
        lines = [
            f"{done.noun} “{done.name}” {done.operation}"
            if done.name
            else f"{done.noun}: {done.count} {done.operation}"
            for done in changeset.done
        ]
        more = f"; {len(lines) - NAMED} more kinds" if len(lines) > NAMED else ""
        return "; ".join(lines[:NAMED]) + more

    def change_view(self, request: HttpRequest, object_id, form_url="", extra_context=None):
        """Everything that was changed in one go, thing by thing."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        changeset = self.get_object(request, object_id)
        if changeset is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        changes = changeset.changes.order_by("pk")
        page = Paginator(changes, CHANGES).get_page(request.GET.get("p"))
        steps = things_in(changeset, list(page.object_list))
        return render(
            request,
            "admin/briefs/history/changeset.html",
            {
                **self.admin_site.each_context(request),
                "title": "Change",
                "opts": self.opts,
                "changeset": changeset,
                "steps": steps,
                "is_short": len(steps) < 10,
                "page": page,
            },
        )


def who_and_where(changeset: ChangeSet) -> str:
    """The person and, where it was not the admin, what ran."""
    if not changeset.origin:
        return "SQL or a script"
    if changeset.by is None:
        return changeset.origin
    name = changeset.by.get_username()
    return name if changeset.origin == "admin" else f"{name}, {changeset.origin}"


class DeletedNounFilter(admin.SimpleListFilter):
    title = "what was deleted"
    parameter_name = "noun"

    def lookups(self, request, model_admin):
        return [(m._meta.label_lower, str(m._meta.verbose_name_plural)) for m in THINGS]

    def queryset(self, request, queryset):
        return queryset.filter(model=self.value()) if self.value() else queryset


class WithNames(ChangeList):
    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        names = deleted_names(self.result_list)
        for deletion in self.result_list:
            deletion.name = names[deletion.pk]


class ReturnForm(forms.Form):
    reason = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2, "cols": 80}))


@admin.register(Deletion)
class DeletionAdmin(ReadOnlyAdmin):
    """What was deleted, to be looked at and brought back."""

    list_display = ["at", "noun", "name", "who", "why"]
    list_display_links = ["name"]
    list_filter = [DeletedNounFilter, ("changeset__by", NamedFilter)]
    list_select_related = ["changeset__by"]
    search_fields = ["before", "changeset__reason"]
    ordering = ["-id"]

    def get_queryset(self, request: HttpRequest):
        labels = [model._meta.label_lower for model in THINGS]
        deletions = super().get_queryset(request).filter(operation=Operation.DELETE)
        return deletions.filter(model__in=labels)

    def get_changelist(self, request, **kwargs):
        return WithNames

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {**WIDE, "title": "Deletions"})

    @admin.display(description="when", ordering="id")
    def at(self, deletion: Deletion):
        return deletion.changeset.at

    @admin.display(description="what")
    def noun(self, deletion: Deletion) -> str:
        return str(model_of(deletion.model)._meta.verbose_name)

    @admin.display(description="name")
    def name(self, deletion: Deletion) -> str:
        return deletion.name

    @admin.display(description="who")
    def who(self, deletion: Deletion) -> str:
        return who_and_where(deletion.changeset)

    @admin.display(description="why")
    def why(self, deletion: Deletion) -> str:
        return deletion.changeset.reason

    def change_view(self, request: HttpRequest, object_id, form_url="", extra_context=None):
        """All that went; pressed, the button brings it back as a draft."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        deletions = self.get_queryset(request).select_related("changeset__by")
        deletion = get_object_or_404(deletions, pk=row_number(object_id))
        plan = plan_return(deletion)
        form = ReturnForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            try:
                thing = bring_back(deletion, by=request.user, **form.cleaned_data)
            except RestoreError as error:
                form.add_error(None, str(error))
            else:
                self.message_user(request, f"“{thing}” is back.", messages.SUCCESS)
                return redirect(f"admin:briefs_{thing._meta.model_name}_change", thing.pk)
        (name,) = deleted_names([deletion]).values()
        return render(
            request,
            "admin/briefs/history/deletion.html",
            {
                **self.admin_site.each_context(request),
                "title": f"Deleted: {name}",
                "opts": self.opts,
                "deletion": deletion,
                "noun": plan.thing._meta.verbose_name,
                "plan": plan,
                "difference": plan.difference(),
                "form": form,
                "may_add": may(request.user, "add", type(plan.thing)),
            },
        )

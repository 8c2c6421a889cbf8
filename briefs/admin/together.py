"""Several editors of one thing: who else has it open, and that none overwrites another unknowingly.

A form knows the last change of its thing when it was opened; the save looks again with the row
locked. The history knows what was changed since, rows and tags included, and shows it.
"""

from datetime import timedelta
from functools import partial
from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.forms.utils import pretty_name
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.text import get_text_list
from django.views.decorators.http import require_POST

from briefs.admin_site import records_itself
from briefs.history import Key, Step, key_of, latest_change, steps_since
from briefs.models import Presence

GONE_AFTER = timedelta(seconds=90)
"""An open page says so every half minute."""


def is_key(number: str) -> bool:
    """Whether it can be the number of a row."""
    return number.isdecimal() and len(number) <= 18


def arrive(thing: Key, user: Any) -> str:
    """Note that the editor has it open; who else has, as a sentence, or nothing. Two queries."""
    label, number = thing
    now = timezone.now()
    Presence.objects.bulk_create(
        [Presence(model=label, object_id=number, by=user, seen_at=now)],
        update_conflicts=True,
        unique_fields=["model", "object_id", "by"],
        update_fields=["seen_at"],
    )
    there = Presence.objects.filter(model=label, object_id=number, seen_at__gt=now - GONE_AFTER)
    others = there.exclude(by=user).order_by("by__username").values_list("by__username", flat=True)
    names = list(others[:5])
    if not names:
        return ""
    have = "has" if len(names) == 1 else "have"
    return f"{get_text_list(names, 'and')} {have} this open too."


def leave(thing: Key, user: Any) -> None:
    label, number = thing
    Presence.objects.filter(model=label, object_id=number, by=user).delete()


def presence_of(model_admin: Any, request: HttpRequest, thing: Any) -> dict[str, str] | None:
    """For ``_presence.html``: who else has it open; None for whoever only looks."""
    if not model_admin.has_change_permission(request, thing):
        return None
    opts = thing._meta
    address = reverse(f"admin:{opts.app_label}_{opts.model_name}_presence", args=[thing.pk])
    return {"address": address, "words": arrive(key_of(thing), request.user)}


def in_words(step: Step) -> list[str]:
    """What somebody changed, a line for each field and row."""
    found = [
        f"{one.label.capitalize()}: was “{one.before}”, now “{one.after}”."
        for one in step.difference.fields
    ]
    for kind in step.difference.rows:
        found += [
            f"{kind.label.capitalize()}: {row.operation.label} “{row.title}”." for row in kind.rows
        ]
    return found


def typed_in(request: HttpRequest, model: type[Model]) -> list[tuple[str, str]]:
    """The words in a form that was sent, by the names of its fields; no numbers and no marks."""
    named = {str(field.name): str(field.verbose_name) for field in model._meta.concrete_fields}
    found = []
    for name, value in request.POST.items():
        is_words = not (value.isdecimal() or value == "on" or name == "csrfmiddlewaretoken")
        if value.strip() and is_words and not name.startswith("_"):
            label = named.get(name) or pretty_name(name.replace("-", "_"))
            found.append((label.capitalize(), value))
    return found


class Guarded:
    """Mixed into a model's form: refuses to save over what somebody has changed meanwhile.

    A request that does not say what was seen asks for no check; a new thing has none.
    """

    data: Any
    instance: Any
    conflict: tuple[Step, ...] = ()

    @cached_property
    def seen(self) -> int:
        """The last change that the editor knows of; 0 of a new thing."""
        said = self.data.get("seen", "")
        if is_key(said):
            return int(said)
        return latest_change(key_of(self.instance)) if self.instance.pk else 0

    def clean(self) -> Any:
        cleaned = super().clean()  # type: ignore[misc]
        if not self.instance.pk:
            return cleaned
        # Kept from others until the save that follows in the same transaction.
        type(self.instance)._base_manager.select_for_update().filter(pk=self.instance.pk).first()
        thing = key_of(self.instance)
        now = latest_change(thing)
        if now > self.seen:
            self._look_at(steps_since(thing, self.seen))
            self.seen = now
        return cleaned

    def _look_at(self, steps: list[Step]) -> None:
        told = [step for step in steps if step.difference]
        if not told:
            return  # a line of the record about it, no more
        self.conflict = tuple(told)
        who = {str(step.changeset.by or "somebody") for step in told}
        names = get_text_list(sorted(who), "and")
        self.add_error(  # type: ignore[attr-defined]
            None,
            f"Changed by {names} since you opened it. Nothing was overwritten: what you wrote is "
            "in the form, and what they changed is listed. Save again to put yours in its place.",
        )


class TogetherMixin:
    """Every change form: guarded, with a notice of who else has it open."""

    guards_changes = True

    def get_urls(self):
        wrap = self.admin_site.admin_view
        name = f"{self.opts.app_label}_{self.opts.model_name}_presence"
        return [path("<int:pk>/presence/", wrap(self.presence), name=name), *super().get_urls()]

    def get_form(self, request: HttpRequest, obj=None, change: bool = False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj is None or not (change and self.guards_changes):
            return form
        return type(form)(form.__name__, (Guarded, form), {})

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Look again where somebody was quicker; show what was typed where it cannot be saved."""
        answer = partial(super().changeform_view, request, object_id, form_url, extra_context)
        if request.method != "POST":
            return answer()
        if object_id is not None and self.has_view_permission(request):
            thing = self.get_object(request, unquote(object_id))
            if thing is None or not self.has_change_permission(request, thing):
                return self._not_saved(request, thing)
        try:
            with transaction.atomic():
                return answer()
        except IntegrityError:
            return answer()  # finds now what the other has written

    def _not_saved(self, request: HttpRequest, thing: Any) -> HttpResponse:
        """What was typed, to be copied: the thing went to somebody else, or away, meanwhile."""
        return render(
            request,
            "admin/briefs/not_saved.html",
            {
                **self.admin_site.each_context(request),
                "title": "Nothing was saved",
                "opts": self.opts,
                "thing": thing,
                "stage": getattr(thing, "staged", thing),  # a new article's text goes with it
                "typed": typed_in(request, self.model),
            },
            status=403 if thing else 404,
        )

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            context["presence"] = presence_of(self, request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    @method_decorator(require_POST)
    def presence(self, request: HttpRequest, pk: int) -> HttpResponse:
        """An open page says so; who else has it open."""
        thing = get_object_or_404(self.model._base_manager.all(), pk=pk)
        if not self.has_change_permission(request, thing):
            raise PermissionDenied
        if "leave" in request.POST:
            leave(key_of(thing), request.user)
            return HttpResponse(status=204)
        return JsonResponse({"words": arrive(key_of(thing), request.user)})

    presence = records_itself(presence)

"""The newsroom's steps: their buttons on a thing's page, and one step for many things at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import NoReverseMatch, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from briefs.admin.selection import changed_since_shown, seen_of, selection_page, too_many
from briefs.admin.together import is_key
from briefs.history import key_of, latest_change
from briefs.models import Article, Version
from briefs.models.publishing import Staged
from briefs.models.vocabulary import Status
from briefs.previewing import links_to, may_share
from briefs.publishing import PublishingError, QualityError
from briefs.rights import NotAllowed, may
from briefs.steps import RIGHTS, Effect, Said, Step, effects_of, open_steps, take, take_all

MOST = 200
"""Things that take a step together: each is tried first."""
_REASONS = {
    Step.SUBMIT: ("Note for the reviewer", False),
    Step.APPROVE: ("Note", False),
    Step.SEND_BACK: ("What has to be done?", True),
    Step.WITHDRAW: ("Reason, which readers see at the address", True),
}
_DONE = {
    Step.SUBMIT: "in review",
    Step.APPROVE: "approved",
    Step.SEND_BACK: "a draft again",
    Step.SCHEDULE: "scheduled",
    Step.PUBLISH: "published",
    Step.WITHDRAW: "withdrawn",
}


class StepForm(forms.Form):
    """What one step asks for."""

    def __init__(self, step: Step, data: Any = None) -> None:
        super().__init__(data, auto_id=f"id_{step.value}_%s")
        self.step = step
        if step is Step.SCHEDULE:
            self.fields["moment"] = forms.DateTimeField(
                label=f"When ({timezone.get_current_timezone_name()})",
                widget=forms.DateTimeInput(
                    attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
                ),
            )
        if step in _REASONS:
            label, required = _REASONS[step]
            self.fields["reason"] = forms.CharField(
                label=label,
                required=required,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2, "cols": 60}),
            )

    @property
    def said(self) -> Said:
        data = self.cleaned_data
        return Said(data.get("reason", ""), data.get("moment"))


@dataclass(frozen=True)
class Stage:
    """Where a thing is on its way, and the steps that are open to the one who looks."""

    thing: Staged
    words: list[str]
    forms: list[StepForm]
    seen: int
    has_links: bool  # to make, or to revoke

    @property
    def url(self) -> str:
        return self._address("step")

    @property
    def preview(self) -> str:
        """Empty for what readers see already."""
        return "" if self.thing.is_published else self._address("preview")

    @property
    def links(self) -> str:
        return self._address("links") if self.has_links else ""

    def _address(self, page: str) -> str:
        return reverse(f"admin:briefs_{self.thing._meta.model_name}_{page}", args=[self.thing.pk])

    @property
    def label(self) -> str:
        return Status(self.thing.status).label.capitalize()


def stage_of(thing: Staged, user: Any) -> Stage:
    """Queries for the names of those who took part, and for the last change."""
    steps = [StepForm(step) for step in open_steps(thing, user)]
    seen = latest_change(key_of(thing))
    has_links = may_share(user, thing) or links_to(thing, user).exists()
    return Stage(thing, _words(thing), steps, seen, has_links)


def _words(thing: Staged) -> list[str]:
    said = []
    if thing.status == Status.IN_REVIEW and thing.submitted_by:
        said.append(f"submitted by {thing.submitted_by}")
    if thing.approved_by and thing.status in (Status.IN_REVIEW, Status.SCHEDULED):
        said.append(f"approved by {thing.approved_by}")
    if thing.scheduled_for:
        moment = timezone.localtime(thing.scheduled_for)
        said.append(f"for {moment:%-d %B %Y, %H:%M}")
        if thing.scheduled_by:
            said.append(f"by {thing.scheduled_by}")
    if isinstance(thing, Version):
        said.append(f"version {thing.number}")
    if thing.status == Status.WITHDRAWN:
        said.append(getattr(thing, "withdrawn_reason", ""))
    return said


class StepsMixin:
    """Buttons on the page of a thing, and an action of the list for each step."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        name = f"briefs_{self.opts.model_name}_step"
        return [path("<int:pk>/step/", wrap(self.take_step), name=name), *super().get_urls()]

    def change_view(self, request: HttpRequest, object_id, form_url="", extra_context=None):
        context = dict(extra_context or {})
        if is_key(object_id):
            thing = self.model._base_manager.filter(pk=object_id).first()
            context["stage"] = self.stage(request, thing) if thing else None
        return super().change_view(request, object_id, form_url, context)

    def stage(self, request: HttpRequest, thing: Staged) -> Stage | None:
        return stage_of(thing, request.user)

    @method_decorator(require_POST)
    def take_step(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take the step, unless the thing is not as it was when the button was shown."""
        thing = get_object_or_404(self.model._base_manager.all(), pk=pk)
        if not self.has_view_or_change_permission(request, thing):
            raise PermissionDenied
        if request.POST.get("step") not in Step.values:
            self.message_user(request, "There is no such step.", messages.ERROR)
            return redirect(self.page_of(request, thing))
        step = Step(request.POST["step"])
        form = StepForm(step, request.POST)
        if request.POST.get("seen") != str(latest_change(key_of(thing))):
            self.message_user(
                request,
                "It was changed since you looked at it. Read it again before the next step.",
                messages.ERROR,
            )
        elif not form.is_valid():
            told = "; ".join(
                f"{form[name].label}: {words[0]}" for name, words in form.errors.items()
            )
            self.message_user(request, f"{step.label}: {told}", messages.ERROR)
        else:
            return self._take(request, step, thing, form.said)
        return redirect(self.page_of(request, thing))

    def _take(self, request: HttpRequest, step: Step, thing: Staged, said: Said) -> HttpResponse:
        try:
            take(step, thing, said, by=request.user)
        except (PublishingError, NotAllowed) as error:
            self.message_user(request, str(error), messages.ERROR)
            return redirect(self.page_of(request, thing, error))
        self.log_change(request, thing, f"{step.label}.")
        self.message_user(
            request, f"“{_name(thing)}” is now {_done(step, said)}.", messages.SUCCESS
        )
        return redirect(self.page_of(request, thing))

    def page_of(self, request: HttpRequest, thing: Staged, error: Any = None) -> str:
        """Where the editor goes on: to what has to be mended first, or the thing itself."""
        noun = thing._meta.model_name
        if isinstance(error, QualityError):
            of_text = thing.article if isinstance(thing, Version) else thing
            try:
                return reverse(
                    f"admin:briefs_{of_text._meta.model_name}_quality", args=[of_text.pk]
                )
            except NoReverseMatch:
                pass
        elif error and isinstance(thing, Version) and self.has_change_permission(request, thing):
            return reverse("admin:briefs_version_gate", args=[thing.pk])
        return reverse(f"admin:briefs_{noun}_change", args=[thing.pk])

    # Many at once ----------------------------------------------------------------------------

    def get_actions(self, request: HttpRequest) -> dict:
        """With the steps that the person may take with things of this kind."""
        actions = super().get_actions(request)
        if IS_POPUP_VAR in request.GET:
            return actions
        for step in Step:
            if may(request.user, RIGHTS[step], self.model):
                name = action_of(step)
                actions[name] = (partial(_step_selected, step=step), name, f"{step.label}…")
        return actions


def _name(thing: Staged) -> str:
    """What editors call it; an article by its title."""
    text = thing.versions.first() if isinstance(thing, Article) else None
    return text.title if text else str(thing)


def action_of(step: Step) -> str:
    return f"{step.value.replace('-', '_')}_selected"


def _step_selected(
    model_admin: Any, request: HttpRequest, queryset: Any, *, step: Step
) -> HttpResponse | None:
    """Show what the step would do to each; then take it with those that it is open to."""
    if too_many(model_admin, request, queryset.count(), MOST):
        return None
    things = list(queryset.order_by("pk"))
    form = StepForm(step, request.POST if "look" in request.POST else None)
    effects: Sequence[Effect] = ()
    if not form.fields or form.is_valid():
        said = form.said if form.fields else Said()
        if request.POST.get("look") == "take" and _taken(model_admin, request, step, things, said):
            return None
        effects = effects_of(step, things, said, by=request.user)
    possible = [effect for effect in effects if not effect.refusal]
    return selection_page(
        model_admin,
        request,
        "steps.html",
        title=f"{step.label}: {model_admin.opts.verbose_name_plural}",
        form=form,
        step=step,
        things=things,
        effects=effects,
        possible=possible,
        refused=[effect for effect in effects if effect.refusal],
        **(_these(possible) if effects else {}),
    )


def _taken(
    model_admin: Any, request: HttpRequest, step: Step, things: list[Staged], said: Said
) -> bool:
    """Take the step with what is as it was shown, and say so; False where one refuses it."""
    changed = changed_since_shown(request, things)
    if changed:
        names = "; ".join(str(thing) for thing in changed)
        told = f"Changed by somebody since you looked, and left as it is: {names}."
        model_admin.message_user(request, told, messages.WARNING)
    left = [thing for thing in things if thing not in changed]
    try:
        take_all(step, left, said, by=request.user)
    except (PublishingError, NotAllowed) as error:
        model_admin.message_user(request, f"Nothing was done. {error}", messages.ERROR)
        return False
    for thing in left:
        model_admin.log_change(request, thing, f"{step.label}.")
    if left:
        opts = model_admin.opts
        noun, are = (
            (opts.verbose_name, "is") if len(left) == 1 else (opts.verbose_name_plural, "are")
        )
        told = f"{len(left)} {noun} {are} now {_done(step, said)}."
        model_admin.message_user(request, told, messages.SUCCESS)
    return True


def _done(step: Step, said: Said) -> str:
    """What a thing is after the step."""
    if step is Step.SCHEDULE and said.moment:
        return f"scheduled for {timezone.localtime(said.moment):%-d %B %Y, %H:%M}"
    return _DONE[step]


def _these(possible: Sequence[Effect]) -> dict[str, Any]:
    """The selection that is sent along: those alone that the step is open to."""
    things = [effect.thing for effect in possible]
    return {"selected": [thing.pk for thing in things], "across": "0", "seen": seen_of(things)}

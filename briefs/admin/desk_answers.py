"""What editors answer on the desk: checked, no change; and who looks after a claim."""

from collections.abc import Collection

from django import forms
from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.validators import RegexValidator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from briefs.admin.desk import UNDO, kept
from briefs.asserting.noting import note
from briefs.assessing import look_over
from briefs.dates import PartialDate
from briefs.desk.assigning import Owners, assign, editors, give_back
from briefs.models import Annotation
from briefs.publishing import PublishingError
from briefs.rights import NotAllowed

KEY_DIGITS = 18
_PAIR = rf"[0-9]{{1,{KEY_DIGITS}}}:[0-9]{{0,{KEY_DIGITS}}}"


class CheckForm(forms.Form):
    note = forms.CharField(required=False, max_length=2000)
    next_on = forms.DateField(required=False, label="Next date")


class NoteForm(forms.Form):
    """``seen`` is what the page told of the claim."""

    seen = forms.CharField(max_length=2000)
    note = forms.CharField(required=False, max_length=2000)


class ClaimsField(forms.ModelMultipleChoiceField):
    """The ticked claims."""

    def clean(self, value):
        # Django compares a single key with what the database can hold, and a list of them not.
        if any(len(key) > KEY_DIGITS for key in value or ()):
            raise forms.ValidationError("There is no such claim.")
        return super().clean(value)


class AssignForm(forms.Form):
    """The claim whose button was pressed, or those that are ticked."""

    take = forms.ModelChoiceField(Annotation.objects.none(), required=False)
    claim = ClaimsField(Annotation.objects.none(), required=False)
    owner = forms.ModelChoiceField(editors(), required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["take"].queryset = self.fields["claim"].queryset = kept()

    def clean(self):
        cleaned = super().clean()
        taken = cleaned.get("take")
        cleaned["claims"] = [taken] if taken else list(cleaned.get("claim") or ())
        if not cleaned["claims"] and not self.errors:
            raise forms.ValidationError("Tick first what is to be assigned.")
        return cleaned


class UndoForm(forms.Form):
    """Whose the claims were, as ``written`` says it."""

    before = forms.CharField(max_length=4000, validators=[RegexValidator(rf"^{_PAIR}( {_PAIR})*$")])

    @property
    def owners(self) -> Owners:
        pairs = (pair.split(":") for pair in self.cleaned_data["before"].split())
        return {int(claim): int(owner) if owner else None for claim, owner in pairs}


def written(before: Owners) -> str:
    return " ".join(f"{claim}:{owner or ''}" for claim, owner in before.items())


@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that the claim was looked at again, and nothing has changed."""
    claims = kept().claims().select_related("article")
    claim, form = get_object_or_404(claims, pk=pk), CheckForm(request.POST)
    if not form.is_valid():
        return refuse(request, told(form))
    try:
        look_over(claim, by=request.user, **form.cleaned_data)
    except (NotAllowed, PublishingError) as error:
        return refuse(request, str(error))
    log(request, [claim], "Checked, no change.")
    again = f" Due again on {PartialDate(claim.look_again_on)}." if claim.look_again_on else ""
    words = f"Checked, no change.{again}"
    return answer(request, f"{words} {claim.summary}", {claim.pk: {"done": words}})


@require_POST
def note_record(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that what the membership record says was seen, and the verdict stays."""
    claims = kept().claims().select_related("article")
    claim, form = get_object_or_404(claims, pk=pk), NoteForm(request.POST)
    if not form.is_valid():
        return refuse(request, told(form))
    seen, reason = form.cleaned_data["seen"], form.cleaned_data["note"]
    try:
        note(claim, seen, by=request.user, reason=reason)
    except (NotAllowed, PublishingError) as error:
        return refuse(request, str(error))
    words = "Noted, verdict stays."
    log(request, [claim], words)
    return answer(request, f"{words} {claim.summary}", {claim.pk: {"done": words}})


@require_POST
def hand_over(request: HttpRequest) -> HttpResponse:
    """Have somebody look after claims, or nobody."""
    form = AssignForm(request.POST)
    if not form.is_valid():
        return refuse(request, told(form))
    claims = form.cleaned_data["claims"]
    to_me = form.cleaned_data["take"] or "to_me" in request.POST
    owner = request.user if to_me else form.cleaned_data["owner"]
    try:
        before = assign([claim.pk for claim in claims], owner, by=request.user)
    except (NotAllowed, PublishingError) as error:
        return refuse(request, str(error))
    name = owner.get_username() if owner else "nobody"
    changed = [claim for claim in claims if claim.pk in before]
    log(request, changed, f"Assigned to {name}.")
    words = "Nothing changed hands."
    if changed:
        counted = ngettext("%d claim", "%d claims", len(changed)) % len(changed)
        words = f"{counted} assigned to {name}."
    rows = {claim.pk: {"owner": name} for claim in claims}
    return answer(request, words, rows, undo=written(before))


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Give claims back to those who looked after them before."""
    form = UndoForm(request.POST)
    if not form.is_valid():
        return refuse(request, "There is nothing to undo.")
    try:
        give_back(form.owners, by=request.user)
    except (NotAllowed, PublishingError) as error:
        return refuse(request, str(error))
    names = {person.pk: person.get_username() for person in editors()}
    claims = Annotation.objects.filter(pk__in=form.owners)
    log(request, claims, "The assignment was undone.")
    rows = {claim.pk: {"owner": names.get(claim.owner_id, "nobody")} for claim in claims}
    return answer(request, "The assignment was undone.", rows)


# The answer's own ways ----------------------------------------------------------------------


def told(form: forms.Form) -> str:
    """What is wrong, in one line."""
    lines = [*form.non_field_errors()]
    for name in form.errors:
        if name in form.fields:
            lines.append(f"{form[name].label}: {' '.join(form.errors[name])}")
    return " ".join(lines)


def log(request: HttpRequest, claims: Collection[Annotation], words: str) -> None:
    LogEntry.objects.log_actions(request.user.pk, claims, CHANGE, words)


def refuse(request: HttpRequest, words: str) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"message": words}, status=400)
    messages.error(request, words)
    return HttpResponseRedirect(back(request))


def answer(
    request: HttpRequest, words: str, rows: dict[int, dict[str, str]], *, undo: str = ""
) -> HttpResponse:
    """Say what was done: to the script, with what it changes on the page; or on the page itself."""
    if wants_json(request):
        return JsonResponse({"message": words, "rows": rows, "undo": undo})
    messages.success(request, words)
    request.session[UNDO] = undo
    return HttpResponseRedirect(back(request))


def wants_json(request: HttpRequest) -> bool:
    types = ["text/html", "application/json"]
    return request.get_preferred_type(types) == "application/json"


def back(request: HttpRequest) -> str:
    """The page that the answer was given on, at the same place."""
    address = request.POST.get("back", "")
    here = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if here else reverse("admin:index")

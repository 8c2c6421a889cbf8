"""What editors answer on the desk to a source whose page is not as it is cited."""

from django import forms
from django.contrib.admin.models import CHANGE, LogEntry
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from briefs.admin.desk_answers import answer, refuse, told
from briefs.models import Source
from briefs.rights import NotAllowed
from briefs.visiting import VisitError, give_address, give_copy, note

SAID = {
    "noted": "Noted, it stays as it is.",
    "address": "It has its new address, and will be visited there.",
    "copy": "It has an archived copy.",
}


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(choices=[(name, name) for name in SAID])
    address = forms.URLField(required=False, max_length=1000, assume_scheme="https")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("answer") in ("address", "copy") and not cleaned.get("address"):
            self.add_error("address", "Give it first.")
        return cleaned


@require_POST
def answer_source(request: HttpRequest, pk: int) -> HttpResponse:
    source, form = get_object_or_404(Source, pk=pk), AnswerForm(request.POST)
    if not form.is_valid():
        return refuse(request, told(form))
    try:
        match form.cleaned_data["answer"]:
            case "address":
                give_address(source, form.cleaned_data["address"], by=request.user)
            case "copy":
                give_copy(source, form.cleaned_data["address"], by=request.user)
            case _:
                note(source, by=request.user)
    except (NotAllowed, VisitError) as error:
        return refuse(request, str(error))
    words = SAID[form.cleaned_data["answer"]]
    LogEntry.objects.log_actions(request.user.pk, [source], CHANGE, words)
    return answer(request, f"{words} {source.title}", {})

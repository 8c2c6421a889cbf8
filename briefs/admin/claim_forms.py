"""The one form in which a claim is tagged, with its first assessment."""

from datetime import date

from django import forms

from briefs.admin.names import NamesField
from briefs.admin.together import Guarded
from briefs.admin.words import WordsField
from briefs.anchoring import TextQuote
from briefs.assessing import Cited, Judgement
from briefs.models import Annotation, Organisation, Person, State, Topic
from briefs.models.annotation import LONG
from briefs.models.assessment import has_come
from briefs.models.vocabulary import (
    FACT_SCALE,
    FORECAST_SCALE,
    Confidence,
    Kind,
    Precision,
    Status,
    StillHolds,
    scale_of,
)
from briefs.tagging import About, free_slug

FORECAST_ONLY = [
    "event",
    "deadline",
    "deadline_precision",
    "criterion",
    "probability_low",
    "probability_high",
]


def _rows(count: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": count})


def _date() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def _people():
    return Person.objects.only("name")


def _organisations():
    names = ("name", "abbreviation", "other_names", "slug")
    return Organisation.objects.exclude(status=Status.WITHDRAWN).only(*names)


def _states():
    return State.objects.only("name", "other_names", "iso_a3")


def _topics():
    return Topic.objects.only("name", "slug")


class ClaimForm(Guarded, forms.ModelForm):
    """Words and what is said of them. Where the words stand is for the server to find."""

    quote = WordsField(
        label="Words",
        widget=_rows(2),
        help_text="Exactly as they stand in the text; paste them, or select them there.",
    )
    prefix = WordsField(required=False, label="Just before", widget=_rows(1))
    suffix = WordsField(required=False, label="Just after", widget=_rows(1))
    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    speaker = NamesField(_people, noun="person", many=False)
    organisations = NamesField(
        _organisations,
        noun="organisation",
        name_of=lambda body: body.short_name,
        also=lambda body: (*body.other_names, body.slug),
    )
    states = NamesField(
        _states, noun="state", also=lambda state: (*state.other_names, state.iso_a3)
    )
    topics = NamesField(_topics, noun="topic", also=lambda topic: (topic.slug,))
    reason = forms.CharField(
        required=False,
        label="Reason for the change",
        help_text="It is published: readers see the reason in the record of corrections.",
    )
    publish_now = forms.BooleanField(required=False, label="Publish now")

    class Meta:
        model = Annotation
        fields = ["kind", "summary", "slug", "speaker", *FORECAST_ONLY]
        widgets = {
            "summary": _rows(3),
            "event": _rows(2),
            "criterion": _rows(2),
            "deadline": _date(),
        }
        help_texts = {"slug": "Made from the summary if left empty."}

    def __init__(self, *args, version, may_publish: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.version = version
        self.fields["slug"].required = False
        self.fields["kind"].choices = Kind.choices
        claim = self.instance
        if claim.pk:
            self._fill(claim)
        if claim.is_published:
            self.fields["slug"].disabled = True
            self.fields["slug"].help_text = "Its address is public, and stays."
        else:
            del self.fields["reason"]
        if claim.published_at is not None or not may_publish:
            del self.fields["publish_now"]

    def _fill(self, claim: Annotation) -> None:
        for name in ("organisations", "states", "topics"):
            self.initial.setdefault(name, list(getattr(claim, name).all()))
        anchor = self.version.anchors.filter(annotation=claim).first()
        if anchor is not None and anchor.start is not None:
            self.initial |= {
                "quote": anchor.exact,
                "prefix": anchor.prefix,
                "suffix": anchor.suffix,
                "start": anchor.start,
            }
        self.anchor = anchor

    def clean_slug(self) -> str:
        return self.cleaned_data["slug"] or free_slug(self.cleaned_data.get("summary", ""))

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") != Kind.FORECAST:
            cleaned |= dict.fromkeys(FORECAST_ONLY, "")
            cleaned |= dict.fromkeys(["deadline", "probability_low", "probability_high"])
        elif cleaned.get("deadline") and not cleaned.get("deadline_precision"):
            cleaned["deadline_precision"] = Precision.DAY
        changed = set(self.changed_data) - {"reason"}
        if self.instance.is_published and changed and not cleaned.get("reason"):
            self.add_error("reason", "This is published: say why it is changed.")
        return cleaned

    @property
    def new_quote(self) -> TextQuote | None:
        """The words, unless it stands on them already."""
        changed = {"quote", "prefix", "suffix", "start"} & set(self.changed_data)
        if self.instance.pk and not changed:
            return None
        data = self.cleaned_data
        return TextQuote(data["quote"], data["prefix"], data["suffix"])

    @property
    def about(self) -> About:
        data = self.cleaned_data
        return About(data["organisations"], data["states"], data["topics"])


class FirstAssessmentForm(forms.Form):
    """Left without a verdict, there is none."""

    verdict = forms.ChoiceField(
        required=False,
        choices=[
            ("", "none yet"),
            ("Claims", [(verdict.value, verdict.label) for verdict in FACT_SCALE]),
            ("Forecasts", [(verdict.value, verdict.label) for verdict in FORECAST_SCALE]),
        ],
    )
    confidence = forms.ChoiceField(
        required=False, choices=Confidence.choices, initial=Confidence.MEDIUM
    )
    rationale = forms.CharField(required=False, max_length=LONG, widget=_rows(3))
    assessed_on = forms.DateField(
        required=False,
        label="As of",
        initial=date.today,
        validators=[has_come],
        widget=_date(),
    )
    still_holds = forms.ChoiceField(
        required=False,
        label="Would it hold today?",
        choices=StillHolds.choices,
        initial=StillHolds.NOT_APPLICABLE,
    )

    def check_for(self, kind: str | None) -> bool:
        """Whether it fits a claim of this kind; errors are added where it does not."""
        data = self.cleaned_data
        if not data["verdict"]:
            if data["rationale"]:
                self.add_error("verdict", "Choose the verdict that this rationale is for.")
            return not self.errors
        if kind == Kind.NOTE:
            self.add_error("verdict", "An editor’s note judges nothing.")
        elif kind and data["verdict"] not in scale_of(kind):
            labels = ", ".join(verdict.label for verdict in scale_of(kind))
            self.add_error("verdict", f"A {Kind(kind).label} is judged as: {labels}.")
        for name in ("confidence", "rationale", "assessed_on"):
            if not data[name]:
                self.add_error(name, "A verdict needs this.")
        return not self.errors

    def judgement(self, sources: tuple[Cited, ...]) -> Judgement | None:
        data = self.cleaned_data
        if not data["verdict"]:
            return None
        return Judgement(
            verdict=data["verdict"],
            confidence=data["confidence"],
            rationale=data["rationale"],
            assessed_on=data["assessed_on"],
            still_holds=data["still_holds"] or StillHolds.NOT_APPLICABLE,
            verified=bool(sources),
            sources=sources,
        )

"""What a claim asserts of membership, in the claim's form."""

from django import forms
from django.utils.functional import cached_property

from briefs.admin.lists import RowsFormSet, RowsInline
from briefs.admin.names import SEPARATOR, NamesField
from briefs.asserting.words import Told, told_of
from briefs.models import Assertion, State
from briefs.models.vocabulary import Kind, Precision


def _states():
    return State.objects.only("name", "other_names", "iso_a3")


class CodesField(NamesField):
    """States by name, kept as their codes."""

    def prepare_value(self, value):
        if not isinstance(value, list):
            return value
        names = {state.iso_a3: name for name, state in self.known.items()} if value else {}
        return f"{SEPARATOR} ".join(names.get(code, code) for code in value)

    def clean(self, value) -> list[str]:
        return sorted(state.iso_a3 for state in super().clean(value))


class AssertionForm(forms.ModelForm):
    excepted = CodesField(
        _states,
        noun="state",
        also=lambda state: (*state.other_names, state.iso_a3),
        label="But not",
        help_text="States that the words leave out, parted by semicolons.",
    )

    class Meta:
        model = Assertion
        fields = [
            *("state", "members_of", "excepted", "negated", "role", "organisation"),
            *("on", "on_precision"),
        ]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("on") and not cleaned.get("on_precision"):
            cleaned["on_precision"] = Precision.DAY
        return cleaned


class AssertionFormSet(RowsFormSet):
    @cached_property
    def forms(self):
        made = super().forms
        # The names of the states are read once for all rows, where one needs them.
        if made and (self.is_bound or any(form.instance.excepted for form in made)):
            for form in made:
                form.fields["excepted"]._known = made[0].fields["excepted"].known
        return made

    def clean(self) -> None:
        super().clean()
        kept = [form for form in self.forms if form not in self.deleted_forms]
        if self.instance.kind == Kind.NOTE and any(form.has_changed() for form in kept):
            raise forms.ValidationError("An editor’s note asserts nothing.")


class AssertionInline(RowsInline):
    """Each as a small form of its own, which reads as a sentence: from whom to when."""

    model = Assertion
    form = AssertionForm
    formset = AssertionFormSet
    template = "admin/edit_inline/stacked.html"
    autocomplete_fields = ["state", "members_of", "organisation"]
    fields = [
        *("state", "members_of", "excepted", "negated", "role", "organisation"),
        ("on", "on_precision"),
        "against_the_record",
    ]
    readonly_fields = ["against_the_record"]
    verbose_name = "assertion of membership"
    verbose_name_plural = "asserted of membership"

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._told: dict[int, str] = {}

    def against_the_record(self, assertion: Assertion) -> str:
        """What the rows say of it now; asked once for all assertions of the claim."""
        if assertion.pk is None:
            return "told once it is saved"
        if assertion.pk not in self._told:
            of_claim = Assertion.objects.with_names().filter(annotation=assertion.annotation_id)
            self._told = {told.assertion.pk: in_a_line(told) for told in told_of(of_claim)}
        return self._told[assertion.pk]


def in_a_line(told: Told) -> str:
    return f"{told.said} By the record: {told.lead}. {told.because}"

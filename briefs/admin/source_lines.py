"""Lines for sources: each a known source by address or title, or a new one with its title."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from briefs.assessing import Cited
from briefs.models import Source
from briefs.publishing import PublishingError
from briefs.sourcing import UnknownSource, is_address, known_source

EMPTY = 3
"""Lines that are offered beside those filled in."""


class SourceForm(forms.Form):
    """One source: found by its address or title before a second copy of it is made."""

    address = forms.CharField(
        required=False,
        max_length=1000,
        label="Address or title",
        widget=forms.TextInput(
            attrs={"data-sources": True, "list": "known-sources", "autocomplete": "off"}
        ),
    )
    title = forms.CharField(required=False, max_length=500, label="Title, if it is new")
    publisher = forms.CharField(required=False, max_length=250)
    supports = forms.CharField(required=False, max_length=500, label="Cited for")

    known: Source | None = None
    new: Source | None = None

    def clean(self):
        cleaned = super().clean()
        words = cleaned.get("address", "")
        if not words:
            if cleaned.get("title"):
                self.add_error("address", "Give its address.")
            return cleaned
        try:
            self.known = known_source(words)
        except UnknownSource as error:
            self.add_error("address", str(error))
            return cleaned
        if self.known is None:
            self._check_new(words, cleaned)
        return cleaned

    def _check_new(self, words: str, cleaned) -> None:
        if not is_address(words):
            self.add_error("address", "No known source has this title: give its address.")
        elif not cleaned.get("title"):
            self.add_error("title", "This address is new: give the page’s title.")
        else:
            new = Source(url=words, title=cleaned["title"], publisher=cleaned["publisher"])
            try:
                new.full_clean()
            except ValidationError as error:
                self.add_error("address", error.messages)
            else:
                self.new = new

    def cited(self) -> Cited | None:
        """The source as it is cited, made if it is new; None for an empty line."""
        if self.new is not None:
            # Another line of the same form may have made it a moment ago.
            self.known, self.new = known_source(self.new.url) or _made(self.new), None
        if self.known is None:
            return None
        return Cited(self.known, supports=self.cleaned_data["supports"])


def _made(source: Source) -> Source:
    source.save()
    return source


class BaseSourceFormSet(forms.BaseFormSet):
    @property
    def is_new(self) -> bool:
        """Whether a source would be made that is not known yet."""
        return any(form.new is not None for form in self.forms)

    def cited(self) -> tuple[Cited, ...]:
        """Each source once, in the order given; new ones are stored."""
        found: dict[int, Cited] = {}
        for form in self.forms:
            cited = form.cited()
            if cited is not None:
                found.setdefault(cited.source.pk, cited)
        return tuple(found.values())


SourceFormSet = forms.formset_factory(
    SourceForm, formset=BaseSourceFormSet, extra=EMPTY, max_num=20
)


def refuse_new_sources(request: HttpRequest, sources: BaseSourceFormSet) -> None:
    """Raise PublishingError to whoever may not add sources and gave a new one."""
    if sources.is_new and not request.user.has_perm("briefs.add_source"):
        raise PublishingError("You may not add sources: cite those that are known.")

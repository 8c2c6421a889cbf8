"""An article's claims: its text as readers see it, where words are selected and tagged."""

import hashlib
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string

from briefs.admin.claim_forms import ClaimForm, FirstAssessmentForm
from briefs.admin.source_lines import SourceFormSet
from briefs.admin.together import in_words, presence_of
from briefs.anchoring import AnchorError, Span, describe
from briefs.annotating import DecisionRefused, QuoteNotFound
from briefs.models import Anchor, Annotation, Article, Assessment, Dismissal, Source, Version
from briefs.models.annotation import SHORT
from briefs.models.vocabulary import Status
from briefs.naming import known_names
from briefs.publishing import PublishingError
from briefs.reading import Card, editors_cards
from briefs.rendering import marked_text
from briefs.rights import NotAllowed, may
from briefs.sentences import sentences
from briefs.suggestions import Suggestion
from briefs.tagging import (
    TaggingError,
    dismiss,
    proposals,
    recall,
    suggestions_for,
    tag,
    take_out,
)

REFUSALS = (
    *(AnchorError, DecisionRefused, NotAllowed, PublishingError, QuoteNotFound, TaggingError),
)
FORM = "admin/briefs/article/_claim_form.html"


@dataclass
class Forms:
    """The claim's form with those that belong to it, as one."""

    claim: ClaimForm
    assessment: FirstAssessmentForm
    sources: SourceFormSet
    problems: list[str] = field(default_factory=list)  # that are of no field
    earlier: list[Anchor] = field(default_factory=list)
    is_filled: bool = False  # for some words of the text

    @property
    def is_open(self) -> bool:
        return bool(self.is_filled or self.claim.is_bound or self.problems or self.editing)

    @property
    def editing(self) -> Annotation | None:
        return self.claim.instance if self.claim.instance.pk else None

    def are_valid(self) -> bool:
        valid = [form.is_valid() for form in (self.claim, self.assessment, self.sources)]
        if valid[1]:
            kind = self.claim.cleaned_data.get("kind")
            valid.append(self.assessment.check_for(kind))
        return all(valid)

    @property
    def errors(self) -> dict[str, list[str]]:
        """Messages by the name that the field has in the form; "" for those of no field."""
        found: dict[str, list[str]] = {"": [*self.problems]}
        found[""] += self.sources.non_form_errors()
        for form in (self.claim, self.assessment, *self.sources.forms):
            found[""] += form.non_field_errors()
            for name, messages in form.errors.items():
                if name in form.fields:
                    found[form.add_prefix(name)] = list(messages)
        return {name: messages for name, messages in found.items() if messages}


class ClaimsPage:
    """One request for the claims of one version."""

    def __init__(self, model_admin, request: HttpRequest, article: Article) -> None:
        self.admin, self.request, self.article = model_admin, request, article
        self.version = self._version()

    def _version(self) -> Version:
        """The live version, or the draft where it is asked for or the only one."""
        asked = self.request.GET.get("version")
        live = self.article.live
        self.draft = self.article.versions.filter(published_at__isnull=True).first()
        open_to_tags = [version for version in (live, self.draft) if version is not None]
        for version in open_to_tags:
            version.article = self.article
            if asked in (None, str(version.number)):
                return version
        raise Http404("Claims are marked in the live version and in the draft.")

    def may(self, action: str, thing: Annotation | type[Model] = Annotation) -> bool:
        return may(self.request.user, action, thing)

    @property
    def wants_json(self) -> bool:
        types = ["text/html", "application/json"]
        return self.request.get_preferred_type(types) == "application/json"

    # Reading -------------------------------------------------------------------------------

    def get(self) -> HttpResponse:
        asked = self.request.GET
        if "claim" in asked:
            claim = self._claim(asked["claim"])
            self._require("change", claim)
            forms = self.forms(claim)
        elif "start" in asked:
            forms = self._opened_on(asked)
            if self.wants_json:
                return JsonResponse(_as_json(forms))
        else:
            forms = self.forms()
        if self.wants_json:
            return JsonResponse({"form": self.form_html(forms)})
        return self.page(forms)

    def _claim(self, pk: str) -> Annotation:
        claims = self.article.annotations.exclude(status=Status.WITHDRAWN)
        claim = get_object_or_404(claims, pk=row_number(pk) or 0)
        claim.article = self.article
        return claim

    def _opened_on(self, asked) -> Forms:
        """A form on a span of the text, filled with what is known of its words."""
        try:
            span = Span(int(asked["start"]), int(asked["end"]))
            quote = describe(self.version.text, span)
        except (KeyError, ValueError) as error:
            raise Http404("There are no such words.") from error
        found = proposals(self.version, quote.exact, editing=row_number(asked.get("editing", "")))
        forms = self.forms(
            initial={
                "quote": quote.exact,
                "prefix": quote.prefix,
                "suffix": quote.suffix,
                "start": span.start,
                "summary": " ".join(quote.exact.split()),
                "kind": found.kind,
                "organisations": found.organisations,
                "states": found.states,
            }
        )
        forms.earlier, forms.is_filled = found.earlier, True
        return forms

    def forms(self, claim: Annotation | None = None, *, initial=None, data=None) -> Forms:
        instance = claim or Annotation(article=self.article, created_by=self.request.user)
        return Forms(
            ClaimForm(
                data,
                instance=instance,
                initial=initial,
                version=self.version,
                may_publish=self.may("publish"),
            ),
            FirstAssessmentForm(data, prefix="assessment"),
            SourceFormSet(data, prefix="sources"),
        )

    def page(self, forms: Forms) -> HttpResponse:
        marks = self.marks()
        blank = self.forms()
        context = {
            **self.admin.admin_site.each_context(self.request),
            **self.shared(forms),
            **marks.context,
            "title": "Claims",
            "presence": presence_of(self.admin, self.request, self.article),
            "subtitle": str(self.version),
            "opts": self.admin.opts,
            "is_nav_sidebar_enabled": False,
            "blank": self.form_html(blank),
            "names": {name: blank.claim.fields[name] for name in NAMES},
            "sentences": marks.sentences,
            "length": len(self.version.text),
            "sha256": marks.sha256,
        }
        return render(self.request, "admin/briefs/article/claims.html", context)

    def shared(self, forms: Forms) -> dict:
        """What the form's template is given, on the page and by itself."""
        return {
            "forms": forms,
            "article": self.article,
            "version": self.version,
            "draft": self.draft,
            "may_add": self.may("add"),
            "may_change": self.request.user.has_perm("briefs.change_annotation"),
            "own": self._own(),
            "may_remove": forms.editing is not None and self._may_remove(forms.editing),
            "may_assess": self.may("add", Assessment),
        }

    def _own(self) -> set[int]:
        """The claims that the editor may change because she made them."""
        if self.request.user.has_perm("briefs.change_annotation") or not self.may("change"):
            return set()
        made = Annotation.objects.filter(
            article=self.article, created_by=self.request.user, status=Status.DRAFT
        )
        return set(made.values_list("pk", flat=True))

    def _may_remove(self, claim: Annotation) -> bool:
        if claim.published_at is None:
            return self.may("delete", claim)
        return self.may("change" if self.version.is_draft else "publish", claim)

    def form_html(self, forms: Forms) -> str:
        return render_to_string(FORM, self.shared(forms), self.request)

    def marks(self) -> "Marks":
        cards = editors_cards(self.version)
        placed = {card.id for card in cards}
        homeless = (
            self.version.anchors.filter(start__isnull=True)
            .exclude(annotation__status=Status.WITHDRAWN)
            .select_related("annotation")
        )
        names = known_names(self.article)
        return Marks(
            version=self.version,
            cards=cards,
            homeless=[anchor for anchor in homeless if anchor.annotation_id not in placed],
            suggestions=suggestions_for(self.version, cards, names),
            dismissed=list(Dismissal.objects.filter(article=self.article).order_by("-id")),
        )

    # Writing -------------------------------------------------------------------------------

    def post(self) -> HttpResponse:
        action = self.request.POST.get("action", "save")
        if action == "dismiss":
            return self.dismissed()
        if action == "recall":
            return self.recalled()
        editing = self.request.POST.get("claim")
        claim = self._claim(editing) if editing else None
        if action == "remove":
            return self.removed(claim or self._claim(""))
        if action != "save":
            raise Http404("There is no such action.")
        return self.saved(claim)

    def dismissed(self) -> HttpResponse:
        self._require("add")
        # A browser sends line ends as CRLF; the text has line feeds.
        words = self.request.POST.get("words", "").replace("\r\n", "\n")
        if words not in {span.of(self.version.text) for span in sentences(self.version.text)}:
            raise Http404("There is no such sentence.")
        dismiss(self.article, words, by=self.request.user)
        return self.done("Dismissed: it is suggested no more. X brings it back.")

    def recalled(self) -> HttpResponse:
        self._require("add")
        recall(
            self.article, row_number(self.request.POST.get("dismissal", "")), by=self.request.user
        )
        return self.done("Suggested again.")

    def removed(self, claim: Annotation) -> HttpResponse:
        self._require("delete" if claim.published_at is None else "change", claim)
        forms, slug = self.forms(claim), claim.slug
        reason = self.request.POST.get("removal_reason", "").replace("\0", "").strip()
        if len(reason) > SHORT:
            return self.refused(forms, f"The reason has more than {SHORT:,} characters.")
        try:
            what = take_out(claim, self.version, reason=reason, by=self.request.user)
        except REFUSALS as error:
            return self.refused(forms, str(error))
        self.admin.log_change(self.request, self.article, f"Claim {slug} {what}.")
        return self.done(f"“{slug}” {what}.")

    def saved(self, claim: Annotation | None) -> HttpResponse:
        self._require("change" if claim else "add", claim or Annotation)
        forms = self.forms(claim, data=self.request.POST)
        if not forms.are_valid():
            return self.refused(forms)
        if forms.assessment.cleaned_data["verdict"] and not self.may("add", Assessment):
            return self.refused(forms, "You may not assess claims.")
        if forms.sources.is_new and not self.may("add", Source):
            return self.refused(forms, "You may not add sources.")
        try:
            annotation = self._tag(forms)
        except (*REFUSALS, ValidationError) as error:
            if claim is None:
                forms.claim.instance.pk = None  # of a row that was rolled back
            said = error.messages if isinstance(error, ValidationError) else [str(error)]
            return self.refused(forms, *said)
        self.admin.log_change(self.request, self.article, f"Claim {annotation.slug} tagged.")
        return self.done(f"Saved “{annotation.slug}”.", annotation)

    @transaction.atomic
    def _tag(self, forms: Forms) -> Annotation:
        data = forms.claim.cleaned_data
        claim = forms.claim.instance
        return tag(
            claim,
            self.version,
            forms.claim.new_quote,
            forms.claim.about,
            hint=data["start"],
            judgement=forms.assessment.judgement(forms.sources.cited()),
            publish=bool(data.get("publish_now")),
            by=self.request.user,
            reason=data.get("reason", ""),
        )

    def _require(self, action: str, thing: Annotation | type[Annotation] = Annotation) -> None:
        if not self.may(action, thing):
            raise PermissionDenied

    def done(self, message: str, annotation: Annotation | None = None) -> HttpResponse:
        if not self.wants_json:
            self.admin.message_user(self.request, message)
            return redirect(f"{self.request.path}?version={self.version.number}")
        marks = self.marks()
        pk = annotation.pk if annotation else None
        return JsonResponse(
            {
                "saved": True,
                "message": message,
                "label": next((card.label for card in marks.cards if card.id == pk), ""),
                **marks.as_json(self.request, self.shared(self.forms())),
            }
        )

    def refused(self, forms: Forms, *problems: str) -> HttpResponse:
        forms.problems += problems
        forms.problems += (line for step in forms.claim.conflict for line in in_words(step))
        if self.wants_json:
            answer = {"saved": False, "errors": forms.errors, "seen": forms.claim.seen}
            return JsonResponse(answer)
        return self.page(forms)


NAMES = ("speaker", "organisations", "states", "topics")


@dataclass(frozen=True)
class Marks:
    """What the page shows of a version's text: marks, claims and suggestions."""

    version: Version
    cards: list[Card]
    homeless: list[Anchor]
    suggestions: list[Suggestion]
    dismissed: list[Dismissal]

    @property
    def context(self) -> dict:
        return {
            "text": marked_text(self.version, self.cards),
            "cards": self.cards,
            "homeless": self.homeless,
            "suggestions": self.suggestions,
            "dismissed": self.dismissed,
        }

    @property
    def sentences(self) -> list[list[int]]:
        return [[span.start, span.end] for span in sentences(self.version.text)]

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.version.text.encode()).hexdigest()

    def as_json(self, request: HttpRequest, shared: dict) -> dict:
        context = {**shared, **self.context}
        return {
            "text": context["text"],
            "claims": render_to_string("admin/briefs/article/_claims.html", context, request),
            "suggestions": render_to_string(
                "admin/briefs/article/_suggestions.html", context, request
            ),
            "dismissed": render_to_string("admin/briefs/article/_dismissed.html", context, request),
            "sentences": self.sentences,
            "length": len(self.version.text),
            "sha256": self.sha256,
        }


def _as_json(forms: Forms) -> dict:
    """What the page's script fills an open form with, names as the form writes them."""
    earlier = render_to_string("admin/briefs/article/_earlier.html", {"earlier": forms.earlier})
    filled = {name: forms.claim[name].value() for name in ("kind", "organisations", "states")}
    return {**filled, "earlier": earlier}


def row_number(words: str) -> int | None:
    """The number of a row as an address or a form gives it; None for anything else."""
    return int(words) if words.isascii() and words.isdecimal() and len(words) < 19 else None


def claims_page(model_admin, request: HttpRequest, pk: int) -> HttpResponse:
    """The page for whoever may see annotations; what is written asks for more."""
    article = get_object_or_404(Article.objects.select_related("live"), pk=pk)
    if not model_admin.has_view_or_change_permission(request, article):
        raise PermissionDenied
    if not any(request.user.has_perm(f"briefs.{may}_annotation") for may in ("view", "change")):
        raise PermissionDenied
    if article.live is None and not article.versions.exists():
        model_admin.message_user(request, "The article has no text yet.")
        return redirect("admin:briefs_article_change", pk)
    page = ClaimsPage(model_admin, request, article)
    return page.post() if request.method == "POST" else page.get()

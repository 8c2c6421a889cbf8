from typing import Any

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from taggit.managers import TaggableManager

from briefs.dates import PartialDate
from briefs.models.dates import Recorded, dated, listed, partial, precision_field
from briefs.models.publishing import Publishable, PublishableQuerySet, Staged
from briefs.models.spelling import slugged
from briefs.models.topic import TaggedArticle
from briefs.models.vocabulary import Fit, ReferenceState, Status


class Article(Publishable):
    """One analysis. Its words are in its versions; the live one is what readers see."""

    slug = models.SlugField(unique=True, max_length=100)
    live = models.OneToOneField(
        "briefs.Version",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="live_of",
    )
    authors = models.ManyToManyField(
        "briefs.Person", through="briefs.Authorship", related_name="articles"
    )
    byline = models.CharField(max_length=300, blank=True, help_text="As printed: By … for …")
    publisher = models.ForeignKey(
        "briefs.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="published_articles",
    )
    publisher_line = models.CharField(
        max_length=300, blank=True, help_text="The publisher as the article names it."
    )
    originally_on = models.DateField(
        "original date", null=True, blank=True, help_text="When it first appeared."
    )
    originally_on_precision = precision_field()
    original_url = models.URLField("original address", max_length=1000, blank=True)
    original_url_note = models.TextField(
        blank=True, help_text="What is known about that address: dead, not opened."
    )
    licence_name = models.CharField(max_length=400, blank=True)
    licence_short = models.CharField(max_length=50, blank=True)
    licence_url = models.URLField(max_length=300, blank=True)
    changes_made = models.TextField(
        blank=True, help_text="What was changed against the original; the licence may ask for it."
    )
    language = models.CharField(max_length=20, default="en", help_text="BCP 47 tag, as en-US.")
    topics = TaggableManager(through=TaggedArticle, blank=True)

    objects = PublishableQuerySet["Article"].as_manager()

    class Meta(Publishable.Meta):
        ordering = ["-originally_on", "slug"]
        constraints = [
            *Publishable.Meta.constraints,
            slugged("article"),
            dated("article", "originally_on"),
            models.CheckConstraint(
                name="article_published_has_live_version",
                condition=~Q(status__in=[Status.PUBLISHED, Status.WITHDRAWN])
                | Q(live__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["status", "-originally_on", "slug"], name="article_in_order"),
        ]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return reverse("briefs:article-detail", args=[self.slug])

    @property
    def originally(self) -> PartialDate | None:
        return partial(self.originally_on, self.originally_on_precision)


class Authorship(models.Model):
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="authorships")
    person = models.ForeignKey(
        "briefs.Person", on_delete=models.PROTECT, related_name="authorships"
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["article", "person"], name="authorship_once")
        ]

    def __str__(self) -> str:
        return f"{self.person} wrote {self.article}"


class Version(Staged):
    """One state of an article's text; immutable once ``published_at`` is set.

    The draft of an article that is not public yet goes through the newsroom with its article; a
    later version by itself.

    ``body`` is HTML in normal form, ``text`` its ``textContent``: both are stored, never
    recomputed, and every anchor's offsets count code points of ``text``.
    """

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    standfirst = models.TextField(blank=True)
    body = models.TextField()
    text = models.TextField(editable=False)
    end_note = models.TextField(
        blank=True, help_text="HTML printed after the text: further reading, notices."
    )
    author_note = models.TextField(blank=True, help_text="HTML about the author, as printed.")
    note = models.TextField(blank=True, help_text="What changed against the version before.")
    correction = models.TextField(
        blank=True,
        help_text="If an error is put right: what was wrong. Readers see it above the article.",
    )
    only_typos = models.BooleanField(
        "only typing errors",
        default=False,
        help_text="On: spelling or layout alone was put right; who follows by feed is not told.",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    revision = models.PositiveIntegerField(
        default=1, help_text="Raised by every save of the draft."
    )

    class Meta(Staged.Meta):
        ordering = ["article", "-number"]
        constraints = [
            *Staged.Meta.constraints,
            models.CheckConstraint(
                name="version_published_is_not_taken_back",
                condition=Q(status=Status.PUBLISHED, published_at__isnull=False)
                | (
                    Q(status__in=[Status.DRAFT, Status.IN_REVIEW, Status.SCHEDULED])
                    & Q(published_at__isnull=True)
                ),
            ),
            models.UniqueConstraint(fields=["article", "number"], name="version_number_once"),
            models.CheckConstraint(name="version_number_from_one", condition=Q(number__gte=1)),
            models.UniqueConstraint(
                fields=["article"],
                condition=Q(published_at__isnull=True),
                name="version_one_draft",
                violation_error_message="The article already has a draft version.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        published = Version.objects.filter(pk=self.pk, published_at__isnull=False)
        if not self._state.adding and published.exists():
            raise TypeError("A published version is never changed; make a new one.")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("briefs:version-detail", args=[self.article.slug, self.number])

    @property
    def is_draft(self) -> bool:
        return self.published_at is None

    @property
    def staged(self) -> "Article | Version":
        """What goes through the newsroom when this draft does."""
        return self if self.article.is_published else self.article


class Autosave(models.Model):
    """What an editor typed in a draft and has not saved yet; one for each editor and draft."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="autosaves")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="autosaves"
    )
    revision = models.PositiveIntegerField(help_text="Of the draft when the typing began.")
    content = models.JSONField(help_text="The form's fields as they were typed.")
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "by"], name="autosave_one_an_editor"),
        ]

    def __str__(self) -> str:
        return f"{self.by}: {self.version}"


class Reference(models.Model):
    """A link of the original text, in the order of reading: its words, and what became of it."""

    class Place(models.TextChoices):
        TITLE = "title", "title"
        STANDFIRST = "standfirst", "standfirst"
        BYLINE = "byline", "byline"
        BODY = "body", "text"
        END_NOTE = "end-note", "end note"
        AUTHOR_NOTE = "author-note", "author note"
        PUBLISHER = "publisher", "publisher line"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="references")
    number = models.PositiveIntegerField(help_text="Matches data-reference in the text.")
    words = models.CharField(max_length=500, help_text="The words that carry the link.")
    place = models.CharField(max_length=20, choices=Place, default=Place.BODY)
    sentence = models.TextField(blank=True)
    url = models.CharField(
        "original address",
        max_length=1000,
        blank=True,
        validators=[
            RegexValidator(r"^(https?://|mailto:)\S+$", "Write an http, https or mailto address.")
        ],
    )
    state = models.CharField(max_length=10, choices=ReferenceState)
    fit = models.CharField(
        max_length=20, choices=Fit, blank=True, help_text="Of the proposed replacement."
    )
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["article", "number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="reference_number_once"),
            listed("reference", "state", ReferenceState),
            listed("reference", "fit", Fit, blank=True),
            models.CheckConstraint(
                name="reference_live_has_address",
                condition=~Q(state=ReferenceState.LIVE) | ~Q(url=""),
                violation_error_message="A live link needs its address.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.words}"


class ReceivedFile(Recorded):
    """The file an article was imported from, byte for byte, and what the reader made of it."""

    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="received")
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    report = models.JSONField()

    def __str__(self) -> str:
        return self.name


class Mention(models.Model):
    """Words of an article that stand for an organisation or a state."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="mentions")
    organisation = models.ForeignKey(
        "briefs.Organisation",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="mentions",
    )
    state = models.ForeignKey(
        "briefs.State", null=True, blank=True, on_delete=models.CASCADE, related_name="mentions"
    )
    words = models.CharField(max_length=300)
    indirect = models.BooleanField(
        default=False, help_text="On: the words do not name it; the link is the editors’ reading."
    )

    class Meta:
        ordering = ["article", "indirect", "words"]
        constraints = [
            models.CheckConstraint(
                name="mention_of_organisation_or_state",
                condition=Q(organisation__isnull=True, state__isnull=False)
                | Q(organisation__isnull=False, state__isnull=True),
            ),
            models.UniqueConstraint(
                F("article"), F("organisation"), F("words"), name="mention_of_organisation_once"
            ),
            models.UniqueConstraint(
                F("article"), F("state"), F("words"), name="mention_of_state_once"
            ),
        ]

    def __str__(self) -> str:
        return self.words

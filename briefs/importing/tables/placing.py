"""Claims of a table -> their place in the article's present text."""

from briefs.anchoring import TextQuote
from briefs.annotating import annotate, find
from briefs.importing.tables.cells import PRESENT
from briefs.importing.tables.read import Written
from briefs.models import Annotation, Article, Version
from briefs.publishing import PublishingError


class Places:
    """Keeps each article's text, so that it is fetched once."""

    def __init__(self) -> None:
        self._texts: dict[int, Version | None] = {}

    def put(self, claim: Annotation, row: Written) -> None:
        """Put the claim on its words, if it does not stand there.

        Raise QuoteNotFound, AmbiguousQuote, or PublishingError for one that is public: its words
        are changed where the record is told.
        """
        version = self._text(claim.article)
        if version is None:
            raise PublishingError("The article has no text yet.")
        exact, prefix, suffix = (row.cells.get(name, "") for name in ("quote", "prefix", "suffix"))
        present = next(iter(getattr(claim, PRESENT, [])), None)
        if present is not None and present.exact == exact and not (prefix or suffix):
            return
        quote = TextQuote(exact, prefix, suffix)
        if present is not None and find(version.text, quote) == present.span:
            return
        if claim.is_published:
            raise PublishingError(
                "The claim is public: give it other words on the page of its article’s claims, "
                "which records the words it had."
            )
        setattr(claim, PRESENT, [annotate(claim, version, quote)])

    def _text(self, article: Article) -> Version | None:
        if article.pk not in self._texts:
            self._texts[article.pk] = article.live or article.versions.first()
        return self._texts[article.pk]

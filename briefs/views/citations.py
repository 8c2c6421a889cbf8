"""An article, a version or a claim as reference managers read it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from briefs.citing import FORMATS, Citation, authors_of, of_article, of_claim, of_version
from briefs.models import Annotation, Article
from briefs.views.elsewhere import read_elsewhere
from briefs.views.gate import public_or_gone
from briefs.views.origin import origin
from briefs.views.versions import published_version


def _file(citation: Citation, ending: str) -> HttpResponse:
    """The citation in that format, under a file name of its own."""
    form = FORMATS.get(ending)
    if form is None:
        raise Http404(f"There is no citation in the format {ending}.")
    name = f"{citation.key}.{form.ending}"
    return HttpResponse(
        form.write(citation),
        content_type=f"{form.media_type}; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Link": f'<{citation.url}>; rel="describes"',
        },
    )


@read_elsewhere
@require_safe
def article_citation(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    article = public_or_gone(Article.objects.select_related("live", "publisher"), slug=slug)
    return _file(of_article(article, article.live, authors_of(article), origin(request)), ending)


@read_elsewhere
@require_safe
def version_citation(request: HttpRequest, slug: str, number: int, ending: str) -> HttpResponse:
    article = public_or_gone(Article.objects.select_related("live", "publisher"), slug=slug)
    version = published_version(article, number)
    return _file(of_version(article, version, authors_of(article), origin(request)), ending)


@read_elsewhere
@require_safe
def claim_citation(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    claim = public_or_gone(Annotation.objects.select_related("article__live"), slug=slug)
    assessment = claim.assessments.published().newest_first().first()
    cited = of_claim(claim, assessment, authors_of(claim.article), origin(request))
    return _file(cited, ending)

"""Articles with their versions, authors, topics and the bodies that they name."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from briefs.generating.amounts import Amounts, favourite, moment
from briefs.generating.bodies import Shared
from briefs.generating.lines import line, new_id
from briefs.generating.words import name, paragraphs, sentence
from briefs.generating.writing import Write
from briefs.models import (
    Article,
    Authorship,
    Event,
    Mention,
    TaggedArticle,
    Version,
)
from briefs.models.vocabulary import EventKind, Precision, Status

REVISED = 10
"""One article of so many has a second version, with a paragraph more."""


@dataclass(frozen=True)
class Text:
    """An article's versions, and the sentences of the first that are claimed."""

    number: int
    article: Article
    versions: list[Version]
    claimed: list[str]


def texts(numbers: range, amounts: Amounts, rng: Random, known: Shared, write: Write) -> list[Text]:
    """The articles of these numbers, all of them public."""
    articles = [
        Article(
            slug=f"generated-article-{n}",
            originally_on=date(2000 + n % 25, 1 + n % 12, 1 + n % 28),
            originally_on_precision=Precision.DAY,
            public_id=new_id(rng),
            recorded_at=moment(known.now, 0.1 + 0.85 * n / (amounts.articles + 1)),
        )
        for n in numbers
    ]
    write(articles)
    made = [
        _text(article, n, amounts.annotations_of(n), rng)
        for article, n in zip(articles, numbers, strict=True)
    ]
    write(version for text in made for version in text.versions)
    for text in made:
        text.article.live, text.article.status = text.versions[-1], Status.PUBLISHED
        text.article.published_at = text.article.recorded_at
    Article.objects.bulk_update(articles, ["live", "status", "published_at"])
    write(Authorship(article=one, person=rng.choice(known.people)) for one in articles)
    write(TaggedArticle(content_object=one, tag=favourite(rng, known.topics)) for one in articles)
    if known.organisations:
        named = [(one, favourite(rng, known.organisations)) for one in articles]
        write(Mention(article=one, organisation=body, words=body.name) for one, body in named)
    return made


def _text(article: Article, number: int, claims: int, rng: Random) -> Text:
    said = paragraphs(rng, claims + 5)
    title, standfirst = f"Generated article {number} on {name(rng)}", sentence(rng, number)
    versions = []
    for count in (1, 2) if number % REVISED == 0 else (1,):
        if count == 2:
            said = [*said, [sentence(rng, claims + 6)]]
        at = article.recorded_at + timedelta(days=30 * (count - 1))
        versions.append(
            Version(
                article=article,
                number=count,
                title=title,
                standfirst=standfirst,
                body="\n".join(f"<p>{' '.join(paragraph)}</p>" for paragraph in said),
                text="\n".join(" ".join(paragraph) for paragraph in said),
                status=Status.PUBLISHED,
                published_at=at,
                recorded_at=at,
            )
        )
    claimed = [sentence for paragraph in said for sentence in paragraph][:claims]
    return Text(number, article, versions, claimed)


def told(rng: Random, text: Text) -> list[Event]:
    kinds = (EventKind.ARTICLE_PUBLISHED, EventKind.VERSION_PUBLISHED)
    return [
        line(
            rng,
            kind,
            version.title,
            version.recorded_at,
            article=text.article,
            version=version,
            before={"version": version.number - 1} if version.number > 1 else {},
            after={"version": version.number},
        )
        for kind, version in zip(kinds, text.versions, strict=False)
    ]

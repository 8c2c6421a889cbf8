"""What the card of a thing says; only of rows that readers see."""

from collections import Counter
from collections.abc import Iterable

from django.conf import settings

from briefs.citing import publisher_of
from briefs.models import Annotation, Article, Organisation, Person, Version
from briefs.models.vocabulary import Verdict
from briefs.social_cards.card import Segment, SocialCard

WORDS = {
    "held": "held up",
    "partly": "partly",
    "failed": "did not hold",
    "open": "open or undecidable",
}


def card_of_site() -> SocialCard:
    return SocialCard(site=settings.SITE_NAME, title=settings.SITE_TAGLINE)


def card_of_article(
    article: Article, version: Version, authors: Iterable[Person], verdicts: Iterable[str]
) -> SocialCard:
    """``verdicts`` are those of its claims; empty where none was given yet."""
    families = Counter(Verdict(one).family if one else "open" for one in verdicts)
    dated = str(article.originally) if article.originally else ""
    told = (*(author.name for author in authors), dated, publisher_of(article))
    claims = sum(families.values())
    return SocialCard(
        site=settings.SITE_NAME,
        kicker=f"{claims} claim{'' if claims == 1 else 's'}, and what became of them"
        if claims
        else "Article",
        title=version.title,
        line=", ".join(part for part in told if part),
        verdicts=tuple(
            Segment(family, words, families[family])
            for family, words in WORDS.items()
            if families[family]
        ),
    )


def card_of_claim(claim: Annotation, authors: Iterable[Person]) -> SocialCard:
    article = claim.article
    verdict = Verdict(claim.verdict) if claim.verdict else None
    names = ", ".join(author.name for author in authors)
    title = f"“{article.live.title}”" if article.live else ""
    dated = str(article.originally) if article.originally else ""
    given = (
        Segment(verdict.family, verdict.label) if verdict else Segment("open", "not assessed yet")
    )
    return SocialCard(
        site=settings.SITE_NAME,
        kicker=claim.get_kind_display().capitalize(),
        title=claim.summary,
        line=", ".join(part for part in (names, dated, title) if part),
        verdicts=(given,) if claim.is_claim else (),
    )


def card_of_organisation(body: Organisation, members: int) -> SocialCard:
    """``members`` is how many states are members now."""
    founded = f"founded {body.founded}" if body.founded and body.founded_verified else ""
    ended = f"ended {body.dissolved}" if body.dissolved and body.dissolved_verified else ""
    count = f"{members} member state{'' if members == 1 else 's'}" if members else ""
    line = ", ".join(part for part in (founded, ended, count) if part)
    return SocialCard(
        site=settings.SITE_NAME,
        kicker=body.get_kind_display().capitalize(),
        title=f"{body.name} ({body.abbreviation})" if body.abbreviation else body.name,
        line=line[:1].upper() + line[1:],
    )

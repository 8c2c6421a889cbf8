"""What organisations and states are called, for finding them in a text."""

from briefs.models import Article, Mention, Organisation, State
from briefs.models.vocabulary import Status
from briefs.names import Name, Names


def known_names(article: Article) -> Names:
    """What organisations and states are called; the article's own words for them first.

    Three queries.
    """
    names = [
        Name(words, "organisation", organisation) if organisation else Name(words, "state", state)
        for words, organisation, state in Mention.objects.filter(article=article).values_list(
            "words", "organisation_id", "state_id"
        )
    ]
    bodies = Organisation.objects.exclude(status=Status.WITHDRAWN).order_by("id")
    for pk, name, short, others in bodies.values_list("id", "name", "abbreviation", "other_names"):
        names += [Name(words, "organisation", pk) for words in (name, short, *others) if words]
    for pk, name, others in State.objects.order_by("id").values_list("id", "name", "other_names"):
        names += [Name(words, "state", pk) for words in (name, *others) if words]
    return Names(names)

"""What a list is narrowed by, in the words of its feed's title."""

from typing import Any

from briefs.models import Article, Organisation, Person, State, Topic
from briefs.models.vocabulary import Kind, Noun, Verdict

_CHOICES: dict[str, tuple[str, dict[str, str]]] = {
    "kind": ("of the kind “{}”", dict(Kind.choices)),
    "verdict": ("judged “{}”", dict(Verdict.choices)),
    "noun": ("{}s alone", dict(Noun.choices)),
    "year": ("of {}", {}),
}
# The words, the rows that have a public name, by which field they are asked for, the name's field.
_NAMED: dict[str, tuple[str, Any, str, str]] = {
    "topic": ("on the topic “{}”", Topic.objects.all(), "slug", "name"),
    "organisation": ("about {}", Organisation.objects.published(), "slug", "name"),
    "state": ("about {}", State.objects.all(), "iso_a3", "name"),
    "article": ("in “{}”", Article.objects.published(), "slug", "live__title"),
    "author": ("by {}", Person.objects.published(), "slug", "name"),
    "speaker": ("that report the words of {}", Person.objects.published(), "slug", "name"),
}


def in_words(name: str, value: str) -> str:
    """One filter; what has no public name is called as it was typed. One query at most."""
    if name in _CHOICES:
        words, labels = _CHOICES[name]
        return words.format(labels.get(value, value))
    words, rows, key, label = _NAMED[name]
    found = rows.filter(**{key: value}).values_list(label, flat=True).first()
    return words.format(found or value)

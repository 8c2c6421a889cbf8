"""Content for trials of scale: as much as asked for, and nothing in it broken."""

import pytest
from django.core.management import CommandError, call_command

from briefs.generating import Amounts, generate
from briefs.markup import normal_form, text_of
from briefs.models import Anchor, Annotation, Article, Event, Membership, Version

pytestmark = pytest.mark.django_db

FEW = Amounts(articles=3, annotations=12, memberships=40, events=50)


def test_as_much_as_is_asked_for(client):
    generate(FEW)
    counts = [model.objects.count() for model in (Article, Annotation, Membership, Event)]
    assert counts == [3, 12, 40, 50]
    anchors = Anchor.objects.select_related("version")
    assert [a for a in anchors if a.version.text[a.start : a.end] != a.exact] == []
    article = Article.objects.first()
    assert client.get(article.get_absolute_url()).status_code == 200
    assert client.get(article.annotations.first().get_absolute_url()).status_code == 200


def test_bodies_are_in_normal_form_with_their_text():
    generate(FEW)
    for version in Version.objects.all():
        assert normal_form(version.body) == version.body
        assert text_of(version.body) == version.text


def test_progress_reaches_its_end():
    seen = {}
    generate(FEW, progress=lambda what, done, total: seen.update({what: (done, total)}))
    assert seen == {"organisations": (2, 2), "articles": (3, 3), "events": (50, 50)}


def test_each_sentence_is_claimed_once_in_its_text():
    generate(FEW)
    places = list(Anchor.objects.values_list("version", "start"))
    assert len(set(places)) == len(places) == 12


def test_a_second_lot_is_refused_in_words():
    call_command("generate_content", articles=1, annotations=2, memberships=0, events=1,
                 interactive=False)  # fmt: skip
    with pytest.raises(CommandError, match="generated content in this database already"):
        call_command("generate_content", interactive=False)


def test_a_number_below_nought_is_refused():
    with pytest.raises(CommandError, match="0 or more"):
        call_command("generate_content", articles=-1, interactive=False)

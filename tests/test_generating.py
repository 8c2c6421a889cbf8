"""Content for trials of scale: as much as asked for, and nothing in it broken."""

from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from briefs.generating import Amounts, generate
from briefs.markup import normal_form, text_of
from briefs.models import Anchor, Annotation, Article, ChangeOf, Event, Membership, Version
from briefs.models.history import recorded_models
from briefs.searching import rebuild
from tests.bench.copying import Copying, without_triggers, write_history
from tests.bench.scale_content import complaints

pytestmark = pytest.mark.django_db

FEW = Amounts(articles=11, annotations=44, memberships=40, events=200)
COUNTS = [11, 44, 40, 200]


def test_as_much_as_is_asked_for(client):
    generate(FEW)
    counts = [model.objects.count() for model in (Article, Annotation, Membership, Event)]
    assert counts == COUNTS
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
    assert seen == {"organisations": (2, 2), "articles": (11, 11), "events": (200, 200)}


def test_each_sentence_is_claimed_once_in_its_text():
    generate(FEW)
    places = list(Anchor.objects.values_list("version", "start"))
    assert len(set(places)) == len(places) > 44  # one article has a second version


def test_nothing_is_amiss():
    generate(FEW)
    rebuild()
    assert complaints() == []


def test_the_record_is_whole_however_few_lines_are_asked_for():
    generate(Amounts(articles=3, annotations=12, memberships=40, events=1))
    assert Event.objects.count() > 40 + 12 + 3
    assert complaints() == []


def test_the_same_seed_gives_the_same():
    def made() -> tuple[list, list]:
        with transaction.atomic():
            generate(FEW, seed=3)
            found = (
                list(Event.objects.order_by("pk").values_list("public_id", "headline")),
                list(Version.objects.order_by("pk").values_list("text", flat=True)),
            )
            transaction.set_rollback(True)
        return found

    assert made() == made()


@pytest.mark.skipif("connection.vendor != 'postgresql'")
def test_copied_rows_are_those_of_the_triggers_and_so_is_their_history():
    def histories() -> Counter:
        return Counter(ChangeOf.objects.values_list("model", flat=True))

    def rows() -> dict[str, int]:
        return {model._meta.label: model._base_manager.count() for model in recorded_models()}

    with transaction.atomic():
        generate(FEW)
        wanted, expected = rows(), histories()
        transaction.set_rollback(True)
    copying = Copying()
    with without_triggers():
        generate(FEW, write=copying)
        copying.set_sequences()
        before = histories()
        write_history(copying.models, "generated")
    assert rows() == wanted
    # The triggers tell of the version that an article is given, too.
    expected["briefs.article"] -= FEW.articles
    assert histories() - before == expected - before
    rebuild()
    assert complaints() == []
    connection.check_constraints()
    assert Article.objects.create(slug="the-next").pk == FEW.articles + 1


def test_a_second_lot_is_refused_in_words():
    call_command("generate_content", articles=1, annotations=2, memberships=0, events=1,
                 interactive=False)  # fmt: skip
    with pytest.raises(CommandError, match="generated content in this database already"):
        call_command("generate_content", interactive=False)


def test_a_number_below_nought_is_refused():
    with pytest.raises(CommandError, match="0 or more"):
        call_command("generate_content", articles=-1, interactive=False)

"""Each search knows what was written before it, whatever wrote it; and nothing that is hidden."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection

from briefs.assessing import assess
from briefs.models import (
    Anchor,
    Annotation,
    Article,
    Assessment,
    Authorship,
    Citation,
    Mention,
    Organisation,
    Person,
    SearchEntry,
    SearchPending,
    SearchWord,
    Source,
    TaggedUpdate,
    Topic,
    Update,
    Version,
)
from briefs.publishing import publish_article, publish_update, withdraw
from briefs.searching import bring_up_to_date, rebuild, search, suggestions
from briefs.versioning import open_draft, publish_draft
from tests.factories import (
    make_annotation,
    make_article,
    make_assessment,
    make_judgement,
    make_membership,
    make_organisation,
    make_person,
    make_source,
    make_topic,
    make_update,
    make_version,
    make_watch,
)

pytestmark = pytest.mark.django_db


def titles(text: str) -> set[str]:
    return set(search(text).entries().values_list("title", flat=True))


def index():
    """All that is known to search, without the keys of its own rows."""
    entries = {
        (
            *(entry.noun, entry.object_id, entry.title, entry.body, entry.address),
            *(str(entry.happened), entry.year, entry.verdict),
            tuple(sorted(entry.topics.values_list("pk", flat=True))),
            tuple(sorted(entry.organisations.values_list("pk", flat=True))),
            tuple(sorted(entry.names.values_list("name", flat=True))),
        )
        for entry in SearchEntry.objects.all()
    }
    return entries, dict(SearchWord.objects.values_list("word", "entries"))


def words_known() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM briefs_searchwords")
        return cursor.fetchone()[0]


@pytest.fixture
def site():
    topic, body = make_topic(slug="a-topic"), make_organisation(slug="a-body", name="A body")
    author = make_person(slug="author", name="An author", affiliation=body)
    speaker = make_person(slug="speaker", name="A speaker")
    article = make_article(slug="an-article", title="An article")
    Authorship.objects.create(article=article, person=author)
    Mention.objects.create(article=article, organisation=body, words="bloc")
    article.topics.add(topic)
    Citation.objects.create(article=article, source=make_source(title="Of the article"))
    Citation.objects.create(person=author, source=make_source(title="Of the author"))
    claim = make_annotation(article, slug="a-claim", speaker=speaker)
    claim.topics.add(topic)
    claim.organisations.add(body)
    make_assessment(claim, source=make_source(title="Of the assessment"))
    update = make_update(slug="an-update", bears_on=claim)
    update.topics.add(topic)
    update.organisations.add(body)
    make_membership(organisation=body)
    watch = make_watch()
    Citation.objects.create(watch=watch, source=make_source(title="Of the watch"))
    make_update(slug="a-draft", public=False)
    bring_up_to_date()


def sql(statement: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def new_version() -> None:
    article = Article.objects.get()
    draft = open_draft(article)
    Version.objects.filter(pk=draft.pk).update(title="Another title")
    publish_draft(article, reason="Anew.")


def delete_updates() -> None:
    sql("DELETE FROM briefs_event WHERE update_id IS NOT NULL")  # they hold what they tell of
    Update.objects.all().delete()


WRITES = {
    "nothing": lambda: None,
    "save": lambda: Update.objects.get(slug="an-update").save(),
    "update": lambda: Update.objects.update(headline="Otherwise"),
    "sql": lambda: sql("UPDATE briefs_organisation SET name = %s", "By hand"),
    "publish": lambda: publish_update(Update.objects.get(slug="a-draft")),
    "withdraw": lambda: withdraw(Update.objects.get(slug="an-update"), reason="Wrong."),
    "withdraw-claim": lambda: withdraw(Annotation.objects.get(), reason="Wrong."),
    "withdraw-article": lambda: withdraw(Article.objects.get(), reason="Wrong."),
    "withdraw-body": lambda: withdraw(Organisation.objects.get(slug="a-body"), reason="Wrong."),
    "delete": lambda: delete_updates(),
    "delete-by-sql": lambda: sql("DELETE FROM briefs_mention"),
    "topic-off": lambda: Annotation.objects.get().topics.clear(),
    "topic-moved": lambda: TaggedUpdate.objects.update(tag=make_topic()),
    "topic-gone": lambda: Topic.objects.all().delete(),
    "topic-renamed": lambda: Topic.objects.update(name="Other", slug="other"),
    "body-off": lambda: Annotation.objects.get().organisations.clear(),
    "body-on": lambda: Update.objects.get(slug="a-draft").organisations.set([]),
    "assessed": lambda: make_assessment(Annotation.objects.get(), "pending", rationale="Anew."),
    "anchor": lambda: Anchor.objects.all().delete(),
    "new-version": new_version,
    "author-off": lambda: Authorship.objects.all().delete(),
    "author-renamed": lambda: Person.objects.update(name="Otherwise"),
    "author-changed": lambda: Authorship.objects.update(person=make_person()),
    "speaker-off": lambda: Annotation.objects.update(speaker=None),
    "affiliation": lambda: Person.objects.update(affiliation=make_organisation()),
    "citation-gone": lambda: Citation.objects.all().delete(),
    "citation-moved": lambda: Citation.objects.filter(article__isnull=False).update(
        source=make_source(title="Another")
    ),
    "source": lambda: Source.objects.update(
        title="Page", dated_on=date(2020, 5, 1), dated_on_precision="month"
    ),
    "membership": lambda: sql("UPDATE briefs_membership SET status = 'draft'"),
    "watch": lambda: sql("UPDATE briefs_watch SET status = 'draft'"),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_after_any_write_the_index_is_as_if_made_anew(site, write):
    write()
    bring_up_to_date()
    kept = index()
    assert words_known() == len(kept[0])
    assert not SearchPending.objects.exists()
    rebuild()
    assert index() == kept


def test_an_edit_past_every_model_is_found_by_the_next_search(site):
    Update.objects.filter(slug="an-update").update(headline="A ferry sails")
    assert titles("ferry") == {"A ferry sails"}
    sql("UPDATE briefs_update SET body = %s", "It carries grain.")
    assert titles("grain") == {"A ferry sails"}


def test_a_change_that_is_committed_after_later_ones_is_taken_in_too(site):
    Update.objects.filter(slug="an-update").update(headline="A ferry sails")
    open_still = list(SearchPending.objects.values_list("pk", flat=True))
    SearchPending.objects.all().delete()
    Person.objects.update(name="A captain")
    assert "A captain" in titles("captain")
    assert titles("ferry") == set()
    SearchPending.objects.bulk_create(SearchPending(pk=number) for number in open_still)
    assert titles("ferry") == {"A ferry sails"}


def test_what_is_hidden_is_never_found():
    draft = make_update(public=False, headline="A zeppelin")
    assert (titles("zeppelin"), suggestions("zepp")) == (set(), [])
    publish_update(draft)
    assert (titles("zeppelin"), suggestions("zepp")) == ({"A zeppelin"}, ["A zeppelin"])
    withdraw(draft, reason="It was wrong.")
    assert (titles("zeppelin"), suggestions("zepp")) == (set(), [])
    assert search("zepelin").replaced == ()  # and its words are forgotten
    article = make_article(public=False, title="Dirigibles")
    make_annotation(article, summary="A dirigible flies.")
    Citation.objects.create(article=article, source=make_source(title="On dirigibles"))
    article.authors.add(make_person(name="Dirigible"))
    assert titles("dirigible") == set()


def test_what_is_deleted_is_gone():
    make_update(headline="A zeppelin")
    assert titles("zeppelin") == {"A zeppelin"}
    delete_updates()
    assert titles("zeppelin") == set()


def test_an_article_is_searched_by_its_live_version_alone():
    article = make_article(body="<p>The old words.</p>", title="Old")
    make_version(article, body="<p>The draft words.</p>", title="Draft")
    assert (titles("old"), titles("draft")) == ({"Old"}, set())
    publish_article(article, article.versions.get(title="Draft"), reason="Anew.")
    assert (titles("old"), titles("draft")) == (set(), {"Draft"})


def test_a_verdict_that_waits_for_a_second_person_is_not_searched(settings):
    claim = make_annotation()
    settings.SECOND_PERSON_FOR_VERDICTS = True
    by = User.objects.create_superuser("editor")
    judgement = make_judgement(rationale="Zeppelins came.")
    assess(claim, claim.article.live, judgement, by=by)
    assert Assessment.objects.filter(published_at=None).count() == 1
    assert titles("zeppelin") == set()


def test_where_nothing_changed_it_costs_one_query(site, django_assert_num_queries):
    with django_assert_num_queries(1):
        bring_up_to_date()


def test_it_is_made_anew_by_a_command(site, capsys):
    before = index()
    SearchEntry.objects.all().delete()
    call_command("rebuild_search")
    assert index() == before
    assert capsys.readouterr().out == f"{len(before[0])} things can be found.\n"


@pytest.mark.django_db(transaction=True)
def test_emptied_tables_leave_no_words():
    make_update(headline="India joins")
    bring_up_to_date()
    assert words_known() > 0
    call_command("flush", interactive=False, verbosity=0)
    assert words_known() == 0

"""Changes read back: what became of a thing, in words."""

import pytest
from django.contrib.auth.models import User

from briefs.history import Step, change_sets_of, key_of, steps_of, summaries, things_in
from briefs.models import Annotation, Bearing, Change, ChangeSet, Topic, Update
from briefs.publishing import change_membership, membership_facts, publish_annotation
from briefs.recording import recorded
from briefs.retagging import retag
from briefs.versioning import Content, open_draft, save_draft
from tests.factories import (
    make_annotation,
    make_article,
    make_assessment,
    make_membership,
    make_organisation,
    make_source,
    make_state,
    make_topic,
    make_update,
)

pytestmark = pytest.mark.django_db


def in_one_go(write) -> None:
    with recorded(origin="test"):
        write()


def latest(thing) -> Step:
    """The thing's part in the last set that changed it."""
    key = key_of(thing)
    return steps_of(key, list(change_sets_of(key)[:1]))[0]


def told(step: Step) -> dict:
    """A step in plain text: fields, and rows by kind."""
    difference = step.difference
    signs = {"insert": "+", "delete": "−", "update": "~"}
    fields = {f.label: (f.before, f.after) for f in difference.fields}
    rows = {
        kind.label: [
            f"{signs[row.operation]} {row.title}"
            + "".join(f"; {f.label}: {f.before} → {f.after}" for f in row.fields)
            for row in kind.rows
        ]
        for kind in difference.rows
    }
    return fields | rows


def test_fields_are_told_by_label_with_the_words_of_their_lists():
    update = make_update(public=False, headline="India joins", happened_on="2017-06-09")
    with recorded(origin="test"):
        update.headline, update.verified = "India and Pakistan join", False
        update.happened_on, update.happened_on_precision = "2017-06-01", "month"
        update.save()
    assert told(latest(update)) == {
        "headline": ("India joins", "India and Pakistan join"),
        "happened on": ("9 June 2017", "1 June 2017"),
        "happened on precision": ("exact day", "month"),
        "verified": ("yes", "no"),
    }


def test_long_texts_are_compared_by_word_and_only_where_they_differ():
    paragraphs = [f"Paragraph {n} says something." for n in range(9)]
    update = make_update(public=False, body="\n".join(paragraphs))
    paragraphs[4] = "Paragraph 4 says nothing."
    in_one_go(lambda: Update.objects.update(body="\n".join(paragraphs)))
    (field,) = latest(update).difference.fields
    assert field.words == ["Paragraph 4 says <del>something</del><ins>nothing</ins>."]


def test_names_stand_for_what_is_named_even_if_it_is_gone():
    speakers = [
        make_organisation(name="Old body", public=False),
        make_organisation(name="New body"),
    ]
    body = make_organisation(public=False, parent=speakers[0])
    with recorded(origin="test"):
        body.parent = speakers[1]
        body.save()
    assert told(latest(body)) == {"parent": ("Old body", "New body")}
    speakers[0].delete()
    assert told(latest(body)) == {"parent": ("Old body", "New body")}


def test_a_membership_that_is_gone_still_has_its_name():
    membership = make_membership(public=False, state=make_state(name="Kazakhstan"))
    name = str(membership)
    key = key_of(membership)
    membership.delete()
    assert steps_of(key, list(change_sets_of(key)))[0].name == name


def test_rows_are_told_with_what_they_are_part_of():
    claim, other = make_annotation(slug="one"), make_annotation(slug="other")
    update = make_update(public=False, bears_on=claim, effect="context")
    topic, source = make_topic(name="Trade"), make_source(title="A report", publisher="")

    def write():
        Bearing.objects.update(effect="supports")
        Bearing.objects.create(update=update, annotation=other, effect="resolves")
        update.citations.all().delete()
        update.citations.create(source=source, supports="The date.", position=1)
        update.topics.add(topic)

    gone = str(update.citations.get())
    in_one_go(write)
    assert told(latest(update)) == {
        "bearings": [
            "~ one; effect: gives context to → supports",
            "+ other; effect:  → resolves",
        ],
        "citations": [f"− {gone}", "+ A report; supports:  → The date.; position:  → 1"],
        "topics": ["+ Trade"],
    }
    assert told(latest(claim)) == {"bearings": [f"~ {update}; effect: gives context to → supports"]}


def test_what_comes_to_nothing_is_not_told():
    update, topic = make_update(public=False, headline="One"), make_topic()
    update.topics.add(topic)

    def write():
        Update.objects.update(headline="Two")
        Update.objects.update(headline="One", verified=False)
        update.topics.remove(topic)
        update.topics.add(topic)
        Topic.objects.create(name="T", slug="t").delete()

    in_one_go(write)
    assert told(latest(update)) == {"verified": ("yes", "no")}


def test_a_draft_is_told_by_its_text_and_its_claims_by_what_changed_of_them():
    article = make_article()
    shifted = make_annotation(article, quote="It rarely meets.")
    draft = open_draft(article)
    body = draft.body.replace("It rarely", "Nobody asks why. It rarely")
    save_draft(draft, Content(title=draft.title, body=body), revision=1)
    step = told(latest(draft))
    assert "Nobody asks why." in step["text"][1]
    assert "body" not in step
    (line,) = told(latest(article))["versions"]
    assert line.startswith(f"~ {draft}; standfirst: What it is about. → ; text: ")
    (line,) = told(latest(shifted))["anchors"]
    assert line.startswith(f"~ {draft}; start: 37 → 54; end: 53 → 70; prefix: ")
    assert line.endswith("; state: kept → shifted")


def test_lines_of_the_record_stand_beside_what_they_tell_of():
    chief = User.objects.create_superuser("chief")
    claim = make_annotation(public=False)
    publish_annotation(claim, by=chief)
    step = latest(claim)
    assert (step.changeset.by, [event.kind for event in step.events]) == (
        chief,
        ["claim-published"],
    )
    article = make_article()
    assert [event.kind for event in latest(article).events] == ["article-published"]
    make_assessment(claim)
    assert [event.kind for event in latest(claim).events] == ["assessed"]
    membership = make_membership()
    before = membership_facts(membership)
    membership.verified = False
    change_membership(membership, before, reason="No source.")
    assert [event.kind for event in latest(membership).events] == ["membership-changed"]


def test_a_change_set_is_told_thing_by_thing():
    topic = make_topic(name="Trade")
    claims = [make_annotation(), make_annotation()]
    retag(claims, add=[topic], reason="They are about it.")
    changeset = ChangeSet.objects.get(origin="retag")
    steps = things_in(changeset, list(changeset.changes.order_by("pk")))
    by_noun = {}
    for step in steps:
        by_noun.setdefault(step.thing[0], []).append(step.name)
    assert by_noun == {
        "briefs.annotation": [str(claim) for claim in claims],
        "briefs.bulkchange": ["Topics of 2 annotations: + Trade"],
    }
    assert [told(step) for step in steps[:2]] == [{"topics": ["+ Trade"]}] * 2


def test_a_summary_names_the_one_and_counts_the_many():
    update = make_update(public=False, headline="India joins")
    topics = [make_topic(), make_topic()]

    def write():
        Update.objects.update(verified=False)
        update.topics.add(*topics)
        Topic.objects.update(definition="Defined.")

    in_one_go(write)
    number = ChangeSet.objects.get(origin="test").pk
    assert [(s.noun, s.operation, s.count, s.name) for s in summaries([number])[number]] == [
        ("update", "changed", 1, "India joins"),
        ("topics of updates", "added", 2, ""),
        ("topics", "changed", 2, ""),
    ]


@pytest.mark.parametrize("times", [1, 15])
def test_steps_cost_the_same_however_much_changed(django_assert_num_queries, times):
    claim = make_annotation()
    update = make_update(public=False, bears_on=claim)
    Change.objects.all().delete()
    for n in range(times):
        topic, source = make_topic(), make_source()

        def write(n=n, topic=topic, source=source):
            Update.objects.filter(pk=update.pk).update(headline=f"Headline {n}", verified=n % 2)
            Bearing.objects.update(effect="context" if n % 2 else "supports")
            update.topics.add(topic)
            update.citations.create(source=source)

        in_one_go(write)
    key = key_of(update)
    # Sets; changes; people and sets; updates, bearings, topics, sources; claims.
    with django_assert_num_queries(8):
        steps = steps_of(key, list(change_sets_of(key)[:20]))
    assert len(steps) == times
    assert Annotation.objects.count() == 1

"""Pieces of a page that are written once for equal values: never those of other values."""

import pytest
from django.template import Context, Engine

from briefs.templatetags import fragments
from tests.factories import make_annotation, make_assessment, make_update

PIECES = {
    "page": "{% load fragments %}"
    "{% fragment 'piece' words=told %}{% fragment 'other' words=told %}",
    "piece": "<p>{{ words }}{{ told }}{{ request }}</p>",
    "other": "<b>{{ words }}</b>",
}


@pytest.fixture
def engine():
    fragments._written.cache_clear()
    return Engine(
        loaders=[
            (
                "django.template.loaders.cached.Loader",
                [("django.template.loaders.locmem.Loader", PIECES)],
            )
        ],
        libraries={"fragments": "briefs.templatetags.fragments"},
    )


def write(engine, words):
    return engine.get_template("page").render(Context({"told": words, "request": "asked"}))


def test_the_piece_sees_its_values_and_nothing_else_of_the_page(engine):
    assert write(engine, "a < b") == "<p>a &lt; b</p><b>a &lt; b</b>"


def test_equal_values_are_written_once(engine):
    for words in ("one", "two", "one", "one"):
        assert words in write(engine, words)
    assert fragments._written.cache_info().misses == 4  # two words in two templates


def test_a_template_that_was_edited_is_another_one(engine, monkeypatch):
    write(engine, "one")
    monkeypatch.setitem(PIECES, "piece", "<i>{{ words }}</i>")
    for loader in engine.template_loaders:
        loader.reset()
    assert write(engine, "one").startswith("<i>one</i>")


@pytest.mark.django_db
def test_after_each_edit_the_page_tells_what_there_is(client):
    claim = make_annotation(summary="The first words of it.")
    address = claim.article.get_absolute_url()
    assert "The first words of it." in client.get(address).text
    type(claim).objects.update(summary="Other words.")
    page = client.get(address).text
    assert "Other words." in page
    assert "The first words of it." not in page
    make_assessment(claim, "came-true", rationale="Because it did.")
    assert "Because it did." in client.get(address).text
    update = make_update(bears_on=claim)
    assert f"{update.headline}</a></p>\n" in client.get(address).text
    type(update).objects.update(headline="Told otherwise")
    page = client.get(address).text
    assert update.headline not in page
    assert page.count("Told otherwise") >= 2

"""What a search finds: the same on both databases."""

import pytest

from briefs.searching import search, suggestions
from tests.factories import make_organisation, make_update

pytestmark = pytest.mark.django_db

TEXTS = {
    "pipeline": ("A gas pipeline to China", "Turkmenistan sells its gas; two companies build it."),
    "exercise": ("Peace Mission", "A military exercise of six members near Chebarkul."),
    "exercises": ("Other news", "The military said that such exercises cost money."),
    "uzbek": ("Uzbekistan abstains", "It will negotiate with the bank of the organisation."),
    "accents": ("Zürich", "A paper of the institute in São Paulo; l’été 2014."),
    "operators": ("Signs", "India AND Pakistan, OR neither; NOT near."),
}


@pytest.fixture
def texts():
    for slug, (headline, body) in TEXTS.items():
        make_update(slug=slug, headline=headline, body=body)


def found(text: str) -> list[str]:
    result = search(text)
    updates = result.ranked(result.entries()).filter(noun="update")
    return [entry.address.split("/")[-2] for entry in updates]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a word, whatever its case and accents
        ("gas", {"pipeline"}),
        ("CHINA", {"pipeline"}),
        ("zurich", {"accents"}),
        ("sao paulo", {"accents"}),
        ("ete", {"accents"}),
        ("2014", {"accents"}),
        # all of them, in title and text
        ("china gas", {"pipeline"}),
        ("china exercise", set()),
        # stems
        ("pipelines", {"pipeline"}),
        ("member", {"exercise"}),
        ("exercise", {"exercise", "exercises"}),
        ("company", {"pipeline"}),
        ("building", {"pipeline"}),
        ("negotiating", {"uzbek"}),
        # phrases, small words included
        ('"military exercise"', {"exercise"}),
        ('"exercise military"', set()),
        ('"bank of the organisation"', {"uzbek"}),
        ('"bank of an organisation"', set()),
        ('"to china turkmenistan"', set()),
        # exclusion
        ("military -members", {"exercises"}),
        ('military -"military exercise"', {"exercises"}),
        ("-military", set()),
        # prefix
        ("turkm*", {"pipeline"}),
        ("cheb*", {"exercise"}),
        ("mili* -money", {"exercise"}),
        ("*", set()),
        # a slip
        ("uzbekstan", {"uzbek"}),
        ("Uzbeksitan", {"uzbek"}),
        ("uzzbekistaan", {"uzbek"}),
        ("uzbekstan abstains", {"uzbek"}),
        ('"uzbekstan abstains"', {"uzbek"}),
        ("zzbekstann", set()),
        # signs that mean something to a database
        ("gas'", {"pipeline"}),
        ("'; DROP TABLE briefs_searchwords; --", set()),
        ('gas"', {"pipeline"}),
        ("gas\0", {"pipeline"}),
        ("\0", set()),
        ("(gas", {"pipeline"}),
        ("gas )", {"pipeline"}),
        ("gas & ! | : * <-> ^", {"pipeline"}),
        ("india AND pakistan OR NOT NEAR", {"operators"}),
        ("gas AND", set()),
        ("NEAR(india, 2)", set()),
        ("%", set()),
        ("_", set()),
        ("\\", set()),
        ("gas \ud800", {"pipeline"}),
        ("😀 gas", {"pipeline"}),
        # much of it
        ("gas " * 2_500, {"pipeline"}),
        ("x" * 10_000, set()),
        ('"' * 10_000, set()),
        ("-x* " * 2_500, set()),
    ],
)
def test_finds(texts, text, expected):
    assert set(found(text)) == expected


@pytest.mark.parametrize(
    ("text", "replaced"),
    [
        ("Uzbekstan", (("Uzbekstan", "Uzbekistan"),)),
        ("militry excercise", (("militry", "military"), ("excercise", "exercise"))),
        ("uzbekistan", ()),
        ("xq", ()),
        ("unheardof", ()),
    ],
)
def test_says_what_it_searched_instead(texts, text, replaced):
    assert search(text).replaced == replaced


def test_a_title_weighs_more_than_a_text():
    make_update(slug="text", headline="News", body="Nothing but a summit, they said.")
    make_update(slug="title", headline="A summit", body="Nothing but news, they said.")
    make_update(slug="other-text", headline="News", body="Another summit, they said.")
    assert found("summit")[0] == "title"


def test_titles_are_suggested_while_the_last_word_is_typed(texts):
    make_organisation(name="Peace Corps", summary="Zur.")
    assert set(suggestions("pea")) == {"Peace Mission", "Peace Corps"}
    assert suggestions("peace mis") == ["Peace Mission"]
    assert suggestions("zur") == ["Zürich"]
    for nothing in ("", "p", "money", "\0", '"', "' OR", "pea mission", "x" * 10_000):
        assert suggestions(nothing) == []
    for _ in range(10):
        make_update(headline="Peace, again")
        make_organisation(name="Peace body")
    assert len(suggestions("peace")) <= 8


def test_any_text_can_be_searched():
    many = " ".join(f"word{number}" for number in range(30_000))
    make_update(slug="many", headline="Many", body=many)
    make_update(slug="long", headline="Long", body="x" * 5_000 + " a" + "\u0301" * 500 + " end")
    assert found("word17") == ["many"]
    assert found("x" * 5_000) == ["long"]
    assert found("end") == ["long"]

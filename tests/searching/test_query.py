"""What somebody typed becomes words to look for, whatever it is."""

import pytest

from briefs.searching.query import MOST_TERMS, Query, Term, parse, words_in


def term(*words: str, prefix: bool = False) -> Term:
    return Term(words, words, prefix)


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted"),
    [
        ("gas pipeline", [term("gas"), term("pipeline")], []),
        ('"gas pipeline" deal', [term("gas", "pipeline"), term("deal")], []),
        ("“gas pipeline”", [term("gas", "pipeline")], []),
        ("gas -oil", [term("gas")], [term("oil")]),
        ('gas -"oil field"', [term("gas")], [term("oil", "field")]),
        ("-oil", [], [term("oil")]),
        ("pipe*", [term("pipe", prefix=True)], []),
        ("dialogue-partner", [term("dialogue", "partner")], []),
        ('"gas pipe', [term("gas", "pipe")], []),
        ("a\0b", [term("a", "b")], []),
        ("gas AND oil", [term("gas"), Term(("and",), ("AND",)), term("oil")], []),
        (
            "title:gas NEAR(a,2)",
            [term("title", "gas"), Term(("near", "a", "2"), ("NEAR", "a", "2"))],
            [],
        ),
        ("", [], []),
        ("' \" ( ) * : - -- ^ | & ! < > \\ \0 ; %", [], []),
        (
            "Ｇas caf\u00e9 cafe\u0301",
            [
                Term(("gas",), ("Ｇas",)),
                Term(("cafe",), ("café",)),
                Term(("cafe",), ("cafe\u0301",)),
            ],
            [],
        ),
        ("上海", [term("上海")], []),
    ],
)
def test_parse(text, wanted, unwanted):
    assert parse(text) == Query(tuple(wanted), tuple(unwanted))


def test_more_than_anybody_means_is_left_out():
    assert len(parse("word " * 10_000).wanted) == MOST_TERMS
    (only,) = parse("x" * 10_000).wanted
    assert only.words == ("x" * 60,)


def test_a_query_is_written_as_it_can_be_typed_again():
    text = 'Gas "old pipe*" -oil -"two words" expan*'
    assert str(parse(text)) == 'Gas "old pipe" expan* -oil -"two words"'
    assert parse(str(parse(text))) == parse(str(parse(str(parse(text)))))


def test_other_words_in_the_place_of_some():
    query = parse('Uzbekstan "near uzbekstan" -uzbekstan').instead({"uzbekstan": "Uzbekistan"})
    assert str(query) == 'Uzbekistan "near Uzbekistan" -uzbekstan'


def test_words_are_where_they_stand():
    text = "Zürich’s 2nd_bank"
    assert [(word, text[a:b]) for word, a, b in words_in(text)] == [
        ("zurich", "Zürich"),
        ("s", "s"),
        ("2nd", "2nd"),
        ("bank", "bank"),
    ]

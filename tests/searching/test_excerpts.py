import pytest

from briefs.searching.excerpts import LENGTH, excerpt, marked
from briefs.searching.query import parse


def written(pieces) -> str:
    return "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("A gas pipeline", "gas", "A [gas] pipeline"),
        ("Members of the member’s bloc", "member", "[Members] of the [member]’s bloc"),
        ("A membership", "member", "A membership"),
        ("Policies change", "policy", "[Policies] change"),
        ("The bank, the Bank of China", '"bank of china"', "The bank, the [Bank] [of] [China]"),
        ("Turkmenistan and Turkey", "turk*", "[Turkmenistan] and [Turkey]"),
        ("Zürich <b>", "zurich", "[Zürich] <b>"),
        ("gas and oil", "gas -oil", "[gas] and oil"),
        ("", "gas", ""),
    ],
)
def test_marks(text, query, expected):
    assert written(marked(text, parse(query))) == expected


def test_an_excerpt_is_cut_at_words_around_the_first_match():
    text = "before " * 100 + "the pipeline " + "after " * 100
    shown = written(excerpt(text, parse("pipelines")))
    assert shown.startswith("… before before ")
    assert "the [pipeline] after" in shown
    assert shown.endswith("after …")
    assert len(shown) < LENGTH + 10


@pytest.mark.parametrize("text", ["x" * 5_000, "gas" + "x" * 5_000, "x " * 20 + "gas", "gas"])
def test_any_text_gives_a_short_excerpt(text):
    assert len(written(excerpt(text, parse("gas")))) <= LENGTH + 10

import pytest

from briefs import sentences as rules
from briefs.sentences import MAX_SENTENCE, Sentences, first_letter, is_closed


def sentences(text: str) -> list[str]:
    found = Sentences(text)
    return [text[start:end] for start, end in zip(found.starts, found.ends, strict=True)]


@pytest.mark.parametrize(
    "expected",
    [
        ["One.", "Two!", "Three?", "Four…"],
        ["He said “no.”", "She left."],
        ["Dr. Lund met Gen. Aro of the U.S. Navy.", "They spoke."],
        ["It was J. R. Hale, e.g. in May."],
        ["“Why?” he asked.", "“Because.”"],
        ["It was no. 5 of Vol. 2.", "The answer was no.", "He left in Dec.", "She stayed."],
        ["In 2.5 years.", "15 more followed."],
        ["(All of it.)", "(None of it.)"],
        ["1. Build trust.", "Then wait."],
        [""],
    ],
)
def test_where_sentences_end(expected: list[str]) -> None:
    assert sentences(" ".join(expected)) == expected


def test_the_sentence_around_a_span_and_one_that_runs_through_two() -> None:
    found = Sentences("One is here. Two is there. Three.")
    assert found.around(13, 16) == "Two is there."
    assert found.around(7, 16) == "One is here. Two is there."
    assert found.around(27, 33) == "Three."


def test_a_sentence_without_end_is_cut() -> None:
    text = "x" * 5_000
    assert Sentences(text).around(2_500, 2_501) == f"…{'x' * MAX_SENTENCE}…"


@pytest.mark.parametrize("text", ["End.", "End?”", "End.)", "as follows:", "achieved.12", "so.[3]"])
def test_closed(text: str) -> None:
    assert is_closed(text)


@pytest.mark.parametrize("text", ["subject to the", "by 2.5", "one,", "(SCO)", "one;", ""])
def test_open(text: str) -> None:
    assert not is_closed(text)


def test_first_letter_is_found_behind_quotes_and_brackets() -> None:
    assert [first_letter(text) for text in ("“[so", "(A", "", "“")] == ["s", "A", "", ""]


def test_sentences_of_a_text_stand_where_their_words_do() -> None:
    text = "A heading\nMr. Xi came. 🚀 It rose.\n\n“No?” he said."
    assert [span.of(text) for span in rules.sentences(text)] == [
        "A heading",
        "Mr. Xi came. 🚀 It rose.",
        "“No?” he said.",
    ]
    assert rules.sentences("\n \n") == []

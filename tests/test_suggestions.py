"""Which sentences are suggested, and why."""

import pytest

from briefs.anchoring import Span
from briefs.names import Name, Names
from briefs.suggestions import (
    Reason,
    Sign,
    digest,
    likely_kind,
    nearly_same,
    reasons_in,
    suggest,
)

NAMES = Names([Name("SCO", "organisation", 1), Name("China", "state", 1)])
NOBODY = Names([])
TEXT = (
    "What will come?\n"
    "The bloc will admit India by 2017. It was founded in June 2001 by six states. "
    "He wrote a book about them all. Mr. Xi visited the U.S. with some friends.\n"
    "Nothing else can be said here."
)


def suggested(text: str, covered=(), dismissed=()) -> list[str]:
    return [found.words for found in suggest(text, covered, NOBODY, dismissed)]


def test_sentences_that_look_like_claims_in_the_order_of_the_text() -> None:
    assert suggested(TEXT) == [
        "The bloc will admit India by 2017.",
        "It was founded in June 2001 by six states.",
        "Nothing else can be said here.",
    ]


@pytest.mark.parametrize(
    ("words", "reasons"),
    [
        ("It will soon grow.", [Reason(Sign.FORECAST, ("will", "soon"))]),
        ("It must not.", [Reason(Sign.MODAL, ("must",))]),
        (
            "In mid-2014 and on 9 June 2017 the largest 2,500 came.",
            [
                Reason(Sign.SUPERLATIVE, ("largest",)),
                Reason(Sign.DATE, ("mid-2014", "9 June 2017")),
                Reason(Sign.NUMBER, ("2,500",)),
            ],
        ),
        ("The last month was the last one.", [Reason(Sign.SUPERLATIVE, ("last",))]),
        ("A third of 45% in three years.", [Reason(Sign.NUMBER, ("third", "45%", "three"))]),
        ("The SCO meets in China.", [Reason(Sign.NAME, ("SCO",))]),
        ("He wrote a book.", []),
    ],
)
def test_reasons(words: str, reasons: list[Reason]) -> None:
    assert reasons_in(words, NAMES) == tuple(reasons)


def test_a_sentence_mostly_under_marks_is_tagged_already() -> None:
    start = TEXT.index("The bloc")
    half = Span(start, start + 17)
    less = Span(start, start + 16)
    assert "The bloc will admit India by 2017." not in suggested(TEXT, [half])
    assert "The bloc will admit India by 2017." in suggested(TEXT, [less, less])


def test_a_mark_over_a_whole_passage_silences_none_of_its_sentences() -> None:
    assert suggested(TEXT, [Span(0, len(TEXT))]) == suggested(TEXT)


def test_a_dismissed_sentence_stays_away_when_the_text_around_it_changes() -> None:
    dismissed = {digest("Nothing else can be said here.")}
    changed = "A new beginning of two lines.\n" + TEXT
    assert "Nothing else can be said here." not in suggested(changed, (), dismissed)
    assert "Nothing else could be said here." in suggested(
        changed.replace("can", "could"), (), dismissed
    )


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("It will grow.", "forecast"),
        ("It grew because of trade.", "causal"),
        ("Moscow sees it as a rival.", "attribution"),
        ("It is the strongest bloc.", "assessment"),
        ("It was founded in 2001.", "fact"),
    ],
)
def test_likely_kind(words: str, kind: str) -> None:
    assert likely_kind(words) == kind


def test_nearly_the_same_words_nearest_first() -> None:
    others = [
        (1, "Nothing of the kind."),
        (2, "India and Pakistan may join the bloc next year."),
        (3, "Pakistan and India could join the bloc next year."),
    ]
    near = nearly_same("India and Pakistan could join the bloc next year.", others)
    assert [found.id for found in near] == [3, 2]
    assert nearly_same("words", []) == []

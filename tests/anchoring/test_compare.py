import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.anchoring.compare import Change, Part, compare

SAME, DELETED, INSERTED = Part.SAME, Part.DELETED, Part.INSERTED


def told(old: str, new: str) -> list[tuple[Part, str]]:
    return [(change.part, change.text) for change in compare(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ("It may join.", "It may join.", [(SAME, "It may join.")]),
        (
            "It may join.",
            "It will join.",
            [(SAME, "It "), (DELETED, "may "), (INSERTED, "will "), (SAME, "join.")],
        ),
        ("", "It may join.", [(INSERTED, "It may join.")]),
        ("It may join.", "", [(DELETED, "It may join.")]),
        ("", "", []),
        (
            "One two.\nThree.",
            "One two.\nAnd more.\nThree.",
            [(SAME, "One two.\n"), (INSERTED, "And more.\n"), (SAME, "Three.")],
        ),
    ],
)
def test_changes_by_word(old, new, changes):
    assert told(old, new) == changes


def test_a_moved_paragraph_is_a_move():
    one = "The first paragraph says that the bloc may well admit India as early as next year."
    two = "The second paragraph, on the other hand, doubts whether any of it will ever happen."
    three = "A third one closes the text with some words on the drills that were held before."
    assert told(f"{one}\n{two}\n{three}", f"{two}\n{three}\n{one}") == [
        (Part.MOVED_AWAY, one),
        (DELETED, "\n"),
        (SAME, f"{two}\n{three}"),
        (INSERTED, "\n"),
        (Part.MOVED_HERE, one),
    ]


WORDS = st.lists(st.sampled_from("it may join the bloc next year . 🦉 \n".split(" ")), max_size=40)


@given(WORDS, WORDS)
def test_both_texts_can_be_read_off(old, new):
    before, after = " ".join(old), " ".join(new)
    changes = compare(before, after)
    gone = {Part.DELETED, Part.MOVED_AWAY}
    come = {Part.INSERTED, Part.MOVED_HERE}
    assert "".join(change.text for change in changes if change.part not in gone) == after
    stayed_or_went = "".join(change.text for change in changes if change.part not in come)
    assert "".join(stayed_or_went.split()) == "".join(before.split())


def test_runs_are_joined():
    changes = compare("a b c d", "a x y d")
    assert changes == [
        Change(SAME, "a "),
        Change(DELETED, "b c "),
        Change(INSERTED, "x y "),
        Change(SAME, "d"),
    ]

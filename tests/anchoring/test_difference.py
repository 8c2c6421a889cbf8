from hypothesis import given
from hypothesis import strategies as st

from briefs.anchoring.difference import Stretch, pairs, shared_stretches

TOKENS = st.lists(st.integers(0, 3), max_size=60)


def _letters(text: str) -> list[int]:
    return [ord(letter) for letter in text]


def test_equal_texts_share_one_stretch() -> None:
    assert shared_stretches(_letters("abcdefgh"), _letters("abcdefgh")) == [Stretch(0, 0, 8)]


def test_a_shorter_piece_that_changed_places_has_moved() -> None:
    old, new = _letters("ABCDEFGHIJabcdefgh"), _letters("abcdefghABCDEFGHIJ")
    assert shared_stretches(old, new) == [
        Stretch(0, 8, 10),
        Stretch(10, 0, 8, in_order=False),
    ]


def test_both_readings_of_a_repetition_are_listed() -> None:
    once, twice = _letters("abcdefgSTUVWXYZhijklmn"), _letters("abcdefgSTUVWXYZSTUVWXYZhijklmn")
    assert shared_stretches(once, twice) == [Stretch(0, 0, 15), Stretch(7, 15, 15)]


def test_a_twin_founds_no_stretch() -> None:
    old, new = _letters("1STUVWXYZ2abcdefgSTUVWXYZhijk"), _letters("2abcdefgSTUVWXYZhijk")
    assert shared_stretches(old, new) == [Stretch(9, 0, 20)]


def test_few_tokens_are_enough_between_stretches_nearby() -> None:
    old, new = _letters("abcdefgh1MNO2ijklmnop"), _letters("abcdefgh3MNO4ijklmnop")
    assert Stretch(9, 9, 3, is_local=True) in shared_stretches(old, new)


@given(TOKENS, TOKENS)
def test_stretches_are_equal_and_cannot_be_longer(old: list[int], new: list[int]) -> None:
    for s in shared_stretches(old, new):
        assert old[s.old : s.old_end] == new[s.new : s.new_end]
        if not s.is_local:
            assert not (s.old and s.new and old[s.old - 1] == new[s.new - 1])
            inside = s.old_end < len(old) and s.new_end < len(new)
            assert not (inside and old[s.old_end] == new[s.new_end])


@given(TOKENS, TOKENS)
def test_pairs_are_equal_tokens_each_taken_once(old: list[int], new: list[int]) -> None:
    paired = pairs(old, new, shared_stretches(old, new))
    taken = [to for to in paired if to >= 0]
    assert len(taken) == len(set(taken))
    assert all(old[at] == new[to] for at, to in enumerate(paired) if to >= 0)

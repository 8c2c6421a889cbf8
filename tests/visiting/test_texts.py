"""Passages looked for in texts, and texts compared."""

import pytest

from briefs.visiting.texts import ALIKE, alike, folded, is_in, name_of, sketch

PAGE = folded(
    "Home  About\n“The summit’s members — all ten — agreed to settle 65 per cent of trade in their "
    "own currencies,” the minister said on 9 July. Later he left. A bank is planned for 2031."
)


@pytest.mark.parametrize(
    ("passage", "stands"),
    [
        ("agreed to settle 65 per cent of trade", True),
        ("\"The summit's members - all ten - agreed", True),
        ("AGREED TO  SETTLE\n65 PER CENT OF TRADE", True),
        ("agreed to setle 65 per cent of trade in their own curencies", True),
        ("agreed to settle 95 per cent of trade in their own currencies", False),
        ("agreed to settle per cent of trade 65 2031 in their own currencies", False),
        ("agreed to settle 65 per cent […] on 9 July.", True),
        ("agreed to settle 65 per cent … the president said in the evening", False),
        ("refused to settle any of their trade in dollars", False),
        ("A bank", True),
        ("A bunk", False),
        ("…", False),
    ],
)
def test_a_passage_is_found_however_it_is_set_and_with_its_numbers_alone(passage, stands):
    assert is_in(passage, PAGE) is stands


def test_a_passage_longer_than_the_page_is_not_found_in_it():
    assert not is_in("the minister said on 9 July, and so on for a long while", "the minister said")


def test_a_text_with_another_date_is_alike_and_another_text_is_not():
    words = [f"word{n} and its neighbour {n * 7}" for n in range(400)]
    text, updated = " ".join(words), " ".join([*words, "Updated on 3 May"])
    half = " ".join(words[:200] + [f"other{n} thing {n}" for n in range(200)])
    assert alike(sketch(text), sketch(text.upper())) == 1.0
    assert alike(sketch(text), sketch(updated)) > 0.9
    assert alike(sketch(text), sketch(half)) < ALIKE
    assert alike(sketch(text), sketch("This account was suspended.")) < 0.1
    assert sketch(" ?! ") == ""


def test_a_passage_keeps_its_name_when_it_is_set_otherwise():
    assert name_of("It’s  so") == name_of("it's so") != name_of("it's not so")

"""What of a text is set, and how it fits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.social_cards.letters import cut, fitted, settable, width_of

PLACE = {"width": 1032, "height": 300, "sizes": (76, 52, 38), "leading": 1.22}


@pytest.mark.parametrize(
    "text",
    [
        "Łódź, Şanlıurfa, Čačak, Đặng Tiểu Bình, Nguyễn Tất Thành, Þórður, Ærø, Œuvre, Ĳssel",
        "Путин в Душанбе, Қазақстан, Тоҷикистон, Кыргыз Республикасы",
        "“Quoted” – ‘and’ — so… 50 % € £ § © ½ × →",
    ],
)
def test_names_as_they_are_written_are_set_whole(text):
    assert settable(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("The SCO (上合) and the CSTO", "The SCO () and the CSTO"),
        ("Peace 🕊 Mission", "Peace Mission"),
        ("one\x00\n two\u2028three\u200b", "one two three"),
        ("cafe\u0301", "café"),
        ("３ Ⓐ", "3 A"),
        ("上海合作组织", ""),
        ("منظمة شنغهاي للتعاون", ""),
        ("", ""),
    ],
)
def test_what_the_font_cannot_set_is_left_out_and_never_a_box(text, shown):
    assert settable(text) == shown


def test_a_title_is_as_large_as_it_fits():
    assert fitted("Short", **PLACE) == (76, ["Short"])
    size, lines = fitted("A title of some length, which says rather much " * 3, **PLACE)
    assert (size, len(lines)) == (52, 4)


def test_no_word_is_left_alone():
    _, lines = fitted("Published analysis, claim by claim, and what became of it", **PLACE)
    widths = [width_of(line, 76, bold=True) for line in lines]
    assert min(widths) > max(widths) / 2


def test_what_is_too_long_is_cut_at_a_word():
    size, lines = fitted("Words without an end " * 60, **PLACE)
    assert (size, lines[-1][-1], len(lines)) == (38, "…", 6)
    assert lines[-1].removesuffix("…").split()[-1] in "Words without an end"
    assert cut("abc", 30, 5) == "…"


@given(st.text(max_size=700))
def test_any_text_fits(text):
    words = settable(text)
    size, lines = fitted(words, **PLACE)
    assert len(lines) * size * PLACE["leading"] <= PLACE["height"]
    assert all(width_of(line, size, bold=True) <= PLACE["width"] for line in lines)

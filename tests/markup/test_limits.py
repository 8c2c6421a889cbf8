import time
from contextlib import suppress

import pytest

from briefs.markup import MAX_LENGTH, MarkupError, normal_form

NASTY = {
    "unclosed emphasis in every paragraph": "<p><b><i><u>x" * 30_000,
    "nested lists": "<ul><li>" * 50_000,
    "nested tables": "<table><tr><td>" * 50_000,
    "cells that keep their divisions open": "<div><table><tr><td></div></table>" * 20_000,
    "formatting that blocks keep from closing": "<em lang=a><div><div><div></em>" * 20_000,
    "many languages opened again in every paragraph": "".join(
        f"<em lang=a{number}>" for number in range(90)
    )
    + "<p>x" * 90_000,
    "a tag of many attributes": "<p " + "a " * 900_000 + ">x",
    "an endless address": f"<p><a href='/{'&«' * 450_000}'>x</a>",
    "tags without an end": "<p a='" * 300_000,
    "comments without an end": "<!-- " * 300_000,
    "scripts without an end": "<script>" * 200_000,
    "less-than signs": "<" * 400_000,
    "ampersands": "&" * 390_000,
    "references": "&notit;" * 250_000,
    "non-breaking spaces": "\u00a0x" * 900_000,
    "guillemets and control characters": "\u00ab\x9f\x85\ufdd0" * 400_000,
    "an endless reference": "&#" + "9" * 1_900_000 + ";",
    "line breaks": "<br>x" * 80_000,
    "combining marks": "<p>a" + "\u0301\u0323" * 400_000,
    "paragraphs": "<p>a b" * 90_000,
    "words": "word " * 390_000,
}


@pytest.mark.parametrize("html", NASTY.values(), ids=NASTY)
def test_nasty_markup_is_cleaned_or_refused_in_bounded_time(html: str) -> None:
    started = time.process_time()
    with suppress(MarkupError):
        normal_form(html)
    assert time.process_time() - started < 30  # seconds; the slowest takes three


@pytest.mark.parametrize(
    ("html", "message"),
    [
        (
            "<div>" * 100_000 + "x",
            "The markup nests more than 100 elements in one another, or leaves as many unclosed "
            "(the last is <div>).",
        ),
        ("<p>x</p>" * 60_000, "The markup has more than 100,000 tags."),
        (
            "x" * 5_000_000,
            "The text has 5,000,000 characters with its markup; at most 2,000,000 are accepted.",
        ),
        (
            "&" * 500_000,
            "The text has 2,500,007 characters with its markup; at most 2,000,000 are accepted.",
        ),
    ],
    ids=["depth", "tags", "length", "length when written"],
)
def test_the_message_names_the_limit(html: str, message: str) -> None:
    with pytest.raises(MarkupError) as raised:
        normal_form(html)
    assert str(raised.value) == message


def test_what_is_within_the_limits_is_accepted() -> None:
    words = "x" * (MAX_LENGTH - 7)
    assert normal_form(f"<p>{words}</p>") == f"<p>{words}</p>"
    assert normal_form("<div>" * 100 + "x") == "<p>x</p>"
    assert normal_form("<p>" * 40_000 + "x") == "<p>x</p>"
    assert normal_form("<span>" * 100_000 + "x") == "<p>x</p>"

from collections.abc import Mapping

import pytest

from briefs.anchoring import EmptySpan, OutsideText, Span
from briefs.markup import Piece, mark, normal_form, text_of


def _opening(piece: Piece[str]) -> str:
    first = "".join(f" first-{name}" for name in piece.first_of)
    last = "".join(f" last-{name}" for name in piece.last_of)
    return f"<mark {''.join(piece.ids)}{first}{last}>"


def _after(name: str) -> str:
    return f"[{name}]"


def _marked(body: str, spans: Mapping[str, tuple[int, int]]) -> str:
    placed = {name: Span(*ends) for name, ends in spans.items()}
    return "\n".join(mark(body, placed, _opening, after=_after))


CASES = {
    "nothing to mark": ("<p>One two</p>", {}, "<p>One two</p>"),
    "one span": (
        "<p>One two three</p>",
        {"a": (4, 7)},
        "<p>One <mark a first-a last-a>two</mark>[a] three</p>",
    ),
    "overlap": (
        "<p>abcdef</p>",
        {"a": (0, 4), "b": (2, 6)},
        "<p><mark a first-a>ab</mark><mark ab first-b last-a>cd</mark>[a]"
        "<mark b last-b>ef</mark>[b]</p>",
    ),
    "nested": (
        "<p>abcdef</p>",
        {"b": (2, 4), "a": (0, 6)},
        "<p><mark a first-a>ab</mark><mark ab first-b last-b>cd</mark>[b]"
        "<mark a last-a>ef</mark>[a]</p>",
    ),
    "identical": (
        "<p>abc</p>",
        {"a": (0, 3), "b": (0, 3)},
        "<p><mark ab first-a first-b last-a last-b>abc</mark>[a][b]</p>",
    ),
    "across inline tags": (
        "<p>a<em>b</em>c</p>",
        {"a": (0, 3)},
        "<p><mark a first-a>a</mark><em><mark a>b</mark></em><mark a last-a>c</mark>[a]</p>",
    ),
    "across blocks, with no mark between them": (
        "<p>ab</p>\n<ul><li>c</li>\n<li>d</li></ul>",
        {"a": (1, 6)},
        "<p>a<mark a first-a>b</mark></p>\n"
        "<ul><li><mark a>c</mark></li>\n<li><mark a last-a>d</mark>[a]</li></ul>",
    ),
    "ending in the break between blocks": (
        "<p>ab</p>\n<p>c</p>",
        {"a": (1, 3)},
        "<p>a<mark a first-a last-a>b</mark>[a]</p>\n<p>c</p>",
    ),
    "starting in the break between blocks": (
        "<p>ab</p>\n<p>c</p>",
        {"a": (2, 4)},
        "<p>ab</p>\n<p><mark a first-a last-a>c</mark>[a]</p>",
    ),
    "ending between cells": (
        "<table><tbody><tr><td>a</td>\n<td></td>\n<td>b</td></tr></tbody></table>",
        {"a": (0, 3)},
        "<table><tbody><tr><td><mark a first-a last-a>a</mark>[a]</td>\n<td></td>\n<td>b</td></tr>"
        "</tbody></table>",
    ),
    "inside a link the number goes behind the link": (
        '<p><a href="/x">a<em>bc</em>d</a>e</p>',
        {"a": (1, 2), "b": (0, 4)},
        '<p><a href="/x"><mark b first-b>a</mark><em><mark ba first-a last-a>b</mark>'
        "<mark b>c</mark></em><mark b last-b>d</mark></a>[a][b]e</p>",
    ),
    "a space between inline tags is marked": (
        "<p><em>a</em> <em>b</em></p>",
        {"a": (0, 3)},
        "<p><em><mark a first-a>a</mark></em><mark a> </mark>"
        "<em><mark a last-a>b</mark>[a]</em></p>",
    ),
    "a line break": (
        "<p>a<br>\nb</p>",
        {"a": (0, 3)},
        "<p><mark a first-a>a</mark><br><mark a last-a>\nb</mark>[a]</p>",
    ),
    "characters written as entities": (
        "<p>a &lt;b&gt; &amp; c</p>",
        {"a": (3, 7)},
        "<p>a &lt;<mark a first-a last-a>b&gt; &amp;</mark>[a] c</p>",
    ),
    "beyond the first plane": (
        "<p>\U0001f680 \U0001f469\u200d\U0001f4bb x</p>",
        {"a": (2, 5)},
        "<p>\U0001f680 <mark a first-a last-a>\U0001f469\u200d\U0001f4bb</mark>[a] x</p>",
    ),
    "right-to-left": (
        '<p lang="he" dir="rtl">שלום לכולם</p>',
        {"a": (5, 10)},
        '<p lang="he" dir="rtl">שלום <mark a first-a last-a>לכולם</mark>[a]</p>',
    ),
}


@pytest.mark.parametrize(("body", "spans", "marked"), CASES.values(), ids=CASES)
def test_mark(body: str, spans: dict[str, tuple[int, int]], marked: str) -> None:
    assert normal_form(body) == body
    assert _marked(body, spans) == marked


def test_a_string_for_each_top_level_block() -> None:
    body = normal_form("<h2>a</h2><ul><li>b</li><li>c</li></ul><hr><p>d</p>")
    assert mark(body, {"x": Span(2, 5)}, _opening, "</mark>") == [
        "<h2>a</h2>",
        "<ul><li><mark x first-x>b</mark></li>\n<li><mark x last-x>c</mark></li></ul>",
        "<hr>",
        "<p>d</p>",
    ]
    assert mark("", {}, _opening) == []


def test_headings_get_their_ids_in_order() -> None:
    body = normal_form('<h2>a</h2><p>b</p><h3 lang="fr">c</h3>')
    assert mark(body, {}, _opening, heading_ids=["first", 'the "second"']) == [
        '<h2 id="first">a</h2>',
        "<p>b</p>",
        '<h3 id="the &quot;second&quot;" lang="fr">c</h3>',
    ]
    with pytest.raises(ValueError, match="1 ids were given for 2 headings"):
        mark(body, {}, _opening, heading_ids=["first"])


def test_pieces_tell_where_they_stand() -> None:
    pieces: list[Piece[int]] = []

    def opening(piece: Piece[int]) -> str:
        pieces.append(piece)
        return "<mark>"

    mark("<p>ab<em>c</em></p>", {7: Span(1, 3)}, opening)
    assert pieces == [Piece(1, 2, (7,), (7,), ()), Piece(2, 3, (7,), (), (7,))]


def test_a_span_beyond_the_text_is_refused() -> None:
    with pytest.raises(OutsideText):
        mark("<p>abc</p>", {"a": Span(1, 4)}, _opening)


def test_a_span_of_breaks_alone_is_refused() -> None:
    body = "<p>a</p>\n<hr>\n<p>b</p>"
    assert text_of(body)[1:3] == "\n\n"
    with pytest.raises(EmptySpan, match="'a'"):
        mark(body, {"a": Span(1, 3)}, _opening)

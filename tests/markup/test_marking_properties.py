from html import escape

from hypothesis import given
from hypothesis import strategies as st

from briefs.anchoring import Span
from briefs.markup import Piece, mark, normal_form, text_of
from tests.markup.soup import faults, parsed, soup, text_content

_COVERED = """<h2>A <em>first</em> heading</h2><p>One <a href="/x">linked <em>word</em></a> and
<strong>two</strong> <a data-reference="3">lost</a>.<br>Next line&nbsp;&amp; <em>a</em>
<em>b</em></p>
<ul><li>item</li><li>outer<ul><li>inner \U0001f469\u200d\U0001f4bb</li></ul></li></ul>
<blockquote><p lang="he" dir="rtl">\u05e9\u05dc\u05d5\u05dd</p></blockquote>
<table><caption>c</caption><tr><th>h</th><td></td><td>e\u0301 x\u0301</td></tr></table>
<hr><p>end</p>"""


def _opening(piece: Piece[int]) -> str:
    return f'<mark data-ids="{escape(" ".join(map(str, piece.ids)))}">'


def _after(number: int) -> str:
    return f'<a class="number" href="#claim-{number}"></a>'


def _marked(body: str, spans: dict[int, Span]) -> str:
    return "\n".join(mark(body, spans, _opening, after=_after))


@st.composite
def bodies_and_spans(draw: st.DrawFn) -> tuple[str, dict[int, Span]]:
    body = normal_form(draw(st.one_of(st.just(_COVERED), soup)))
    text = text_of(body)
    if not text.strip():
        return body, {}
    edges = st.integers(0, len(text))
    pairs = draw(st.lists(st.tuples(edges, edges), max_size=8))
    spans = [Span(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]]
    return body, dict(enumerate(span for span in spans if span.of(text).strip("\n")))


@given(bodies_and_spans())
def test_marks_leave_the_text_and_the_html_valid(given_body: tuple[str, dict[int, Span]]) -> None:
    body, spans = given_body
    marked = _marked(body, spans)
    assert text_of(marked) == text_of(body)
    tree = parsed(marked)
    assert text_content(tree) == text_of(body)
    assert faults(tree) == []


@given(bodies_and_spans())
def test_marks_cover_their_words_and_every_span_is_numbered_once(
    given_body: tuple[str, dict[int, Span]],
) -> None:
    body, spans = given_body
    text = text_of(body)
    tree = parsed(_marked(body, spans))
    words = dict.fromkeys(spans, "")
    for element in tree.iter("mark"):
        for number in map(int, element.get("data-ids", "").split()):
            words[number] += text_content(element)
    without_breaks = {n: span.of(text).replace("\n", "") for n, span in spans.items()}
    assert {n: found.replace("\n", "") for n, found in words.items()} == without_breaks
    numbers = [a.get("href") for a in tree.iter("a") if a.get("class") == "number"]
    assert sorted(numbers) == sorted(f"#claim-{number}" for number in spans)

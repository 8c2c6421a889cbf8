"""What in a body's markup stands between the text and some of its readers."""

import pytest
from hypothesis import given

from briefs.markup import Flaw, FlawKind, flaws, is_seen, normal_form, text_of
from tests.markup.soup import parsed, soup, text_content

LINK = '<a href="https://example.org/">{}</a>'
AROUND = "See {} now."


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<h2>A</h2><h3>B</h3><h4>C</h4><h2>D</h2>", []),
        ("<h3>A</h3>", [(FlawKind.HEADING_SKIPS, "A", 0, "")]),
        ("<p>x</p><h2>A</h2><p>y</p><h4>B</h4>", [(FlawKind.HEADING_SKIPS, "B", 6, "A")]),
        # One skip is told once: what stands below it is in order again.
        ("<h2>A</h2><h4>B</h4><h4>C</h4>", [(FlawKind.HEADING_SKIPS, "B", 2, "A")]),
        ("<p>\u200b</p>", [(FlawKind.EMPTY_BLOCK, "p", 0, "")]),
        ("<p>x</p><p>\u00ad\u2060</p>", [(FlawKind.EMPTY_BLOCK, "p", 2, "x")]),
        ("<h2>\u200b</h2>", [(FlawKind.EMPTY_BLOCK, "h2", 0, "")]),
        ("<ul><li>x</li><li>\u200b</li></ul>", [(FlawKind.EMPTY_BLOCK, "li", 2, "x\n\u200b")]),
        ("<ul><li><p>\u200b</p></li></ul>", [(FlawKind.EMPTY_BLOCK, "li", 0, "")]),
        ("<ul><li>x<ul><li>y</li></ul></li></ul><p>***</p><p>\U0001f600</p><p>&lt;</p>", []),
        ("<table><tr><td></td><td>x</td></tr></table>", []),
    ],
)
def test_headings_and_empty_blocks(html, found):
    assert flaws(normal_form(html)) == [Flaw(*flaw) for flaw in found]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("the report of 2014", None),
        ("2014", None),
        ("[1]", None),
        ("中国", None),
        ("here and now", None),
        ("here", FlawKind.LINK_SAYS_NOTHING),
        ("Click here!", FlawKind.LINK_SAYS_NOTHING),
        ("read  more …", FlawKind.LINK_SAYS_NOTHING),
        ("<em>This page</em>", FlawKind.LINK_SAYS_NOTHING),
        ("https://example.org/a", FlawKind.LINK_IS_ADDRESS),
        ("www.example.org", FlawKind.LINK_IS_ADDRESS),
        ("https://example.org/a tells", None),
        ("→", FlawKind.LINK_WITHOUT_WORDS),
        ("\u200b", FlawKind.LINK_WITHOUT_WORDS),
        ("*", FlawKind.LINK_WITHOUT_WORDS),
    ],
)
def test_words_of_links(words, kind):
    link = LINK.format(words)
    body = normal_form(f"<p>Before.</p><p>{AROUND.format(link)}</p>")
    text = text_of(normal_form(f"<p>{link}</p>"))
    expected = [Flaw(kind, text.strip(), 12, AROUND.format(text))] if kind else []
    assert flaws(body) == expected


def test_a_lost_link_is_a_link_too():
    body = normal_form('<p>Read <a data-reference="3">here</a>.</p>')
    assert [flaw.kind for flaw in flaws(body)] == [FlawKind.LINK_SAYS_NOTHING]


def test_pictures_and_links_on_pictures_never_reach_a_body():
    body = normal_form('<p>x <img src="a.png"><a href="https://example.org/"><img src="b"></a></p>')
    assert (body, flaws(body)) == ("<p>x</p>", [])


@given(soup)
def test_flaws_stand_where_they_are_said_to(html):
    body = normal_form(html)
    text = text_of(body)
    for flaw in flaws(body):
        if flaw.kind is FlawKind.EMPTY_BLOCK:
            assert 0 <= flaw.start <= len(text)
        else:
            assert text[flaw.start :].lstrip().startswith(flaw.words)


@given(soup)
def test_order_is_that_of_the_text(html):
    starts = [flaw.start for flaw in flaws(normal_form(html))]
    assert starts == sorted(starts)


@given(soup)
def test_every_link_and_block_that_a_browser_sees_is_looked_at(html):
    body = normal_form(html)
    tree = parsed(body)
    mute = [a for a in tree.iter("a") if not any(map(str.isalnum, text_content(a)))]
    deep = [
        block for level in ("p", "h2", "h3", "h4", "caption", "li") for block in tree.iter(level)
    ]
    blank = [block for block in deep if not is_seen(text_content(block))]
    kinds = [flaw.kind for flaw in flaws(body)]
    assert kinds.count(FlawKind.LINK_WITHOUT_WORDS) == len(mute)
    # A blank block within a blank one is told once.
    inner = [
        block
        for block in blank
        if not any(one in block.iter() for one in blank if one is not block)
    ]
    assert kinds.count(FlawKind.EMPTY_BLOCK) == len(inner)

import pytest

from briefs.markup import normal_form

CASES = {
    "nothing": ("", ""),
    "white space alone": (" \n\t ", ""),
    "text without tags": ("Just words", "<p>Just words</p>"),
    "text between blocks": ("a<p>b</p>c", "<p>a</p>\n<p>b</p>\n<p>c</p>"),
    "a break stands between blocks": ("<p>a</p><p>b</p>", "<p>a</p>\n<p>b</p>"),
    "one break stands between blocks": ("<p>a</p>\n\n \r\n<p>b</p>", "<p>a</p>\n<p>b</p>"),
    "no empty blocks": ("<p>a</p><p></p><p> <em></em><br></p><ul><li></li></ul>", "<p>a</p>"),
    "a paragraph of a non-breaking space is empty": ("<p>a</p><p>&nbsp;</p>", "<p>a</p>"),
    "an unclosed paragraph": ("<p>a<p>b", "<p>a</p>\n<p>b</p>"),
    "white space is collapsed": ("<p> a \r\n\t b\x0b\x0cc </p>", "<p>a b c</p>"),
    "white space is collapsed across tags": (
        "<p>a <em> b </em> c<strong> </strong> d</p>",
        "<p>a <em>b </em>c d</p>",
    ),
    "non-breaking spaces stay": (
        "<p>10&nbsp;000\u202fkm \u00a0 x</p>",
        "<p>10\u00a0000\u202fkm \u00a0 x</p>",
    ),
    "other spaces become plain": ("<p>a\u2003\u2009b\u2028c\u3000d</p>", "<p>a b c d</p>"),
    "lines in a paragraph": ("<p>a<br>b <br/> c</p>", "<p>a<br>\nb<br>\nc</p>"),
    "no line break at a block's edges": ("<p><br>a<br><em><br></em></p>", "<p>a</p>"),
    "composed characters": ("<p>Cafe\u0301 e<b></b>\u0301</p>", "<p>Caf\u00e9 \u00e9</p>"),
    "heaps of marks are cut": (
        f"<p>x{chr(0x323) * 40}{chr(0x344) * 20} y{chr(0x301) * 30}</p>",
        f"<p>x{chr(0x323) * 30} ý{chr(0x301) * 29}</p>",
    ),
    "a joined emoji stays": (
        "<p>\U0001f469\u200d\U0001f4bb</p>",
        "<p>\U0001f469\u200d\U0001f4bb</p>",
    ),
    "control characters go": ("<p>a\x00b\x01c\x7fd\x9ee\ufeff&#1;f</p>", "<p>abcdef</p>"),
    "half a surrogate pair goes": ("<p>a\ud800b\udc00c</p>", "<p>abc</p>"),
    "noncharacters go": ("<p>a\ufffeb\uffffc\ufdd0d\U0001ffffe</p>", "<p>abcde</p>"),
    "entities in one spelling": (
        "<p>&lt;&#38;&quot;&eacute;&copy;&notin; &nosuch; a&b</p>",
        '<p>&lt;&amp;"é©∉ &amp;nosuch; a&amp;b</p>',
    ),
    "a less-than sign in text": ("<p>3 < 4 and a<b", "<p>3 &lt; 4 and a</p>"),
    "names of our own": (
        "<h1>A</h1><h5>B</h5><b>c</b> <i>d</i>",
        "<h2>A</h2>\n<h4>B</h4>\n<p><strong>c</strong> <em>d</em></p>",
    ),
    "a division is a paragraph": (
        "<div>a<div>b</div><p>c</p></div><section>d</section>",
        "<p>a</p>\n<p>b</p>\n<p>c</p>\n<p>d</p>",
    ),
    "inline around blocks goes into them": (
        '<em><p>a</p><p>b</p></em><a href="/x"><h2>c</h2>d</a>',
        '<p><em>a</em></p>\n<p><em>b</em></p>\n<h2><a href="/x">c</a></h2>\n'
        '<p><a href="/x">d</a></p>',
    ),
    "misnested tags": ("<p><b>a<i>b</b>c</i>", "<p><strong>a<em>b</em></strong><em>c</em></p>"),
    "blocks in a heading": ("<h2>a<div>b</div>c</h2>", "<h2>a b c</h2>"),
    "a list": ("<ul><li>a<li>b</ul>", "<ul><li>a</li>\n<li>b</li></ul>"),
    "a list in an item": (
        "<ul><li>a<ul><li>b</li></ul>c</li></ul>",
        "<ul><li><p>a</p>\n<ul><li>b</li></ul>\n<p>c</p></li></ul>",
    ),
    "a list beside its item, as word processors write it": (
        "<ul><li>a</li><ul><li>b</li></ul></ul>",
        "<ul><li><p>a</p>\n<ul><li>b</li></ul></li></ul>",
    ),
    "text in a list": ("<ol>a<p>b</p></ol>", "<ol><li>a</li>\n<li>b</li></ol>"),
    "an item's only paragraph": (
        '<ul><li><p lang="fr">a</p></ul>',
        '<ul><li lang="fr">a</li></ul>',
    ),
    "an item without a list": ("<li>a</li>", "<p>a</p>"),
    "a list that starts late": (
        '<ol start="7"><li>a</ol><ol start=1><li>b</ol><ol start=x><li>c</ol>',
        '<ol start="7"><li>a</li></ol>\n<ol><li>b</li></ol>\n<ol><li>c</li></ol>',
    ),
    "a quotation": (
        "<blockquote>a<p>b</p></blockquote>",
        "<blockquote><p>a</p>\n<p>b</p></blockquote>",
    ),
    "a table": (
        "<table><caption> C <tr><th scope=col>1<th>2<tr><td>3<td><p>4<p>5</table>",
        "<table><caption>C</caption>\n"
        '<tbody><tr><th scope="col">1</th>\n<th>2</th></tr>\n'
        "<tr><td>3</td>\n<td><p>4</p>\n<p>5</p></td></tr></tbody></table>",
    ),
    "an empty cell stays": (
        "<table><tr><td>a<td></table><table><tr><td></table>",
        "<table><tbody><tr><td>a</td>\n<td></td></tr></tbody></table>",
    ),
    "parts of a table in order": (
        "<table><tbody><tr><td>a</tbody><thead><tr><td>b</thead><caption>c</table>",
        "<table><caption>c</caption>\n<tbody><tr><td>a</td></tr></tbody>\n"
        "<tbody><tr><td>b</td></tr></tbody></table>",
    ),
    "cells over columns": (
        "<table><tr><td colspan=2 rowspan=0>a<td colspan=9999>b</table>",
        '<table><tbody><tr><td colspan="2">a</td>\n<td>b</td></tr></tbody></table>',
    ),
    "a rule": ("a<hr>b", "<p>a</p>\n<hr>\n<p>b</p>"),
    "language and direction": (
        '<div lang="he" dir="RTL"><p>a</p><p lang="en-GB">b</p></div><p dir=x lang="?">c</p>',
        '<p lang="he" dir="rtl">a</p>\n<p lang="en-GB" dir="rtl">b</p>\n<p>c</p>',
    ),
    "nothing else survives": (
        '<p class="c" id="i" style="color:red" onclick="x()">a<!-- c --><script>b</script>'
        '<style>p{}</style><img src="/i.png" onerror="x()"><iframe src="/f">d</iframe>'
        '<form action="/"><input value="e">f</form><svg><text>g</text></svg><x-y>h</x-y>',
        "<p>a</p>\n<p>f</p>\n<p>h</p>",
    ),
    "comments of all kinds": ("<p>a<!-->b<!--->c<!-- > --!>d<!x>e<?y?>f</ z>g", "<p>abcdefg</p>"),
    "an unclosed comment hides the rest": ("<p>a<!-- b<p>c", "<p>a</p>"),
    "an unclosed quote hides no words": ('<p>a<a href="/x>b</p><p>c', "<p>ab</p>\n<p>c</p>"),
    "an unclosed tag hides the rest": ("<p>a<a href=", "<p>a</p>"),
    "an unclosed script hides the rest": ("<p>a<script>b<p>c", "<p>a</p>"),
}
LINKS = {
    "https": ('href="https://a.example/?b=1&amp;c=2#d"', 'href="https://a.example/?b=1&amp;c=2#d"'),
    "capitals": ('HREF="HTTP://A.example/B"', 'href="http://A.example/B"'),
    "mail": ('href="mailto:a@b.example"', 'href="mailto:a@b.example"'),
    "a path": ('href="/articles/x/"', 'href="/articles/x/"'),
    "a fragment": ("href='#note'", 'href="#note"'),
    "white space": ('href=" https://a.example/b c\n"', 'href="https://a.example/b%20c"'),
    "a reference whose target was lost": ('data-reference="12"', 'data-reference="12"'),
    "a reference with its target": ('data-reference=3 href="/x"', 'href="/x" data-reference="3"'),
    "a reference with a bad target": ('data-reference=3 href="data:x"', 'data-reference="3"'),
}
NO_LINKS = [
    "", 'href=""', 'href="javascript:alert(1)"', 'href="java\tscript:alert(1)"',
    'href="&#106;avascript:alert(1)"', 'href="data:text/html,x"', 'href="vbscript:x"',
    'href="file:///etc/passwd"', 'href="//evil.example/"', 'href="/\\evil.example/"',
    'href="/\n/evil.example/"', 'href="https:evil.example"', 'href="https:///x"',
    'href="relative/path"', 'href="?query"', 'data-reference="x1"', 'data-reference="-1"',
    'data-reference="٣"', 'name="here"',
]  # fmt: skip


@pytest.mark.parametrize(("html", "body"), CASES.values(), ids=CASES)
def test_normal_form(html: str, body: str) -> None:
    assert normal_form(html) == body
    assert normal_form(body) == body


@pytest.mark.parametrize(("given", "written"), LINKS.values(), ids=LINKS)
def test_links_that_are_kept(given: str, written: str) -> None:
    assert normal_form(f"<p><a {given}>words</a></p>") == f"<p><a {written}>words</a></p>"


@pytest.mark.parametrize("given", NO_LINKS)
def test_links_that_are_not_kept_leave_their_words(given: str) -> None:
    assert normal_form(f"<p><a {given}>words</a></p>") == "<p>words</p>"


def test_links_do_not_nest() -> None:
    html = '<a href="/x">1<table><tr><td><a href="/y">2</a>3</table></a>'
    assert normal_form(html) == (
        '<p><a href="/x">1</a></p>\n'
        '<table><tbody><tr><td><a href="/y">2</a><a href="/x">3</a></td></tr></tbody></table>'
    )

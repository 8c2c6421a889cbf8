from briefs.markup import (
    Block,
    Heading,
    PlaceholderLink,
    blocks,
    headings,
    normal_form,
    placeholder_links,
    text_of,
)

BODY = normal_form(
    "<h2>On <em>trade</em> &amp; &lt;tariffs&gt;</h2>"
    '<p>A <a data-reference="3">lost</a> and a <a href="/x" data-reference="4">found</a> link.</p>'
    "<ul><li>one</li><li>two<ul><li>three</li></ul></li></ul><hr>"
    '<h4 lang="ru">Слово</h4>'
    "<blockquote><p>a<br>b \U0001f680 "
    '<a lang="fr" data-reference="12">c <em>d</em></a></p></blockquote>'
)


def test_text_of() -> None:
    assert text_of(BODY) == (
        "On trade & <tariffs>\nA lost and a found link.\none\ntwo\nthree\n\nСлово"
        "\na\nb \U0001f680 c d"
    )
    assert text_of("") == ""
    assert text_of("<p>&amp;lt;</p>") == "&lt;"


def test_headings() -> None:
    assert headings(BODY) == [Heading(2, "On trade & <tariffs>", 0), Heading(4, "Слово", 61)]
    assert text_of(BODY)[61:66] == "Слово"


def test_placeholder_links() -> None:
    assert placeholder_links(BODY) == [
        PlaceholderLink(3, "lost", 23),
        PlaceholderLink(12, "c d", 73),
    ]
    assert text_of(BODY)[23:27] == "lost"
    assert text_of(BODY)[73:76] == "c d"


def test_blocks() -> None:
    found = blocks(BODY)
    assert [(block.start, block.end) for block in found] == [
        (0, 20),
        (21, 45),
        (46, 59),
        (60, 60),
        (61, 66),
        (67, 76),
    ]
    assert found[3] == Block(60, 60, "<hr>")
    assert found[2].html == ("<ul><li>one</li>\n<li><p>two</p>\n<ul><li>three</li></ul></li></ul>")
    assert "\n".join(block.html for block in found) == BODY
    assert blocks("") == []

"""The same article in every form is the same; what is hostile is refused in one line."""

import io
import zipfile

import pytest
from pypdf import PdfWriter

from briefs.importing.draft import Author, DraftError, RepairKind
from briefs.importing.forms import Form, form_of
from briefs.importing.reading import SIZE_LIMIT, read_file
from briefs.importing.sandbox import Limits, read_apart
from briefs.importing.wire import from_data, to_data
from briefs.markup import normal_form, text_of
from tests.importing import made_files as made

FORMS = {
    "a.txt": made.as_text,
    "a.md": made.as_markdown,
    "a.html": made.as_html,
    "a.docx": made.as_docx,
    "a.pdf": made.as_pdf,
}
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'


def refusal(data: bytes, name: str) -> str:
    with pytest.raises(DraftError) as caught:
        read_file(data, name)
    return str(caught.value)


@pytest.mark.parametrize("name", FORMS)
def test_the_same_article_in_every_form(name):
    draft = read_file(FORMS[name](), name)
    assert text_of(normal_form(draft.body_html())) == made.TEXT
    assert (draft.title, draft.byline, draft.authors) == (
        made.TITLE,
        made.BYLINE,
        (Author("Ann Author"), Author("Ben Writer")),
    )
    assert f"<h2>{made.HEADING}</h2>" in draft.body_html()


@pytest.mark.parametrize("name", FORMS)
def test_the_form_is_told_by_the_bytes(name):
    bare = "article" if name != "a.md" else "article.markdown"
    assert form_of(FORMS[name](), bare) is list(Form)[list(FORMS).index(name)]


def test_a_draft_crosses_between_processes_whole():
    draft = read_file(made.as_pdf(), "a.pdf")
    again = from_data(to_data(draft))
    assert (again, again.repairs) == (draft, draft.repairs)


def test_a_title_over_two_lines_is_one():
    lines = [("A Body in", 780, 24), (made.TITLE[10:], 752, 24), (made.FIRST, 720, 11)]
    assert read_file(made.pdf_of([lines]), "a.pdf").title == made.TITLE


def test_what_a_pdf_had_repaired():
    draft = read_file(made.as_pdf(), "a.pdf")
    assert [(at.kind, at.where, at.unit, at.before, at.after) for at in draft.repairs] == [
        (RepairKind.RUNNING_LINE, 1, "page", "A Journal of Bodies", ""),
        (RepairKind.PAGE_NUMBER, 1, "page", "1", ""),
        (
            RepairKind.PAGE_BREAK,
            1,
            "page",
            "trade with each ¶ other more than",
            "trade with each other more than",
        ),
        (RepairKind.LINE_WRAP, 1, "page", "3 lines", "one paragraph"),
        (RepairKind.RUNNING_LINE, 2, "page", "A Journal of Bodies", ""),
        (RepairKind.PAGE_NUMBER, 2, "page", "2", ""),
        (RepairKind.HYPHEN_KEPT, 2, "page", "long- term", "long-term"),
        (RepairKind.LINE_WRAP, 2, "page", "3 lines", "one paragraph"),
    ]


MARKDOWN = f"""---
title: Not the title
date: 2014-10-10
publisher: The Press
licence: CC BY 4.0
---
# {made.TITLE}

{made.FIRST} See [six](#), *then* [here](https://example.org/?a=1&b=2) and <b>there</b>.

- one [two](ftp://example.org/)
- **three**

> A quotation.

### Below

{made.SECOND} ![A map](map.png)
"""


def test_lists_quotations_emphasis_and_levels_are_kept():
    draft = read_file(MARKDOWN.encode(), "a.md")
    assert normal_form(draft.body_html()) == (
        f'<p>{made.FIRST} See <a data-reference="1">six</a>, <em>then</em> '
        '<a href="https://example.org/?a=1&amp;b=2" data-reference="2">here</a> and '
        "&lt;b&gt;there&lt;/b&gt;.</p>\n"
        '<ul><li>one <a data-reference="3">two</a></li>\n<li><strong>three</strong></li></ul>\n'
        "<blockquote><p>A quotation.</p></blockquote>\n"
        f"<h2>Below</h2>\n<p>{made.SECOND}</p>"
    )
    assert [(at.kind, at.before) for at in draft.repairs] == [
        (RepairKind.TARGET, "ftp://example.org/"),
        (RepairKind.PICTURE, "A map"),
    ]
    assert [(at.number, at.words, at.passage) for at in draft.lost_links] == [
        (1, "six", "p1"),
        (3, "two", "list"),
    ]
    assert (draft.publisher, str(draft.published), draft.licence and draft.licence.spdx) == (
        "The Press",
        "10 October 2014",
        "CC-BY-4.0",
    )


def test_what_a_page_states_about_itself():
    head = (
        '<link rel="canonical" href="https://example.org/a/b"><meta name="citation_author" '
        'content="Roe, Jane"><script type="application/ld+json">{"@graph": [{"@type": "Article", '
        '"datePublished": "2014-10", "publisher": {"name": "The Press"}}]}</script>'
        '<link rel="license" href="https://creativecommons.org/licenses/by/4.0/">'
    )
    page = made.as_html().decode().replace("</head>", f"{head}</head>")
    page = page.replace(f"<p>{made.BYLINE}</p>", "").replace("six", '<a href="c">six</a>')
    draft = read_file(page.encode(), "a.html")
    assert (draft.authors, draft.publisher, str(draft.published), draft.original_url) == (
        (Author("Jane Roe"),),
        "The Press",
        "October 2014",
        "https://example.org/a/b",
    )
    assert draft.licence is not None
    assert draft.licence.short == "CC BY 4.0"
    assert [link.target for link in draft.links] == ["https://example.org/a/c"]


def test_a_page_without_a_heading_has_its_title_from_the_head():
    page = made.as_html().decode().replace(f"<h1>{made.TITLE}</h1>", "")
    assert read_file(page.encode(), "a.html").title == "Decline"


def test_a_page_in_an_old_encoding():
    page = made.as_html().decode().replace("six", "“six”").encode("windows-1252")
    draft = read_file(page, "a.html")
    assert "“six” members" in draft.body_html()
    assert [(at.kind, at.before) for at in draft.repairs] == [(RepairKind.ENCODING, "windows-1252")]


def test_bold_lines_and_tracked_changes_of_a_word_file():
    bold = f"<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{made.HEADING}</w:t></w:r></w:p>"
    body = made.ARTICLE.replace(made.styled(made.HEADING, "heading1"), bold)
    deleted = '<w:del w:id="1"><w:r><w:delText>Gone</w:delText></w:r></w:del></w:p>'
    draft = read_file(made.as_docx(body.replace("</w:p>", deleted, 1)), "a.docx")
    assert text_of(normal_form(draft.body_html())) == made.TEXT
    assert [at.kind for at in draft.repairs] == [RepairKind.CHANGES, RepairKind.HEADING]


def test_bullets_typed_by_hand_are_a_list_and_one_alone_is_none():
    typed = "".join(f"<w:p><w:r><w:t>{at}</w:t></w:r></w:p>" for at in ("• One", "•\u00a0Two"))
    alone = "<w:p><w:r><w:t>• Alone</w:t></w:r></w:p>"
    first = made.styled(made.FIRST)
    assert first in made.ARTICLE
    body = made.ARTICLE.replace(first, f"{first}{typed}{first}{alone}", 1)
    draft = read_file(made.as_docx(body), "a.docx")
    html = normal_form(draft.body_html())
    assert "<ul><li>One</li>\n<li>Two</li></ul>" in html
    assert "<p>• Alone</p>" in html
    assert [(at.kind, at.before, at.after) for at in draft.repairs] == [
        (RepairKind.LIST, "2 × a paragraph with •", "a list")
    ]


def test_halves_of_characters_in_the_first_lines_are_dropped():
    text = MARKDOWN.replace("publisher: The Press", 'publisher: "The\\0 \\uD800Press\\u200b"')
    assert read_file(text.encode(), "a.md").publisher == "The Press"


def encrypted(data: bytes) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(data))
    writer.encrypt("secret", algorithm="RC4-128")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def lock(data: bytes) -> bytes:
    """The ZIP file with every entry marked as encrypted."""
    return data.replace(b"PK\x03\x04\x14\x00\x00", b"PK\x03\x04\x14\x00\x01").replace(
        b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"
    )


def test_hostile_word_files():
    bomb = made.as_docx(**{"word/media/a.xml": b" " * 49_000_000})
    large = made.as_docx(**{"word/media/a.xml": b" " * 51_000_000})
    many = made.as_docx(**{f"word/{number}": "" for number in range(2_000)})
    macros = "holds macros; save it as DOCX without them"
    assert [
        refusal(bomb, "a.docx"),
        refusal(large, "a.docx"),
        refusal(many, "a.docx"),
        refusal(made.as_docx(start=LAUGHS), "a.docx"),
        refusal(made.as_docx(**{"docProps/core.xml": LAUGHS.encode("utf-16")}), "a.docx"),
        refusal(lock(made.as_docx()), "a.docx"),
        refusal(made.as_docx(**{"word/vbaProject.bin": b"x"}), "a.docx"),
        refusal(made.as_docx(**{"[Content_Types].xml": "macroEnabled"}), "a.docx"),
        refusal(made.as_docx()[:700], "a.docx"),
        refusal(made.as_docx("<w:p>"), "a.docx"),
    ] == [
        "a.docx: unpacks to more than 200 times its size",
        "a.docx: unpacks to more than 50,000,000 bytes",
        "a.docx: holds more than 2,000 files",
        "a.docx: declares entities in word/document.xml, as no Word file does",
        "a.docx: declares entities in docProps/core.xml, as no Word file does",
        "a.docx: is encrypted; save it without a password",
        f"a.docx: {macros}",
        f"a.docx: {macros}",
        "a.docx: is a damaged Word file, and cannot be unpacked",
        "a.docx: is a damaged Word file, and cannot be read",
    ]


def test_an_archive_that_is_no_word_file():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("content.xml", "<a/>")
    assert refusal(file.getvalue(), "a.docx") == (
        "a.docx: is a ZIP archive, but no Word document is in it"
    )


def test_hostile_pdf_files():
    assert [
        refusal(encrypted(made.as_pdf()), "a.pdf"),
        refusal(made.pdf_of([[], []]), "a.pdf"),
        refusal(made.as_pdf()[:90], "a.pdf"),
        refusal(made.pdf_of([[]] * 301), "a.pdf"),
    ] == [
        "a.pdf: is encrypted; save it without a password",
        "a.pdf: holds no text, only pictures of pages; it needs text recognition",
        "a.pdf: is a damaged PDF file, and cannot be read",
        "a.pdf: has more than 300 pages",
    ]


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (made.as_pdf(), "a.docx", "is a PDF file, though its name ends in .docx; rename it"),
        (made.as_docx(), "a.pdf", "is a DOCX file, though its name ends in .pdf; rename it"),
        (made.as_html(), "a.md", "is an HTML file, though its name ends in .md; rename it"),
        (made.as_text(), "a.pdf", "is no PDF file, though its name ends in .pdf; rename it"),
        (made.as_docx(), "a.docm", "is a Word file with macros; save it as DOCX without them"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 90, "a.docx", "is an old Word file; save it as DOCX"),
        (
            b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
            "a.docx",
            "is encrypted; save it without a password",
        ),
        (b" \n", "a.html", "is empty"),
        (b"x" * (SIZE_LIMIT + 1), "a.pdf", "is larger than 20,000,000 bytes"),
        (b"<!doctype html>" + b"<i>" * 1_000 + b"words", "a.html", "nests more than 200 elements"),
        (b"---\na: &a [x]\nb: *a\n---\n# T\n", "a.md",
         "its first lines hold an alias of YAML; write the words out"),
    ],
)  # fmt: skip
def test_other_refusals(data, name, message):
    assert refusal(data, name).replace(", line 1", "") == f"{name}: {message}"


def test_a_parser_that_takes_too_long_is_killed():
    with pytest.raises(DraftError) as caught:
        read_apart(made.as_docx(), "a.docx", Form.DOCX, Limits(seconds=-1))
    assert str(caught.value) == "a.docx: takes longer than -1 seconds to be read"


def test_a_parser_that_takes_too_much_memory_stops():
    large = made.as_docx(made.styled(" ".join(map(str, range(200_000)))))
    with pytest.raises(DraftError) as caught:
        read_apart(large, "a.docx", Form.DOCX, Limits(memory=2**20))
    assert str(caught.value) == "a.docx: needs more than 1 MB of memory to be read"

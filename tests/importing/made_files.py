"""One made-up article in all the forms that are read, and the small writers that make them."""

import io
import zipfile
from collections.abc import Sequence
from html import escape

TITLE = "A Body in Decline?"
BYLINE = "By Ann Author and Ben Writer"
FIRST = (
    "The body has six members and will admit India next year. It rarely meets, and when it meets "
    "it agrees on little. Its members trade with each other more than they did, but the body has "
    "no part in that, and its secretariat is small."
)
HEADING = "What May Come of It"
SECOND = (
    "More than that cannot be said of it today, and less was said before. The long-term members "
    "hold a drill every second year, although few of them send many soldiers to the cooperation."
)
PARAGRAPHS = [TITLE, BYLINE, FIRST, HEADING, SECOND]
TEXT = "\n".join([FIRST, HEADING, SECOND])


def as_text() -> bytes:
    return "\n\n".join(PARAGRAPHS).encode()


def as_markdown() -> bytes:
    return f"# {TITLE}\n\n{BYLINE}\n\n{FIRST}\n\n## {HEADING}\n\n{SECOND}\n".encode()


def as_html() -> bytes:
    return (
        "<!DOCTYPE html><html><head><title>Decline | A Site</title></head><body>"
        "<nav><a href='/'>Home</a></nav><div id='page'><div class='sidebar'><p>Read this too.</p>"
        f"</div><div class='story'><h1>{TITLE}</h1><p>{BYLINE}</p><p>{FIRST}</p><h2>{HEADING}</h2>"
        f"<p>{SECOND}</p><div class='share'>Share this</div></div></div>"
        "<footer>All about cookies</footer></body></html>"
    ).encode()


_CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="word/document.xml" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
_STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{name.replace(" ", "")}">'
    f'<w:name w:val="{name}"/></w:style>'
    for name in ("Title", "heading 1", "heading 2", "Quote")
)
_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def styled(text: str, style: str = "") -> str:
    """A paragraph of Word's XML."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}<w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


ARTICLE = "".join(
    [
        styled(TITLE, "Title"),
        styled(BYLINE),
        styled(FIRST),
        styled(HEADING, "heading1"),
        styled(SECOND),
    ]
)


def as_docx(paragraphs: str = ARTICLE, *, start: str = "", **more: str | bytes) -> bytes:
    """A Word file; ``more`` are further parts by name, ``start`` stands before the document."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _RELATIONS,
        "word/styles.xml": f"<w:styles {_WORD}>{_STYLES}</w:styles>",
        "word/_rels/document.xml.rels": (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="rId1" Target="styles.xml" Type="http://schemas.openxmlformats.org/'
            'officeDocument/2006/relationships/styles"/></Relationships>'
        ),
        "word/document.xml": (
            f"{start}<w:document {_WORD}><w:body>{paragraphs}</w:body></w:document>"
        ),
        **more,
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


Line = tuple[str, int, int]
# The page, from 0; left, bottom, right, top; the target.
Area = tuple[int, tuple[float, ...], str]
LEFT = 72


def pdf_of(
    pages: list[list[Line]],
    *,
    trailer: str = "",
    font: str = "Helvetica",
    links: Sequence[Area] = (),
) -> bytes:
    """A PDF with a line of text for each (text, height, size); ``links`` are areas of its pages."""
    count = len(pages)
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(count))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        f"<< /Type /Font /Subtype /Type1 /BaseFont /{font} /Encoding /WinAnsiEncoding >>",
    ]
    for at, lines in enumerate(pages):
        content = "".join(
            f"BT /F1 {size} Tf 1 0 0 1 {LEFT} {height} Tm ({_escaped(text)}) Tj ET\n"
            for text, height, size in lines
        )
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            "/Resources << /Font << /F1 3 0 R >> >> "
            f"/Annots {4 + 2 * count + at} 0 R /Contents {5 + 2 * at} 0 R >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}endstream")
    for at in range(count):
        areas = " ".join(_area(area, target) for page, area, target in links if page == at)
        objects.append(f"[{areas}]")
    return _file(objects, trailer)


def area_of(words: str, line: Line, count: int = 1) -> tuple[float, ...]:
    """Where the ``count``th occurrence of ``words`` stands in a line set in Courier."""
    text, height, size = line
    start = -1
    for _ in range(count):
        start = text.index(words, start + 1)
    wide = 0.6 * size
    left, right = LEFT + start * wide, LEFT + (start + len(words)) * wide
    return left, height - 0.2 * size, right, height + 0.8 * size


def _area(area: tuple[float, ...], target: str) -> str:
    box = " ".join(map(str, area))
    place = f"/Rect [{box}]" if len(area) == 4 else f"/Rect [0 0 1 1] /QuadPoints [{box}]"
    action = f"<< /S /URI /URI ({_escaped(target)}) >>"
    return f"<< /Type /Annot /Subtype /Link {place} /A {action} >>"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _file(objects: list[str], trailer: str) -> bytes:
    written = "%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(written))
        written += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    return (
        f"{written}xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n"
        f"<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{len(written)}\n%%EOF\n"
    ).encode("cp1252")


def as_pdf() -> bytes:
    """Two pages with running lines and numbers; a paragraph and a word are broken."""
    first = [
        ("A Journal of Bodies", 800, 9),
        (TITLE, 760, 20),
        (BYLINE, 730, 11),
        ("The body has six members and will admit India next year. It rarely", 700, 11),
        ("meets, and when it meets it agrees on little. Its members trade with each", 686, 11),
        ("1", 40, 9),
    ]
    second = [
        ("A Journal of Bodies", 800, 9),
        ("other more than they did, but the body has no part in that, and its", 760, 11),
        ("secretariat is small.", 746, 11),
        (HEADING, 718, 14),
        ("More than that cannot be said of it today, and less was said before. The long-", 690, 11),
        ("term members hold a drill every second year, although few of them send many", 676, 11),
        ("soldiers to the cooperation.", 662, 11),
        ("2", 40, 9),
    ]
    return pdf_of([first, second])

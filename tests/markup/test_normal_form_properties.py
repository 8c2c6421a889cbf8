import re
import unicodedata

from hypothesis import example, given

from briefs.markup import blocks, normal_form, text_of
from briefs.markup.allowed import ATTRIBUTES, ELEMENTS
from tests.markup.soup import faults, parsed, soup, text_content


@given(soup)
@example("<ul><li>a<ul><li>b</ul></li><ul><li>c</ul></ul>")
@example("<table><caption><h2>x</h2></caption><tr><td><table><tr><td>y</table></table>")
@example("<a href=/x><p>a<p>b<a href=/y>c</a>d")
@example("e<em></em>\u0301<em> </em>\u0301")
@example("&gt;\u0338 <em>&lt;</em>\u0338")
def test_normal_form_of_normal_form_is_itself(html: str) -> None:
    body = normal_form(html)
    assert normal_form(body) == body


@given(soup)
def test_a_browsers_text_content_is_the_text(html: str) -> None:
    body = normal_form(html)
    assert text_content(parsed(body)) == text_of(body)


@given(soup)
def test_normal_form_is_valid_and_breaks_stand_between_blocks_only(html: str) -> None:
    assert faults(parsed(normal_form(html))) == []


@given(soup)
def test_nothing_but_the_allow_list_survives(html: str) -> None:
    for element in parsed(normal_form(html)).iter():
        if element.tag == "div":
            continue
        assert element.tag in ELEMENTS
        assert element.attrib.keys() <= ATTRIBUTES[element.tag].keys()
        address = element.get("href")
        assert address is None or re.match(r"https?://[^/]|mailto:|/(?![/\\])|#", address)


@given(soup)
def test_text_is_composed_and_without_control_characters(html: str) -> None:
    body = normal_form(html)
    for piece in re.split("<[^>]*>", body):
        assert unicodedata.is_normalized("NFC", text_of(piece))
    text = text_of(body)
    assert [c for c in text if c != "\n" and unicodedata.category(c) in ("Cc", "Cs")] == []
    assert re.findall(r"  |^ | $| \n|\n ", text) == []


@given(soup)
def test_blocks_are_the_body_and_its_text(html: str) -> None:
    body = normal_form(html)
    found = blocks(body)
    assert "\n".join(block.html for block in found) == body
    assert [text_of(body)[block.start : block.end] for block in found] == [
        text_of(block.html) for block in found
    ]

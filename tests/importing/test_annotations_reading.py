"""JSON that anybody may have written -> the annotations in it, or one clear line."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.anchoring import TextQuote
from briefs.importing.annotations import reading as module
from briefs.importing.annotations.reading import MOST, read, read_annotations
from briefs.importing.annotations.shape import Foreign, Origin, Refused, from_data, to_data
from briefs.importing.annotations.values import LONGEST_QUOTE, LONGEST_TEXT, MOST_TAGS
from briefs.importing.draft import DraftError
from briefs.importing.sandbox import Limits

PAGE = "https://analysis.example/articles/bloc/"
QUOTE = {"type": "TextQuoteSelector", "exact": "The bloc", "prefix": "before ", "suffix": " after"}
HYPOTHESIS = {
    "id": "Xy12",
    "created": "2024-03-02T10:11:12.345678+02:00",
    "updated": "2024-03-02T10:11:12.345678+02:00",
    "user": "acct:reader@hypothes.is",
    "user_info": {"display_name": "A Reader"},
    "uri": PAGE,
    "text": "Is that **so**? <b>No.</b>",
    "tags": ["Enlargement", "doubt"],
    "references": [],
    "links": {"html": "https://hypothes.is/a/Xy12"},
    "target": [
        {
            "source": PAGE,
            "selector": [
                {"type": "RangeSelector", "startContainer": "/p[1]", "startOffset": 0},
                {"type": "TextPositionSelector", "start": 900, "end": 908},
                QUOTE,
            ],
        }
    ],
}
WEB = {
    "@context": "http://www.w3.org/ns/anno.jsonld",
    "id": "https://notes.example/1",
    "type": "Annotation",
    "creator": {"id": "https://notes.example/~reader", "type": "Person", "name": "A Reader"},
    "created": "2024-03-02T10:11:12Z",
    "body": [
        {"type": "TextualBody", "purpose": "describing", "value": "India joins."},
        {
            "type": "TextualBody",
            "value": "<p>It is <b>late</b> &amp; well.</p>",
            "format": "text/html",
        },
        {"type": "TextualBody", "purpose": "tagging", "value": "Enlargement"},
        {"type": "TextualBody", "purpose": "classifying", "value": "forecast"},
        {
            "type": "SpecificResource",
            "purpose": "tagging",
            "source": {"id": "https://notes.example/topics/trade/", "label": "Trade"},
        },
        "https://notes.example/more",
    ],
    "target": {
        "source": {"id": f"{PAGE}versions/1/text", "format": "text/plain"},
        "selector": [QUOTE, {"type": "TextPositionSelector", "start": 7, "end": 15}],
    },
}


def of(*things) -> tuple[Foreign | Refused, ...]:
    return read(json.dumps(list(things)).encode(), "a.json").entries


def without(data, name):
    return {key: value for key, value in data.items() if key != name}


def on(selector) -> dict:
    return WEB | {"target": {"source": PAGE, "selector": selector}}


def test_hypothesis():
    assert of(HYPOTHESIS) == (
        Foreign(
            number=1,
            origin=Origin.HYPOTHESIS,
            id="hypothesis:Xy12",
            address=PAGE,
            quote=TextQuote("The bloc", "before ", " after"),
            text="Is that **so**? <b>No.</b>",
            tags=("Enlargement", "doubt"),
            author="A Reader",
            made_at="2024-03-02T08:11:12.345678+00:00",
            link="https://hypothes.is/a/Xy12",
        ),
    )


def test_hypothesis_without_a_shown_name():
    [found] = of(HYPOTHESIS | {"user_info": {"display_name": None}})
    assert found.author == "reader@hypothes.is"


def test_web_annotation():
    assert of(WEB) == (
        Foreign(
            number=1,
            origin=Origin.WEB_ANNOTATION,
            id="https://notes.example/1",
            address=f"{PAGE}versions/1/text",
            quote=TextQuote("The bloc", "before ", " after"),
            start=7,
            summary="India joins.",
            text="India joins.\n\nIt is late & well.\n\nhttps://notes.example/more",
            classes=("forecast",),
            tags=("Enlargement", "Trade"),
            author="A Reader",
            made_at="2024-03-02T10:11:12+00:00",
            link="https://notes.example/1",
        ),
    )


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"body": None, "bodyValue": "Plain words."}, "Plain words."),
        ({"body": {"type": "TextualBody", "value": "One."}}, "One."),
        ({"body": "https://notes.example/x"}, "https://notes.example/x"),
        ({"body": []}, ""),
        ({"body": [{"value": 3}, 7, None, {"value": {"a": 1}}]}, ""),
    ],
)
def test_bodies_as_the_model_allows_them(changes, text):
    [found] = of(WEB | changes)
    assert found.text == text


@pytest.mark.parametrize(
    ("creator", "author"),
    [
        ("https://notes.example/~reader", "https://notes.example/~reader"),
        ([{"name": "One"}, {"nickname": "Two"}], "One, Two"),
        ({"type": "Person"}, ""),
        (7, ""),
    ],
)
def test_makers_as_the_model_allows_them(creator, author):
    [found] = of(WEB | {"creator": creator})
    assert found.author == author


@pytest.mark.parametrize(
    "selector",
    [
        QUOTE,
        [QUOTE],
        [{"type": "FragmentSelector", "value": "x", "refinedBy": QUOTE}],
        [{"type": "RangeSelector", "refinedBy": [{"type": "CssSelector", "refinedBy": QUOTE}]}],
        {"@type": "oa:TextQuoteSelector", **without(QUOTE, "type")},
    ],
)
def test_quotations_wherever_they_stand(selector):
    [found] = of(on(selector))
    assert (found.quote.exact, found.address) == ("The bloc", PAGE)


@pytest.mark.parametrize(
    "whole",
    [
        {"rows": [HYPOTHESIS, WEB], "total": 2},
        [HYPOTHESIS, WEB],
        {"@graph": [HYPOTHESIS, WEB]},
        {"type": "AnnotationPage", "items": [HYPOTHESIS, WEB], "partOf": {"total": 2}},
        {"type": "AnnotationCollection", "first": {"items": [HYPOTHESIS, WEB]}, "total": 2},
        {"type": ["BasicContainer", "AnnotationCollection"], "items": [HYPOTHESIS, WEB]},
    ],
)
def test_whatever_holds_them(whole):
    found = read(json.dumps(whole).encode(), "a.json")
    assert [entry.id for entry in found.entries] == ["hypothesis:Xy12", "https://notes.example/1"]
    assert found.left_out == 0


def test_one_alone():
    assert len(read(json.dumps(WEB).encode(), "a.json").entries) == 1


def test_what_a_file_does_not_hold_of_its_collection_is_counted():
    for whole in (
        {"type": "AnnotationCollection", "first": {"items": [WEB]}, "total": 66},
        {"type": "AnnotationPage", "items": [WEB], "partOf": {"total": 66}},
        {"rows": [HYPOTHESIS], "total": 66},
    ):
        assert read(json.dumps(whole).encode(), "a.json").left_out == 65


@pytest.mark.parametrize(
    ("thing", "skipped", "why"),
    [
        (HYPOTHESIS | {"references": ["a"]}, True, "reply"),
        (HYPOTHESIS | {"target": [{"source": PAGE}]}, True, "whole page"),
        (WEB | {"target": PAGE}, True, "whole page"),
        (WEB | {"target": {"source": PAGE}}, True, "whole page"),
        (without(WEB, "id"), False, "no “id”"),
        (WEB | {"id": ""}, False, "no “id”"),
        (WEB | {"id": "x" * 501}, False, "no “id”"),
        (WEB | {"id": "a\0b"}, False, "no “id”"),
        (WEB | {"id": "\ud800"}, False, "no “id”"),
        (without(HYPOTHESIS, "id"), False, "no “id”"),
        (HYPOTHESIS | {"uri": "urn:x-pdf:1"}, False, "no http address"),
        (HYPOTHESIS | {"uri": None}, False, "no http address"),
        (WEB | {"target": {"source": "x:y", "selector": QUOTE}}, False, "no http address"),
        (WEB | {"target": []}, False, "no target"),
        (WEB | {"target": [WEB["target"], WEB["target"]]}, False, "2 places"),
        (on({"type": "SvgSelector"}), False, "no words"),
        (on(QUOTE | {"exact": " "}), False, "no words"),
        (on(QUOTE | {"exact": 3}), False, "no words"),
        (on(QUOTE | {"exact": "x" * 10_001}), False, f"longer than {LONGEST_QUOTE:,}"),
        ("https://notes.example/1", False, "only an address"),
        ({"a": 1}, False, "no annotation"),
        (7, False, "no annotation"),
        (None, False, "no annotation"),
        ([WEB], False, "no annotation"),
    ],
)
def test_what_gives_no_annotation_says_why(thing, skipped, why):
    good, found = of(WEB, thing)
    assert isinstance(good, Foreign)
    assert isinstance(found, Refused)
    assert (found.number, found.skipped) == (2, skipped)
    assert why in found.why


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is empty"),
        (b"  \n", "is empty"),
        (b"[]", "holds no annotations"),
        (b"7", "holds no annotations"),
        (b'"text"', "holds no annotations"),
        (b'{"rows": []}', "holds no annotations"),
        (b'{"a": 1,\n "b": }', "line 2: is no JSON"),
        (b'{"a": NaN}', "NaN is no number"),
        (b'{"id": "a\0b"}', "is no JSON"),
        (b'\xff\xfe"', "is not UTF-8"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "number that is too long"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a":' * 100_000, "nested too deeply"),
        (b"<html>", "is no JSON"),
    ],
)
def test_bad_files_are_refused_in_one_line(data, why):
    with pytest.raises(DraftError, match=why) as error:
        read(data, "a.json")
    assert "\n" not in str(error.value)


def test_a_collection_that_only_names_its_pages():
    whole = {"type": "AnnotationCollection", "total": 3, "first": "https://notes.example/?page=1"}
    with pytest.raises(DraftError, match="save the pages"):
        read(json.dumps(whole).encode(), "a.json")


def test_too_many():
    data = json.dumps([{}] * (MOST + 1)).encode()
    with pytest.raises(DraftError, match="more than 1,000 annotations"):
        read(data, "a.json")


def test_hostile_text_is_cut_and_cleaned():
    [found] = of(
        HYPOTHESIS
        | {
            "text": "a\0b\u202e\ud800" + "x" * 20_000,
            "tags": ["t" * 1_000, "", None, *["u"] * 100],
            "user_info": {"display_name": "Eve\r\nWrote this"},
            "links": {"html": "javascript:alert(1)"},
            "created": "0001-01-01T00:00:00+23:00",
        }
    )
    assert found.text.startswith("ab\u202exxx")
    assert len(found.text) == LONGEST_TEXT
    assert (len(found.tags[0]), len(found.tags) < MOST_TAGS) == (300, True)
    assert (found.author, found.link, found.made_at) == ("Eve Wrote this", "", "")
    json.dumps(to_data(module.Reading((found,)))).encode()


@pytest.mark.parametrize("start", ["7", 7.5, True, -1, 10**30, None, [7]])
def test_a_position_that_is_none(start):
    selector = [QUOTE, {"type": "TextPositionSelector", "start": start, "end": 15}]
    [found] = of(on(selector))
    assert found.start is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)  # fmt: skip


@given(
    st.sampled_from([HYPOTHESIS, WEB]),
    st.dictionaries(
        st.sampled_from(sorted({*HYPOTHESIS, *WEB, "bodyValue", "rows", "items"})), JSON
    ),
)
def test_any_json_is_answered_for(whole, changes):
    data = json.dumps(whole | changes).encode()
    with suppress(DraftError):
        found = read(data, "a.json")
        assert from_data(json.loads(json.dumps(to_data(found)))) == found


def test_it_is_read_in_the_sandbox():
    data = json.dumps([HYPOTHESIS, WEB, {"a": 1}]).encode()
    assert read_annotations(data, "a.json") == read(data, "a.json")
    with pytest.raises(DraftError, match=r"a\.json, line 1: is no JSON"):
        read_annotations(b"{", "a.json")
    large = b"[" + b"1.5," * 1_000_000 + b"1]"
    with pytest.raises(DraftError, match=r"needs more than 1 MB of memory|parser down"):
        read_annotations(large, "a.json", Limits(memory=2**20))


def test_a_large_file_is_refused_unread():
    with pytest.raises(DraftError, match="larger than 5,000,000 bytes"):
        read_annotations(b" " * 5_000_001, "a.json")

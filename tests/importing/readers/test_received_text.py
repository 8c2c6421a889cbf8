import textwrap
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from briefs.importing.draft import (
    ArticleDraft,
    Author,
    DraftError,
    Licence,
    Place,
    Repair,
    RepairKind,
)
from briefs.importing.readers.received_text import MAX_LINKS, read
from briefs.importing.readers.source_lines import MAX_BYTES
from briefs.importing.report import report_data, report_lines

ROOT = Path(__file__).parents[3]
DATA = ROOT / "tests" / "data" / "received"
SEED = ROOT / "seeds" / "articles" / "sco-rebirth-and-regeneration" / "received.txt"
MADE = ["river-compact", "ferry-towns", "grain-ledger", "island-grid", "tide-tables"]
UNWRAPPED = [SEED, DATA / "river-compact.txt", DATA / "island-grid.txt"]
HEAD = "Title\n\nBy Jane Roe\n\n" + "Word after word. " * 40 + "\n\n"


@cache
def seed() -> ArticleDraft:
    return read(SEED.read_bytes(), SEED.name)


@cache
def expected() -> dict[str, Any]:
    text = (DATA / "weitz-2014.expected.yaml").read_text("utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def test_the_real_article_character_by_character() -> None:
    texts = {paragraph["id"]: paragraph["text"] for paragraph in expected()["paragraphs"]}
    texts["end-note"] = texts.pop("endnote")
    read_texts = {key: passage.text for key, passage in seed().keyed.items() if key in texts}
    assert read_texts == texts
    assert len(texts) == 16


def test_its_sections() -> None:
    sections: list[dict[str, Any]] = [{"heading": None, "paragraphs": []}]
    for key, passage in seed().keyed.items():
        if key.startswith("h"):
            sections.append({"heading": passage.text, "paragraphs": []})
        elif key.startswith("p") and key[1:].isdigit():
            sections[-1]["paragraphs"].append(key)
    assert sections == expected()["sections"]


def test_its_lost_links() -> None:
    links = [
        {
            "n": link.number,
            "anchor": link.words,
            "paragraph": link.passage,
            "offset": link.offset,
            "sentence": link.sentence,
        }
        for link in seed().lost_links
    ]
    wanted = expected()["links"]
    for link in wanted:
        link["paragraph"] = {"endnote": "end-note", None: "publisher"}.get(
            link["paragraph"], link["paragraph"]
        )
        link["offset"] = link["offset"] or 0
    assert links == wanted
    assert len(links) == 25
    assert [link.place for link in seed().links] == [
        *[Place.BODY] * 19,
        *[Place.END_NOTE] * 2,
        *[Place.AUTHOR_NOTE] * 3,
        Place.PUBLISHER,
    ]


def test_what_is_stated_around_it() -> None:
    draft, stated = seed(), expected()
    assert draft.title == stated["title"]
    assert draft.standfirst == stated["standfirst"]
    assert draft.byline == stated["byline"]
    assert draft.authors == (Author(**stated["author"]),)
    assert draft.publisher == stated["publisher"]["name"]
    assert draft.publisher_host == stated["publisher"]["host"]
    assert draft.published is not None
    assert draft.published.iso == stated["published"]
    assert draft.original_url == stated["original_url"]
    url = "https://creativecommons.org/licenses/by/4.0/"
    assert draft.licence == Licence(url=url, **stated["licence"])
    assert report_data(draft)["counts"]["words"] == stated["words"]


def test_its_repairs() -> None:
    joins = [paragraph for paragraph in expected()["paragraphs"] if "page_break_join" in paragraph]
    breaks = [repair for repair in seed().repairs if repair.kind is RepairKind.PAGE_BREAK]
    assert [repair.where for repair in breaks] == [19, 33]
    for paragraph, repair in zip(joins, breaks, strict=True):
        join = paragraph["page_break_join"]
        assert f"{join['before']} ¶ {join['after']}" in repair.before
        assert f"{join['before']} {join['after']}" in repair.after
        assert paragraph["text"][join["offset"] :].startswith(f" {join['after']}")
    others = [repair for repair in seed().repairs if repair not in breaks]
    assert others == [Repair(RepairKind.ESCAPE, 55, r"\(ISN\)", "(ISN)")]


def test_its_html_opens_and_marks_its_links() -> None:
    html = seed().body_html()
    assert html.startswith("<p>Members of the Shanghai Cooperation Organization (SCO) like")
    assert html.count("<p>") == 14
    assert html.count("<h2>") == 3
    assert [f'<a data-reference="{number}">' in html for number in (1, 19, 20)] == [
        True,
        True,
        False,
    ]
    assert seed().end_note_html().endswith('our <a data-reference="21">resources</a>.</p>')


@pytest.mark.parametrize("name", MADE)
def test_other_articles_exported_the_same_way(name: str) -> None:
    draft = read((DATA / f"{name}.txt").read_bytes(), name)
    wanted = yaml.safe_load((DATA / f"{name}.expected.yaml").read_text("utf-8"))
    passages = {key: passage.text for key, passage in draft.keyed.items()}
    assert {"passages": passages, **report_data(draft)} == wanted


@pytest.mark.parametrize("name", MADE)
def test_the_same_input_gives_the_same_draft_and_report(name: str) -> None:
    data = (DATA / f"{name}.txt").read_bytes()
    assert read(data, name) == read(data, name)
    assert report_lines(read(data, name)) == report_lines(read(data, name))


def wrapped(text: str, width: int, *, at_hyphens: bool) -> str:
    return "\n".join(
        "\n".join(
            textwrap.wrap(line, width, break_on_hyphens=at_hyphens, break_long_words=False)
        )
        for line in text.split("\n")
    )  # fmt: skip


@pytest.mark.parametrize("path", UNWRAPPED, ids=lambda path: path.parent.name + path.stem)
def test_wrapping_at_any_width_changes_nothing(path: Path) -> None:
    text = path.read_text("utf-8-sig")
    draft = read(text.encode(), "plain")
    for width in range(50, 121):
        for at_hyphens in (True, False):
            found = read(wrapped(text, width, at_hyphens=at_hyphens).encode(), "wrapped")
            assert found == draft, (width, at_hyphens)


@pytest.mark.parametrize("width", range(70, 121, 2))
def test_wrapping_that_leaves_lines_uneven_changes_nothing(width: int) -> None:
    random = Random(width)
    lines = []
    for line in SEED.read_text("utf-8").split("\n"):
        rest = line
        while len(rest) > width:
            room = random.randint(int(0.9 * width), width)
            first, *_ = textwrap.wrap(rest, room, break_on_hyphens=False, break_long_words=False)
            lines.append(first)
            rest = rest[len(first) :].lstrip(" ")
        lines.append(rest)
    assert read("\n".join(lines).encode(), "x") == seed()


@pytest.mark.parametrize("width", [None, 50, 72, 120])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\u2028"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_mark_change_nothing(
    width: int | None, line_end: str, mark: str
) -> None:
    text = SEED.read_text("utf-8")
    text = wrapped(text, width, at_hyphens=True) if width else text
    assert read((mark + text.replace("\n", line_end)).encode(), "x") == seed()


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_page_break_inside_any_sentence_changes_nothing(data: st.DataObject) -> None:
    lines = SEED.read_text("utf-8").split("\n")
    at = data.draw(st.sampled_from([i for i, line in enumerate(lines) if len(line) > 400]))
    line = lines[at]
    places = [
        place
        for place in range(80, len(line))
        if line[place] == " " and line[place - 1].isalpha() and line[place + 1].islower()
    ]
    place = data.draw(st.sampled_from(places))
    turn = data.draw(st.sampled_from(["\n\n", "\n\f\n", "\f", "\n\n7\n\f\n"]))
    lines[at] = line[:place] + turn + line[place + 1 :]
    assert read("\n".join(lines).encode(), "x") == seed()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "a.txt: is empty"),
        (b"\xff", "a.txt, line 1: is not UTF-8 (0xff at byte 0)"),
        (b"a" * (MAX_BYTES + 1), "a.txt: has 2,000,001 bytes; the limit is 2,000,000"),
        (b"[a](#)" * (MAX_LINKS + 1), "a.txt: has more than 5,000 links"),
        (
            b"\n\n" + b"Word after word. " * 40,
            "a.txt, line 3: no article in it: a title of up to 300 characters must come first",
        ),
        (
            b"\xc2\xad",
            "a.txt: no article in it: a title of up to 300 characters must come first",
        ),
        (
            b"django~=5.2\nnh3~=0.3\npytest~=9.0\n",
            "a.txt: no article in it: 0 words of running text below the title, at least 40 are "
            "needed",
        ),
        (
            b"A Title\n\nBy Jane Roe\n\nOne short paragraph is no article yet.",
            "a.txt: no article in it: 7 words of running text below the title, at least 40 are "
            "needed",
        ),
    ],
)
def test_files_that_are_no_article(data: bytes, message: str) -> None:
    with pytest.raises(DraftError) as error:
        read(data, "a.txt")
    assert str(error.value) == message


def attempt(data: bytes) -> None:
    """Read and report; a DraftError is an answer too."""
    try:
        draft = read(data, "x")
    except DraftError:
        return
    report_data(draft)
    assert draft.title
    for link in draft.links:
        passage = draft.keyed[link.passage]
        assert passage.text[link.offset : link.offset + len(link.words)] == link.words
    assert all("\n" not in line for line in report_lines(draft))
    assert draft.body_html().count("<p>") >= 1


MARKUP = [
    "[",
    "](",
    ")",
    "(#)",
    "[x](#)",
    "[x](https://x.example/)",
    "\\",
    "\\(",
    "<https://x.org>",
]
SPACES = ["\n", "\n\n", "\f", "\r\n", " ", "\t", "\u00a0", "\u00ad", "-", "—", "\u200b", "e\u0301"]
WORDS = ["Publisher", "By ", "Jane Roe", " and ", " for ", "CC BY 4.0", "10 May 2014", "©", '"']
PROSE = [
    "Jane Roe is a dean at Aum.",
    "For more information",
    "word ",
    "Word. ",
    "It goes on, ",
]
PIECES = st.sampled_from([*MARKUP, *SPACES, *WORDS, *PROSE])


@given(st.binary(max_size=400))
@settings(deadline=None)
def test_no_bytes_raise_anything_else(data: bytes) -> None:
    attempt(data)


@given(st.text(max_size=400))
@settings(deadline=None)
def test_no_text_raises_anything_else(text: str) -> None:
    attempt(HEAD.encode() + text.encode("utf-8", "replace"))


@given(st.lists(PIECES, max_size=60), st.booleans())
@settings(max_examples=300, deadline=None)
def test_no_mixture_of_what_readers_look_for_raises_anything_else(
    pieces: list[str], headed: bool
) -> None:
    attempt((HEAD * headed + "".join(pieces)).encode())


BRACKETS = ["[", "]", "[]", "[a", "[a [x] ", "((", "](", "[](", "](()", "[x](a(b", "<http", "\\( "]
OTHERS = [
    "a-\n\n",
    "a\n",
    "a. ",
    "...",
    '."',
    "\u00a0",
    "e\u0301",
    "x\f",
    "By A and ",
    "cc by ",
    " ",
]


@pytest.mark.parametrize("piece", [*BRACKETS, *OTHERS])
@pytest.mark.parametrize("head", ["", HEAD])
def test_the_largest_file_of_anything_is_read_in_a_moment(head: str, piece: str) -> None:
    data = (head + piece * MAX_BYTES).encode()[: MAX_BYTES - 3].decode("utf-8", "ignore").encode()
    attempt(data)  # a moment; anything quadratic would take minutes

from briefs.importing.draft import (
    ArticleDraft,
    DraftError,
    Link,
    Passage,
    PassageKind,
    Place,
    PlacedLink,
    Repair,
    RepairKind,
)

DRAFT = ArticleDraft(
    passages=(
        Passage(PassageKind.TITLE, "A < B"),
        Passage(PassageKind.STANDFIRST, "One."),
        Passage(PassageKind.STANDFIRST, "Two.", (Link(0, 3, "Two", None),)),
        Passage(PassageKind.BYLINE, "By Ana Torvald"),
        Passage(PassageKind.PARAGRAPH, "No link & no tag."),
        Passage(PassageKind.HEADING, "Why <b>?"),
        Passage(
            PassageKind.PARAGRAPH,
            'First. See "here" 🌊 <there>.',
            (
                Link(12, 16, "here", 'https://x.example/?a=1&b="2"'),
                Link(20, 27, "<there>", None),
            ),
        ),
        Passage(PassageKind.END_NOTE, "See also this.", (Link(9, 13, "this", None),)),
        Passage(PassageKind.AUTHOR_NOTE, "Ana Torvald is a rower."),
        Passage(PassageKind.LABEL, "Publisher:"),
        Passage(PassageKind.PUBLISHER, "Rowers", (Link(0, 6, "Rowers", None),)),
    )
)


def test_parts_are_read_off_the_passages() -> None:
    assert DRAFT.title == "A < B"
    assert DRAFT.standfirst == "One. Two."
    assert DRAFT.byline == "By Ana Torvald"
    assert [block.text for block in DRAFT.blocks] == [
        "No link & no tag.",
        "Why <b>?",
        'First. See "here" 🌊 <there>.',
    ]
    assert [note.text for note in DRAFT.end_notes] == ["See also this."]
    assert [note.text for note in DRAFT.author_notes] == ["Ana Torvald is a rower."]
    assert [line.text for line in DRAFT.publisher_lines] == ["Rowers"]


def test_keys_number_paragraphs_and_headings_and_second_ones_of_other_kinds() -> None:
    assert list(DRAFT.keyed) == [
        "title",
        "standfirst",
        "standfirst-2",
        "byline",
        "p1",
        "h1",
        "p2",
        "end-note",
        "author-note",
        "label",
        "publisher",
    ]


def test_links_are_numbered_through_the_article_and_know_their_sentence() -> None:
    sentence = 'See "here" 🌊 <there>.'
    target = 'https://x.example/?a=1&b="2"'
    assert DRAFT.links == (
        PlacedLink(1, "Two", None, Place.STANDFIRST, "standfirst-2", 0, "Two."),
        PlacedLink(2, "here", target, Place.BODY, "p2", 12, sentence),
        PlacedLink(3, "<there>", None, Place.BODY, "p2", 20, sentence),
        PlacedLink(4, "this", None, Place.END_NOTE, "end-note", 9, "See also this."),
        PlacedLink(5, "Rowers", None, Place.PUBLISHER, "publisher", 0, "Publisher: Rowers"),
    )
    assert [link.number for link in DRAFT.lost_links] == [1, 3, 4, 5]


def test_html_escapes_text_and_addresses_and_carries_the_link_numbers() -> None:
    assert DRAFT.body_html() == (
        "<p>No link &amp; no tag.</p>\n"
        "<h2>Why &lt;b&gt;?</h2>\n"
        '<p>First. See "<a href="https://x.example/?a=1&amp;b=&quot;2&quot;" data-reference="2">'
        'here</a>" 🌊 <a data-reference="3">&lt;there&gt;</a>.</p>'
    )
    assert DRAFT.end_note_html() == '<p>See also <a data-reference="4">this</a>.</p>'
    assert DRAFT.author_note_html() == "<p>Ana Torvald is a rower.</p>"


def test_repairs_do_not_make_drafts_differ() -> None:
    repaired = ArticleDraft(DRAFT.passages, repairs=(Repair(RepairKind.ESCAPE, 1, "\\(", "("),))
    assert repaired == DRAFT


def test_joined_passages_keep_their_links_in_place() -> None:
    joined = Passage(PassageKind.LICENCE, "CC", (Link(0, 2, "CC", None),)).followed_by(
        Passage(PassageKind.PARAGRAPH, "see BY", (Link(4, 6, "BY", None),))
    )
    links = (Link(0, 2, "CC", None), Link(7, 9, "BY", None))
    assert joined == Passage(PassageKind.LICENCE, "CC see BY", links)


def test_an_error_is_one_line_that_names_file_and_line() -> None:
    assert str(DraftError("a\nb.txt", "is empty")) == "a b.txt: is empty"
    assert str(DraftError("a.txt", "is no text", 7)) == "a.txt, line 7: is no text"

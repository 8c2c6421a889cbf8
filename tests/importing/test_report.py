import json
from datetime import date

from briefs.dates import PartialDate
from briefs.importing.draft import (
    ArticleDraft,
    Author,
    Licence,
    Link,
    Passage,
    PassageKind,
    Repair,
    RepairKind,
)
from briefs.importing.report import report_data, report_lines

DRAFT = ArticleDraft(
    passages=(
        Passage(PassageKind.TITLE, "Who Keeps the River?"),
        Passage(PassageKind.HEADING, "Nobody"),
        Passage(
            PassageKind.PARAGRAPH,
            "It keeps itself.",
            (Link(3, 8, "keeps", None), Link(9, 15, "itself", "https://x.example/")),
        ),
    ),
    authors=(Author("Ana Torvald", "dean", "Lake School"), Author("Milo Brandt")),
    published=PartialDate(date(2021, 6, 12)),
    licence=Licence("Creative Commons Attribution", "CC BY"),
    repairs=(
        Repair(RepairKind.PAGE_BREAK, 4, "of ¶ the", "of the"),
        Repair(RepairKind.PAGE_NUMBER, 9, "3", ""),
    ),
)


def test_lines() -> None:
    assert report_lines(DRAFT) == [
        "Title: Who Keeps the River?",
        "Standfirst: not stated",
        "Byline: not stated",
        "Authors: Ana Torvald (dean, Lake School); Milo Brandt",
        "Published: 12 June 2021",
        "Publisher: not stated",
        "Host: not stated",
        "Licence: Creative Commons Attribution (CC BY)",
        "Original address: not stated",
        "Body: 1 headings, 1 paragraphs, 3 words",
        "",
        "Repairs: 2",
        "  line 4: page break closed: of ¶ the -> of the",
        "  line 9: page number dropped: 3",
        "",
        "Lost links: 1 of 2",
        '  1. p1, character 3: "keeps" in: It keeps itself.',
    ]


def test_data_is_plain_json() -> None:
    data = report_data(DRAFT)
    assert json.loads(json.dumps(data)) == data
    assert data == {
        "title": "Who Keeps the River?",
        "standfirst": "",
        "byline": "",
        "authors": [
            {"name": "Ana Torvald", "role": "dean", "affiliation": "Lake School"},
            {"name": "Milo Brandt", "role": "", "affiliation": ""},
        ],
        "publisher": "",
        "publisher_host": "",
        "published": "2021-06-12",
        "original_url": "",
        "licence": {
            "name": "Creative Commons Attribution",
            "short": "CC BY",
            "url": "",
            "spdx": "",
        },
        "counts": {"headings": 1, "paragraphs": 1, "words": 3},
        "repairs": [
            {"kind": "page break closed", "line": 4, "before": "of ¶ the", "after": "of the"},
            {"kind": "page number dropped", "line": 9, "before": "3", "after": ""},
        ],
        "links": [
            {
                "number": 1,
                "words": "keeps",
                "target": None,
                "place": "body",
                "passage": "p1",
                "offset": 3,
                "sentence": "It keeps itself.",
            },
            {
                "number": 2,
                "words": "itself",
                "target": "https://x.example/",
                "place": "body",
                "passage": "p1",
                "offset": 9,
                "sentence": "It keeps itself.",
            },
        ],
    }

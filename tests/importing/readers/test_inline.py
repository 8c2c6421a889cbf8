import pytest

from briefs.importing.draft import Link, Repair, RepairKind
from briefs.importing.readers.inline import Inline, escapes_freed


@pytest.mark.parametrize(
    ("raw", "text", "links"),
    [
        ("A [b](#) c", "A b c", [("b", None)]),
        ("[b c](https://x.example/a_(b)?c=1)", "b c", [("b c", "https://x.example/a_(b)?c=1")]),
        (r"[b](https://x.example/a_\(b\))", "b", [("b", "https://x.example/a_(b)")]),
        ('[b](https://x.example "a title")', "b", [("b", "https://x.example")]),
        ("[b](<https://x.example>)", "b", [("b", "https://x.example")]),
        (r"[Net \(N\)](#), [RU] \[x\](y)", "Net (N), [RU] [x](y)", [("Net (N)", None)]),
        ("[[RU] paper](#)", "[RU] paper", [("[RU] paper", None)]),
        ("🌊 [🌊 b](#)", "🌊 🌊 b", [("🌊 b", None)]),
        ("a [ b ](#) c", "a b c", [("b", None)]),
        ("see <https://x.example/?a=1>.", "see https://x.example/?a=1.",
         [("https://x.example/?a=1", "https://x.example/?a=1")]),
        ("[b]() [c](#top)", "b c", [("b", None), ("c", None)]),
        (r"a \\ b \a 1\*2", r"a \ b \a 1*2", []),
        ("[a](b c) [d] (e) [f", "[a](b c) [d] (e) [f", []),
    ],
)  # fmt: skip
def test_markup(raw: str, text: str, links: list[tuple[str, str | None]]) -> None:
    inline = Inline(raw, 1)
    assert inline.text == text
    assert [(link.words, link.target) for link in inline.links] == links
    assert [text[link.start : link.end] for link in inline.links] == [words for words, _ in links]


def test_offsets_count_code_points() -> None:
    assert Inline("🌊 [b](#)", 1).links == [Link(2, 3, "b", None)]


def test_unusable_targets_and_links_without_words_are_reported() -> None:
    inline = Inline("[a](javascript:alert(1)) [](https://x.example) [b](/c)", 7)
    assert inline.text == "a b"
    assert inline.links == [Link(0, 1, "a", None), Link(2, 3, "b", None)]
    assert inline.repairs == [
        Repair(RepairKind.TARGET, 7, "javascript:alert(1)", ""),
        Repair(RepairKind.NO_WORDS, 7, "[](https://x.example)", ""),
        Repair(RepairKind.TARGET, 7, "/c", ""),
    ]


def test_escapes_are_reported_by_the_words_that_hold_them() -> None:
    repair = Repair(RepairKind.ESCAPE, 3, r"Net\(N\) a\*", "Net(N) a*")
    assert escapes_freed(r"The Net\(N\) of a\* b", 3) == [repair]
    assert escapes_freed(r"C:\data", 3) == []

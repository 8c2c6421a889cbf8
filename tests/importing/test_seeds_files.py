import os
from pathlib import Path

import pytest

from briefs.importing.seeds.files import DEPTH_LIMIT, SIZE_LIMIT, read_files


def read(folder: Path, content: str | bytes) -> tuple[object, list[str]]:
    """The data of the one file in ``folder``, or None, and what is wrong with it."""
    data = content.encode() if isinstance(content, str) else content
    (folder / "a.yaml").write_bytes(data)
    reading = read_files(folder)
    documents = [document.data for document in reading.documents]
    return documents[0] if documents else None, [str(problem) for problem in reading.problems]


def test_words_are_words_and_only_json_values_are_values(tmp_path):
    text = """\
date: 2014-10-10
month: 2014-10
year: 2014
norway: NO
answer: yes
flag: true
nothing: null
missing:
number: -1.5
padded: 007
quoted: 'true'
time: 12:30
big: 12345678901234567890
octal: 0o17
list: [1, a, 2014-10-10]
folded: >-
  one
  two
"""
    assert read(tmp_path, text) == (
        {
            "date": "2014-10-10",
            "month": "2014-10",
            "year": 2014,
            "norway": "NO",
            "answer": "yes",
            "flag": True,
            "nothing": None,
            "missing": None,
            "number": -1.5,
            "padded": "007",
            "quoted": "true",
            "time": "12:30",
            "big": "12345678901234567890",
            "octal": "0o17",
            "list": [1, "a", "2014-10-10"],
            "folded": "one two",
        },
        [],
    )


def test_lines_are_known_for_keys_and_items(tmp_path):
    data, _ = read(tmp_path, "a: 1\nb:\n  - x: 1\n    y: 2\n  - 3\n")
    assert (data.line, data.lines, data["b"].lines, data["b"][0].lines) == (
        1,
        {"a": 1, "b": 2},
        [3, 5],
        {"x": 3, "y": 4},
    )


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ("", "a.yaml: is empty"),
        ("# nothing here\n", "a.yaml: is empty"),
        ("- one\n", "a.yaml, line 1: must hold keys with values"),
        ("just words\n", "a.yaml, line 1: must hold keys with values"),
        ("a: 1\n---\nb: 2\n", "a.yaml: holds more than one document"),
        ("a: 1\nb: 2\na: 3\n", "a.yaml, line 3: “a” stands here twice"),
        ("a:\n  b: 1\n  b: 2\n", "a.yaml, line 3: “b” stands here twice"),
        ("a: [1\nb: 2\n", "a.yaml, line 2: is no YAML: did not find expected ',' or ']'"),
        ("a: b: c\n", "a.yaml, line 1: is no YAML: mapping values are not allowed in this context"),
        (
            "a: 1\n\tb: 2\n",
            "a.yaml, line 2: is no YAML: found a tab character that violates indentation",
        ),
        ("? [a]\n: 1\n", "a.yaml, line 1: a key must be one word"),
        ("a: !!python/name:os.system x\n", "a.yaml, line 1: the tag "
         "tag:yaml.org,2002:python/name:os.system is not used in seeds"),
        ("a: !!int '1'\n", "a.yaml, line 1: the tag tag:yaml.org,2002:int is not used in seeds"),
        ('a: "\\0"\n', "a.yaml, line 1: holds the control character U+0000"),
        ('a: "\\u2028\\x9f"\n', "a.yaml, line 1: holds the control character U+009F"),
        (b"a: 1\nb: caf\xe9\n", "a.yaml, line 2: is not UTF-8 text"),
        (b"\xff\xfea\x00", "a.yaml, line 1: is not UTF-8 text"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_line(tmp_path, content, error):
    assert read(tmp_path, content) == (None, [error])


@pytest.mark.parametrize("bomb", ["a: &x [1]\nb: [*x, *x]\n", "a: &x 1\n", "a: *x\n"])
def test_anchors_and_aliases_are_refused(tmp_path, bomb):
    _, (error,) = read(tmp_path, bomb)
    assert error == (
        "a.yaml, line 1: anchors and aliases (& and *) are not used in seeds; quote the text"
    )


def test_deep_nesting_is_refused_without_falling_over(tmp_path):
    error = f"a.yaml, line 1: is nested more than {DEPTH_LIMIT} deep"
    assert read(tmp_path, "a: " + "[" * 200_000) == (None, [error])


def test_large_files_are_refused(tmp_path):
    assert read(tmp_path, "a: " + "x" * SIZE_LIMIT) == (
        None,
        ["a.yaml: is larger than 1,000,000 bytes"],
    )


def test_a_byte_order_mark_does_no_harm(tmp_path):
    assert read(tmp_path, b"\xef\xbb\xbfa: 1\n") == ({"a": 1}, [])


def test_every_file_is_told_and_other_files_are_left_alone(tmp_path):
    (tmp_path / "b.yml").write_text("a: [\n")
    (tmp_path / "README.md").write_text("a: [\n")
    (tmp_path / ".a.yaml").write_text("a: [\n")
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper" / "c.yaml").write_text("")
    _, errors = read(tmp_path, "")
    assert errors == [
        "a.yaml: is empty",
        "b.yml, line 2: is no YAML: did not find expected node content",
        "deeper/c.yaml: is empty",
    ]


def test_symbolic_links_that_lead_nowhere(tmp_path):
    os.symlink(tmp_path / "a.yaml", tmp_path / "a.yaml")
    os.symlink(tmp_path, tmp_path / "loop")
    (tmp_path / "folder.yaml").mkdir()
    assert [str(problem) for problem in read_files(tmp_path).problems] == [
        "a.yaml: cannot be read: Too many levels of symbolic links",
        "folder.yaml: cannot be read: Is a directory",
    ]


def test_a_folder_that_is_missing_or_empty(tmp_path):
    missing = tmp_path / "missing"
    assert [str(problem) for problem in read_files(missing).problems] == [
        f"{missing}: there is no such folder"
    ]
    assert [str(problem) for problem in read_files(tmp_path).problems] == [
        f"{tmp_path}: there are no seed files in it"
    ]

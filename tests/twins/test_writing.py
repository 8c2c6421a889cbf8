"""Values as CSV and JSON hold them."""

import csv
import io
import json
import tracemalloc
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.spreadsheets import unguarded
from briefs.twins import csv_pieces, json_pieces
from briefs.twins.shape import Column, Table
from briefs.twins.writing import cell


def table(*names: str) -> Table:
    columns = tuple(Column(name, "", lambda row, asked: None) for name in names)
    return Table("things", "Things", "", names[:1], columns)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, ""),
        ("", ""),
        (True, "true"),
        (False, "false"),
        (-28.6, "-28.6"),
        (-3, "-3"),
        ("-3", "'-3"),
        ([], ""),
        (["a", "b c"], "a|b c"),
        (["=a", "b"], "'=a|b"),
        (date(2017, 6, 9), "2017-06-09"),
        (datetime(2017, 6, 9, 12, tzinfo=timezone(timedelta(hours=3))), "2017-06-09T09:00:00Z"),
    ],
)
def test_a_value_has_one_way_into_a_cell(value, written):
    assert cell(value) == written


def test_what_is_not_there_is_null_and_lists_stay_lists():
    row = [None, "", [], ["=a"], datetime(2017, 6, 9, tzinfo=UTC), False]
    told = json.loads(b"".join(json_pieces({"title": "x"}, table(*"abcdef"), [row])))
    assert told == {
        "title": "x",
        "rows": [
            {"a": None, "b": None, "c": [], "d": ["=a"], "e": "2017-06-09T00:00:00Z", "f": False}
        ],
    }


def test_no_row_is_whole_too():
    assert b"".join(csv_pieces(table("a", "b"), [])) == b"a,b\r\n"
    assert json.loads(b"".join(json_pieces({"x": 1}, table("a"), []))) == {"x": 1, "rows": []}


text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


@given(st.lists(st.lists(text, min_size=2, max_size=2), max_size=5))
def test_whatever_is_written_is_read_back(rows):
    content = b"".join(csv_pieces(table("a", "b"), rows)).decode()
    [names, *found] = csv.reader(io.StringIO(content, newline=""))
    assert names == ["a", "b"]
    assert [[unguarded(one) for one in row] for row in found] == rows
    assert not [one for row in found for one in row if one[:1] in tuple("=+-@\t\r\n")]
    told = json.loads(b"".join(json_pieces({"x": 1}, table("a", "b"), rows)))
    assert [[row["a"] or "", row["b"] or ""] for row in told["rows"]] == rows


@pytest.mark.parametrize("pieces", [csv_pieces, lambda *rest: json_pieces({"x": 1}, *rest)])
def test_a_long_table_takes_no_more_memory_than_a_short_one(pieces):
    def most(count: int) -> int:
        tracemalloc.start()
        rows = ([f"row {n} " * 20, n] for n in range(count))
        for _ in pieces(table("a", "b"), rows):
            pass
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return peak

    most(1_000)  # what is made once
    assert most(40_000) < 1.5 * most(2_000)

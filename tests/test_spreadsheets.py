import pytest

from briefs.spreadsheets import guarded, unguarded


@pytest.mark.parametrize(
    "cell",
    ["=1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "＝1", "＠x", "'=1", "''=1", "'x", "x=1", ""],
)
def test_no_cell_is_a_formula_and_each_comes_back(cell):
    assert guarded(cell)[:1] not in tuple("=+-@\t\r\n＝＋－＠")
    assert unguarded(guarded(cell)) == cell

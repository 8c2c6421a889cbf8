import re
from pathlib import Path

import pytest

from briefs.spreadsheets import guarded, unguarded

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    "cell",
    ["=1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "＝1", "＠x", "'=1", "''=1", "'x", "x=1", ""],
)
def test_no_cell_is_a_formula_and_each_comes_back(cell):
    assert guarded(cell)[:1] not in tuple("=+-@\t\r\n＝＋－＠")
    assert unguarded(guarded(cell)) == cell


def test_tables_are_written_where_cells_are_guarded():
    writers = {
        str(file.relative_to(ROOT))
        for folder in ("briefs", "sco_site")
        for file in (ROOT / folder).rglob("*.py")
        if re.search(r"csv\.(writer|DictWriter)", file.read_text())
    }
    assert writers == {"briefs/importing/tables/out.py", "briefs/twins/writing.py"}
    for name in writers:
        assert "import guarded" in (ROOT / name).read_text()

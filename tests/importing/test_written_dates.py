from datetime import date

import pytest

from briefs.dates import PartialDate, Precision
from briefs.importing.written_dates import read_date, read_partial


@pytest.mark.parametrize(
    "line",
    [
        "10 October 2014",
        "10th of October, 2014",
        "October 10, 2014",
        "Oct. 10 2014",
        "Friday, 10 October 2014",
        "Published: 10 Oct 2014",
        "First published on October 10th, 2014",
        "2014-10-10",
        "10.10.2014",
        "10 October 2014, 14:30 CET",
    ],
)
def test_days(line: str) -> None:
    assert read_date(line) == PartialDate(date(2014, 10, 10))


@pytest.mark.parametrize("line", ["October 2014", "Published in Oct. 2014", "october, 2014"])
def test_months(line: str) -> None:
    assert read_date(line) == PartialDate(date(2014, 10, 1), Precision.MONTH)


@pytest.mark.parametrize(
    "line",
    ["31 February 2014", "10/10/2014", "2014", "On 10 October 2014 it rained.", "2014-13-01", ""],
)
def test_lines_that_are_no_date(line: str) -> None:
    assert read_date(line) is None


@pytest.mark.parametrize(
    ("written", "day", "precision"),
    [
        ("2014", date(2014, 1, 1), Precision.YEAR),
        ("2017-06", date(2017, 6, 1), Precision.MONTH),
        ("June 2017", date(2017, 6, 1), Precision.MONTH),
        (" 9  June 2017", date(2017, 6, 9), Precision.DAY),
        ("2017-06-09", date(2017, 6, 9), Precision.DAY),
        ("09.06.2017", date(2017, 6, 9), Precision.DAY),
        ("Not later than 9 June 2017", date(2017, 6, 9), Precision.NOT_LATER_THAN),
        ("not later than 2016-02", date(2016, 2, 29), Precision.NOT_LATER_THAN),
        ("not later than 2014", date(2014, 12, 31), Precision.NOT_LATER_THAN),
    ],
)
def test_dates_as_editors_write_them(written: str, day: date, precision: Precision) -> None:
    found = read_partial(written)
    assert found == PartialDate(day, precision)
    assert read_partial(str(found)) == found


@pytest.mark.parametrize(
    "written", ["", "soon", "2017-13", "09/06/2017", "Jun-17", "31 February 2014", "not later than"]
)
def test_what_editors_write_that_is_no_date(written: str) -> None:
    with pytest.raises(ValueError, match=f"“{written}” is no date; write 2017, June 2017"):
        read_partial(written)

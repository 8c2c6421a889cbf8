from datetime import date

import pytest

from briefs.dates import PartialDate, Precision
from briefs.importing.written_dates import read_date


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

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.dates import PartialDate, Precision


@pytest.mark.parametrize(
    ("precision", "words", "iso"),
    [
        (Precision.DAY, "9 June 2017", "2017-06-09"),
        (Precision.MONTH, "June 2017", "2017-06"),
        (Precision.YEAR, "2017", "2017"),
        (Precision.NOT_LATER_THAN, "not later than 9 June 2017", "2017-06-09"),
    ],
)
def test_what_is_not_known_is_not_written(precision, words, iso):
    day = PartialDate(date(2017, 6, 9), precision)
    assert (str(day), day.iso) == (words, iso)


@pytest.mark.parametrize(
    ("precision", "last"),
    [
        (Precision.DAY, date(2024, 2, 9)),
        (Precision.NOT_LATER_THAN, date(2024, 2, 9)),
        (Precision.MONTH, date(2024, 2, 29)),
        (Precision.YEAR, date(2024, 12, 31)),
    ],
)
def test_the_last_day_it_can_be(precision, last):
    assert PartialDate(date(2024, 2, 9), precision).last == last


@pytest.mark.parametrize(
    ("precision", "earliest"),
    [
        (Precision.DAY, date(2024, 2, 9)),
        (Precision.NOT_LATER_THAN, date.min),
        (Precision.MONTH, date(2024, 2, 1)),
        (Precision.YEAR, date(2024, 1, 1)),
    ],
)
def test_the_earliest_day_it_can_be(precision, earliest):
    assert PartialDate(date(2024, 2, 9), precision).earliest == earliest


@given(st.dates(), st.sampled_from([Precision.DAY, Precision.MONTH, Precision.YEAR]))
def test_iso_reads_back(day, precision):
    written = PartialDate(day, precision).iso
    assert PartialDate.parse(written).iso == written


@pytest.mark.parametrize(
    "bad", ["", "2017-13", "2017-02-30", "17", "June 2017", "2017-6-9", "٢٠١٧"]
)
def test_no_date(bad):
    with pytest.raises(ValueError, match="is no date"):
        PartialDate.parse(bad)

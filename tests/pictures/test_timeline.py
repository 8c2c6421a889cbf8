"""Where the bars of a timeline lie; without a database."""

from datetime import date

import pytest

from briefs.models import Membership, Organisation, State
from briefs.pictures.drawing import NARROW, WIDE, Drawing, drawings
from briefs.pictures.timeline import LEAST_HATCHED, Scale, Span, by_organisation, by_state

TODAY = date(2011, 1, 1)
BODIES = {name: Organisation(pk=n, name=name) for n, name in enumerate(["A bloc", "A union"], 1)}
STATES = {name: State(pk=n, name=name) for n, name in enumerate(["India", "Iran", "Nepal"], 1)}


def role(state="India", role="member", start=date(2001, 1, 1), end=None, body="A bloc", **fields):
    precisions = {"start_precision": "day", "end_precision": "day" if end else ""}
    return Membership(
        organisation=BODIES[body],
        state=STATES[state],
        role=role,
        start=start,
        end=end,
        **{**precisions, **fields},
    )


def only_bar(row: Membership):
    (line,) = by_state([row], TODAY).rows
    (bar,) = line.bars
    return bar


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        (2009, 2012, [2009, 2010, 2011]),
        (2001, 2027, [2005, 2010, 2015, 2020, 2025]),
        (1949, 2027, [1960, 1980, 2000, 2020]),
        (1900, 2027, [1900, 1920, 1940, 1960, 1980, 2000, 2020]),
        (1815, 2027, [1850, 1900, 1950, 2000]),
    ],
)
def test_the_scale_marks_a_few_round_years(first, last, years):
    assert [year for year, _ in Scale(first, last).ticks()] == years


def test_a_bar_runs_from_its_first_day_to_its_last_or_to_today():
    days = date(2012, 1, 1).toordinal() - date(2001, 1, 1).toordinal()
    bar = only_bar(role(start=date(2001, 1, 1)))
    assert (bar.start, bar.end) == (0, (TODAY - date(2001, 1, 1)).days / days)
    ended = only_bar(role(end=date(2005, 1, 1)))
    assert ended.end == (date(2005, 1, 1) - date(2001, 1, 1)).days / days
    assert (bar.hatched, ended.hatched) == ((), ())
    assert (bar.words, ended.words) == (
        "India: member from 1 January 2001",
        "India: member from 1 January 2001 to 1 January 2005",
    )


SCALE = Scale(2001, 2012)
AT = SCALE.at


@pytest.mark.parametrize(
    ("fields", "hatched"),
    [
        (
            {"start_precision": "year"},
            [(0, AT(date(2002, 1, 1)))],
        ),
        (
            {"start_precision": "month"},
            [(0, LEAST_HATCHED)],
        ),
        ({"start_precision": "not-later-than"}, [(0, LEAST_HATCHED)]),
        ({"verified": False}, [(0, LEAST_HATCHED)]),
        (
            {"end": date(2005, 1, 1), "end_precision": "year"},
            [(AT(date(2005, 1, 1)), AT(date(2006, 1, 1)))],
        ),
        (
            {"end": date(2005, 1, 1), "end_precision": "not-later-than"},
            [(AT(date(2005, 1, 1)) - LEAST_HATCHED, AT(date(2005, 1, 1)))],
        ),
        (
            {"start_precision": "year", "end": date(2001, 2, 1)},
            [(0, AT(date(2001, 2, 1)))],
        ),
    ],
)
def test_what_is_not_known_to_the_day_is_hatched(fields, hatched):
    bar = only_bar(role(**fields))
    assert bar.hatched == tuple(Span(start, end) for start, end in hatched)
    assert ("unverified" in bar.words) == ("verified" in fields)


def test_a_role_of_this_year_never_runs_backwards():
    bar = only_bar(role(start=date(2011, 1, 1), start_precision="year"))
    assert bar.end == Scale(2011, 2012).at(date(2012, 1, 1))


def test_what_ends_far_ahead_runs_to_the_edge():
    rows = [role(end=date(9999, 12, 31), end_precision="year"), role("Iran", end=date(2013, 1, 1))]
    first, second = (row.bars[0] for row in by_state(rows, TODAY).rows)
    assert (first.end, second.end) == (1, Scale(2001, 2022).at(date(2013, 1, 1)))


def test_rows_are_ordered_by_what_they_are_today():
    picture = by_state(
        [
            role("Nepal", "observer", date(1999, 1, 1)),
            role("Iran", "member", date(2000, 1, 1), end=date(2004, 1, 1)),
            role("India", "observer", date(2005, 1, 1), end=date(2009, 1, 1)),
            role("India", "applicant", date(2008, 1, 1), end=date(2009, 1, 1)),
            role("India", "member", date(2009, 1, 1)),
        ],
        TODAY,
    )
    assert [row.name for row in picture.rows] == ["India", "Nepal", "Iran"]
    assert [(bar.role, bar.is_main) for bar in picture.rows[0].bars] == [
        ("observer", True),
        ("applicant", False),
        ("member", True),
    ]
    assert picture.roles == ["member", "applicant", "observer"]
    assert (picture.members, picture.first, picture.is_hatched) == (1, 1999, False)


def test_rows_of_a_state_are_its_organisations_in_their_order():
    picture = by_organisation([role(start=date(2005, 1, 1)), role(body="A union")], TODAY)
    assert [row.name for row in picture.rows] == ["A union", "A bloc"]


def test_two_organisations_of_one_name_are_two_rows():
    twins = [
        Organisation(pk=n, name="A bloc with a name too long", abbreviation="B") for n in (8, 9)
    ]
    rows = [role() for _ in twins]
    for row, twin in zip(rows, twins, strict=True):
        row.organisation = twin
    assert len(by_organisation(rows, TODAY).rows) == 2


@pytest.mark.parametrize(
    ("fields", "members"),
    [
        ({}, 1),
        ({"end": TODAY}, 0),
        ({"end": date(2011, 1, 2)}, 1),
        ({"end": date(2011, 1, 1), "end_precision": "year"}, 0),
        ({"start": date(2011, 1, 2)}, 0),
        ({"role": "observer"}, 0),
    ],
)
def test_members_of_today_are_counted(fields, members):
    assert by_state([role(**fields)], TODAY).members == members


def test_nothing_is_drawn_of_nothing():
    assert (by_state([], TODAY), by_organisation([], TODAY), drawings(None)) == (None, None, [])


def test_names_stand_beside_the_bars_or_above_them():
    picture = by_state([role(), role(role="applicant", start=date(2003, 1, 1))], TODAY)
    (wide,), (narrow,) = (Drawing(picture, layout).lines for layout in (WIDE, NARROW))
    assert wide.shapes[0].y < wide.text_y  # on one line
    assert narrow.text_y < narrow.shapes[0].y  # one above the other
    main, other = wide.shapes
    assert main.y + main.height < other.y
    assert other.y + other.height < wide.y + WIDE.pitch


def test_a_word_is_written_only_where_it_fits():
    rows = [
        role(end=date(2006, 1, 1), role="dialogue-partner"),
        role(start=date(2006, 1, 1), start_precision="year"),
    ]
    picture = by_state(rows, TODAY)
    words = [
        [shape.label for line in drawing.lines for shape in line.shapes]
        for drawing in drawings(picture)
    ]
    assert words == [["dialogue partner", "member"], ["dialogue partner", "member"]]
    (line,) = Drawing(picture, NARROW).lines
    assert line.shapes[1].label_x == f"{AT(date(2007, 1, 1)) * 100:.2f}%"  # after what is hatched
    short = by_state([role(start=date(2010, 6, 1)), role("Iran")], TODAY)
    assert [shape.label for line in Drawing(short, WIDE).lines for shape in line.shapes] == [
        "member",
        "",
    ]

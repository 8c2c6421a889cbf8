"""Where the marks of developments lie; without a database."""

from datetime import date
from itertools import pairwise

import pytest

from briefs.models import Annotation, Article, Assessment, Bearing, Update, Watch
from briefs.pictures.strips import DEADLINE, DUE, MARK, MOST_MARKS, Followed, strips
from briefs.pictures.timeline import Scale, Span

TODAY = date(2019, 7, 1)
SCALE = Scale(2010, 2020)


def claim(**fields) -> Annotation:
    article = Article(originally_on=date(2010, 3, 1), originally_on_precision="day")
    return Annotation(article=article, slug="a-claim", summary="It will grow.", **fields)


def bearing(day: date, effect: str = "supports", precision: str = "day", **fields) -> Bearing:
    update = Update(
        slug="an-update", headline="It grew", happened_on=day, happened_on_precision=precision
    )
    for name, value in fields.items():
        setattr(update, name, value)
    return Bearing(update=update, effect=effect)


def given(verdict: str, day: date) -> Assessment:
    return Assessment(verdict=verdict, assessed_on=day)


def only_strip(*bearings: Bearing, assessments=(), watches=(), **fields):
    picture = strips([Followed(claim(**fields), bearings, assessments, watches)], TODAY)
    (strip,) = picture.strips
    return strip


def only_mark(*args, **fields):
    (mark,) = only_strip(bearing(*args, **fields)).marks
    return mark


def test_nothing_followed_is_no_picture():
    assert strips([], TODAY) is None


def test_a_mark_lies_on_its_day():
    mark = only_mark(date(2015, 1, 1), "contradicts")
    assert (mark.at, mark.hatched, mark.shape) == (SCALE.at(date(2015, 1, 1)), None, "contradicts")
    assert mark.words == "1 January 2015, contradicts: It grew"
    assert mark.url == "/updates/an-update/"


@pytest.mark.parametrize(
    ("precision", "start", "end", "written"),
    [
        ("year", date(2015, 1, 1), date(2015, 12, 31), "2015"),
        ("month", None, None, "June 2015"),  # thinner than the mark itself
        ("not-later-than", None, date(2015, 6, 9), "not later than 9 June 2015"),
    ],
)
def test_where_the_day_is_not_known_all_that_can_be_is_hatched(precision, start, end, written):
    mark = only_mark(date(2015, 6, 9), precision=precision, verified=False)
    assert mark.words == f"{written}, supports: It grew, unverified"
    known = SCALE.at(end) if end else mark.at + MARK / 2
    begun = SCALE.at(start) if start else known - MARK
    assert (mark.hatched.start, mark.hatched.end) == pytest.approx((begun, known))
    assert mark.hatched.start <= mark.at <= mark.hatched.end


def test_no_mark_lies_on_another():
    days = [date(2015, 6, 9), date(2015, 6, 9), date(2015, 8, 1), date(2017, 1, 1)]
    strip = only_strip(*(bearing(day) for day in days), bearing(date(2015, 3, 3), precision="year"))
    assert [mark.lane for mark in strip.marks] == [0, 1, 2, 3, 0]
    by_lane: dict[int, list[tuple[float, float]]] = {}
    for mark in strip.marks:
        span = mark.hatched or Span(mark.at - MARK / 2, mark.at + MARK / 2)
        by_lane.setdefault(mark.lane, []).append((span.start, span.end))
    for spans in by_lane.values():
        assert all(one[1] <= other[0] for one, other in pairwise(spans))
    assert strip.height > only_strip(bearing(date(2015, 6, 9))).height


def test_a_lane_is_free_again_after_its_mark():
    strip = only_strip(*(bearing(date(year, 1, 1)) for year in (2013, 2014, 2015)))
    assert [mark.lane for mark in strip.marks] == [0, 0, 0]


def test_what_is_due_is_marked_and_what_is_far_ahead_lies_at_the_edge():
    deadline = {"deadline": date(2099, 12, 31), "deadline_precision": "day"}
    expected = Watch(
        what="A summit", expected="autumn", expected_on=date(2019, 9, 1),
        expected_on_precision="month",
    )  # fmt: skip
    strip = only_strip(watches=[expected], event="It grows.", **deadline)
    watched, due = strip.marks
    assert (due.shape, due.does, due.told, due.at) == (DUE, DEADLINE, "It grows.", 1)
    assert (due.is_deadline, watched.is_deadline) == (True, False)
    assert watched.words == "September 2019, watched, expected autumn: A summit, unverified"
    assert strip.due == [watched, due]
    assert strip.counts == []


def test_effects_are_counted_in_the_order_of_the_closed_list():
    strip = only_strip(
        *(bearing(date(2012, 1, 1), effect) for effect in ("context", "resolves", "context"))
    )
    assert strip.counts == [("resolves", 1), ("context", 2)]


def test_only_the_newest_are_drawn_and_that_is_known():
    days = [date.fromordinal(TODAY.toordinal() - number) for number in range(MOST_MARKS + 1)]
    assert len(only_strip(*map(bearing, days)).marks) == MOST_MARKS
    assert only_strip(*map(bearing, days)).is_cut
    assert not only_strip(*map(bearing, days[:-1])).is_cut


def test_a_verdict_runs_to_the_next_one_and_the_last_to_today():
    strip = only_strip(
        assessments=[
            given("came-true", date(2018, 1, 1)),
            given("pending", date(2016, 1, 1)),
            given("pending", date(2014, 1, 1)),
        ]
    )
    at = SCALE.at
    assert [(one.verdict, one.start, one.end) for one in strip.verdicts] == [
        ("pending", at(date(2014, 1, 1)), at(date(2018, 1, 1))),
        ("came-true", at(date(2018, 1, 1)), at(TODAY)),
    ]
    assert strip.verdicts[1].words == "Judged “came true” on 1 January 2018"
    assert only_strip().verdicts == ()


def test_article_and_today_have_their_lines():
    picture = strips([Followed(claim(), [], [], [])], TODAY)
    assert picture.today_at == SCALE.at(TODAY)
    assert picture.strips[0].article_at == SCALE.at(date(2010, 3, 1))
    undated = Annotation(article=Article(), slug="x")
    assert strips([Followed(undated, [], [], [])], TODAY).strips[0].article_at is None
    assert (picture.is_hatched, picture.has_due) == (False, False)

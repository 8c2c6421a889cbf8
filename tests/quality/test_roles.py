"""Statements held against memberships: agreed, contradicted, or not to be decided."""

from datetime import date

import pytest
from django.conf import settings

from briefs.dates import PartialDate, Precision
from briefs.importing.seeds.load import load_seeds
from briefs.models import Annotation, Article, Membership
from briefs.naming import known_names
from briefs.quality.roles import Outcome, judge
from briefs.sentences import sentences
from briefs.statements import Said, Statement, read_statement

OBSERVER = ("observer", "2005-07-05", "2017-06-09")
MEMBER = ("member", "2017-06-09", "")
WRITTEN = PartialDate(date(2014, 10, 10))


def row(role: str, start: str, end: str = "", *, verified: bool = True) -> Membership:
    """Unsaved; "<" before a date: not later than."""
    dates = {}
    for name, written in (("start", start), ("end", end)):
        if written:
            day = PartialDate.parse(written.removeprefix("<"))
            late = written.startswith("<")
            dates[name] = day.date
            dates[f"{name}_precision"] = Precision.NOT_LATER_THAN if late else day.precision
    return Membership(role=role, verified=verified, **dates)


def outcome(rows, role, said=Said.HOLDS, year=None, day=WRITTEN) -> tuple[str, str]:
    """What came out, and the role of the row that decided it."""
    statement = Statement(1, 2, role, said, year)
    found, decided = judge(statement, [row(*each) for each in rows], day)
    return found.value, decided.role if decided else ""


UNDECIDED = (Outcome.UNDECIDED.value, "")
YEAR = PartialDate(date(2017, 1, 1), Precision.YEAR)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (("observer",), ("agrees", "observer")),
        (("member",), ("contradicts", "observer")),
        (("dialogue-partner",), ("contradicts", "observer")),
        (("member", Said.HELD), ("contradicts", "observer")),
        (("observer", Said.HELD), ("agrees", "observer")),
        (("observer", Said.HELD, 2004), ("contradicts", "observer")),
        (("observer", Said.HELD, 2005), ("agrees", "observer")),
        (("member", Said.TOOK, 2005), ("contradicts", "observer")),
        (("member", Said.TOOK, 2017), ("agrees", "member")),
        (("observer", Said.TOOK, 2005), ("agrees", "observer")),
        (("observer", Said.TOOK, 2006), ("contradicts", "observer")),
        (("observer", Said.TOOK), ("agrees", "observer")),
        (("member", Said.TOOK), ("contradicts", "observer")),
    ],
)
def test_what_was_observer_and_became_member(said, expected):
    assert outcome([OBSERVER, MEMBER], *said) == expected


@pytest.mark.parametrize(
    ("rows", "said", "expected"),
    [
        # What is not recorded may still have been.
        ([], ("member",), UNDECIDED),
        ([("member", "2017-06-09")], ("member",), ("contradicts", "member")),
        ([("member", "2001", "2014-10-10")], ("member",), ("contradicts", "member")),
        ([("member", "2001", "2014-10-11")], ("member",), ("agrees", "member")),
        ([("member", "2014")], ("member",), UNDECIDED),
        ([("member", "2014-10")], ("member",), UNDECIDED),
        ([("member", "2014-11")], ("member",), ("contradicts", "member")),
        ([("member", "<2016-01-01")], ("member",), UNDECIDED),
        ([("member", "<2014-01-01")], ("member",), ("agrees", "member")),
        ([("member", "2001", "<2016-01-01")], ("member",), UNDECIDED),
        ([("member", "2001", "<2014-01-01")], ("member",), ("contradicts", "member")),
        ([("member", "<2004-06-01")], ("member", Said.TOOK, 2003), UNDECIDED),
        ([("member", "<2004-06-01")], ("member", Said.TOOK, 2005), ("contradicts", "member")),
        # Held once and given up: it was a member, and it is none.
        ([("member", "2001", "2010")], ("member", Said.HELD), ("agrees", "member")),
        # The article's day is known by its year alone.
        ([MEMBER], ("member", Said.HOLDS, None, YEAR), UNDECIDED),
        ([OBSERVER], ("observer", Said.HOLDS, None, YEAR), UNDECIDED),
        ([("member", "2016")], ("member", Said.HOLDS, None, YEAR), ("agrees", "member")),
    ],
)
def test_dates_that_are_known_in_part_contradict_only_what_cannot_be(rows, said, expected):
    assert outcome(rows, *said) == expected


def test_a_row_that_is_not_verified_decides_nothing():
    rows = [row(*OBSERVER, verified=False), row(*MEMBER)]
    for role in ("member", "observer"):
        statement = Statement(1, 2, role, Said.HOLDS)
        assert judge(statement, rows, WRITTEN) == (Outcome.UNDECIDED, None)


@pytest.mark.django_db
def test_the_real_article_gives_no_false_alarm():
    load_seeds(settings.SEEDS_DIR)
    article = Article.objects.get()
    names = known_names(article)
    claims = Annotation.objects.claims()
    texts = [article.live.text, *claims.values_list("summary", flat=True)]
    passages = [span.of(text) for text in texts for span in sentences(text)]
    passages += claims.values_list("anchors__exact", flat=True)
    assert len(passages) > 150
    assert [words for words in passages if read_statement(words, names)] == []

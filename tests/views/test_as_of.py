"""Time travel: what was true on a day, from the dated rows; and days that cannot be."""

import json
import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from briefs.annotating import confirm
from briefs.models import Version
from briefs.versioning import Content, open_draft, publish_draft, save_draft
from tests.factories import (
    make_annotation,
    make_article,
    make_assessment,
    make_membership,
    make_organisation,
    make_state,
    make_topic,
    make_update,
    make_version,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def sco():
    """A body with a state that was an observer first, and a member since."""
    body = make_organisation(
        slug="sco",
        name="Shanghai Cooperation Organisation",
        abbreviation="SCO",
        founded_on=date(2001, 6, 15),
        founded_on_precision="day",
    )
    india = make_state(name="India", iso_a3="IND")
    left, joined = date(2017, 6, 9), {"start_precision": "day"}
    make_membership(
        organisation=body, state=india, role="observer", start=date(2005, 7, 5), end=left,
        end_precision="day", **joined,
    )  # fmt: skip
    make_membership(organisation=body, state=india, role="member", start=left, **joined)
    return body


def rolls(response) -> dict[str, dict[str, list[str]]]:
    return {
        heading: {roll.label: [row.state.name for row in roll.rows] for roll in found}
        for heading, found in response.context["rolls"]
        if found
    }


@pytest.mark.parametrize(
    ("day", "held"),
    [
        ("2014-10-10", {"On 10 October 2014": {"observer": ["India"]}}),
        ("2017-06-08", {"On 8 June 2017": {"observer": ["India"]}}),
        (
            "2017-06-10",
            {"On 10 June 2017": {"member": ["India"]}, "Before": {"observer": ["India"]}},
        ),
        ("2003-01-01", {}),
        ("", {"Now": {"member": ["India"]}, "Formerly": {"observer": ["India"]}}),
    ],
)
def test_an_organisation_on_a_day(client, sco, day, held):
    page = client.get(sco.get_absolute_url(), {"as_of": day} if day else {})
    assert rolls(page) == held
    assert ("This is what was true on that day" in page.text) == bool(day)
    if held and day:
        assert f"/states/ind/?as_of={day}" in page.text


def test_the_days_of_change_lead_there(client, sco):
    make_update().organisations.add(sco)
    page = client.get(sco.get_absolute_url() + "?as_of=2017-06-09")
    days = [(change.moment.date, change.chosen) for change in page.context["as_of"].changes]
    assert days == [
        (date(2001, 6, 15), False),
        (date(2005, 7, 5), False),
        (date(2017, 6, 9), True),
    ]
    assert '<a href="?as_of=2005-07-05">' in page.text
    assert re.findall("<dt>([0-9]{4})</dt>", page.text) == ["2001", "2005", "2017"]


def test_a_state_on_a_day(client, sco):
    page = client.get("/states/ind/?as_of=2014-10-10")
    held, before = page.context["rolls"]
    assert (held[0], [row.role for row in held[1]], before[1]) == (
        "Belonged to on 10 October 2014",
        ["observer"],
        [],
    )
    assert "9 June 2017</time></td>" not in page.text  # the end was not known


def test_lists_on_a_day(client, sco):
    counts = [
        client.get(f"/organisations/?as_of={day}").context["page"][0].member_count
        for day in ("2014-10-10", "2017-06-10")
    ]
    assert counts == [0, 1]
    assert not client.get("/organisations/?as_of=2000-01-01").context["page"]
    (state,) = client.get("/states/?as_of=2014-10-10").context["states"]
    assert state.role_count == 1
    make_update(happened_on=date(2017, 6, 9))
    assert client.get("/updates/?as_of=2017-06-09").context["page"].paginator.count == 1
    assert client.get("/updates/?as_of=2017-06-08").context["page"].paginator.count == 0
    make_article(originally_on=date(2014, 10, 10), originally_on_precision="day")
    assert len(client.get("/articles/?as_of=2014-10-10").context["page"]) == 1
    assert len(client.get("/articles/?as_of=2014-10-09").context["page"]) == 0


@pytest.fixture
def claim():
    article = make_article(originally_on=date(2014, 10, 10), originally_on_precision="day")
    claim = make_annotation(article, kind="forecast")
    make_assessment(claim, "pending", assessed_on=date(2016, 1, 1))
    make_assessment(claim, "came-true", assessed_on=date(2018, 1, 1))
    make_update(happened_on=date(2017, 6, 9), bears_on=claim)
    return claim


@pytest.mark.parametrize(
    ("day", "verdict", "updates"),
    [
        ("2015-01-01", "", 0),
        ("2016-01-01", "pending", 0),
        ("2017-06-09", "pending", 1),
        ("2018-01-01", "came-true", 1),
        ("", "came-true", 1),
    ],
)
def test_a_claim_has_the_verdict_of_the_day(client, claim, day, verdict, updates):
    query = {"as_of": day} if day else {}
    page = client.get(claim.get_absolute_url(), query)
    assert page.context["claim"].verdict == verdict
    assert len(page.context["bearings"]) == updates
    article = client.get(claim.article.get_absolute_url(), query)
    ((card, details),) = (one for passage in article.context["passages"] for one in passage.cards)
    assert (card.verdict or "", len(details.bearings)) == (verdict, updates)
    assert len(article.context["updates"]) == updates
    listed = client.get("/claims/", query)
    assert [one.verdict for one in listed.context["claims"]] == [verdict]
    if verdict:
        filtered = client.get("/claims/", {**query, "verdict": verdict})
        assert len(filtered.context["claims"]) == 1
    claim.refresh_from_db()
    assert claim.verdict == "came-true"


def test_the_text_of_the_day(client):
    article = make_article(originally_on=date(2014, 10, 10), originally_on_precision="day")
    first = article.live
    second = make_version(article, body="<p>Other words are here now.</p>")
    Version.objects.filter(pk=second.pk).update(
        published_at=timezone.now() + timedelta(days=0), status="published"
    )
    article.live = second
    article.save()
    address = article.get_absolute_url()
    assert client.get(address).context["version"] == second
    assert client.get(address + "?as_of=2015-01-01").context["version"] == first
    today = timezone.localdate().isoformat()
    assert client.get(f"{address}?as_of={today}").context["version"] == second


def test_a_claim_stands_on_the_words_of_the_day(client):
    article = make_article(originally_on=date(2014, 10, 10), originally_on_precision="day")
    claim = make_annotation(article)
    words = claim.anchors.get().exact
    draft = open_draft(article)
    body = draft.body.replace(words, f"{words[:-1]}, it is said.")
    draft = save_draft(draft, Content(title="T", body=body), revision=draft.revision)
    for anchor in draft.anchors.undecided():
        confirm(anchor)
    publish_draft(article)
    now = client.get(claim.get_absolute_url())
    then = client.get(claim.get_absolute_url() + "?as_of=2015-01-01")
    assert "it is said" in now.context["passage"]
    assert "it is said" not in then.context["passage"]
    assert words in then.context["passage"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("2014-10-09", "The article appeared on 10 October 2014, and nothing is shown before."),
        ("1492-01-01", "Nothing here is older than 1900."),
        ("9999-12-31", "31 December 9999 is still to come."),
        ("2017-02-30", "“2017-02-30” is no date: write it as 2017-06-10."),
        ("soon", "“soon” is no date"),
        ("2017-6-1", "“2017-6-1” is no date"),
        ("٢٠١٧-٠٦-١٠", "is no date"),
        ("0000-00-00", "is no date"),
        ("2017W236", "is no date"),
        ("<b>", "“&lt;b&gt;” is no date"),
        ("1" * 400, "is no date"),
    ],
)
def test_a_day_that_cannot_be_is_said_in_words(client, claim, asked, said):
    page = client.get(claim.article.get_absolute_url(), {"as_of": asked})
    assert page.status_code == 200
    assert said in page.text
    assert "Shown is how it is now." in page.text
    assert page.context["as_of"].day is None
    (card,) = page.context["claims"]
    assert card.verdict == "came-true"


@pytest.mark.parametrize(
    ("asked", "day"), [("2015", date(2015, 12, 31)), ("2015-02", date(2015, 2, 28))]
)
def test_a_month_or_a_year_is_its_last_day(client, claim, asked, day):
    page = client.get(claim.article.get_absolute_url(), {"as_of": asked})
    assert page.context["as_of"].day == day


def test_other_filters_stay(client, claim):
    page = client.get("/claims/?kind=forecast&as_of=2016-06-01&page=1")
    assert '<input type="hidden" name="kind" value="forecast">' in page.text
    assert '<a href="?kind=forecast">As it is now</a>' in page.text


@pytest.mark.parametrize("count", [1, 12])
@pytest.mark.parametrize(
    ("query", "of_body", "of_article"), [("", 16, 10), ("?as_of=2016-06-01", 14, 11)]
)
def test_a_day_costs_the_same_however_much_there_is(
    client, sco, claim, count, query, of_body, of_article, django_assert_num_queries
):
    for _ in range(count):
        make_membership(organisation=sco, start=date(2002, 1, 1))
        other = make_annotation(claim.article, kind="fact")
        other.organisations.add(sco)
        make_assessment(other, "accurate", assessed_on=date(2015, 1, 1))
    with django_assert_num_queries(of_body):
        client.get(sco.get_absolute_url() + query)
    with django_assert_num_queries(of_article):
        client.get(claim.article.get_absolute_url() + query)


def test_what_has_no_date_is_left_out(client, sco):
    sco.summary, sco.seat, sco.seat_verified = "It has ten members now.", "Beijing", True
    sco.save()
    page = client.get(sco.get_absolute_url())
    assert "It has ten members now.</p>" in page.text
    assert "Beijing" in page.text
    then = client.get(sco.get_absolute_url() + "?as_of=2014-10-10").text
    assert "It has ten members now.</p>" not in then
    assert "Beijing" not in then
    assert "members on that day" in then or "a member on that day" in then


def test_a_state_is_told_without_what_has_no_date(client, sco):
    state = make_state(name="Kazakhstan", iso_a3="KAZ", capital="Astana")
    assert "Astana" in client.get(state.get_absolute_url()).text
    assert "Astana" not in client.get(state.get_absolute_url() + "?as_of=2020-01-01").text


def test_no_day_of_change_is_made_up(client, sco):
    make_membership(organisation=sco, start=date(2003, 1, 1), start_precision="year")
    update = make_update(happened_on=date(2016, 11, 1), happened_on_precision="month")
    update.organisations.add(sco)
    page = client.get(sco.get_absolute_url() + "?as_of=2016-11")
    told = {change.words: (change.query, change.chosen) for change in page.context["as_of"].changes}
    assert told["November"] == ("as_of=2016-11", True)
    assert told["some day"] == ("as_of=2003", False)
    assert '<time datetime="2016-11">November<' in page.text
    assert "1 November" not in page.text


def test_what_came_later_or_was_over_is_left_out(client, sco):
    """A note may speak of what came later; a body may not have been there."""
    make_membership(organisation=sco, start=date(2003, 1, 1), note="Left in 2024.")
    make_organisation(name="Undated", parent=sco)
    over = {"dissolved_on": date(2005, 1, 1), "dissolved_on_precision": "day"}
    make_organisation(name="Over", founded_on=date(2001, 1, 1), founded_on_precision="day", **over)
    assert "Left in 2024." in client.get(sco.get_absolute_url()).text
    page = client.get(f"{sco.get_absolute_url()}?as_of=2014-10-10").text
    assert "Left in 2024." not in page
    assert "Undated" not in page
    listed = client.get("/organisations/?as_of=2014-10-10").text
    assert sco.name in listed
    assert "Undated" not in listed
    assert "Over" not in listed
    assert "Over" in client.get("/organisations/?as_of=2004-10-10").text


def test_a_day_goes_along_to_the_pages_that_know_it(client, sco):
    claim = make_annotation(make_article(originally_on=date(2014, 1, 1)))
    claim.organisations.add(sco)
    page = client.get(f"{sco.get_absolute_url()}?as_of=2014-10-10").text
    main = page[page.index("<main") : page.index("</main>")]
    led = re.findall(r'href="(/(?:states|claims)/[\w-]+/[^"]*)"', main)
    assert len(led) >= 3
    assert all(address.endswith("/?as_of=2014-10-10") for address in led)


def test_a_topic_on_a_day(client):
    topic = make_topic(name="Enlargement")
    article = make_article(originally_on=date(2014, 1, 1), title="A club")
    article.topics.add(topic)
    claim = make_annotation(article)
    claim.topics.add(topic)
    make_assessment(claim, "came-true", assessed_on=date(2018, 1, 1))
    make_update(happened_on=date(2017, 6, 9), headline="India joins").topics.add(topic)

    def counted(day: str) -> tuple[int, int]:
        [(_, claims, updates)] = client.get(f"/topics/?as_of={day}").context["topics"]
        [row] = json.loads(
            b"".join(client.get(f"/topics/data.json?as_of={day}").streaming_content)
        )["rows"]
        assert (row["claims"], row["updates"]) == (claims, updates)
        return claims, updates

    assert [counted(day) for day in ("2013", "2016", "2018")] == [(0, 0), (1, 0), (1, 1)]
    then = client.get(f"{topic.get_absolute_url()}?as_of=2016").text
    assert "A club" in then
    assert "came true" not in then
    assert "India joins" not in then
    assert "still to come" in client.get("/topics/?as_of=2999").text


def test_what_was_not_there_is_said_beside_a_comparison(client, sco):
    over = {
        **{"founded_on": date(1990, 1, 1), "founded_on_precision": "year"},
        **{"dissolved_on": date(2005, 1, 1), "dissolved_on_precision": "year"},
    }
    make_organisation(slug="over", abbreviation="OVER", **over)
    compared = f"/organisations/compare/?with={sco.slug}&with=over&as_of="
    assert "OVER was not there any more: it ended 2005." in client.get(f"{compared}2014").text
    early = client.get(f"{compared}2000").text
    assert "SCO was not there yet: it was founded 15 June 2001." in early
    assert "not there" not in client.get(f"{compared}2004").text

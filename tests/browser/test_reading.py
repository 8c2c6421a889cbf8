"""What only a browser can show of the public pages."""

from datetime import date

import pytest

from briefs.annotating import retire
from briefs.models.vocabulary import FORECAST_SCALE, Verdict
from briefs.versioning import Content, open_draft, publish_draft, save_draft
from tests.factories import (
    make_annotation,
    make_article,
    make_assessment,
    make_membership,
    make_organisation,
    make_person,
    make_state,
    make_update,
)

pytestmark = pytest.mark.django_db(transaction=True)

BODY = """
<p>It may join the “club” 🦉 next year.\r\nIt may&nbsp;not.</p>
<h2>What then?</h2>
<ul><li>One <em>thing</em></li><li>Another <a href="https://example.org/">thing &amp; more</a>
<ul><li>inside</li></ul></li></ul>
<p>Caf\u0065\u0301 &lt;b&gt; and <a data-reference="1">lost words</a> here.<br>שלום עולם</p>
<blockquote><p>He said so.</p></blockquote>
<table><tr><th>Year</th><td>2014</td></tr></table>
"""
QUOTES = [
    "It may join the “club” 🦉 next year.",
    "join the “club” 🦉 next year. It may\u00a0not.\nWhat",
    "It may join the “club” 🦉 next year.",
    "One thing\nAnother thing & more\ninside",
    "thing & more",
    "Café <b> and lost words here.\nשלום",
    "lost",
    "so.\nYear\n2014",
]


@pytest.fixture
def article():
    article = make_article(slug="a-club", body=BODY)
    for number, quote in enumerate(QUOTES):
        kind = "note" if number == 2 else "forecast"
        claim = make_annotation(article, quote=quote, kind=kind, slug=f"claim-{number}")
        if kind == "forecast":
            make_assessment(claim, "did-not-come-true")
            make_update(bears_on=claim)
    return article


def open_page(page, live_server, address: str) -> None:
    response = page.goto(f"{live_server.url}{address}")
    assert response.status == 200


def test_text_of_the_marked_page_is_the_version_to_the_letter(page, live_server, article):
    version = article.live
    open_page(page, live_server, version.get_absolute_url())
    assert page.evaluate("document.querySelector('.text').textContent") == version.text
    open_page(page, live_server, article.get_absolute_url())
    blocks = page.evaluate("[...document.querySelectorAll('.text')].map(e => e.textContent)")
    assert "\n".join(blocks) == version.text


def test_marks_are_where_the_server_put_them(page, live_server, article):
    """No mark was moved by the parser: each claim's pieces hold its words, in order."""
    open_page(page, live_server, article.live.get_absolute_url())
    marked = page.evaluate(
        """() => [...document.querySelectorAll('.text mark')].map(
            e => [e.dataset.claims.split(' '), e.textContent])"""
    )
    labels = page.evaluate(
        "Object.fromEntries([...document.querySelectorAll('.cards li')].map("
        "li => [li.id.replace('claim-', ''), li.querySelector('a.whole').pathname]))"
    )
    for anchor in article.live.anchors.select_related("annotation"):
        (label,) = (k for k, v in labels.items() if v == anchor.annotation.get_absolute_url())
        words = "".join(text for claims, text in marked if label in claims).replace("\n", "")
        assert words == anchor.exact.replace("\n", "")


def test_every_mark_is_reached_by_keyboard_and_names_its_claim(page, live_server, article):
    open_page(page, live_server, article.get_absolute_url())
    reached = []
    for _ in range(200):
        page.keyboard.press("Tab")
        found = page.evaluate(
            "document.activeElement.classList.contains('ref')"
            " ? [document.activeElement.id, document.activeElement.ariaLabel] : null"
        )
        if found:
            reached.append(tuple(found))
        if len(set(reached)) == len(QUOTES):
            break
    assert {name for name, _ in reached} == {*(f"mark-{n}" for n in range(1, 8)), "mark-a"}
    assert dict(reached)["mark-1"] == "End of claim 1: forecast, did not come true"


def test_a_mark_and_its_card_lead_to_each_other(page, live_server, article):
    open_page(page, live_server, article.get_absolute_url())
    page.locator("#mark-3").press("Enter")
    assert page.url.endswith("#claim-3")
    page.locator("#claim-3 .label").press("Enter")
    assert page.url.endswith("#mark-3")


def addresses(article) -> list[str]:
    body = make_organisation(name="A very long name of a body " * 3, abbreviation="AB")
    state = make_state(iso_a3="RUS", name="The Democratic Republic of a State")
    membership = make_membership(organisation=body, state=state, note="A note. " * 20)
    others = [make_organisation(name="A body with a long name") for _ in range(5)]
    for other in others:
        make_membership(organisation=other, state=state, role="dialogue-partner")
    compared = "&".join(f"with={one.slug}" for one in (body, *others))
    return [
        "/",
        "/articles/",
        article.get_absolute_url(),
        "/articles/a-club/versions/",
        "/articles/a-club/versions/1/",
        "/articles/a-club/changes/1..2/",
        "/claims/",
        "/claims/claim-0/",
        "/claims/claim-6/",
        "/updates/",
        "/organisations/",
        body.get_absolute_url(),
        f"/organisations/compare/?{compared}&as_of=2014-10-10",
        "/states/",
        membership.state.get_absolute_url(),
        "/topics/",
        "/sources/",
        "/method/",
        "/feeds/",
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_quiet_and_fit_a_small_phone(page, live_server, article, scheme):
    """No breach of the policy (the fixture hears it), no sideways scroll, nothing from outside."""
    draft = open_draft(article)
    content = Content(title="A club", body=BODY.replace("He said so.", "He did not."))
    save_draft(draft, content, revision=draft.revision)
    for anchor in draft.anchors.undecided():
        retire(anchor, reason="Changed.")
    publish_draft(article)

    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 320, "height": 640})
    for address in addresses(article):
        open_page(page, live_server, address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
    assert [url for url in asked if not url.startswith(live_server.url)] == []
    assert page.context.cookies() == []


def test_a_track_record_fits_a_small_phone(page, live_server, monkeypatch):
    monkeypatch.setattr("briefs.track_record.LEAST", 1)  # with shares
    author, article = make_person(), make_article()
    article.authors.add(author)
    for verdict in set(FORECAST_SCALE) - {Verdict.PENDING}:
        make_assessment(make_annotation(article, kind="forecast"), verdict)
    page.set_viewport_size({"width": 320, "height": 640})
    open_page(page, live_server, author.get_absolute_url())
    assert "25 %" in page.inner_text("table")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_role_that_ended_is_drawn_to_its_end(page, live_server):
    body = make_organisation()
    past = {"start": date(2001, 6, 15), "end": date(2005, 1, 1), "end_precision": "day"}
    make_membership(organisation=body, state=make_state(name="Gone"), **past)
    make_membership(organisation=body, state=make_state(name="Here"), start=date(2001, 6, 15))
    for width in (375, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        open_page(page, live_server, body.get_absolute_url())
        here, gone, line = page.evaluate(
            """() => [...document.querySelectorAll('svg.timeline')]
                .filter(svg => svg.checkVisibility())
                .flatMap(svg => [...svg.querySelectorAll('rect.bar, .today')])
                .map(shape => shape.getBoundingClientRect())
                .map(box => ({left: box.left, right: box.right, height: box.height}))"""
        )
        today = line["left"]
        assert abs(here["right"] - today) < 2
        assert abs(here["left"] - gone["left"]) < 2
        assert gone["right"] < here["left"] + (today - here["left"]) / 2
        assert here["height"] >= 10


def is_open(page, label: str) -> bool:
    return page.evaluate(f"document.querySelector('#claim-{label} details').open")


def height(page) -> int:
    return page.evaluate("document.documentElement.scrollHeight")


def test_a_claim_opens_beside_its_words_and_the_text_never_moves(page, live_server, article):
    page.set_viewport_size({"width": 1280, "height": 900})
    open_page(page, live_server, article.get_absolute_url())
    before = height(page)
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id") == "mark-1"
    page.keyboard.press("o")
    page.wait_for_function("document.querySelector('#claim-1 details').open")
    assert height(page) == before
    opened = page.locator("#claim-1 .opened").bounding_box()
    words = page.locator(".passage .text").first.bounding_box()
    assert opened["x"] >= words["x"] + words["width"]
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "mark-1"
    assert not is_open(page, "1")
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.id") != "mark-1"


def test_a_link_to_a_claim_opens_it(page, live_server, article):
    page.set_viewport_size({"width": 375, "height": 800})
    open_page(page, live_server, f"{article.get_absolute_url()}#mark-2")
    page.wait_for_function("document.querySelector('#claim-2 details').open")
    page.locator("#mark-1").click()
    page.wait_for_function("document.querySelector('#claim-1 details').open")
    assert not is_open(page, "2")  # one at a time
    assert page.evaluate("document.documentElement.scrollWidth") == 375


@pytest.mark.parametrize("width", [375, 1280])
def test_a_link_to_a_mark_shows_its_words_from_their_beginning(page, live_server, width):
    words = "The bloc will " + "grow and " * 60 + "thrive."
    article = make_article(body="<p>Before.</p>" * 40 + f"<p>{words}</p>" + "<p>After.</p>" * 40)
    make_annotation(article, quote=words[-200:])
    page.set_viewport_size({"width": width, "height": 800})
    open_page(page, live_server, f"{article.get_absolute_url()}#mark-1")
    page.wait_for_function("window.scrollY > 0")
    top = page.evaluate("document.querySelector('.text mark').getBoundingClientRect().top")
    assert 0 <= top < 400


def test_a_membership_timeline_is_printed(page, live_server):
    body = make_membership().organisation
    page.emulate_media(media="print")
    for width in (600, 718, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        open_page(page, live_server, body.get_absolute_url())
        assert page.locator("svg.timeline >> visible=true").count() == 1, width

"""Tagging by mouse, by keyboard and without script, in the browser and under the real policy."""

import pytest
from django.contrib.sessions.models import Session

from briefs.models import Anchor, Annotation, Dismissal
from tests.browser.entering import enter
from tests.factories import make_annotation, make_article, make_organisation, make_state, make_topic

pytestmark = pytest.mark.django_db(transaction=True)

BODY = """
<p>A rocket 🚀 rose. The <em>bloc</em> will admit <a href="https://example.org/">India</a> in 2017.
It rarely meets.</p>
<ul><li>Cafe\u0301s are 👩‍💻 open here today.</li><li>שלום עולם for all of us here.</li></ul>
<p>Its members could well disagree. Its members could well disagree.</p>
"""
ADMIT = "The bloc will admit India in 2017."


@pytest.fixture
def article():
    make_organisation(name="The Bloc", abbreviation="BLC", other_names=["bloc"])
    make_state(name="India")
    make_topic(name="Enlargement")
    return make_article(slug="a-bloc", body=BODY)


@pytest.fixture
def log_in(admin_user, live_server):
    """Lets a browser's context in as the editor."""

    return lambda context: enter(context, admin_user, live_server.url)


@pytest.fixture
def tagger(page, live_server, log_in, article):
    """The article's claims page, with its script at work."""
    log_in(page.context)
    return open_tagger(page, live_server, article)


def open_tagger(page, live_server, article):
    page.goto(address(live_server, article))
    page.wait_for_selector(".tagger.works")
    return page


def address(live_server, article) -> str:
    return f"{live_server.url}/admin/briefs/article/{article.pk}/claims/"


BOX = """([words, side]) => {
    const article = document.querySelector(".text");
    const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.data.indexOf(words);
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + words.length);
        const boxes = range.getClientRects();
        const box = side === "start" ? boxes[0] : boxes[boxes.length - 1];
        return [side === "start" ? box.left + 1 : box.right - 1, (box.top + box.bottom) / 2];
    }
}"""


def drag(page, first: str, last: str) -> None:
    """Select with the mouse, from the start of some words to the end of others."""
    page.mouse.move(*page.evaluate(BOX, [first, "start"]))
    page.mouse.down()
    page.mouse.move(*page.evaluate(BOX, [last, "end"]), steps=4)
    page.mouse.up()


def saved(page) -> Anchor:
    page.wait_for_selector(".status:has-text('Saved')")
    return Anchor.objects.select_related("annotation", "version").latest("pk")


def marked(page, label: str) -> str:
    pieces = page.locator(f".text mark[data-claims~='{label}']").all_text_contents()
    return "".join(pieces)


def chosen(page) -> str:
    return page.evaluate("[...(CSS.highlights.get('chosen') ?? [])].map(String).join('')")


def test_four_actions_from_selection_to_saved_by_mouse(tagger):
    tagger.evaluate("window.sameDocument = true")
    drag(tagger, "The ", " in 2017")  # one
    tagger.get_by_role("button", name="Tag these words").click()  # two
    tagger.keyboard.type("India joins by 2017.")  # three
    tagger.wait_for_selector(".chip:has-text('India')")  # the server proposes it meanwhile
    tagger.get_by_role("button", name="Save").click()  # four
    anchor = saved(tagger)
    assert anchor.exact == ADMIT.removesuffix(".")
    assert anchor.version.text[anchor.start : anchor.end] == anchor.exact
    assert anchor.start == anchor.version.text.index(ADMIT)
    assert (anchor.annotation.summary, anchor.annotation.kind) == (
        "India joins by 2017.",
        "forecast",
    )
    assert [body.abbreviation for body in anchor.annotation.organisations.all()] == ["BLC"]
    assert [state.name for state in anchor.annotation.states.all()] == ["India"]
    assert marked(tagger, "1") == anchor.exact
    assert tagger.evaluate("window.sameDocument")


def test_by_keyboard_alone(tagger):
    for key in ["j", "j", "j", "k"]:
        tagger.keyboard.press(key)
    assert chosen(tagger) == ADMIT
    for key in ["h", "h", "l", "L", "u", "L", "H"]:
        tagger.keyboard.press(key)
    assert chosen(tagger) == "The bloc will admit India in 2017"
    tagger.keyboard.press("Enter")
    tagger.wait_for_selector(".chip:has-text('India')")
    tagger.keyboard.type("India joins.")
    tagger.locator(".field[data-field=topics] .chips input").focus()
    tagger.keyboard.type("enlargement")
    tagger.keyboard.press("Enter")
    tagger.keyboard.press("Control+Enter")
    anchor = saved(tagger)
    assert anchor.exact == "The bloc will admit India in 2017"
    assert [topic.name for topic in anchor.annotation.topics.all()] == ["Enlargement"]
    tagger.keyboard.press("n")
    tagger.keyboard.press("e")
    tagger.wait_for_selector("h2:has-text('Edit')")
    tagger.keyboard.press("Escape")
    tagger.keyboard.press("Escape")
    assert not tagger.locator("form.claim").is_visible()


def test_suggestions_are_tagged_and_dismissed_by_one_key(tagger):
    first, *_ = tagger.locator(".suggestions .said").all_text_contents()
    assert first == ADMIT
    tagger.keyboard.press("s")
    tagger.keyboard.press("x")
    tagger.wait_for_selector(".status:has-text('Dismissed')")
    assert Dismissal.objects.get().words == ADMIT
    tagger.keyboard.press("s")
    tagger.keyboard.press("Enter")
    tagger.keyboard.press("Control+Enter")
    assert saved(tagger).exact == "Its members could well disagree."


def test_twins_are_told_apart(tagger, article):
    start = article.live.text.rindex("Its members")
    tagger.evaluate(
        "at => { const item = document.querySelectorAll('.suggestions li[data-start]');"
        " [...item].find(i => +i.dataset.start === at).querySelector('.open').click(); }",
        start,
    )
    tagger.keyboard.press("Control+Enter")
    assert saved(tagger).start == start


def test_an_overlap_with_an_existing_mark(page, live_server, log_in, article):
    make_annotation(article, quote="will admit India", public=False)
    log_in(page.context)
    open_tagger(page, live_server, article)
    drag(page, "bloc", " admit ")
    page.get_by_role("button", name="Tag these words").click()
    page.keyboard.press("Control+Enter")
    assert saved(page).exact == "bloc will admit"
    assert (marked(page, "1"), marked(page, "2")) == ("bloc will admit", "will admit India")
    assert page.evaluate("document.querySelector('.text').textContent") == article.live.text


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("rose", "rose.", "rose."),
        ("rocket", "rose", "rocket 🚀 rose"),
        ("open", "today.", "open here today."),
        ("are 👩", "open", "are 👩‍💻 open"),
        ("for all", "us here.", "for all of us here."),
        ("meets.", "Cafe", "meets.\nCafés"),
    ],
)
def test_offsets_hold_behind_emoji_marks_and_other_scripts(tagger, first, last, words):
    first, last = (text.replace("Cafe", "Caf") for text in (first, last))
    drag(tagger, first, last)
    tagger.get_by_role("button", name="Tag these words").click()
    tagger.keyboard.press("Control+Enter")
    anchor = saved(tagger)
    assert anchor.exact == words
    assert anchor.version.text[anchor.start : anchor.end] == words


def test_a_refusal_keeps_what_was_typed(tagger):
    tagger.keyboard.press("j")
    tagger.keyboard.press("Enter")
    tagger.keyboard.type("A summary of mine.")
    tagger.locator(".field[data-field=topics] .chips input").fill("No such topic")
    tagger.get_by_role("button", name="Save").click()
    tagger.wait_for_selector(".field[data-field=topics] .error")
    assert "There is no topic called" in tagger.locator("[data-field=topics] .error").inner_text()
    assert tagger.locator("[name=summary]").input_value() == "A summary of mine."
    assert Annotation.objects.count() == 0
    asked = []
    tagger.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    tagger.reload()
    assert asked == ["beforeunload"]


def test_a_claim_is_given_other_words(page, live_server, log_in, article):
    claim = make_annotation(article, quote="It rarely meets.", public=False)
    log_in(page.context)
    open_tagger(page, live_server, article)
    page.keyboard.press("n")
    page.keyboard.press("e")
    page.wait_for_selector("h2:has-text('Edit')")
    drag(page, "rocket", "rose")
    page.get_by_role("button", name="Use these words").click()
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".status:has-text('Saved')")
    assert claim.anchors.get().exact == "rocket 🚀 rose"


def test_text_that_is_not_the_stored_one_is_not_tagged(page, live_server, log_in, article):
    log_in(page.context)
    page.route(
        "**/claims/",
        lambda route: route.fulfill(
            response=(answer := route.fetch()), body=answer.text().replace("rarely", "seldom")
        ),
    )
    page.goto(address(live_server, article))
    page.wait_for_selector(".mismatch:not([hidden])")
    assert page.locator("form.claim [name=quote]").is_visible()
    assert not page.locator(".tagger.works").count()


def test_without_script(browser, live_server, log_in, article):
    context = browser.new_context(java_script_enabled=False)
    log_in(context)
    page = context.new_page()
    page.goto(address(live_server, article))
    page.fill("[name=quote]", "It rarely meets.")
    page.fill("[name=summary]", "It seldom meets.")
    page.fill("[name=topics]", "Enlargement")
    page.click("button[value=save]")
    page.wait_for_load_state()
    assert page.locator(".text mark").all_text_contents() == ["It rarely meets."]
    page.click(".suggestions a.open")
    page.wait_for_load_state()
    assert page.input_value("[name=quote]") == ADMIT
    assert page.input_value("[name=organisations]") == "BLC"
    page.click("button[value=save]")
    context.close()
    anchors = Anchor.objects.order_by("pk").values_list("exact", flat=True)
    assert list(anchors) == ["It rarely meets.", ADMIT]


def test_a_lost_login_keeps_the_form_and_a_new_one_saves_it(tagger, live_server, log_in):
    drag(tagger, "The ", " in 2017")
    tagger.get_by_role("button", name="Tag these words").click()
    tagger.wait_for_selector(".chip:has-text('India')")  # nothing is asked for any more
    tagger.fill("[name=summary]", "Typed before the login was lost.")
    Session.objects.all().delete()
    tagger.keyboard.press("Control+Enter")
    tagger.wait_for_selector(".status:has-text('You are not logged in any more')")
    assert tagger.input_value("[name=summary]") == "Typed before the login was lost."
    log_in(tagger.context)
    tagger.keyboard.press("Control+Enter")
    assert saved(tagger).annotation.summary == "Typed before the login was lost."


def test_a_stale_token_is_renewed_and_the_claim_saved(tagger):
    drag(tagger, "The ", " in 2017")
    tagger.get_by_role("button", name="Tag these words").click()
    tagger.context.clear_cookies(name="csrftoken")
    tagger.keyboard.press("Control+Enter")
    assert saved(tagger).exact in ADMIT

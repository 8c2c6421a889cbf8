"""Writing an article's text in the browser, and what becomes of it."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from briefs.markup import normal_form
from briefs.models import Article
from briefs.versioning import open_draft
from tests.browser.entering import enter
from tests.factories import make_annotation, make_article

pytestmark = pytest.mark.django_db(transaction=True)

#: Seconds that the browser and this process have for reaching each other.
MOMENT = 60

EVERYTHING = """
<p lang="de">Ein <em>Wort</em>, <strong>zwei <em>Worte</em></strong>, H<sub>2</sub>O, x<sup>2</sup>,
<code>f(<em>x</em>)</code>&nbsp;&amp; 🦉.<br>Neue <a href="https://example.org/?a=1&amp;b=2">Zeile</a>
<a data-reference="3">lost words</a> <a href="/here/" data-reference="4">found</a></p>
<h2>Two</h2><h3 dir="rtl">שלום</h3><h4>Four</h4><hr>
<ul><li>One</li><li>Two<ol start="3"><li>deep</li><li><p>a</p><p>b</p></li></ol></li></ul>
<ul><li><h3>Head</h3></li></ul>
<blockquote><p>He said.</p><p>Twice.</p></blockquote>
<table><caption>Rows of <em>things</em></caption>
<thead><tr><th scope="col">Year</th><th scope="col" colspan="2">What</th></tr></thead>
<tbody><tr><th scope="row">2014</th><td></td><td>b<br>c</td></tr>
<tr><td rowspan="2">x</td><td>y</td><td><p>z</p><ul><li>z</li></ul></td></tr>
<tr><td>1</td><td>2</td></tr></tbody></table>
<p>End.</p>
"""


def log_in(page, live_server, name: str = "editor"):
    user = get_user_model().objects.create_superuser(name, password="pw")
    enter(page.context, user, live_server.url)


def open_form(page, live_server, draft) -> None:
    page.goto(live_server.url + reverse("admin:briefs_version_change", args=[draft.pk]))
    page.wait_for_selector(".field-body .tiptap")


def body(page):
    return page.locator(".field-body .tiptap")


def wait_until(page, happened) -> None:
    """Let the browser go on until this process has heard of what it did."""
    for _ in range(MOMENT * 20):
        if happened():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it has not happened")


AT_THE_END = """sheet => {
  const { focusNode, focusOffset } = getSelection();
  const rest = document.createRange();
  rest.selectNodeContents(sheet);
  if (!focusNode || !sheet.contains(focusNode)) return false;
  rest.setStart(focusNode, focusOffset);
  return rest.toString().trim() === "";
}"""


def type_at_the_end(page, words: str) -> None:
    """The editor takes the place of the caret from the page a moment after a key moved it."""
    body(page).focus()
    page.keyboard.press("Control+End")
    sheet = body(page).element_handle()
    page.wait_for_function(AT_THE_END, arg=sheet)
    page.keyboard.type(words)
    page.wait_for_function(
        "([sheet, words]) => sheet.innerText.endsWith(words)", arg=[sheet, words]
    )


def test_text_opened_and_saved_without_a_change_is_the_same_to_the_letter(page, live_server):
    call_command("load_seeds", verbosity=0)
    draft = open_draft(Article.objects.get())
    before = (draft.title, draft.standfirst, draft.body, draft.text, draft.end_note)
    log_in(page, live_server)
    open_form(page, live_server, draft)
    page.click("[name=_continue]")
    page.wait_for_selector(".messagelist .success")
    draft.refresh_from_db()
    assert draft.revision == 2
    assert (draft.title, draft.standfirst, draft.body, draft.text, draft.end_note) == before


def test_what_an_edit_does_not_touch_comes_back_as_it_was(page, live_server):
    before = normal_form(EVERYTHING)
    draft = open_draft(make_article(body=EVERYTHING))
    log_in(page, live_server)
    open_form(page, live_server, draft)
    type_at_the_end(page, " More.")
    page.click("[name=_continue]")
    page.wait_for_selector(".messagelist .success")
    draft.refresh_from_db()
    assert draft.body == before.replace("End.", "End. More.")


WAS = "It may well admit India and Pakistan as full members as early as in the coming year."
DRILL = "Its members hold a drill every second year, although few of them send many soldiers."


@pytest.fixture
def draft():
    article = make_article(title="A bloc", body=f"<p>{WAS}</p><p>{DRILL}</p>")
    make_annotation(article, slug="join", quote=WAS)
    make_annotation(article, slug="drill", quote=DRILL, kind="fact")
    return open_draft(article)


def save(page) -> None:
    with page.expect_navigation():
        page.click("[name=_continue]")
    page.wait_for_selector(".messagelist .success, .errornote")


def test_edit_the_text_and_decide_the_queue(page, live_server, draft):
    log_in(page, live_server)
    open_form(page, live_server, draft)
    body(page).locator("p", has_text="It may well").click(click_count=3)
    page.keyboard.type(WAS.replace("may well", "will"))
    save(page)
    page.click("text=1 of the marked claims")
    page.click("text=Confirm the marked words")
    page.wait_for_selector("text=Every claim has its place")
    page.click(".stage button:text-is('Publish')")
    page.wait_for_selector(".messagelist .success")
    draft.refresh_from_db()
    assert draft.published_at is not None
    assert draft.text == f"{WAS.replace('may well', 'will')}\n{DRILL}"
    assert draft.anchors.get(annotation__slug="join").exact == WAS.replace("may well", "will")


def test_two_editors_in_conflict_lose_nothing(browser, page, live_server, draft):
    log_in(page, live_server, "first")
    open_form(page, live_server, draft)
    context = browser.new_context()
    context.add_init_script("navigator.sendBeacon = () => true")  # as for the other page
    other = context.new_page()
    log_in(other, live_server, "second")
    open_form(other, live_server, draft)
    for editor, words in ((other, "Theirs."), (page, "Mine.")):
        type_at_the_end(editor, f" {words}")
        save(editor)
    context.close()
    draft.refresh_from_db()
    assert draft.text.endswith("Theirs.")
    assert "second saved this draft" in page.inner_text(".errorlist")
    assert page.inner_text(".conflict .text del") == "Theirs"
    assert body(page).inner_text().endswith("Mine.")
    save(page)
    draft.refresh_from_db()
    assert draft.text.endswith("soldiers. Mine.")


def test_typing_survives_a_closed_tab(page, live_server, draft):
    log_in(page, live_server)
    tab = page.context.new_page()
    open_form(tab, live_server, draft)
    tab.fill("#id_note", "Why it was changed.")
    type_at_the_end(tab, " Typed.")
    wait_until(tab, lambda: any("Typed." in kept.content["body"] for kept in draft.autosaves.all()))
    tab.wait_for_selector("text=What you typed until")
    tab.close()
    draft.refresh_from_db()
    assert draft.text.endswith("soldiers.")

    open_form(page, live_server, draft)
    assert body(page).inner_text().endswith("soldiers.")
    page.click("text=Restore it")
    page.wait_for_selector("text=It is not in the draft before you save it")
    assert body(page).inner_text().endswith("soldiers. Typed.")
    save(page)
    draft.refresh_from_db()
    assert (draft.note, draft.text.endswith("soldiers. Typed.")) == ("Why it was changed.", True)
    assert not draft.autosaves.exists()


def end_sessions() -> None:
    Session.objects.all().delete()


def test_a_lost_login_loses_no_words(page, live_server, draft):
    log_in(page, live_server)
    open_form(page, live_server, draft)
    type_at_the_end(page, " Typed.")
    page.wait_for_selector("text=What you typed until")
    end_sessions()
    type_at_the_end(page, " And more.")
    page.wait_for_selector("text=You are not logged in any more")
    page.click("[name=_continue]")
    page.wait_for_selector("text=What you typed is kept in this browser")
    assert body(page).inner_text().endswith("soldiers. Typed. And more.")

    with page.context.expect_page() as opened:
        page.click("text=Log in in another tab")
    other = opened.value
    other.fill("#id_username", "editor")
    other.fill("#id_password", "pw")
    other.click("[type=submit]")
    other.wait_for_url(f"{live_server.url}/admin/")
    other.close()
    save(page)
    draft.refresh_from_db()
    assert draft.text.endswith("soldiers. Typed. And more.")


def test_somebody_elses_login_is_not_written_under(page, live_server, draft):
    log_in(page, live_server)
    open_form(page, live_server, draft)
    type_at_the_end(page, " Typed.")
    other = page.context.new_page()
    page.context.clear_cookies()
    log_in(other, live_server, "second")
    page.click("[name=_continue]")
    page.wait_for_selector("text=second is logged in here now, and this page is editor’s")
    draft.refresh_from_db()
    assert draft.text.endswith("soldiers.")


def test_more_than_a_closing_page_can_send_is_kept_in_the_browser(page, live_server, draft):
    log_in(page, live_server)
    tab = page.context.new_page()
    open_form(tab, live_server, draft)
    tab.route("**/autosave/", lambda route: route.abort())
    tab.click("text=Edit the HTML >> nth=0")
    long = "<p>" + "Word after word. " * 10_000 + "The end.</p>"
    tab.fill("#id_body", long)
    tab.wait_for_selector("text=What you typed is kept in this browser")
    tab.close()
    open_form(page, live_server, draft)
    page.click("text=Restore what this browser has")
    page.wait_for_selector("text=This is what you typed")
    assert page.input_value("#id_body") == long
    save(page)
    draft.refresh_from_db()
    assert draft.text.endswith("word. The end.")
    open_form(page, live_server, draft)
    assert not page.is_visible("text=This browser has what you typed")


def test_nothing_can_be_typed_while_it_is_saved(page, live_server, draft):
    log_in(page, live_server)
    open_form(page, live_server, draft)
    type_at_the_end(page, " Typed.")
    page.wait_for_selector("text=What you typed until")  # nothing more is sent by itself
    held = []
    page.route("**/admin/session/", lambda route: held.append(route))
    page.click("[name=_continue]")
    page.wait_for_selector("text=Saving…")
    page.keyboard.type("lost")
    page.keyboard.press("Enter")
    assert body(page).inner_text().endswith("soldiers. Typed.")
    # The line is shown before the request is made, and the request reaches this process later.
    wait_until(page, lambda: held)
    (look_at_the_login,) = held
    look_at_the_login.continue_()
    page.wait_for_selector(".messagelist .success")
    draft.refresh_from_db()
    assert (draft.text.endswith("soldiers. Typed."), draft.revision) == (True, 2)


def test_leaving_with_unsaved_changes_is_asked_about(page, live_server, draft):
    log_in(page, live_server)
    open_form(page, live_server, draft)
    questions = []
    page.on("dialog", lambda dialog: (questions.append(dialog.type), dialog.accept()))
    page.goto(f"{live_server.url}/admin/")
    assert questions == []
    open_form(page, live_server, draft)
    body(page).click()
    page.keyboard.type("x")
    page.goto(f"{live_server.url}/admin/")
    assert questions == ["beforeunload"]
    # What a closing page sends arrives after it; the database must not be emptied meanwhile.
    # On SQLite it has the connection of this process, whose transaction would be in the way.
    wait_until(page, lambda: draft.autosaves.exists() and not connection.in_atomic_block)
    assert draft.autosaves.get().content["body"].startswith("<p>")


PASTE = """([target, html]) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  const options = { clipboardData: data, bubbles: true, cancelable: true };
  const paste = new ClipboardEvent("paste", options);
  document.querySelector(target).dispatchEvent(paste);
}"""


@pytest.mark.parametrize(
    ("clipboard", "clean"),
    [
        (
            "<html xmlns:o='urn:schemas-microsoft-com:office:office'><head><style>p {margin:0}"
            "</style></head><body><!--StartFragment--><p class=MsoNormal style='color:red'><b "
            "style='mso-bidi-font-weight:normal'>Bold</b><span style='font-size:9pt'> words"
            "</span><o:p></o:p></p><!--EndFragment--></body></html>",
            "<p><strong>Bold</strong> words</p>",
        ),
        (
            "<meta charset='utf-8'><b style='font-weight:normal' id='docs-internal-guid-1'>"
            "<p style='line-height:1.38'><span style='font-weight:700'>Bold</span><span> words"
            "</span></p></b>",
            "<p><strong>Bold</strong> words</p>",
        ),
        (
            "<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'>"
            "<![if !supportLists]><span style='mso-list:Ignore'>·<span>&nbsp; </span></span>"
            "<![endif]>One</p>"
            "<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'>"
            "<span style='mso-list:Ignore'>1.<span>&nbsp; </span></span>Deep</p>"
            "<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'>"
            "<span style='mso-list:Ignore'>·<span>&nbsp; </span></span>Two</p>"
            "<p class=MsoNormal>After.</p>",
            "<ul><li><p>One</p>\n<ol><li>Deep</li></ol></li>\n<li>Two</li></ul>\n<p>After.</p>",
        ),
        (
            "<div onclick='x()'><img src='https://example.org/x.gif'><p style='color:red'>Words "
            "<a href='javascript:x()' style='top:0'>a trap</a></p><script>x()</script></div>",
            "<p>Words a trap</p>",
        ),
    ],
    ids=["word", "google-docs", "word-list", "web-page"],
)
def test_paste_comes_out_clean(page, live_server, draft, clipboard, clean):
    log_in(page, live_server)
    open_form(page, live_server, draft)
    body(page).click()
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    page.evaluate(PASTE, [".field-body .tiptap", clipboard])
    save(page)
    draft.refresh_from_db()
    assert draft.body == clean

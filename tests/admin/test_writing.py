"""The rich-text editor's form, what is kept of unsaved typing, and text that was pasted."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from briefs.markup import normal_form
from briefs.models import Autosave, Version
from briefs.versioning import Content, open_draft, save_draft
from tests.factories import make_article

pytestmark = pytest.mark.django_db

# As the clipboards of Word, Google Docs and a browser hold it.
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8">
<meta name=Generator content="Microsoft Word 15">
<link rel=File-List href="file:///C:/Users/me/AppData/Local/Temp/msohtmlclip1/01/clip_filelist.xml">
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings><o:AllowPNG/></o:OfficeDocumentSettings></xml>
<![endif]--><style><!-- p.MsoNormal {margin:0cm; mso-pagination:widow-orphan;} --></style></head>
<body style='tab-interval:36.0pt'><!--StartFragment-->
<h1 style='margin-top:12.0pt'>A heading<o:p></o:p></h1>
<p class=MsoNormal style='mso-margin-top-alt:auto'><b style='mso-bidi-font-weight:normal'><span
style='font-family:"Calibri",sans-serif;color:#C00000'>Bold</span></b><span lang=EN-US
style='mso-ansi-language:EN-US'> and <i>slanted</i>, </span><a
href="https://example.org/a?b=1&amp;c=2"><span class=MsoHyperlink>a link</span></a>.<o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<table class=MsoTableGrid border=1 style='border-collapse:collapse;mso-yfti-tbllook:1184'>
<tr style='mso-yfti-irow:0'><td width=301><p class=MsoNormal>Cell<o:p></o:p></p></td></tr>
</table><!--EndFragment--></body></html>"""
GOOGLE_DOCS = """<meta charset='utf-8'><b style="font-weight:normal;"
id="docs-internal-guid-1f"><p dir="ltr" style="line-height:1.38;margin-top:0pt;"><span
style="font-size:11pt;font-family:Arial;font-weight:400;white-space:pre-wrap;">Plain words.</span>
</p><ul style="margin-top:0;"><li dir="ltr" aria-level="1"><p dir="ltr" role="presentation"><span
style="font-size:11pt;">One</span></p></li></ul></b><br class="Apple-interchange-newline">"""
WEB_PAGE = """<div class="article"><script>track()</script><style>p{color:red}</style>
<p onclick="steal()" style="color: red" id="x">Words<img src="https://example.org/pixel.gif"
width="1"> and <a href="javascript:alert(1)">a trap</a>, <font color="red">red</font>.</p>
<iframe src="https://example.org/"></iframe><button>Share</button></div>"""


@pytest.fixture
def draft() -> Version:
    return open_draft(make_article(title="A bloc"))


def page(name: str, draft: Version) -> str:
    return reverse(f"admin:briefs_version_{name}", args=[draft.pk])


def typed(draft: Version, **more) -> dict:
    fields = ("title", "standfirst", "body", "end_note", "author_note", "note", "correction")
    return {name: getattr(draft, name) for name in fields} | {"revision": draft.revision, **more}


@pytest.mark.parametrize(
    ("clipboard", "clean"),
    [
        (
            WORD,
            "<h2>A heading</h2>\n"
            "<p><strong>Bold</strong> and <em>slanted</em>, "
            '<a href="https://example.org/a?b=1&amp;c=2">a link</a>.</p>\n'
            "<table><tbody><tr><td>Cell</td></tr></tbody></table>",
        ),
        (GOOGLE_DOCS, '<p dir="ltr">Plain words.</p>\n<ul><li dir="ltr">One</li></ul>'),
        (WEB_PAGE, "<p>Words and a trap, red.</p>\n<p>Share</p>"),
    ],
    ids=["word", "google-docs", "web-page"],
)
def test_pasted_text_is_kept_clean(admin_client, draft, clipboard, clean):
    """Whatever the editor lets through, or no editor at all: the server cleans."""
    response = admin_client.post(page("change", draft), typed(draft, body=clipboard))
    assert response.status_code == 302
    draft.refresh_from_db()
    assert draft.body == clean == normal_form(clean)


def test_the_form_is_whole_without_script(admin_client, draft):
    response = admin_client.get(page("change", draft))
    assert '<textarea name="body"' in response.text
    assert 'type="module"' in response.text
    assert "importmap" not in response.text
    assert "script-src 'self';" in response["Content-Security-Policy"]
    assert "style-src 'self';" in response["Content-Security-Policy"]


def test_typing_is_kept_offered_restored_and_gone_once_saved(admin_client, admin_user, draft):
    before = draft.body
    data = typed(draft, title="New title", body="<p>New words.</p>", note="Why")
    response = admin_client.post(page("autosave", draft), data)
    kept = Autosave.objects.get()
    assert response.json() == {
        "saved_at": kept.saved_at.isoformat().replace("+00:00", "Z")[:23] + "Z"
    }
    assert (kept.version, kept.by, kept.revision) == (draft, admin_user, 1)
    assert kept.content == {name: data[name] for name in kept.content}

    opened = admin_client.get(page("change", draft))
    assert "You typed something that was not saved" in opened.text
    assert opened.context["adminform"].form["body"].value() == before
    restored = admin_client.get(page("change", draft) + "?restore")
    assert "It is not in the draft before you save it" in restored.text
    form = restored.context["adminform"].form
    assert {name: form[name].value() for name in data} == data
    draft.refresh_from_db()
    assert draft.body == before

    assert admin_client.post(page("change", draft), data).status_code == 302
    assert not Autosave.objects.exists()
    assert "You typed something" not in admin_client.get(page("change", draft)).text


def test_a_refused_save_leaves_the_kept_typing(admin_client, draft):
    admin_client.post(page("autosave", draft), typed(draft, body="<p>Kept.</p>"))
    admin_client.post(page("change", draft), typed(draft, body=""))
    assert Autosave.objects.get().content["body"] == "<p>Kept.</p>"


def test_typing_is_discarded(admin_client, draft):
    admin_client.post(page("autosave", draft), typed(draft, title="Other"))
    response = admin_client.post(page("discard", draft))
    assert response["Location"] == page("change", draft)
    assert not Autosave.objects.exists()


def test_what_the_draft_says_already_is_not_offered(admin_client, draft):
    admin_client.post(page("autosave", draft), typed(draft))
    assert "You typed something" not in admin_client.get(page("change", draft)).text


def test_typing_belongs_to_its_editor(admin_client, client, draft):
    client.force_login(get_user_model().objects.create_superuser("other", password="pw"))
    client.post(page("autosave", draft), typed(draft, title="Theirs"))
    admin_client.post(page("autosave", draft), typed(draft, title="Mine"))
    assert sorted(kept.content["title"] for kept in Autosave.objects.all()) == ["Mine", "Theirs"]
    assert "You typed something" in admin_client.get(page("change", draft)).text
    admin_client.post(page("discard", draft))
    assert [kept.content["title"] for kept in Autosave.objects.all()] == ["Theirs"]


def test_typing_restored_over_another_editors_save_is_a_conflict(admin_client, client, draft):
    admin_client.post(page("autosave", draft), typed(draft, body="<p>Mine.</p>"))
    other = get_user_model().objects.create_superuser("other", password="pw")
    save_draft(draft, Content(title="A bloc", body="<p>Theirs.</p>"), revision=1, by=other)
    form = admin_client.get(page("change", draft) + "?restore").context["adminform"].form
    assert (form["body"].value(), form["revision"].value()) == ("<p>Mine.</p>", 1)
    response = admin_client.post(
        page("change", draft), {name: form[name].value() for name in typed(draft)}
    )
    assert "other saved this draft since you opened it" in response.text
    # Not saved yet, so it goes on being kept.
    data = typed(draft, body="<p>Mine.</p>", revision=1)
    assert admin_client.post(page("autosave", draft), data).status_code == 200


def test_a_copy_that_comes_after_the_save_is_refused(admin_client, draft):
    data = typed(draft, body="<p>Words.</p>")
    admin_client.post(page("change", draft), data)
    assert admin_client.post(page("autosave", draft), data).status_code == 409
    assert not Autosave.objects.exists()


@pytest.mark.parametrize("data", [{}, {"revision": "x"}, {"revision": 1, "body": "a\x00b"}])
def test_a_copy_that_makes_no_sense_is_refused(admin_client, draft, data):
    assert admin_client.post(page("autosave", draft), data).status_code == 400
    assert not Autosave.objects.exists()


def test_only_an_editor_of_a_draft_keeps_typing(admin_client, client, draft):
    data = typed(draft)
    assert client.post(page("autosave", draft), data).status_code == 302
    assert admin_client.get(page("autosave", draft)).status_code == 405
    assert admin_client.post(page("autosave", draft.article.live), data).status_code == 403
    assert not Autosave.objects.exists()

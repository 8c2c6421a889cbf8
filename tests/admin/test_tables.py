"""Tables from spreadsheets: what each row would do, what is wrong in it, all or nothing."""

import csv
import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from briefs.importing.tables import TABLES, TableError, read_table, save_table
from briefs.models import Annotation, Event, Membership, Organisation, Source
from briefs.publishing import withdraw
from tests.factories import (
    make_annotation,
    make_article,
    make_membership,
    make_organisation,
    make_source,
    make_state,
)

pytestmark = pytest.mark.django_db

NOUNS = {"organisations": "organisation", "memberships": "membership", "sources": "source"} | {
    "claims": "annotation"
}


def address(table: str, page: str = "table") -> str:
    return reverse(f"admin:briefs_{NOUNS[table]}_{page}")


def upload(client, table: str, content: str | bytes, **more):
    data = content.encode() if isinstance(content, str) else content
    return client.post(address(table), {"file": SimpleUploadedFile("t.csv", data), **more})


def run(table: str, content: str | bytes, **options):
    columns = TABLES[table]
    data = content.encode() if isinstance(content, str) else content
    return save_table(columns, read_table(data, columns.names, columns.required), **options)


def effects(report) -> list:
    return [(outcome.line, outcome.effect, outcome.columns) for outcome in report.outcomes]


def problems(report) -> list:
    return [(problem.line, problem.column, problem.message) for problem in report.problems]


MEMBERSHIPS = "organisation,state,role,start,end\nriver,KAZ,member,{},{}\n"


@pytest.fixture
def river():
    make_state(iso_a3="KAZ", name="Kazakhstan")
    return make_organisation(slug="river", name="River Compact")


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("2017", (date(2017, 1, 1), "year")),
        ("2017-06", (date(2017, 6, 1), "month")),
        ("2017-06-09", (date(2017, 6, 9), "day")),
        ("not later than 2017-06-09", (date(2017, 6, 9), "not-later-than")),
        ("Not later  than 2017-06-09", (date(2017, 6, 9), "not-later-than")),
    ],
)
def test_dates_known_in_part(river, written, stored):
    run("memberships", MEMBERSHIPS.format(written, ""))
    membership = Membership.objects.get()
    assert ((membership.start, membership.start_precision), membership.end) == (stored, None)


@pytest.mark.parametrize("written", ["", "09.06.2017", "2017-13", "not later than 2017", "soon"])
def test_a_date_that_is_none_is_an_error_of_its_column(river, written):
    report = run("memberships", MEMBERSHIPS.format(written, ""))
    assert [(line, column) for line, column, _ in problems(report)] == [(2, "start")]
    assert not Membership.objects.exists()


SOURCES = "url;title;publisher\nhttps://example.org/a;=1+1;Ä paper\n"


@pytest.mark.parametrize(
    "content",
    [
        SOURCES.encode(),
        SOURCES.encode("utf-8-sig"),
        SOURCES.replace(";", ",").encode(),
        SOURCES.replace(";", "\t").encode("utf-16"),
        ("sep=;\r\n" + SOURCES.replace("\n", "\r\n")).encode("utf-8-sig"),
        SOURCES.replace("publisher\n", "Publisher;;\n").encode() + b";;;;\n\n",
        SOURCES.replace("url", '"URL"').encode(),
    ],
    ids=["semicolon", "bom", "comma", "excel-unicode", "sep-hint", "empty-cells", "quoted"],
)
def test_what_spreadsheets_write_is_read(content):
    assert run("sources", content).saved
    source = Source.objects.get()
    assert (source.title, source.publisher) == ("=1+1", "Ä paper")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no rows"),
        (b"url,title\n" + b"x" * 6_000_000, "too large"),
        (b"url,title\nhttps://e.org/,a\x00b\n", "NUL bytes"),
        ("url,title\nhttps://e.org/,Ä\n".encode("latin-1"), "not UTF-8 (byte"),
        (b"url,colour\n", "Unknown column"),
        (b"url,url,title\n", "there twice"),
        (b"url\nhttps://e.org/\n", "Missing columns: title"),
        (b"url,title\nhttps://e.org/,a,b\n", "Line 2 has more cells"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(admin_client, content, message):
    with pytest.raises(TableError, match=message.replace("(", r"\(")):
        run("sources", content)
    if content:
        assert message in upload(admin_client, "sources", content).text


def test_the_preview_writes_nothing_and_saving_all_of_it_does(admin_client, river):
    make_organisation(slug="lake", name="Lake", summary="A body.", public=False)
    table = (
        "slug,name,kind,summary,founded\n"
        "lake,Lake,intergovernmental,A body.,\n"
        "river,River Treaty,intergovernmental,A body.,2001\n"
        "sea,Sea,alliance,Another.,2017-06\n"
    )
    shown = upload(admin_client, "organisations", table, reason="Its new name.")
    assert effects(shown.context["report"]) == [
        (2, "unchanged", ()),
        (3, "changed", ("name", "founded")),
        (4, "created", ()),
    ]
    assert Organisation.objects.get(slug="river").name == "River Compact"
    assert not Organisation.objects.filter(slug="sea").exists()

    form = shown.context["form"]
    data = {"text": form["text"].value(), "reason": form["reason"].value(), "save": "1"}
    assert admin_client.post(address("organisations"), data).status_code == 302
    river.refresh_from_db()
    assert (river.name, river.founded.iso) == ("River Treaty", "2001")
    assert Organisation.objects.get(slug="sea").status == "draft"
    event = Event.objects.get(kind="corrected")
    assert (event.reason, event.organisation, event.after["name"]) == (
        "Its new name.",
        river,
        "River Treaty",
    )


def test_one_wrong_row_and_nothing_is_saved(river):
    table = (
        "organisation,state,role,start\n"
        "river,KAZ,member,2001\n"
        "sea,XXX,member,2001\n"
        "river,KAZ,king,2001\n"
        "river,KAZ,observer,2005\n"
        "river,KAZ,member,2001\n"
    )
    report = run("memberships", table)
    assert problems(report) == [
        (3, "organisation", "there is no organisation “sea”"),
        (3, "state", "there is no state “XXX”"),
        (4, "role", "Value 'king' is not a valid choice."),
        (5, "", "Kazakhstan already is member from 2001; these roles never overlap."),
        (
            5,
            "",
            "The state already has a current role as member, observer or partner here; "
            "end that one first.",
        ),
        (6, "", "is the same row as line 2"),
    ]
    assert (report.saved, Membership.objects.count()) == (False, 0)


def test_memberships_change_through_the_record(river):
    membership = make_membership(organisation=river, state=make_state())
    table = (
        "organisation,state,role,start,end,verified\n"
        f"river,{membership.state.iso_a3},member,2001-06-15,2020-02-01,yes\n"
        "river,KAZ,observer,2017,,no\n"
    )
    assert problems(run("memberships", table)) == [
        (2, "", "This is published: give the reason for the change.")
    ]
    report = run("memberships", table, reason="It left.", publish=True)
    assert effects(report) == [(2, "changed", ("end",)), (3, "created", ())]
    kinds = [(event.kind, event.reason) for event in Event.objects.filter(reason="It left.")]
    assert sorted(kinds) == [
        ("membership-changed", "It left."),
        ("membership-recorded", "It left."),
    ]


def test_the_same_page_is_no_second_source():
    make_source(url="https://example.org/a", title="Old")
    report = run("sources", "url,title\nhttp://www.example.org/a/,New\n")
    assert effects(report) == [(2, "changed", ("title",))]
    assert [(source.url, source.title) for source in Source.objects.all()] == [
        ("https://example.org/a", "New")
    ]


CLAIMS = "slug,article,quote,prefix,suffix,kind,summary,deadline,criterion\n"


def test_claims_are_put_on_exactly_their_words():
    article = make_article(slug="rivers", body="<p>It will rise. It falls. It will rise.</p>")
    row = "rise,rivers,It will rise.,{},,forecast,That it rises.,2099,A flood.\n"
    (problem,) = run("claims", CLAIMS + row.format("")).problems
    assert (problem.line, problem.column) == (2, "quote")
    assert run("claims", CLAIMS + row.format("It falls. "), publish=True).saved
    claim = Annotation.objects.get()
    assert claim.anchors.get().span.start == article.live.text.rindex("It will")
    assert claim.is_published
    assert effects(run("claims", CLAIMS + row.format("It falls. "))) == [(2, "unchanged", ())]
    near = row.format("").replace("will rise.", "will arise.")
    assert "not in the text" in run("claims", CLAIMS + near).problems[0].message


@pytest.mark.parametrize("name", TABLES)
def test_each_table_has_a_template_that_it_reads(admin_client, name):
    response = admin_client.get(address(name, "template"))
    assert f'filename="{name}.csv"' in response["Content-Disposition"]
    (row,) = read_table(response.content, TABLES[name].names, TABLES[name].required)
    for column in TABLES[name].columns:
        if "slug" not in str(column.read) and "_row_of" not in column.read.__qualname__:
            column.read(row.cells[column.name])
    assert f"{address(name)}" in admin_client.get(address(name, "changelist")).text
    header = next(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert header == TABLES[name].names


def test_only_editors_import(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("x", password="pw", is_staff=True))
    assert client.get(address("sources")).status_code == 403


def test_words_of_a_public_claim_are_not_changed_in_silence():
    claim = make_annotation(slug="admit", kind="forecast")
    row = f"admit,{claim.article.slug},It rarely meets.,,,forecast,{claim.summary}\n"
    ((line, _, message),) = problems(run("claims", CLAIMS + row, reason="Another sentence."))
    assert (line, message.split(":")[0]) == (2, "The claim is public")
    assert claim.anchors.get().exact == "The bloc will admit India next year."


def test_what_was_withdrawn_is_not_rewritten():
    claim = make_annotation(slug="admit", kind="forecast")
    withdraw(claim, reason="Wrong.")
    row = f"admit,{claim.article.slug},It rarely meets.,,,forecast,Another summary.\n"
    ((line, _, message),) = problems(run("claims", CLAIMS + row, reason="x"))
    assert (line, message.split(";")[0]) == (2, "was withdrawn")

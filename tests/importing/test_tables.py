"""Tables from spreadsheets: what is read, what each row would do, all or nothing."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission

from briefs.importing.tables import (
    TABLES,
    Change,
    Report,
    TableError,
    decoded,
    present,
    read_table,
    save_table,
    template,
)
from briefs.importing.tables.cells import RowOf
from briefs.models import Annotation, Event, Membership, Organisation, Source
from briefs.publishing import withdraw
from tests.factories import (
    make_annotation,
    make_article,
    make_membership,
    make_organisation,
    make_person,
    make_source,
    make_state,
)

pytestmark = pytest.mark.django_db


def look_over(table: str, content: str | bytes, **options) -> Report:
    data = content.encode() if isinstance(content, str) else content
    rows = read_table(decoded(data), TABLES[table])
    return save_table(TABLES[table], rows, **options)


def run(table: str, content: str | bytes, **options) -> Report:
    """Looked over, then saved."""
    seen = look_over(table, content, **options)
    return look_over(table, content, looked_over=seen.digest, **options)


def effects(report: Report) -> list:
    return [
        (at.number, at.effect.value, [(c.column, c.before, c.after) for c in at.changes])
        for at in report.outcomes
    ]


def problems(report: Report) -> list:
    return [(problem.number, problem.column, problem.message) for problem in report.problems]


# Reading -----------------------------------------------------------------------------------

SOURCES = "url;title;publisher\nhttps://example.org/a;=1+1;Ä paper\n"


@pytest.mark.parametrize(
    "content",
    [
        SOURCES.encode(),
        SOURCES.encode("utf-8-sig"),
        SOURCES.replace(";", ",").encode(),
        SOURCES.replace(";", "\t").encode("utf-16"),
        ("sep=;\r\n" + SOURCES.replace("\n", "\r\n")).encode("utf-8-sig"),
        SOURCES.replace("\n", "\r").encode(),
        SOURCES.replace("publisher\n", "Publisher;;\n").encode() + b";;;;\n\n",
        b"\n\n" + SOURCES.encode(),
        SOURCES.replace("url", '"URL"').encode(),
        SOURCES.replace("=1+1", '"=1+1"').encode(),
        SOURCES.replace("=1+1", "'=1+1").encode(),
        SOURCES.replace("Ä", "A\u0308").encode(),
    ],
    ids=[
        *("semicolon", "bom", "comma", "excel-unicode", "sep-hint", "old-mac", "empty-cells"),
        *("blank-first", "quoted-header", "quoted-cell", "guarded", "accent-apart"),
    ],
)
def test_what_spreadsheets_write_is_read(content):
    assert run("sources", content).saved
    source = Source.objects.get()
    assert (source.title, source.publisher) == ("=1+1", "Ä paper")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The file has no rows."),
        (b"\n \n", "The file has no rows."),
        (b"url,title\n", "The file has no rows."),
        (b"url,title\n" + b"x" * 6_000_000, "The file is too large: at most 5 MB are read."),
        (b"url,title\n" + b"x,\n" * 20_000, "The file has more than 20,000 rows; make two"),
        (b"url,title\nhttps://e.org/,a\x00b\n", "The file holds NUL bytes"),
        (b"url,title\nhttps://e.org/,a\x1bb\n", "Row 2, title: holds a character that cannot be"),
        (
            "url,title\nhttps://e.org/,Ä\n".encode("windows-1252"),
            "The file is not UTF-8: the first letter that cannot be told is in line 2. In Excel",
        ),
        (b"url,colour\n", "Unknown column “colour”. Known are: url, title, publisher"),
        (b"url,url,title\n", "The column “url” is there twice."),
        (b"url\nhttps://e.org/\n", "Missing columns: title"),
        (b"url,title\nhttps://e.org/,a,b\n", "Row 2 has more cells than the header has columns."),
        (b'url,title\n\nhttps://e.org/,"a\n', "Row 3 cannot be read: a quotation mark is opened"),
        (b'url,title\nhttps://e.org/,"a"b\n', "Row 2 cannot be read: a quotation mark is opened"),
        (b"%PDF-1.4\n", "Unknown column “%pdf-1.4”"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(content, message):
    with pytest.raises(TableError) as caught:
        look_over("sources", content)
    assert str(caught.value).startswith(message)


def test_rows_are_counted_as_a_spreadsheet_does():
    table = 'url,title,note\nhttps://e.org/1,One,"two\nlines"\n\nhttps://e.org/2,,\n'
    assert problems(look_over("sources", table)) == [(4, "title", "must not be empty")]


MEMBERSHIPS = "organisation,state,role,start,end\nriver,KAZ,member,{},{}\n"


@pytest.fixture
def river():
    make_state(iso_a3="KAZ", name="Kazakhstan")
    return make_organisation(slug="river", name="River Compact")


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("2017", (date(2017, 1, 1), "year")),
        ("June 2017", (date(2017, 6, 1), "month")),
        ("2017-06", (date(2017, 6, 1), "month")),
        ("9 June 2017", (date(2017, 6, 9), "day")),
        ("not later than 2014", (date(2014, 12, 31), "not-later-than")),
    ],
)
def test_dates_known_in_part(river, written, stored):
    run("memberships", MEMBERSHIPS.format(written, ""))
    membership = Membership.objects.get()
    assert ((membership.start, membership.start_precision), membership.end) == (stored, None)


@pytest.mark.parametrize("written", ["", "09/06/2017", "2017-13", "soon"])
def test_a_date_that_is_none_is_an_error_of_its_column(river, written):
    report = run("memberships", MEMBERSHIPS.format(written, ""))
    assert [(number, column) for number, column, _ in problems(report)] == [(2, "start")]
    assert not Membership.objects.exists()


# What rows do ------------------------------------------------------------------------------


def test_effects_row_by_row():
    make_organisation(slug="lake", name="Lake", public=False, summary="Water.", other_names=["La"])
    make_organisation(slug="pond", name="Pond", public=False, standing="new")
    table = (
        "slug,name,kind,summary,founded,standing,other_names,parent\n"
        "lake,Lake,intergovernmental,Water.,,, La ,\n"
        "pond,Pond Treaty,alliance,A body.,June 2001,,,lake\n"
        "sea,Sea,Alliance,Another.,not later than 2017,,Big|Wide,pond\n"
        "bay,Bay,organ of another body,A part.,,,,sea\n"
    )
    report = run("organisations", table)
    assert effects(report) == [
        (2, "unchanged", []),
        (
            3,
            "changed",
            [
                ("name", "Pond", "Pond Treaty"),
                ("kind", "intergovernmental", "alliance"),
                ("standing", "new", ""),
                ("parent", "", "lake"),
                ("founded", "", "June 2001"),
            ],
        ),
        (
            4,
            "created",
            [
                ("slug", "", "sea"),
                ("name", "", "Sea"),
                ("other_names", "", "Big|Wide"),
                ("kind", "", "alliance"),
                ("parent", "", "pond"),
                ("founded", "", "not later than 31 December 2017"),
                ("summary", "", "Another."),
            ],
        ),
        (
            5,
            "created",
            [
                ("slug", "", "bay"),
                ("name", "", "Bay"),
                ("kind", "", "organ"),
                ("parent", "", "sea"),
                ("summary", "", "A part."),
            ],
        ),
    ]
    assert report.saved
    sea = Organisation.objects.get(slug="sea")
    assert (sea.status, sea.other_names, sea.founded_on) == (
        "draft",
        ["Big", "Wide"],
        date(2017, 12, 31),
    )
    assert effects(look_over("organisations", table)) == [
        (number, "unchanged", []) for number in (2, 3, 4, 5)
    ]


def test_one_wrong_row_and_nothing_is_saved(river):
    table = (
        "organisation,state,role,start,verified\n"
        "river,KAZ,member,2001,yes\n"
        "sea,XXX,member,2001,perhaps\n"
        "river,KAZ,king,2001,yes\n"
        "river,KAZ,observer,2005,yes\n"
        "river,KAZ,member,2001,no\n"
    )
    report = run("memberships", table)
    roles = "member, acceding, applicant, observer, dialogue-partner, partner, suspended"
    assert problems(report) == [
        (3, "organisation", "there is no organisation “sea”"),
        (3, "state", "there is no state “XXX”"),
        (3, "verified", "write yes or no"),
        (4, "role", f"“king” is none of: {roles}"),
        (5, "", "Kazakhstan already is member from 2001; these roles never overlap."),
        (
            5,
            "",
            "The state already has a current role as member, observer or partner here; "
            "end that one first.",
        ),
        (6, "", "is the same as row 2"),
    ]
    assert (report.saved, Membership.objects.count()) == (False, 0)


@pytest.mark.parametrize(
    ("table", "row", "problem"),
    [
        ("sources", "url,title\nexample,A\n", (2, "url", "Enter a valid URL.")),
        (
            "sources",
            f"url,title,note\nhttps://e.org/,A,{'x' * 301}\n",
            (2, "note", "Ensure this value has at most 300 characters (it has 301)."),
        ),
        (
            "organisations",
            "slug,name,kind,summary\ntwo words,A,alliance,B\n",
            (
                2,
                "slug",
                "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.",
            ),
        ),
        (
            "organisations",
            "slug,name,kind,summary,founded,dissolved\na,A,alliance,B,2001,1999\n",
            (2, "", "It cannot have ended before it was founded."),
        ),
        (
            "organisations",
            "slug,name,kind,summary,parent\na,A,alliance,B,a\n",
            (2, "parent", "there is no organisation “a”"),
        ),
    ],
)
def test_what_the_model_refuses_is_an_error_of_its_column(table, row, problem):
    report = run(table, row)
    assert (problems(report), report.saved) == ([problem], False)


# Only what was looked over -----------------------------------------------------------------

LAKE = "slug,name,kind,summary\nlake,{},alliance,Water.\n"


@pytest.mark.parametrize(
    ("content", "options"),
    [
        (LAKE.format("Another name"), {}),
        (LAKE.format("Lake") + "pond,Pond,alliance,Water.\n", {}),
        (LAKE.format("Lake"), {"publish": True}),
    ],
)
def test_other_rows_than_those_looked_over_are_not_saved(content, options):
    seen = look_over("organisations", LAKE.format("Lake"))
    report = look_over("organisations", content, looked_over=seen.digest, **options)
    assert (report.saved, Organisation.objects.count()) == (False, 0)
    assert report.digest != seen.digest


def test_what_changed_on_the_site_meanwhile_is_shown_before_it_is_saved():
    lake = make_organisation(slug="lake", name="Old", kind="alliance", public=False)
    seen = look_over("organisations", LAKE.format("Lake"))
    Organisation.objects.filter(pk=lake.pk).update(name="A colleague’s")
    report = look_over("organisations", LAKE.format("Lake"), looked_over=seen.digest)
    assert (report.saved, report.outcomes[0].changes[0]) == (
        False,
        Change("name", "A colleague’s", "Lake"),
    )
    lake.refresh_from_db()
    assert lake.name == "A colleague’s"
    assert look_over("organisations", LAKE.format("Lake"), looked_over=report.digest).saved


# The record --------------------------------------------------------------------------------


def test_what_is_public_changes_through_the_record(river):
    table = "slug,name,kind,summary,founded\nriver,River Treaty,alliance,A body.,2001\n"
    report = run("organisations", table)
    assert (report.problems, report.without_reason, report.saved) == ([], 1, False)
    assert effects(report)[0][1] == "changed"
    assert run("organisations", table, reason="Its new name.").saved
    event = Event.objects.get(kind="corrected")
    assert (event.reason, event.organisation, event.before, event.after) == (
        "Its new name.",
        river,
        {"name": "River Compact", "kind": "intergovernmental", "founded": ""},
        {"name": "River Treaty", "kind": "alliance", "founded": "2001"},
    )


def test_memberships_change_through_the_record(river):
    membership = make_membership(organisation=river, state=make_state())
    table = (
        "organisation,state,role,start,end,verified,note\n"
        f"river,{membership.state.iso_a3},member,2001-06-15,2020-02-01,yes,\n"
        "river,KAZ,observer,2017,,no,\n"
    )
    assert run("memberships", table, publish=True).without_reason == 1
    report = run("memberships", table, reason="It left.", publish=True)
    assert [(number, effect) for number, effect, _ in effects(report)] == [
        (2, "changed"),
        (3, "created"),
    ]
    kinds = [(event.kind, event.reason) for event in Event.objects.filter(reason="It left.")]
    assert sorted(kinds) == [
        ("membership-changed", "It left."),
        ("membership-recorded", "It left."),
    ]
    run("memberships", table.replace("yes,\n", "yes,A note\n"), reason="Noted.")
    event = Event.objects.get(reason="Noted.")
    assert (event.kind, event.after) == ("corrected", {"note": "A note"})


def test_the_same_page_is_no_second_source():
    make_source(url="https://example.org/a", title="Old", publisher="")
    table = "url,title\nhttp://www.example.org/a/,New\n"
    assert effects(run("sources", table)) == [(2, "changed", [("title", "Old", "New")])]
    assert [(source.url, source.title) for source in Source.objects.all()] == [
        ("https://example.org/a", "New")
    ]
    again = run("sources", table + "https://example.org/a,New\n")
    assert problems(again) == [(3, "", "is the same as row 2")]
    new = "url,title\nhttps://e.org/b,B\nhttp://e.org/b/,B\n"
    assert problems(run("sources", new)) == [(3, "", "is the same as row 2")]


# Claims ------------------------------------------------------------------------------------

CLAIMS = "slug,article,quote,prefix,suffix,kind,summary\n"


def test_claims_are_put_on_exactly_their_words():
    article = make_article(slug="rivers", body="<p>It will rise. It falls. It will rise.</p>")
    row = "rise,rivers,It will rise.,{},,forecast,That it rises.\n"
    (problem,) = run("claims", CLAIMS + row.format("")).problems
    assert (problem.number, problem.column) == (2, "quote")
    assert run("claims", CLAIMS + row.format("It falls. ")).saved
    claim = Annotation.objects.get()
    assert claim.anchors.get().span.start == article.live.text.rindex("It will")
    for again in ("It falls. ", ""):
        assert effects(run("claims", CLAIMS + row.format(again))) == [(2, "unchanged", [])]
    near = row.format("").replace("will rise.", "will arise.")
    assert "not in the text" in run("claims", CLAIMS + near).problems[0].message
    moved = run("claims", CLAIMS + row.format("").replace("It will rise.", "It falls."))
    assert effects(moved)[0][2][0] == ("quote", "It will rise.", "It falls.")
    assert claim.anchors.get().exact == "It falls."


def test_words_of_a_public_claim_are_not_changed_in_silence():
    claim = make_annotation(slug="admit", kind="forecast")
    row = f"admit,{claim.article.slug},It rarely meets.,,,forecast,{claim.summary}\n"
    ((number, _, message),) = problems(run("claims", CLAIMS + row, reason="Another sentence."))
    assert (number, message.split(":")[0]) == (2, "The claim is public")
    assert claim.anchors.get().exact == "The bloc will admit India next year."


def test_a_claim_stays_with_its_article():
    make_annotation(slug="admit")
    row = f"admit,{make_article().slug},It rarely meets.,,,forecast,Another summary.\n"
    ((number, column, message),) = problems(run("claims", CLAIMS + row, reason="x"))
    assert (number, column, message.split(",")[0]) == (
        2,
        "article",
        "the claim stays with its article",
    )


def test_what_was_withdrawn_is_not_rewritten():
    claim = make_annotation(slug="admit", kind="forecast")
    withdraw(claim, reason="Wrong.")
    row = f"admit,{claim.article.slug},It rarely meets.,,,forecast,Another summary.\n"
    ((number, _, message),) = problems(run("claims", CLAIMS + row, reason="x"))
    assert (number, message.split(";")[0]) == (2, "was withdrawn")


def test_who_may_not_publish_publishes_nothing(django_user_model):
    user = django_user_model.objects.create_user("x", password="pw", is_staff=True)
    report = run("organisations", LAKE.format("Lake"), by=user)
    assert problems(report) == [(2, "", "You may not add organisations.")]
    user.user_permissions.add(Permission.objects.get(codename="add_organisation"))
    user = django_user_model.objects.get(pk=user.pk)
    report = run("organisations", LAKE.format("Lake"), by=user, publish=True)
    assert problems(report) == [(2, "", "You may not publish organisations.")]
    assert not Organisation.objects.exists()


# Queries -----------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_no_query_for_a_cell(count, django_assert_num_queries):
    make_organisation(slug="river")
    states = [make_state().iso_a3 for _ in range(count)]
    table = "organisation,state,role,start,note\n" + "".join(
        f"river,{state},member,2001,A note\n" for state in states
    )
    # Three for the whole, one for each column that names other rows, one for the rows that are
    # there, three for the history, and of each new row its own and two around it.
    with django_assert_num_queries(9 + 3 * count):
        seen = look_over("memberships", table)
    look_over("memberships", table, looked_over=seen.digest)
    with django_assert_num_queries(9):
        assert effects(look_over("memberships", table))[-1] == (count + 1, "unchanged", [])


# On the way out ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", TABLES)
def test_a_template_is_read_as_it_is(name):
    table = TABLES[name]
    (row,) = read_table(decoded(template(table)), table)
    for column in table.columns:
        assert column.about
        if not isinstance(column.cell, RowOf) and (row.cells[column.name] or column.required):
            column.cell.read(row.cells[column.name], lambda *asked: None)


def test_what_is_there_comes_back_unchanged():
    body = make_organisation(slug="river", other_names=["A", "=B"], founded_on=date(2001, 6, 1),
                             founded_on_precision="month", name="=HYPERLINK(1)")  # fmt: skip
    make_organisation(slug="mouth", parent=body, summary='Two\nlines, “quoted”; "and" more.')
    make_membership(organisation=body, end=date(2020, 12, 31), end_precision="not-later-than",
                    decided_on=date(2001, 1, 2), last_confirmed_on=date(2018, 1, 1),
                    last_confirmed_on_precision="year", verified=False)  # fmt: skip
    make_source(title="-2+3", publisher="@paper", note="+1", weak=True)
    article = make_article(body="<p>It will rise. It falls. It will rise.</p><p>So it is.</p>")
    make_annotation(article, quote="It falls. It will rise.\nSo it is.", speaker=make_person())
    make_annotation(article, quote="So it is.", kind="fact", public=False)
    for name, table in TABLES.items():
        report = look_over(name, present(table))
        assert (problems(report), {effect for _, effect, _ in effects(report)}) == (
            [],
            {"unchanged"},
        )
    written = decoded(present(TABLES["sources"]))
    assert "'-2+3,'@paper," in written
    assert "'=HYPERLINK(1)" in decoded(present(TABLES["organisations"]))

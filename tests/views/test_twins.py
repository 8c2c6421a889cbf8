"""The data twins of pages: the rows of the page, all of them, as CSV and as JSON."""

import csv
import io
import json
from datetime import date

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from briefs.models import Annotation, Citation, Organisation, Source, State, Update
from briefs.twins import TABLES
from tests.factories import (
    make_annotation,
    make_article,
    make_assessment,
    make_membership,
    make_organisation,
    make_person,
    make_source,
    make_state,
    make_topic,
    make_update,
)

pytestmark = pytest.mark.django_db

ADDRESSES = [
    "/articles/data",
    "/articles/an-article/data",
    "/claims/data",
    "/updates/data",
    "/organisations/data",
    "/organisations/sco/data",
    "/organisations/compare/data?with=sco&with=csto",
    "/states/data",
    "/states/ind/data",
    "/topics/data",
    "/sources/data",
    "/search/data?q=bloc",
    "/data/memberships",
]


def form_of(address: str, form: str) -> str:
    path, mark, query = address.partition("?")
    return f"{path}.{form}{mark}{query}"


def rows_of(client, address: str) -> list[dict[str, str]]:
    response = client.get(form_of(address, "csv"))
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.getvalue().decode(), newline="")))


def read(client, address: str) -> dict:
    response = client.get(form_of(address, "json"))
    assert response.status_code == 200
    return json.loads(response.getvalue())


@pytest.fixture
def site():
    """Two organisations with a state in both, and an article with two claims."""
    india = make_state(name="India", iso_a3="IND", latitude=-28.6, longitude=77.2)
    topic = make_topic(slug="enlargement")
    for slug, name in (("sco", "Shanghai Cooperation Organisation"), ("csto", "A treaty")):
        body = make_organisation(
            slug=slug, name=name, founded_on=date(2001, 6, 1), founded_on_precision="month"
        )
        make_membership(
            organisation=body, state=india, role="observer", start=date(2005, 7, 5),
            end=date(2017, 6, 9),
        )  # fmt: skip
        make_membership(organisation=body, state=india, start=date(2017, 6, 9))
    article = make_article(slug="an-article")
    first = make_annotation(article, slug="will-admit", summary="=1+1 is not for sale")
    make_annotation(article, slug="rarely-meets", quote="It rarely meets.", kind="fact")
    first.organisations.add(Organisation.objects.get(slug="sco"))
    first.topics.add(topic)
    first.states.add(india)
    make_assessment(first, assessed_on=date(2017, 6, 10), source=make_source(url="https://e.org/a"))
    update = make_update(
        slug="admitted", bears_on=first, happened_on=date(2017, 6, 1), happened_on_precision="month"
    )
    update.organisations.add(Organisation.objects.get(slug="sco"))


# The rows ---------------------------------------------------------------------------------------


def test_a_claim_is_told_with_its_words_its_verdict_and_what_is_around_it(client, site):
    [first, second] = read(client, "/claims/data")["rows"]
    assert first | {"public_id": "", "published_at": "", "rationale": ""} == {
        "public_id": "",
        "slug": "will-admit",
        "address": "http://testserver/claims/will-admit/",
        "article": "an-article",
        "quote": "The bloc will admit India next year.",
        "start": 0,
        "end": 36,
        "kind": "forecast",
        "summary": "=1+1 is not for sale",
        "speaker": None,
        "event": None,
        "deadline": "2099-12-31",
        "deadline_precision": "day",
        "criterion": "A decision of the bloc.",
        "probability_low": None,
        "probability_high": None,
        "verdict": "came-true",
        "assessed_on": "2017-06-10",
        "confidence": "high",
        "rationale": "",
        "still_holds": "not-applicable",
        "direct_evidence": True,
        "not_confirmed": None,
        "sources": ["https://e.org/a"],
        "updates": ["admitted"],
        "effects": ["resolves"],
        "organisations": ["sco"],
        "states": ["IND"],
        "topics": ["enlargement"],
        "published_at": "",
    }
    assert (second["slug"], second["verdict"], second["sources"]) == ("rarely-meets", None, [])


def test_a_spreadsheet_computes_nothing_and_numbers_stay_numbers(client, site):
    assert rows_of(client, "/claims/data")[0]["summary"] == "'=1+1 is not for sale"
    assert rows_of(client, "/states/data")[0]["latitude"] == "-28.6"
    assert read(client, "/claims/data")["rows"][0]["summary"] == "=1+1 is not for sale"


def test_a_date_is_no_finer_than_it_is_known(client, site):
    [update] = rows_of(client, "/updates/data")
    assert (update["happened"], update["happened_precision"]) == ("2017-06", "month")
    [_, body] = rows_of(client, "/organisations/data")
    assert (body["founded"], body["founded_precision"]) == ("2001-06", "month")


def test_an_organisation_has_its_roles_with_dates_and_sources(client, site):
    rows = rows_of(client, "/organisations/sco/data")
    told = [(row["state"], row["role"], row["start"], row["end"], row["verified"]) for row in rows]
    assert told == [
        ("IND", "observer", "2005-07-05", "2017-06-09", "true"),
        ("IND", "member", "2017-06-09", "", "true"),
    ]
    assert all(row["sources"].startswith("https://example.org/") for row in rows)


def test_what_is_not_linked_is_named_and_not_addressed(client, site):
    copy = make_source(url="https://mirror.example/x", title="A copy", linkable=False)
    Citation.objects.create(source=copy, organisation=Organisation.objects.get(slug="sco"))
    text = "".join(
        client.get(form_of(address, form)).getvalue().decode()
        for address in ("/organisations/data", "/sources/data")
        for form in ("csv", "json")
    )
    assert "mirror.example" not in text
    assert text.count("A copy") == 4


def test_lines_end_as_rfc_4180_says_and_no_mark_stands_before_the_first_name(client, site):
    content = client.get("/topics/data.csv").getvalue()
    assert content == (
        b"slug,address,name,definition,claims,updates\r\n"
        b"enlargement,http://testserver/topics/enlargement/,%s,,1,0\r\n"
        % read(client, "/topics/data")["rows"][0]["name"].encode()
    )


@pytest.mark.parametrize("address", ADDRESSES)
def test_both_forms_have_the_same_rows_under_the_columns_that_are_described(client, site, address):
    rows, told = rows_of(client, address), read(client, address)
    assert len(rows) == len(told["rows"]) > 0
    name = told["columns"].partition("#")[2]
    assert (
        list(rows[0]) == list(told["rows"][0]) == [column.name for column in TABLES[name].columns]
    )


# What the address asks for ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["will-admit", "rarely-meets"]),
        ("?kind=fact", ["rarely-meets"]),
        ("?verdict=came-true", ["will-admit"]),
        ("?topic=enlargement&organisation=sco&state=IND", ["will-admit"]),
        ("?article=an-article&page=7", ["will-admit", "rarely-meets"]),
        ("?kind=nonsense", []),
        ("?as_of=2013", []),
    ],
)
def test_filters_are_those_of_the_page(client, site, query, found):
    page = client.get(f"/claims/{query}")
    assert [claim.slug for claim in page.context["claims"]] == found
    assert [row["slug"] for row in rows_of(client, f"/claims/data{query}")] == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["will-admit", "rarely-meets"]),
        ("?verdict=none", ["rarely-meets"]),
        ("?topic=enlargement", ["will-admit"]),
        ("?organisation=nowhere", []),
    ],
)
def test_an_article_has_the_claims_that_its_page_marks(client, site, query, found):
    page = client.get(f"/articles/an-article/{query}")
    assert [card.slug for card in page.context["chosen"].claims] == found
    assert [row["slug"] for row in rows_of(client, f"/articles/an-article/data{query}")] == found


def test_all_rows_are_there_and_not_one_page(client):
    for _ in range(61):
        make_update()
    assert len(rows_of(client, "/updates/data")) == 61


def test_a_day_has_what_was_known_then(client, site):
    then = read(client, "/claims/data?as_of=2017-06-09")
    assert then["as_of"] == "2017-06-09"
    assert [(row["verdict"], row["rationale"], row["updates"]) for row in then["rows"]] == [
        (None, None, ["admitted"]),
        (None, None, []),
    ]
    [role] = rows_of(client, "/organisations/sco/data?as_of=2017-06-08")
    assert (role["role"], role["end"], role["end_precision"]) == ("observer", "", "")
    [compared, _] = rows_of(client, "/organisations/compare/data?with=sco&with=csto&as_of=2016")
    assert (compared["organisation"], compared["role"]) == ("sco", "observer")


def test_a_day_that_cannot_be_is_answered_as_on_the_page(client, site):
    told = read(client, "/claims/data?as_of=someday")
    assert len(told["rows"]) == 2
    assert told["problems"] == [
        "“someday” is no date: write it as 2017-06-10. Shown is how it is now."
    ]
    assert "2099" not in str(read(client, "/updates/data?as_of=2099")["as_of"])


def test_a_comparison_of_one_says_what_is_missing(client, site):
    told = read(client, "/organisations/compare/data?with=sco&with=nowhere")
    assert told["rows"] == []
    assert len(told["problems"]) == 2


def test_search_is_told_as_the_page_finds_it(client, site):
    titles = [hit.entry.title for hit in client.get("/search/?q=bloc").context["hits"]]
    assert [row["title"] for row in read(client, "/search/data?q=bloc")["rows"]] == titles
    assert read(client, "/search/data")["rows"] == []


# How it is answered -----------------------------------------------------------------------------


def test_the_object_says_what_it_is(client, site):
    told = read(client, "/claims/data?kind=fact&utm=x&page=2")
    del told["rows"]
    assert told == {
        "title": "Claims",
        "publisher": "Living Analysis",
        "address": "http://testserver/claims/data.json?kind=fact&utm=x",
        "page": "http://testserver/claims/?kind=fact&utm=x",
        "columns": "http://testserver/data/#claims",
        "licence": None,
        "as_of": None,
        "filters": {"kind": ["fact"]},
        "problems": [],
    }


@override_settings(DATA_LICENCE_NAME="CC0 1.0", DATA_LICENCE_URL="https://example.org/cc0")
def test_the_licence_is_the_one_that_the_publisher_states(client, site):
    assert read(client, "/topics/data")["licence"] == {
        "name": "CC0 1.0",
        "address": "https://example.org/cc0",
    }
    link = client.get("/topics/data.csv")["Link"]
    assert '<https://example.org/cc0>; rel="license"' in link
    assert (
        '<a rel="license" href="https://example.org/cc0">CC0 1.0</a>'
        in client.get("/data/").content.decode()
    )


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("form", ["csv", "json"])
def test_every_site_may_read_it_and_once_is_enough(client, site, address, form):
    first = client.get(form_of(address, form))
    again = client.get(form_of(address, form), headers={"If-None-Match": first["ETag"]})
    head = client.head(form_of(address, form))
    assert (first.status_code, again.status_code, head.status_code) == (200, 304, 200)
    for response in (first, again, head):
        assert response["Access-Control-Allow-Origin"] == "*"
        assert response["ETag"] == first["ETag"]
    assert again.getvalue() == head.getvalue() == b""
    assert head["Content-Type"] == first["Content-Type"]


def test_a_script_may_ask_whether_anything_changed(client, site):
    asked = client.options(
        "/claims/data.json",
        headers={"Origin": "https://example.org", "Access-Control-Request-Method": "GET"},
    )
    assert (asked.status_code, asked["Access-Control-Allow-Headers"]) == (204, "If-None-Match")
    assert asked["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in client.get("/claims/").headers
    assert client.post("/claims/data.json").status_code == 405


def by_save():
    update = Update.objects.get()
    update.headline = "Another"
    update.save()


def by_update():
    Update.objects.update(headline="Another")


def by_sql():
    connection.cursor().execute("UPDATE briefs_update SET headline = 'Another'")


def by_relation():
    Update.objects.get().topics.remove(*Update.objects.get().topics.all())
    Update.objects.get().states.add(make_state())


def by_deletion():
    Citation.objects.filter(update__isnull=False).delete()


# The mark is renewed at the end of a transaction.
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("write", [by_save, by_update, by_sql, by_relation, by_deletion])
def test_whatever_writes_makes_it_new(client, site, write):
    first = client.get("/updates/data.csv")
    content = first.getvalue()
    write()
    second = client.get("/updates/data.csv", headers={"If-None-Match": first["ETag"]})
    assert second.status_code == 200
    assert second.getvalue() != content


def test_the_same_bytes_until_then(client, site):
    for address in ADDRESSES:
        first, second = (client.get(form_of(address, "json")).getvalue() for _ in range(2))
        assert first == second


def test_what_is_not_public_or_gone_answers_as_its_page(client, site):
    make_organisation(slug="hidden", public=False)
    for address in ("/organisations/hidden/data", "/articles/none/data", "/states/xxx/data"):
        for form in ("csv", "json"):
            response = client.get(form_of(address, form))
            assert response.status_code == 404
            assert "data." not in client.get(f"{address.removesuffix('data')}").content.decode()
            assert response["Access-Control-Allow-Origin"] == "*"


def many(count: int) -> None:
    for _ in range(count):
        state, topic, person = make_state(), make_topic(), make_person()
        body = make_organisation(parent=make_organisation())
        make_membership(organisation=body, state=state)
        make_membership(organisation=Organisation.objects.get(slug="sco"), state=state)
        make_membership(organisation=body, state=State.objects.get(iso_a3="IND"))
        article = make_article()
        article.authors.add(person)
        article.topics.add(topic)
        for where in (article, Annotation.objects.get(slug="will-admit").article):
            claim = make_annotation(where, speaker=person)
            claim.organisations.add(body)
            claim.states.add(state)
            claim.topics.add(topic)
            make_assessment(claim)
            update = make_update(bears_on=claim)
            update.organisations.add(body)
            update.states.add(state)
            update.topics.add(topic)


# One of each is the mark of the data.
QUERIES = {
    "/articles/data": 4,
    "/articles/an-article/data": 15,
    "/claims/data": 9,
    "/updates/data": 7,
    "/organisations/data": 3,
    "/organisations/sco/data": 6,
    "/organisations/compare/data?with=sco&with=csto": 7,
    "/states/data": 5,
    "/states/ind/data": 6,
    "/topics/data": 4,
    "/sources/data": 2,
    # PostgreSQL is asked how common the word is.
    "/search/data?q=bloc": 4 + (connection.vendor == "postgresql"),
    "/data/memberships": 5,
}


@pytest.mark.parametrize("count", [1, 30])
def test_the_same_queries_for_1_and_30_items(client, site, count):
    many(count)
    client.get("/search/data.csv?q=bloc").getvalue()  # which takes in what was written
    counted = {}
    for address in QUERIES:
        with CaptureQueriesContext(connection) as queries:
            client.get(form_of(address, "csv")).getvalue()
        counted[address] = len(queries)
    assert counted == QUERIES


def test_rows_are_fetched_lot_by_lot(client):
    """A thousand and one rows are three lots; what each tells of others is fetched with its lot."""
    body = make_organisation()
    Source.objects.bulk_create(
        Source(url=f"https://example.org/s/{n}", title=f"T{n}") for n in range(1_001)
    )
    Citation.objects.bulk_create(
        Citation(source=source, organisation=body, position=n)
        for n, source in enumerate(Source.objects.filter(title__startswith="T"))
    )
    response = client.get("/sources/data.csv")
    pieces = [len(piece) for piece in response.streaming_content]
    assert len(pieces) == 1 + 3
    assert max(pieces) < 100_000


# Where it is told -------------------------------------------------------------------------------


def test_pages_lead_to_their_twins(client, site):
    for address in ADDRESSES:
        path, _, query = address.partition("?")
        if path == "/data/memberships":
            continue
        page = f"{path.removesuffix('data')}?{query}"
        text = client.get(page).content.decode()
        for form, kind in (("csv", "text/csv"), ("json", "application/json")):
            link = form_of(address, form).replace("&", "&amp;")
            assert f'<link rel="alternate" type="{kind}"' in text
            assert text.count(f'href="{link}"') == 2, page
    assert "data.csv" not in client.get("/method/").content.decode()


def test_the_page_of_the_data_tells_every_column(client):
    text = client.get("/data/").content.decode()
    assert "no licence has been stated yet" in text
    for table in TABLES.values():
        assert f'id="{table.name}"' in text
        for column in table.columns:
            assert f"<code>{column.name}</code>" in text
            assert column.about in text.replace("&#x27;", "'")


def test_the_package_describes_whole_tables_that_are_there(client, site):
    package = json.loads(client.get("/data/datapackage.json").content)
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert "licenses" not in package
    names = [resource["name"] for resource in package["resources"]]
    assert names == [name for name in TABLES if name != "results"]
    for resource in package["resources"]:
        path = resource["path"].removeprefix("http://testserver").removesuffix(".csv")
        fields = resource["schema"]["fields"]
        rows = rows_of(client, path)
        assert list(rows[0]) == [field["name"] for field in fields]
        keys = [tuple(row[name] for name in resource["schema"]["primaryKey"]) for row in rows]
        assert len(set(keys)) == len(keys)
        for field in fields:
            assert field["type"] in {
                *("string", "integer", "number", "boolean", "date", "datetime", "list"),
            }

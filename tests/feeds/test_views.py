import re
from datetime import date

import feedparser
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from briefs.assessing import look_over
from briefs.merging import merge
from briefs.models import Event
from briefs.publishing import (
    change_membership,
    correct,
    membership_facts,
    publish_article,
    publish_update,
    withdraw,
)
from tests.factories import (
    make_annotation,
    make_article,
    make_assessment,
    make_membership,
    make_organisation,
    make_person,
    make_state,
    make_topic,
    make_update,
    make_version,
    make_watch,
)
from tests.feeds.rules import CHECKED, TOMBSTONE, XHTML, atom, ids, links

pytestmark = pytest.mark.django_db
FORMS = ["atom", "rss", "json"]


def subscribe(client, address: str):
    """What a reader of feeds makes of it."""
    response = client.get(address)
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    feed = feedparser.parse(response.content, response_headers={"content-type": "application/xml"})
    assert feed.bozo == 0
    return feed


def titles(client, address: str) -> list[str]:
    return [item.title for item in subscribe(client, address).entries]


@pytest.fixture
def everything():
    """One of each noun, tied together."""
    state, topic = make_state(iso_a3="KAZ"), make_topic(slug="enlargement")
    body = make_organisation(slug="sco", name="A body")
    article = make_article(slug="a-bloc", title="A bloc")
    article.authors.add(make_person(slug="author"))
    article.topics.add(topic)
    claim = make_annotation(article, slug="a-claim", summary="It will admit India.")
    claim.organisations.add(body)
    claim.states.add(state)
    claim.topics.add(topic)
    make_assessment(claim)
    update = make_update(slug="india-joins", headline="India joins", bears_on=claim)
    update.organisations.add(body)
    make_membership(organisation=body, state=state)
    make_watch().claims.add(claim)
    return claim


ADDRESSES = [
    "/feed",
    "/articles/feed",
    "/articles/a-bloc/feed",
    "/claims/feed",
    "/claims/feed?kind=forecast",
    "/claims/feed?verdict=came-true",
    "/claims/a-claim/feed",
    "/updates/feed",
    "/organisations/feed",
    "/organisations/sco/feed",
    "/states/kaz/feed",
    "/topics/enlargement/feed",
    "/people/author/feed",
    "/search/feed?q=India",
]


def in_form(address: str, form: str) -> str:
    return re.sub(r"feed(?=$|\?)", f"feed.{form}", address)


def test_every_scope_is_a_valid_feed_that_tells_the_same_in_every_form(client, everything):
    for address in ADDRESSES:
        answers = [client.get(in_form(address, form)) for form in FORMS]
        assert [(answer.status_code, answer.cookies) for answer in answers] == [(200, {})] * 3
        told = [ids(form, one.content) for form, one in zip(FORMS, answers, strict=True)]
        assert told[0] == told[1] == told[2] != [], address


def test_links_name_the_scope(client, everything):
    for address in ADDRESSES:
        feed = links(atom(client.get(in_form(address, "atom")).content))
        assert feed["self"] == f"http://testserver{in_form(address, 'atom')}"
        page = feed["alternate"].removeprefix("http://testserver")
        assert page == re.sub(r"feed(?=$|\?)", "", address)
        assert client.get(page).status_code == 200


def test_titles_of_feeds(client, everything):
    found = {
        address: subscribe(client, in_form(address, "rss")).feed.title for address in ADDRESSES
    }
    assert [title.removeprefix("Living Analysis: ") for title in found.values()] == [
        "Living Analysis",
        "articles",
        "A bloc",
        "claims",
        "claims of the kind “forecast”",
        "claims judged “came true”",
        "It will admit India.",
        "updates",
        "organisations",
        "A body",
        everything.states.get().name,
        everything.topics.get().name,
        everything.article.authors.get().name,
        "search for “India”",
    ]


def test_a_title_names_what_a_list_is_narrowed_by(client, everything):
    make_organisation(public=False, slug="hidden-body", name="Not to be told")
    state, topic = everything.states.get(), everything.topics.get()
    for address, title in {
        "/claims/feed.rss?organisation=sco&verdict=came-true": "judged “came true”, about A body",
        "/claims/feed.rss?topic=enlargement": f"on the topic “{topic.name}”",
        "/claims/feed.rss?state=KAZ": f"about {state.name}",
        "/claims/feed.rss?article=a-bloc": "in “A bloc”",
        "/claims/feed.rss?author=author": f"by {everything.article.authors.get().name}",
        "/claims/feed.rss?organisation=hidden-body": "about hidden-body",
        "/claims/feed.rss?article=none": "in “none”",
        "/search/feed.rss?q=India&noun=claim&year=2017": ("for “India”, claims alone, of 2017"),
    }.items():
        noun = "search" if "/search/" in address else "claims"
        assert subscribe(client, address).feed.title == f"Living Analysis: {noun} {title}"


def test_each_update_is_an_item_of_its_own_with_a_permanent_id(client):
    claim = make_annotation()
    first = make_update(headline="India joins", body="It did.", bears_on=claim)
    second = make_update(headline="Iran joins", body="It did too.", bears_on=claim)
    feed = subscribe(client, "/updates/feed.rss")
    assert [(item.title, item.link, item.id, item.guidislink) for item in feed.entries] == [
        (
            update.headline,
            f"http://testserver{update.get_absolute_url()}",
            Event.objects.get(update=update).tag,
            False,
        )
        for update in (second, first)
    ]
    assert feed.entries[1].description == (
        "<p>9 June 2017.</p>\n<p>It did.</p>\n<p>Resolves the claim "
        f'<a href="http://testserver/claims/{claim.slug}/in-the-text/">{claim.summary}</a></p>'
    )


def test_id_stays_when_slug_and_authority_change(client, settings):
    update = make_update()
    before = subscribe(client, "/updates/feed.atom").entries[0].id
    update.slug = "another-slug"
    update.save()
    settings.TAG_AUTHORITY = "elsewhere.example,2030"
    item = subscribe(client, "/updates/feed.atom").entries[0]
    assert (item.id, item.link) == (before, "http://testserver/updates/another-slug/")


def test_before_and_after_of_a_verdict_in_words(client):
    claim = make_annotation(summary="It will admit India.")
    make_assessment(claim, "pending", rationale="Nobody knows.")
    make_assessment(claim, "came-true", rationale="It did.")
    later, first, *_ = subscribe(client, f"/claims/{claim.slug}/feed.atom").entries
    assert (first.title, later.title) == (
        "Still open: It will admit India.",
        "Came true: It will admit India.",
    )
    assert "<p>Verdict: not assessed yet → still open</p>" in first.content[0].value
    assert "<p>Verdict: still open → came true</p>" in later.content[0].value
    assert later.link == f"http://testserver/claims/{claim.slug}/in-the-text/"


def test_an_item_leads_to_the_claim_in_its_context(client):
    article = make_article()
    make_annotation(article, quote="It rarely meets.")
    claim = make_annotation(article, slug="first")
    response = client.get("/claims/first/in-the-text/")
    assert (response.status_code, response["Location"]) == (
        302,
        f"{article.get_absolute_url()}#mark-1",
    )
    assert 'id="mark-1"' in client.get(article.get_absolute_url()).text
    assert claim.is_published


def test_hidden_things_are_no_items(client):
    claim = make_annotation(public=False)
    make_assessment(claim)
    make_update(public=False, bears_on=claim)
    make_article(public=False)
    assert titles(client, "/feed.atom") == ["Article: Title of " + claim.article.slug]


def test_a_bearing_on_a_hidden_claim_is_not_told(client):
    article = make_article()
    hidden = make_annotation(article, public=False, slug="zz-hidden", summary="zz-hidden")
    update = make_update(bears_on=hidden)
    assert "zz-hidden" not in client.get("/updates/feed.atom").text
    assert update.headline not in titles(client, f"/articles/{article.slug}/feed.atom")


def test_what_a_correction_of_relations_named_is_not_told(client):
    update = make_update()
    correct(
        update,
        {"organisations": "", "headline": "India jions"},
        {"organisations": "zz-hidden body", "headline": "India joins"},
        reason="A name was wrong.",
    )
    text = client.get("/updates/feed.atom").text
    assert "zz-hidden" not in text
    assert "<p>Headline: India jions → India joins</p>" in text


def test_what_was_checked_without_change_is_no_news(client):
    claim = make_annotation()
    before = titles(client, "/feed.atom")
    look_over(claim, by=None, note="No news at all.")
    assert titles(client, "/feed.atom") == before


def test_a_typing_error_put_right_makes_no_item_and_is_right_in_the_old_one(client):
    update = make_update(headline="India jions")
    update.headline = "India joins"
    update.save()
    correct(update, {"headline": "India jions"}, {}, reason="Spelling.", only_typos=True)
    assert titles(client, "/feed.atom") == ["India joins"]
    assert Event.objects.filter(kind="typo-fixed").count() == 1


def test_a_version_with_typing_errors_alone_makes_no_item(client):
    article = make_article(title="A bloc")
    publish_article(article, make_version(article, only_typos=True, body="<p>x</p>"))
    assert titles(client, "/feed.atom") == [f"Article: {article.versions.get(number=1).title}"]


def test_a_correction_of_an_article_is_an_item(client):
    article = make_article(title="A bloc")
    draft = make_version(article, title="A bloc", correction="The year was wrong.", body="<p>x</p>")
    publish_article(article, draft)
    item = subscribe(client, "/articles/feed.rss").entries[0]
    assert (item.title, item.description) == (
        "Correction: A bloc",
        "<p>Version: 1 → 2</p>\n<p>The year was wrong.</p>\n<p>"
        f'<a href="http://testserver/articles/{article.slug}/changes/1..2/">What was changed</a>'
        "</p>",
    )


def test_a_membership_that_ended_is_told_before_and_after(client):
    row = make_membership(state=make_state(name="India"))
    before = membership_facts(row)
    row.end, row.end_precision = date(2017, 6, 9), "day"
    change_membership(row, before)
    newest = subscribe(client, f"/states/{row.state.iso_a3.lower()}/feed.atom").entries[0]
    assert newest.title == f"Membership changed: India: member, {row.organisation.name}"
    assert "<p>To: 9 June 2017</p>" in newest.content[0].value


def stones(client, address: str) -> list[tuple[str, str]]:
    feed = atom(client.get(address).content)
    return [
        (stone.get("ref"), stone.findtext(f"{TOMBSTONE}comment"))
        for stone in feed.findall(f"{TOMBSTONE}deleted-entry")
    ]


def test_a_withdrawal_is_an_item_and_leaves_tombstones(client):
    claim = make_annotation(slug="a-claim", summary="zz-gone")
    make_assessment(claim)
    tags = list(
        Event.objects.filter(annotation=claim).order_by("-pk").values_list("tag", flat=True)
    )
    withdraw(claim, reason="It was not in the text.")
    for address in ("/feed.atom", f"/articles/{claim.article.slug}/feed.atom", "/claims/feed.atom"):
        assert titles(client, address)[0] == "Withdrawn: claim “zz-gone”"
        assert stones(client, address) == [(tag, "It was not in the text.") for tag in tags]
        # Named once, as what was withdrawn; nothing else of it is told.
        assert client.get(address).text.count("zz-gone") == 1
    for form in ("rss", "json"):
        assert "It was not in the text." in client.get(f"/feed.{form}").text
        assert tags[0] not in client.get(f"/feed.{form}").text


def test_the_feed_of_what_was_withdrawn_goes_on_and_says_so(client):
    claim = make_annotation(slug="a-claim", summary="zz-gone")
    withdraw(claim.article, reason="It was another's.")
    assert client.get(f"/articles/{claim.article.slug}/").status_code == 410
    feed = subscribe(client, f"/articles/{claim.article.slug}/feed.atom")
    assert feed.feed.title == "Living Analysis: withdrawn article"
    assert [item.title for item in feed.entries] == [
        f"Withdrawn: article “{claim.article.live.title}”"
    ]
    feed = subscribe(client, "/claims/a-claim/feed.atom")
    assert (feed.feed.title, len(feed.entries)) == ("Living Analysis: withdrawn claim", 1)


def test_what_never_was_public_leaves_no_tombstone_and_no_withdrawal(client):
    article = make_article(public=False)
    claim = make_annotation(article, slug="zz-hidden")
    withdraw(claim, reason="zz-hidden")
    publish_article(article, article.versions.get())
    body = client.get("/feed.atom")
    assert stones(client, "/feed.atom") == []
    assert "zz-hidden" not in body.text


def test_what_is_published_again_has_its_items_again_under_their_ids(client):
    update = make_update()
    (before,) = subscribe(client, "/updates/feed.atom").entries
    withdraw(update, reason="It was doubted.")
    publish_update(update)
    again = subscribe(client, "/updates/feed.atom").entries
    assert again[-1].id == before.id
    assert stones(client, "/updates/feed.atom") == []


def test_old_addresses_lead_on(client):
    topic, other = make_topic(slug="old"), make_topic(slug="new")
    make_article().topics.add(topic)
    merge(other, [topic], reason="They are one.")
    response = client.get("/topics/old/feed.atom")
    assert (response.status_code, response["Location"]) == (301, "/topics/new/feed.atom")


def test_the_feed_of_a_merged_organisation_leads_on(client):
    stays, goes = make_organisation(slug="stays"), make_organisation(slug="goes")
    merge(stays, [goes], reason="They are one.")
    response = client.get("/organisations/goes/feed.json")
    assert (response.status_code, response["Location"]) == (301, "/organisations/stays/feed.json")


def test_no_feed_there(client):
    for address in (
        *("/articles/nothing/feed.atom", "/claims/nothing/feed.rss", "/states/xxx/feed.json"),
        *("/topics/nothing/feed.atom", "/people/nothing/feed.atom", "/feed.xml"),
        *("/claims/feed.atom?kind=nonsense", "/claims/feed.atom?verdict=nonsense"),
        *("/feed.atom?archive=1", "/feed.atom?archive=0", "/feed.atom?archive=-1"),
        *("/feed.atom?archive=%EF%BC%91", f"/feed.atom?archive={'9' * 30}", "/feed.atom?archive="),
    ):
        assert client.get(address).status_code == 404, address
    assert client.get("/claims/feed.atom?verdict=%00").status_code == 400


def test_a_hidden_thing_has_no_feed(client):
    assert client.get(f"/articles/{make_article(public=False).slug}/feed.atom").status_code == 404


LATER = "2100-01-01T00:00:00Z"


@pytest.mark.parametrize("form", FORMS)
def test_scripts_of_every_site_may_read_it(client, form):
    known = client.get(f"/feed.{form}")
    for response in (
        known,
        client.get(f"/feed.{form}", headers={"If-None-Match": known["ETag"]}),
        client.get(f"/claims/no-such/feed.{form}"),
    ):
        assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("form", FORMS)
def test_what_is_known_is_answered_by_304_before_anything_is_written(client, form):
    make_update()
    with time_machine.travel(LATER):
        first = client.get(f"/feed.{form}")
        assert first["Cache-Control"] == "no-cache"
        with CaptureQueriesContext(connection) as queries:
            again = client.get(f"/feed.{form}", headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert not any('"briefs_update"."body"' in query["sql"] for query in queries)
        since = client.get(f"/feed.{form}", headers={"If-Modified-Since": first["Last-Modified"]})
        assert since.status_code == 304


def test_a_moment_of_this_very_second_is_not_given_away(client):
    make_update()
    moment = Event.objects.get().recorded_at
    with time_machine.travel(moment, tick=False):
        assert "Last-Modified" not in client.get("/feed.atom")


@pytest.mark.parametrize(
    "change",
    [
        lambda update: make_update(),
        lambda update: withdraw(update, reason="It was wrong."),
        lambda update: type(update).objects.filter(pk=update.pk).update(headline="Put right"),
        lambda update: make_assessment(update.bearings.get().annotation),
    ],
)
def test_whatever_changes_a_feed_changes_its_etag(client, change):
    update = make_update(bears_on=make_annotation())
    known = client.get("/feed.atom")
    headers = {"If-None-Match": known["ETag"]}
    assert client.get("/feed.atom", headers=headers).status_code == 304
    change(update)
    fresh = client.get("/feed.atom", headers=headers)
    assert fresh.status_code == 200
    assert fresh.content != known.content


def test_what_happens_elsewhere_changes_no_etag(client):
    update = make_update()
    known = client.get("/updates/feed.atom")["ETag"]
    make_organisation()
    assert client.get("/updates/feed.atom")["ETag"] == known
    assert update.is_published


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/updates/feed.atom", 7),
        ("/feed.rss", 7),
        ("/claims/feed.json", 5),
        ("/claims/feed.json?kind=forecast&verdict=came-true", 6),
    ],
)
def test_queries_do_not_grow_with_the_items(
    client, django_assert_num_queries, count, address, queries
):
    article = make_article()
    for _ in range(count):
        claim = make_annotation(article)
        make_assessment(claim)
        make_update(bears_on=claim)
    with django_assert_num_queries(queries):
        client.get(address)


ODD = st.text(
    st.one_of(
        st.characters(codec=None, exclude_characters="\x00"),
        st.sampled_from(["\x07", "\ufffe", "\u202e", "]", ">", "&", "<", "\r", "\x0b", "🦉"]),
    ),
    min_size=1,
    max_size=80,
).filter(lambda text: not any("\ud800" <= sign <= "\udfff" for sign in text))


@given(headline=ODD, body=ODD)
@hypothesis_settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_breaks_a_feed(client, transactional_texts, headline, body):
    update = transactional_texts
    type(update).objects.filter(pk=update.pk).update(headline=headline, body=body)
    told = {}
    for form in FORMS:
        response = client.get(f"/updates/feed.{form}")
        assert len(ids(form, response.content)) == 1
        document = CHECKED[form](response.content)
        told[form] = (
            document["items"][0]["title"]
            if form == "json"
            else document.find(".//item/title").text
            if form == "rss"
            else document.find(f"{ATOM_ENTRY}title").text
        )
    legal = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", headline)
    expected = " ".join(legal.split()) or "Untitled"
    assert told == dict.fromkeys(FORMS, expected)
    assert subscribe(client, "/updates/feed.atom").entries[0].title is not None


ATOM_ENTRY = "{http://www.w3.org/2005/Atom}entry/{http://www.w3.org/2005/Atom}"


@pytest.fixture
def transactional_texts():
    return make_update()


@pytest.mark.parametrize("form", FORMS)
def test_odd_characters_break_no_feed(client, form):
    make_update(headline="Bell \x07, nonsense \ufffe, owl 🦉 <b> & ]]>", body="\x0bBody \u202eRTL")
    response = client.get(f"/updates/feed.{form}")
    assert len(ids(form, response.content)) == 1
    if form != "json":
        assert titles(client, f"/updates/feed.{form}") == ["Bell , nonsense , owl 🦉 <b> & ]]>"]


def test_text_is_text_to_feed_readers_too(client):
    make_update(body="<script>alert(1)</script> & more\n\nSecond.")
    feed = atom(client.get("/updates/feed.atom").content)
    said = [p.text for p in feed.iter(f"{XHTML}p")]
    assert said[2:4] == ["<script>alert(1)</script> & more", "Second."]
    assert "<script>" not in client.get("/updates/feed.rss").text


TYPES = ["application/atom+xml", "application/rss+xml", "application/feed+json"]


PAGES = [
    ("/", None),
    ("/method/", None),
    ("/nowhere/", None),
    ("/articles/nothing/", None),
    ("/articles/", "/articles/feed."),
    ("/articles/a-bloc/", "/articles/a-bloc/feed."),
    ("/articles/a-bloc/versions/", "/articles/a-bloc/feed."),
    ("/claims/", "/claims/feed."),
    ("/claims/a-claim/", "/claims/a-claim/feed."),
    ("/updates/india-joins/", "/updates/feed."),
    ("/organisations/sco/", "/organisations/sco/feed."),
    ("/states/kaz/", "/states/kaz/feed."),
    ("/topics/enlargement/", "/topics/enlargement/feed."),
    ("/people/author/", "/people/author/feed."),
]


def test_feeds_are_found_from_every_page(client, everything):
    pattern = r'<link rel="alternate" type="([^"]+)" title="[^"]+" href="([^"]*feed\.[^"]+)">'
    for page, own in PAGES:
        found = re.findall(pattern, client.get(page).text)
        addresses = [own] if own else []
        assert found == [
            (kind, f"{address}{form}")
            for address in [*addresses, "/feed."]
            for kind, form in zip(TYPES, FORMS, strict=True)
        ], page
        for _, address in found:
            assert client.get(address).status_code == 200


def test_the_feed_of_a_list_keeps_its_filters(client, everything):
    page = client.get("/claims/?kind=forecast&page=1").text
    assert 'href="/claims/feed.atom?kind=forecast"' in page
    page = client.get("/search/?q=%7BIndia%7D").text
    assert 'href="/search/feed.atom?q=%7BIndia%7D"' in page


def test_a_person_is_offered_the_feeds_of_the_page(client, everything):
    for page in (
        *("/articles/a-bloc/", "/claims/a-claim/", "/organisations/sco/", "/states/kaz/"),
        *("/claims/", "/topics/enlargement/", "/people/author/", "/search/?q=India", "/updates/"),
    ):
        offer = r'Follow (this|these|all) \w+ by feed: <a href="[^"]*feed\.atom'
        assert re.search(offer, client.get(page).text), page


def test_how_to_follow_names_every_form_of_every_list(client):
    text = client.get("/feeds/").text
    for address in ("/feed.", "/articles/feed.", "/claims/feed.", "/updates/feed."):
        for form in FORMS:
            assert f'href="{address}{form}"' in text
    assert 'href="/claims/feed.rss?verdict=did-not-come-true"' in text
    assert 'href="/feeds.opml"' in text

import pytest

from briefs.importing.seeds.check import read_seeds

ARTICLE = "articles/decline/article.yaml"
BODY = "organisations/body.yaml"
CLAIMS = "articles/decline/claims.yaml"
MEMBERSHIPS = "memberships/body.yaml"
NOTES = "articles/decline/notes.yaml"
SOURCES = "sources/e.yaml"
STATES = "states/states.yaml"
TOPICS = "topics/topics.yaml"
UPDATES = "updates/2017.yaml"
WATCHES = "watches/watches.yaml"


def test_sound_seeds_are_read(seeds):
    read = read_seeds(seeds.folder)
    assert {noun: [entry.key for entry in entries] for noun, entries in read.entries.items()} == {
        "topic": ["enlargement"],
        "source": ["https://example.org/one", "https://example.org/two"],
        "state": ["IND", "NOR"],
        "organisation": ["body", "forerunner"],
        "person": ["ann-author"],
        "membership": ["body-ind-observer-2005", "body-ind-member-2017"],
        "article": ["decline"],
        "reference": ["decline 1"],
        "claim": ["will-admit-india", "rarely-meets"],
        "note": ["which-year"],
        "assessment": ["will-admit-india 2016-01-01", "will-admit-india 2026-11-23"],
        "update": ["india-joins"],
        "watch": ["next-summit"],
    }


def test_an_entry_is_read_by_the_table(seeds):
    (organisation, _) = read_seeds(seeds.folder).entries["organisation"]
    assert organisation.content == {
        "slug": "body",
        "name": "The Body",
        "abbreviation": "",
        "other_names": [],
        "kind": "intergovernmental",
        "standing": "",
        "parent": None,
        "predecessor": "forerunner",
        "successor": None,
        "participants": [],
        "official_url": "",
        "summary": "A body.",
        "since_article": "",
        "founded_on": "2001-06-15",
        "founded_on_precision": "day",
        "founded_basis": "signature",
        "founded_verified": True,
        "founded_note": "",
        "dissolved_on": None,
        "dissolved_on_precision": "",
        "dissolved_basis": "",
        "dissolved_verified": True,
        "dissolved_note": "",
        "seat": "New Delhi",
        "seat_state": "IND",
        "seat_latitude": None,
        "seat_longitude": None,
        "seat_verified": True,
        "seat_note": "",
        "editor_notes": "",
        "not_confirmed": "",
        "status": "published",
        "milestones": [
            {
                "happened_on": "2017-01-01",
                "happened_on_precision": "year",
                "text": "India joins.",
                "verified": True,
            }
        ],
        "sources": [
            {"source": "https://example.org/one", "supports": "", "passage": "", "note": ""},
            {
                "source": "https://example.org/two",
                "supports": "the seat",
                "passage": "",
                "note": "",
            },
        ],
    }


def test_what_stands_beside_a_list_holds_for_each_entry(seeds):
    seeds.change(STATES, "    name: Norway\n", "    name: Norway\n    sources: []\n")
    india, norway = read_seeds(seeds.folder).entries["state"]
    assert [len(entry.content["sources"]) for entry in (india, norway)] == [1, 0]


def test_an_article_takes_what_it_does_not_say_from_its_file(seeds):
    (article,) = read_seeds(seeds.folder).entries["article"]
    stated = ("byline", "publisher_line", "originally_on", "originally_on_precision", "language")
    assert {name: article.content[name] for name in stated} == {
        "byline": "By Ann Author for ISN",
        "publisher_line": "",
        "originally_on": "2014-10-10",
        "originally_on_precision": "day",
        "language": "en",
    }


@pytest.mark.parametrize(
    ("file", "old", "new", "error"),
    [
        # keys of an entry
        (TOPICS, "definition", "defintion",
         "topics/topics.yaml, line 4: topic enlargement: defintion: there is no such key"),
        (BODY, "  basis: signature", "  basic: signature",
         "organisations/body.yaml, line 7: organisation body: founded.basic: there is no such key"),
        (BODY, "seat:\n  place: New Delhi\n  state: IND", "seat: New Delhi",
         "organisations/body.yaml, line 8: organisation body: seat: must be keys with values"),
        (BODY, "summary: A body.\n", "",
         "organisations/body.yaml, line 1: organisation body: summary: is missing"),
        (BODY, "summary: A body.", "summary: ''",
         "organisations/body.yaml, line 11: organisation body: summary: is empty"),
        (WATCHES, "slug: next-summit\n    what", "what",
         "watches/watches.yaml, line 2: watch without a key: slug: is missing"),
        # types and closed lists
        (BODY, "name: The Body", "name: [The, Body]",
         "organisations/body.yaml, line 2: organisation body: name: must be text, not a list"),
        (BODY, "name: The Body", "name: 27",
         "organisations/body.yaml, line 2: organisation body: name: 27 is a number here; "
         "put it in quotes if text is meant"),
        (BODY, "intergovernmental", "club",
         "organisations/body.yaml, line 3: organisation body: kind: “club” is not one of: "
         "intergovernmental, alliance, economic-union, organ, initiative, government-programme, "
         "export-control-regime, research-institute, publisher, armed-group, exercise"),
        (SOURCES, "weak: true", "weak: yes",
         "sources/e.yaml, line 9: source https://example.org/two: weak: "
         "must be true or false, not “yes”"),
        (SOURCES, "weak: true", "archived_url: nowhere",
         "sources/e.yaml, line 9: source https://example.org/two: archived_url: “nowhere”: "
         "Enter a valid URL."),
        (SOURCES, "publisher: Example\n    date", f"publisher: {'x' * 251}\n    date",
         f"sources/e.yaml, line 4: source https://example.org/one: publisher: “{'x' * 80}…”: "
         "Ensure this value has at most 250 characters (it has 251)."),
        (STATES, "28.6", "north", "states/states.yaml, line 8: state IND: latitude: "
         "must be a number, not “north”"),
        (STATES, "28.6", "-128.6",
         "states/states.yaml, line 8: state IND: latitude: -128.6 lies outside -90 to 90"),
        (STATES, "    longitude: 77.2\n", "", "states/states.yaml, line 8: state IND: latitude: "
         "latitude and longitude go together"),
        (STATES, "iso_a3: NOR", "iso_a3: nor", "states/states.yaml, line 10: state nor: iso_a3: "
         "“nor”: Three capital letters, as in KAZ."),
        (BODY, "slug: body", "slug: body\nstatus: withdrawn", "organisations/body.yaml, line 2: "
         "organisation body: status: “withdrawn” is not one of: published, draft"),
        # dates
        (SOURCES, "2017-06", "2017-13", "sources/e.yaml, line 5: source https://example.org/one: "
         "date: '2017-13' is no date: month must be in 1..12"),
        (SOURCES, "2017-06", "June 2017", "sources/e.yaml, line 5: source "
         "https://example.org/one: date: 'June 2017' is no date; write 2017, 2017-06 or "
         "2017-06-09"),
        (SOURCES, "2017-06", "2017-06\n    date_precision: month", "sources/e.yaml, line 5: "
         "source https://example.org/one: date: a precision is only said of a whole date, and "
         "2017-06 says its own"),
        (SOURCES, "date: 2017-06", "date_precision: month", "sources/e.yaml, line 2: source "
         "https://example.org/one: date: there is a precision but no date"),
        (BODY, "date: 2001-06-15", "date: 2001-06-15\n  precision: about",
         "organisations/body.yaml, line 6: organisation body: founded.date: “about” is no "
         "precision; one of: day, month, year, not-later-than"),
        (BODY, "seat:", "dissolved:\n  date: 2001-06\nseat:", "organisations/body.yaml, line 9: "
         "organisation body: dissolved.date: lies before it was founded"),
        (CLAIMS, "2016-01-01", "2016", "articles/decline/claims.yaml, line 13: assessment "
         "will-admit-india 2016: assessed_on: “2016” is no day; write 2017-06-09"),
        (CLAIMS, "2016-01-01", "2027-01-01", "articles/decline/claims.yaml, line 17: assessment "
         "will-admit-india 2026-11-23: assessed_on: 2026-11-23 is not after 2027-01-01, above it"),
        # keys of other entries
        (BODY, "predecessor: forerunner", "predecessor: forruner", "organisations/body.yaml, "
         "line 4: organisation body: predecessor: there is no organisation “forruner”; "
         "did you mean “forerunner”?"),
        (BODY, "predecessor: forerunner", "predecessor: body", "organisations/body.yaml, line 4: "
         "organisation body: predecessor: a body is not its own relative"),
        (BODY, "url: https://example.org/two", "url: https://elsewhere.example/",
         "organisations/body.yaml, line 17: organisation body: sources 2: there is no source "
         "“https://elsewhere.example/”"),
        (BODY, "url: https://example.org/two", "url: https://example.org/one",
         "organisations/body.yaml, line 17: organisation body: sources 2: stands there twice"),
        (BODY, "  - url: https://example.org/two\n", "  - page: https://example.org/two\n",
         "organisations/body.yaml, line 17: organisation body: sources 2: page: "
         "there is no such key\norganisations/body.yaml, line 17: organisation body: sources 2: "
         "url: is missing"),
        (BODY, "sources:\n  - https://example.org/one\n  - url: https://example.org/two\n"
         "    supports: the seat\n", "sources: https://example.org/one\n",
         "organisations/body.yaml, line 15: organisation body: sources: "
         "must be a list of addresses"),
        (UPDATES, "states: [IND]", "states: [IND, IND]", "updates/2017.yaml, line 9: update "
         "india-joins: states: “IND” stands there twice"),
        (UPDATES, "states: [IND]", "states: IND", "updates/2017.yaml, line 9: update india-joins: "
         "states: must be a list, not “IND”"),
        (UPDATES, "states: [IND]", "states: [KAZ]", "updates/2017.yaml, line 9: update "
         "india-joins: states: there is no state “KAZ”"),
        (UPDATES, "will-admit-india: resolves", "which-year: resolves", "updates/2017.yaml, "
         "line 7: update india-joins: bearings 1: there is no claim “which-year”"),
        (UPDATES, "will-admit-india: resolves", "will-admit-india: settles", "updates/2017.yaml, "
         "line 7: update india-joins: bearings 1: effect: “settles” is not one of: supports, "
         "contradicts, resolves, context"),
        (UPDATES, "bearings:\n      will-admit-india: resolves", "bearings: [will-admit-india]",
         "updates/2017.yaml, line 6: update india-joins: bearings: must be claims, each with an "
         "effect"),
        (WATCHES, "claims: [rarely-meets]", "claims: [often-meets]", "watches/watches.yaml, "
         "line 7: watch next-summit: claims: there is no claim “often-meets”"),
        # the same thing twice
        (TOPICS, "    definition: Admission of members.", "  - slug: enlargement\n    name: Other",
         "topics/topics.yaml, line 4: topic enlargement: slug: “enlargement” stands in "
         "topics/topics.yaml, line 2, already"),
        (TOPICS, "    definition: Admission of members.", "  - slug: other\n    name: Enlargement",
         "topics/topics.yaml, line 5: topic other: name: “Enlargement” stands in "
         "topics/topics.yaml, line 2, already"),
        (NOTES, "which-year", "rarely-meets", "articles/decline/notes.yaml, line 3: note "
         "rarely-meets: slug: “rarely-meets” stands in articles/decline/claims.yaml, line 23, "
         "already"),
        # memberships
        (MEMBERSHIPS, "end: 2017-06-09", "end: 2017-06-10", "memberships/body.yaml, line 13: "
         "membership body-ind-member-2017: start: member from 2017-06-09 to now overlaps "
         "body-ind-observer-2005, observer from 2005-07-05 to 2017-06-10"),
        (MEMBERSHIPS, "    end: 2017-06-09\n", "", "memberships/body.yaml, line 12: membership "
         "body-ind-member-2017: start: member from 2017-06-09 to now overlaps "
         "body-ind-observer-2005, observer from 2005-07-05 to now"),
        (MEMBERSHIPS, "end: 2017-06-09", "end: 2005-07-05", "memberships/body.yaml, line 7: "
         "membership body-ind-observer-2005: end: 2005-07-05 is not after the start, 2005-07-05"),
        (MEMBERSHIPS, "role: member\n    start: 2017-06-09",
         "role: observer\n    start: 2005-07-05",
         "memberships/body.yaml, line 13: membership body-ind-member-2017: start: the same role "
         "from the same day as body-ind-observer-2005"),
        (MEMBERSHIPS, "organisation: body\n", "", "memberships/body.yaml, line 2: membership "
         "body-ind-observer-2005: organisation: is missing\nmemberships/body.yaml, line 9: "
         "membership body-ind-member-2017: organisation: is missing"),
        (MEMBERSHIPS, "body-ind-member-2017", "Body India", "memberships/body.yaml, line 10: "
         "membership Body India: key: must be small letters, digits and hyphens, at most 100"),
        # articles
        (ARTICLE, "received.txt", "recieved.txt", "articles/decline/article.yaml, line 2: article "
         "decline: received: “recieved.txt” cannot be read: No such file or directory"),
        (ARTICLE, "received.txt", "../decline/received.txt", "articles/decline/article.yaml, "
         "line 2: article decline: received: “../decline/received.txt” is no name of a file "
         "beside this one"),
        (ARTICLE, "received.txt", "notes.yaml", "articles/decline/article.yaml, line 2: article "
         "decline: received: notes.yaml: no article in it: 0 words of running text below the "
         "title, at least 40 are needed"),
        (ARTICLE, "authors: [ann-author]\n", "", "articles/decline/article.yaml, line 1: article "
         "decline: authors: is missing"),
        (ARTICLE, "[India]", "[Indies]", "articles/decline/article.yaml, line 6: article decline: "
         "mentions: not in the article: “Indies”"),
        (ARTICLE, "  states:\n    IND: [India]", "  states: [IND]",
         "articles/decline/article.yaml, line 6: article decline: mentions: states must be keys, "
         "each with a list of words"),
        (ARTICLE, "  indirectly:", "  probably:", "articles/decline/article.yaml, line 6: article "
         "decline: mentions: must hold organisations, states or indirectly"),
        (ARTICLE, "number: 1", "number: 3", "articles/decline/article.yaml, line 15: reference "
         "decline 3: number: the article has 2 links"),
        (ARTICLE, "words: six", "words: seven", "articles/decline/article.yaml, line 16: reference "
         "decline 1: words: link 1 of the article reads “six”"),
        (ARTICLE, "fit: same-topic", "fit: none", "articles/decline/article.yaml, line 17: "
         "reference decline 1: fit: say how far the proposed sources fit"),
        (ARTICLE, "    sources:\n      - https://example.org/one\n", "",
         "articles/decline/article.yaml, line 15: reference decline 1: sources: are missing; fit "
         "is “same-topic”"),
        (ARTICLE, "words: six", "words: six\n    article: other", "articles/decline/article.yaml, "
         "line 17: reference decline 1: article: follows from where the entry stands"),
        # claims and notes
        (CLAIMS, "will admit India next year", "will admit India in a year",
         "articles/decline/claims.yaml, line 4: claim will-admit-india: quote: is not in the "
         "article: “will admit India in a year”"),
        (CLAIMS, "    suffix: ', and'\n", "", "articles/decline/claims.yaml, line 24: claim "
         "rarely-meets: quote: stands 2 times in the article: “It rarely meets”; add the words "
         "before and after it as prefix and suffix"),
        (CLAIMS, "    assessments:\n",
         "    assertions:\n      - organisation: body\n    assessments:\n",
         "articles/decline/claims.yaml, line 13: claim will-admit-india: assertions 1: say whom: a "
         "state, or all members_of a body"),
        (CLAIMS, "    assessments:\n", "    assertions:\n      - organisation: body\n        "
         "state: IND\n        except: [NOR]\n    assessments:\n",
         "articles/decline/claims.yaml, line 13: claim will-admit-india: assertions 1: “except” "
         "belongs to members_of"),
        (CLAIMS, "    assessments:\n", "    assertions:\n      - organisation: body\n        "
         "members_of: body\n    assessments:\n",
         "articles/decline/claims.yaml, line 13: claim will-admit-india: assertions 1: that the "
         "members of a body are its members says nothing"),
        (CLAIMS, "    assessments:\n", "    assertions:\n      - organisation: body\n        "
         "members_of: forerunner\n        except: [NON]\n    assessments:\n",
         "articles/decline/claims.yaml, line 13: claim will-admit-india: assertions 1: there is no "
         "state “NON”"),
        (CLAIMS, "kind: assessment", "kind: note", "articles/decline/claims.yaml, line 26: claim "
         "rarely-meets: kind: an editor’s note is written under “notes”"),
        (CLAIMS, "kind: forecast", "kind: fact",
         "articles/decline/claims.yaml, line 10: claim will-admit-india: event: belongs to "
         "forecasts alone\narticles/decline/claims.yaml, line 11: claim will-admit-india: "
         "deadline: belongs to forecasts alone\narticles/decline/claims.yaml, line 14: assessment "
         "will-admit-india 2016-01-01: verdict: “pending” is no verdict on a claim of kind fact; "
         "one of: accurate, mostly-accurate, mixed, inaccurate, unverifiable\n"
         "articles/decline/claims.yaml, line 18: assessment will-admit-india 2026-11-23: verdict: "
         "“came-true-late” is no verdict on a claim of kind fact; one of: accurate, "
         "mostly-accurate, mixed, inaccurate, unverifiable"),
        (CLAIMS, "deadline: 2015", "probability_low: 60", "articles/decline/claims.yaml, line 11: "
         "claim will-admit-india: probability_low: give both ends, or neither"),
        (CLAIMS, "deadline: 2015", "probability_low: 60\n    probability_high: 40",
         "articles/decline/claims.yaml, line 11: claim will-admit-india: probability_low: 60 to 40 "
         "is no range from 0 to 100"),
        (CLAIMS, "deadline: 2015", "probability_low: likely", "articles/decline/claims.yaml, "
         "line 11: claim will-admit-india: probability_low: must be a whole number, not “likely”"),
        (CLAIMS, "speaker: ann-author", "speaker: [ann-author]", "articles/decline/claims.yaml, "
         "line 28: claim rarely-meets: speaker: must name a person, not a list"),
        (NOTES, "concerns: will-admit-india", "assessments: []", "articles/decline/notes.yaml, "
         "line 6: note which-year: assessments: there is no such key"),
        # lists
        (UPDATES, "updates:\n  - slug", "updates:\n  - just words\n  - slug",
         "updates/2017.yaml, line 2: an entry of “updates” must be keys with values"),
        (ARTICLE, "references:\n  - number: 1\n    words: six\n    fit: same-topic\n    sources:\n"
         "      - https://example.org/one\n", "references: none\n",
         "articles/decline/article.yaml: “references” must be a list of entries"),
    ],
)  # fmt: skip
def test_an_error_names_file_line_entry_and_key(seeds, file, old, new, error):
    seeds.change(file, old, new)
    assert "\n".join(seeds.errors()) == error


def test_files_outside_the_known_folders_are_refused(seeds):
    seeds.write("update/2018.yaml", "updates: []\n")
    seeds.write("2018.yaml", "updates: []\n")
    folders = (
        "articles, memberships, organisations, people, sources, states, topics, updates, watches"
    )
    assert seeds.errors() == [
        f"2018.yaml: lies in no folder of the seeds ({folders})",
        f"update/2018.yaml: lies in no folder of the seeds ({folders})",
    ]


def test_every_error_is_told_at_once(seeds):
    seeds.change("topics/topics.yaml", "name", "nmae")
    seeds.change("states/states.yaml", "Norway", "India")
    seeds.write("watches/watches.yaml", "watches: [\n")
    seeds.change("updates/2017.yaml", "organisations: [body]", "organisations: [elsewhere]")
    assert seeds.errors() == [
        "states/states.yaml, line 12: state NOR: name: “India” stands in states/states.yaml, "
        "line 5, already",
        "topics/topics.yaml, line 2: topic enlargement: name: is missing",
        "topics/topics.yaml, line 3: topic enlargement: nmae: there is no such key",
        "updates/2017.yaml, line 8: update india-joins: organisations: "
        "there is no organisation “elsewhere”",
        "watches/watches.yaml, line 2: is no YAML: did not find expected node content",
    ]

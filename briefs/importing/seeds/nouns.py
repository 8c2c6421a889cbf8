"""The nouns of the seeds: where an entry lies, its keys, and what hangs on it. The one table."""

from briefs.importing.seeds import shorthand
from briefs.importing.seeds.fields import Field, Kind, field, fields
from briefs.importing.seeds.shape import Noun, Parts
from briefs.models import (
    Annotation,
    Article,
    Assertion,
    Assessment,
    Authorship,
    Bearing,
    Citation,
    Membership,
    Mention,
    Milestone,
    Organisation,
    Person,
    Reference,
    Source,
    State,
    Topic,
    Update,
    Watch,
)


def _citations(parent: str) -> Parts:
    cited = (
        field(Citation, "url", "source", target="source"),
        *fields(Citation, "supports passage note"),
    )
    return Parts(
        "sources", Citation, parent, cited, shorthand.addresses, ("source",), numbered=True
    )


SOURCE = Noun(
    "source",
    "sources",
    "sources",
    Source,
    "url",
    (
        *fields(Source, "url title publisher"),
        field(Source, "date", "dated_on"),
        *fields(Source, "archived_url note weak linkable"),
    ),
)

TOPIC = Noun("topic", "topics", "topics", Topic, "slug", fields(Topic, "slug name definition"))

STATE = Noun(
    "state",
    "states",
    "states",
    State,
    "iso_a3",
    fields(
        State,
        "iso_a3 iso_a2 name other_names capital latitude longitude ended_on successors note"
        " note_verified",
    ),
    parts=(_citations("state"),),
)

ORGANISATION = Noun(
    "organisation",
    "organisations",
    "organisations",
    Organisation,
    "slug",
    (
        *fields(
            Organisation,
            "slug name abbreviation other_names kind standing parent predecessor successor"
            " participants official_url summary since_article",
        ),
        field(Organisation, "founded.date", "founded_on"),
        field(Organisation, "founded.basis", "founded_basis"),
        field(Organisation, "founded.verified", "founded_verified"),
        field(Organisation, "founded.note", "founded_note"),
        field(Organisation, "dissolved.date", "dissolved_on"),
        field(Organisation, "dissolved.basis", "dissolved_basis"),
        field(Organisation, "dissolved.verified", "dissolved_verified"),
        field(Organisation, "dissolved.note", "dissolved_note"),
        field(Organisation, "seat.place", "seat"),
        field(Organisation, "seat.state", "seat_state"),
        field(Organisation, "seat.latitude", "seat_latitude"),
        field(Organisation, "seat.longitude", "seat_longitude"),
        field(Organisation, "seat.verified", "seat_verified"),
        field(Organisation, "seat.note", "seat_note"),
        field(Organisation, "editor_notes", kind=Kind.PARAGRAPHS),
        field(Organisation, "not_confirmed", kind=Kind.LINES),
    ),
    parts=(
        Parts(
            "milestones",
            Milestone,
            "organisation",
            (field(Milestone, "date", "happened_on"), *fields(Milestone, "text verified")),
            shorthand.as_written,
            ("happened_on", "text"),
        ),
        _citations("organisation"),
    ),
    publishable=True,
)

PERSON = Noun(
    "person",
    "people",
    "people",
    Person,
    "slug",
    fields(Person, "slug name role affiliation note"),
    parts=(_citations("person"),),
)

MEMBERSHIP = Noun(
    "membership",
    "memberships",
    "memberships",
    Membership,
    "key",
    (
        Field("key", "key", Kind.TEXT, required=True),
        *fields(
            Membership,
            "organisation state role start start_basis end end_basis decided_on signed_on"
            " last_confirmed_on verified note",
        ),
    ),
    parts=(_citations("membership"),),
    identity=("organisation", "state", "role", "start"),
    publishable=True,
)

ARTICLE = Noun(
    "article",
    "articles",
    "articles",
    Article,
    "slug",
    (
        Field("received", "received", Kind.TEXT, required=True),
        *fields(
            Article,
            "slug byline publisher publisher_line originally_on original_url original_url_note"
            " changes_made language topics",
        ),
        field(Article, "licence.name", "licence_name"),
        field(Article, "licence.short", "licence_short"),
        field(Article, "licence.url", "licence_url"),
    ),
    parts=(
        Parts(
            "authors",
            Authorship,
            "article",
            (field(Authorship, "person"),),
            shorthand.named("person"),
            ("person",),
            numbered=True,
        ),
        Parts(
            "mentions",
            Mention,
            "article",
            fields(Mention, "organisation state words indirect"),
            shorthand.mentions,
            ("organisation", "state", "words"),
        ),
        _citations("article"),
    ),
    nested={"references": ("reference", "article")},
    publishable=True,
)

REFERENCE = Noun(
    "reference",
    "references",
    "",
    Reference,
    "number",
    (
        *fields(Reference, "article number"),
        Field("words", "words", Kind.TEXT, required=True),
        *fields(Reference, "fit note"),
    ),
    parts=(_citations("reference"),),
    derived=("state",),
    identity=("article", "number"),
)

_SHARED = fields(Annotation, "slug article summary organisations states topics speaker")
_QUOTED = (
    Field("quote", "quote", Kind.WORDS, required=True),
    Field("prefix", "prefix", Kind.WORDS),
    Field("suffix", "suffix", Kind.WORDS),
)

CLAIM = Noun(
    "claim",
    "claims",
    "articles",
    Annotation,
    "slug",
    (
        *_SHARED,
        *fields(
            Annotation,
            "kind event deadline criterion probability_low probability_high",
        ),
        *_QUOTED,
    ),
    parts=(
        Parts(
            "assertions",
            Assertion,
            "annotation",
            (
                *fields(Assertion, "state members_of"),
                field(Assertion, "except", "excepted", kind=Kind.MANY, target="state"),
                field(Assertion, "not", "negated"),
                *fields(Assertion, "role organisation"),
                field(Assertion, "date", "on"),
            ),
            shorthand.as_written,
            ("state", "members_of", "negated", "role", "organisation", "on"),
        ),
    ),
    nested={"assessments": ("assessment", "annotation")},
    publishable=True,
)

NOTE = Noun(
    "note",
    "notes",
    "articles",
    Annotation,
    "slug",
    (*_SHARED, *fields(Annotation, "concerns"), *_QUOTED),
    fixed={"kind": "note"},
    publishable=True,
)

ASSESSMENT = Noun(
    "assessment",
    "assessments",
    "",
    Assessment,
    "assessed_on",
    (
        *fields(Assessment, "annotation verdict confidence rationale still_holds verified"),
        field(Assessment, "assessed_on", required=True),
        field(Assessment, "not_confirmed", kind=Kind.LINES),
    ),
    parts=(_citations("assessment"),),
    identity=("annotation", "assessed_on"),
)

UPDATE = Noun(
    "update",
    "updates",
    "updates",
    Update,
    "slug",
    fields(Update, "slug headline body happened_on verified organisations states topics"),
    parts=(
        Parts(
            "bearings",
            Bearing,
            "update",
            (field(Bearing, "claim", "annotation"), field(Bearing, "effect")),
            shorthand.effects,
            ("annotation",),
        ),
        _citations("update"),
    ),
    publishable=True,
)

WATCH = Noun(
    "watch",
    "watches",
    "watches",
    Watch,
    "slug",
    fields(Watch, "slug what expected expected_on found claims"),
    parts=(_citations("watch"),),
    publishable=True,
)

# In the order in which they are written: each refers only to those before it and to itself.
NOUNS = (
    TOPIC,
    SOURCE,
    STATE,
    ORGANISATION,
    PERSON,
    MEMBERSHIP,
    ARTICLE,
    REFERENCE,
    CLAIM,
    NOTE,
    ASSESSMENT,
    UPDATE,
    WATCH,
)
BY_NAME = {noun.name: noun for noun in NOUNS}

"""Small seeds to break, and the real ones, loaded once for the tests that only look."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from briefs.importing.seeds.check import read_seeds
from briefs.importing.seeds.load import Report, load_seeds
from briefs.importing.seeds.problems import SeedError

RECEIVED = """\
10 October 2014

A Body in Decline?

Will it last?

By Ann Author for ISN

The body has [six](#) members and will admit India next year. It rarely meets, and when it meets it
agrees on little. Its members trade with each other more than they did, but the body has no part in
that, and its secretariat is small. It rarely meets the press.

More than that [cannot](https://example.org/more) be said of it today, and less was said before.
"""

FILES = {
    "topics/topics.yaml": """\
topics:
  - slug: enlargement
    name: Enlargement
    definition: Admission of members.
""",
    "sources/e.yaml": """\
sources:
  - url: https://example.org/one
    title: One
    publisher: Example
    date: 2017-06
  - url: https://example.org/two
    title: '[Two]'
    publisher: Example
    weak: true
    linkable: false
""",
    "people/people.yaml": """\
people:
  - slug: ann-author
    name: Ann Author
    affiliation: body
""",
    "states/states.yaml": """\
sources:
  - url: https://example.org/one
    supports: codes
states:
  - iso_a3: IND
    iso_a2: IN
    name: India
    latitude: 28.6
    longitude: 77.2
  - iso_a3: NOR
    iso_a2: NO
    name: Norway
""",
    "organisations/body.yaml": """\
slug: body
name: The Body
kind: intergovernmental
predecessor: forerunner
founded:
  date: 2001-06-15
  basis: signature
seat:
  place: New Delhi
  state: IND
summary: A body.
milestones:
  - date: 2017
    text: India joins.
sources:
  - https://example.org/one
  - url: https://example.org/two
    supports: the seat
""",
    "organisations/forerunner.yaml": """\
slug: forerunner
name: The Forerunner
kind: intergovernmental
successor: body
summary: What was there before.
""",
    "memberships/body.yaml": """\
organisation: body
memberships:
  - key: body-ind-observer-2005
    state: IND
    role: observer
    start: 2005-07-05
    end: 2017-06-09
    sources:
      - https://example.org/one
  - key: body-ind-member-2017
    state: IND
    role: member
    start: 2017-06-09
    verified: false
    sources:
      - https://example.org/one
""",
    "articles/decline/received.txt": RECEIVED,
    "articles/decline/article.yaml": """\
slug: decline
received: received.txt
authors: [ann-author]
publisher: body
topics: [enlargement]
mentions:
  organisations:
    body: [The body]
  states:
    IND: [India]
  indirectly:
    organisations:
      forerunner: [it]
references:
  - number: 1
    words: six
    fit: same-topic
    sources:
      - https://example.org/one
""",
    "articles/decline/claims.yaml": """\
article: decline
claims:
  - slug: will-admit-india
    quote: will admit India next year
    kind: forecast
    summary: India is to join in a year.
    organisations: [body]
    states: [IND]
    topics: [enlargement]
    event: India joins the body
    deadline: 2015
    assessments:
      - assessed_on: 2016-01-01
        verdict: pending
        confidence: low
        rationale: Nothing is known yet.
      - assessed_on: 2026-11-23
        verdict: came-true-late
        confidence: high
        rationale: It joined in 2017.
        sources:
          - https://example.org/one
  - slug: rarely-meets
    quote: It rarely meets
    suffix: ', and'
    kind: assessment
    summary: It does not meet often.
    speaker: ann-author
""",
    "articles/decline/notes.yaml": """\
article: decline
notes:
  - slug: which-year
    quote: next year
    summary: That is 2015.
    concerns: will-admit-india
""",
    "updates/2017.yaml": """\
updates:
  - slug: india-joins
    happened_on: 2017-06-09
    headline: India joins
    body: It was admitted at the summit.
    bearings:
      will-admit-india: resolves
    organisations: [body]
    states: [IND]
    topics: [enlargement]
    sources:
      - https://example.org/one
""",
    "watches/watches.yaml": """\
watches:
  - slug: next-summit
    what: The next summit
    expected: early autumn 2026
    expected_on: 2026
    found: Nothing yet.
    claims: [rarely-meets]
""",
}


class Seeds:
    """Seed files in a folder of their own, to change, read and load."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for file, text in FILES.items():
            self.write(file, text)

    def write(self, file: str, text: str | bytes) -> None:
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)

    def change(self, file: str, old: str, new: str) -> None:
        text = (self.folder / file).read_text()
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        self.write(file, text.replace(old, new))

    def errors(self) -> list[str]:
        with pytest.raises(SeedError) as caught:
            read_seeds(self.folder)
        return [str(problem) for problem in caught.value.problems]

    def load(self, **options: bool) -> Report:
        return load_seeds(self.folder, **options)


@pytest.fixture
def seeds(tmp_path: Path) -> Seeds:
    return Seeds(tmp_path / "seeds")


@pytest.fixture(scope="module")
def real_report(django_db_setup, django_db_blocker) -> Iterator[Report]:
    """The report on loading the real seeds; they stay loaded for the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_seeds(settings.SEEDS_DIR)
        transaction.set_rollback(True)
